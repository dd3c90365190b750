"""The comparison by words: complete, readable, and quick on what is long or foreign."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.tui.widgets.word_diff import Kind, Passage, diff_passages


def side(passages: tuple[Passage, ...], left_out: Kind) -> str:
    """One of the two texts, put together again; blanks do not count."""
    pieces = [piece.text for one in passages for piece in one.pieces if piece.kind != left_out]
    return "".join("".join(pieces).split())


def flat(text: str) -> str:
    return "".join(text.split())


def shown(old: str, new: str) -> str:
    signs = {"same": "{}", "out": "[-{}-]", "in": "[+{}+]"}
    passages = diff_passages(old, new)
    return "\n\n".join("".join(signs[p.kind].format(p.text) for p in one.pieces) for one in passages)


def test_a_changed_word_is_marked_in_its_sentence() -> None:
    old, new = "Retries are free. Nobody pays.", "Retries are cheap. Nobody pays."
    assert shown(old, new) == "Retries are [-free-][+cheap+]. Nobody pays."


def test_two_changed_words_side_by_side_are_one_change() -> None:
    old = "In the end the old budget was far too small for us."
    new = "In the end the new limit was far too small for us."
    assert shown(old, new) == "In the end the [-old budget-][+new limit+] was far too small for us."


def test_a_sentence_said_quite_differently_stands_whole_beside_the_old_one() -> None:
    old, new = "People think retries are free.", "Nobody pays before everyone does."
    assert shown(old, new) == f"[-{old}-][+{new}+]"


def test_paragraphs_that_stay_are_not_touched_by_those_that_come_and_go() -> None:
    assert (
        shown("One.\n\nTwo.\n\nThree.", "One.\n\nThree.\n\nFour.")
        == "One.\n\n[-Two.-]\n\nThree.\n\n[+Four.+]"
    )


def test_line_ends_of_another_system_are_no_change() -> None:
    assert not any(one.is_changed for one in diff_passages("a\r\n\r\nb\r\n", "a\n\nb\n"))


WORDS = st.lists(
    st.sampled_from(["a", "retry", "budget.", "\n\n", "[/b]", "日本", "The", "end!", " ", "- x\n"]),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS)
def test_no_word_of_either_text_is_lost(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    passages = diff_passages(before, after)
    assert side(passages, "in") == flat(before)
    assert side(passages, "out") == flat(after)


@pytest.mark.parametrize("joint", ["\n\n", " "])
def test_two_books_compare_in_seconds(joint: str) -> None:
    old = joint.join(f"Sentence {n} speaks of retries and their budget at some length." for n in range(2000))
    new = joint.join(f"Sentence {n} tells of limits and what they are good for." for n in range(2000))
    begun = perf_counter()
    diff_passages(old, new)
    assert perf_counter() - begun < 20
