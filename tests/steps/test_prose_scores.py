"""The grammar pass over prose of our own, clean and with seeded slips: what it finds, and what it lets be.

The floors are the measured scores less about two standard errors. A rule that gains a lot may raise them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from tools.prose_scores import (
    Alarm,
    Scores,
    count_words,
    engines,
    grammar_check,
    read_posts,
    read_slots,
    score,
    seed,
)

from draftloop.adapters.markdown import Markdown
from draftloop.loop.blocks import RunKind
from draftloop.loop.ports import Checker

# Read before the environment is emptied for the tests.
LANGUAGETOOL = os.environ.get("DRAFTLOOP_TEST_LANGUAGETOOL_DIR", "")
ALWAYS_FOUND = ("typo-key", "typo-drop", "typo-swap", "typo-double", "natural-typo", "doubled-word", "a-an")


@pytest.fixture(scope="module")
def harper() -> Iterator[dict[str, Checker]]:
    with engines() as checkers:
        yield checkers


@pytest.fixture(scope="module")
def alone(harper: dict[str, Checker]) -> Scores:
    """What Harper and our own rules are worth, measured once."""
    return score(grammar_check(harper), read_posts(), read_slots())


@pytest.fixture(scope="module")
def together() -> Iterator[Scores]:
    """The same with LanguageTool beside it."""
    if not LANGUAGETOOL:
        pytest.skip("DRAFTLOOP_TEST_LANGUAGETOOL_DIR names no folder of jars and no server")
    with engines(LANGUAGETOOL) as checkers:
        yield score(grammar_check(checkers), read_posts(), read_slots())


def prose_places(text: str) -> set[int]:
    """The places of a post that hold its author's words."""
    read = (RunKind.TEXT, RunKind.BREAK, RunKind.ENTITY)
    runs = (run for block in Markdown().read(text).blocks for run in block.runs if run.kind in read)
    return {place for run in runs for place in range(run.start, run.end)}


def test_there_is_enough_prose_to_measure_on() -> None:
    assert sum(map(count_words, read_posts().values())) >= 15_000


def test_there_are_enough_slips_of_enough_kinds() -> None:
    slots = read_slots()

    assert len(slots) >= 500
    assert len({slot.kind for slot in slots if not slot.by_hand}) == 22
    assert sum(slot.by_hand for slot in slots) >= len(slots) // 3


def test_every_slip_is_in_the_authors_words() -> None:
    """Not in code, front matter or an address, where no checker may look."""
    prose = {file: prose_places(text) for file, text in read_posts().items()}

    outside = [slot for slot in read_slots() if not prose[slot.file].issuperset(range(slot.start, slot.end))]

    assert outside == []


def test_a_seeded_text_put_right_is_the_post_again() -> None:
    for file, text in read_posts().items():
        seeded, slips = seed(text, [slot for slot in read_slots() if slot.file == file and slot.copy == 1])
        for slip in reversed(slips):
            seeded = seeded[: slip.start] + slip.right + seeded[slip.end :]
        assert seeded == text


def test_published_posts_are_left_alone(alone: Scores) -> None:
    assert alone.clean_per_1000 <= 0.5


def test_no_alarm_of_any_tier_is_outside_the_prose(harper: dict[str, Checker]) -> None:
    check = grammar_check(harper, tiers=("sure", "maybe", "term"))
    outside: list[tuple[str, Alarm]] = []
    for file, text in read_posts().items():
        words = prose_places(text)
        outside += [
            (file, alarm) for alarm in check(text) if not words.issuperset(range(alarm.start, alarm.end))
        ]

    assert outside == []


def test_what_is_said_is_right(alone: Scores) -> None:
    assert alone.precision >= 0.92
    assert alone.right_fixes >= 0.90


def test_enough_is_found(alone: Scores) -> None:
    assert alone.recall >= 0.38
    assert alone.f05 >= 0.72


def test_letters_and_doubled_words_are_nearly_always_found(alone: Scores) -> None:
    assert alone.total(ALWAYS_FOUND).recall >= 0.93


def test_letters_and_doubled_words_are_put_right(alone: Scores) -> None:
    total = alone.total(ALWAYS_FOUND)

    assert total.fixed >= 0.88 * total.found


@pytest.mark.languagetool
def test_languagetool_finds_more_and_is_as_right(alone: Scores, together: Scores) -> None:
    assert together.recall >= max(0.45, alone.recall)
    assert together.precision >= 0.88
    assert together.f05 >= 0.74
    assert together.right_fixes >= 0.87


@pytest.mark.languagetool
def test_published_posts_are_left_alone_with_languagetool(together: Scores) -> None:
    assert together.clean_per_1000 <= 0.9
