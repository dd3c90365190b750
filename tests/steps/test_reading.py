"""What is usual for an author, and the outline held beside the post."""

from __future__ import annotations

from dataclasses import replace

import pytest

from draftloop.loop.readability_figures import PUBLISHED
from draftloop.loop.settings import CheckSettings, Settings
from draftloop.steps.checking import check_draft
from draftloop.steps.reading import covered, usual_bands
from tests.loop.looks import plain
from tests.steps.test_checking import LEDGER
from tests.steps.test_edit import WordEngine
from tests.writer import Writer, writer_of_two_rounds


@pytest.fixture
def writer() -> Writer:
    made = writer_of_two_rounds()
    made.desk = replace(made.desk, checkers={"harper": WordEngine()})
    return made


def ship(writer: Writer, posts: int, words: int = 300) -> None:
    for number in range(posts):
        writer.files[f"drafts/s{number}/post.md"] = plain(words, sentence=12 + number % 3)
        writer.files[f"drafts/s{number}/exported.toml"] = LEDGER


def test_until_five_posts_are_shipped_published_posts_say_what_is_usual(writer: Writer) -> None:
    ship(writer, 4)
    assert usual_bands(writer.desk) is PUBLISHED


def test_from_then_on_the_authors_own_posts_do(writer: Writer) -> None:
    ship(writer, 5)
    bands = usual_bands(writer.desk)
    assert bands.posts == 5
    assert bands.sentence.middle == pytest.approx(13, abs=2)


def test_a_post_is_not_measured_by_itself(writer: Writer) -> None:
    ship(writer, 5)
    assert usual_bands(writer.desk, but="s1") is PUBLISHED


def test_posts_too_short_for_figures_do_not_count(writer: Writer) -> None:
    ship(writer, 6, words=60)
    assert usual_bands(writer.desk) is PUBLISHED


def test_a_report_of_the_second_pass_says_how_the_post_reads(writer: Writer) -> None:
    ship(writer, 5)
    writer.files["drafts/s0/post.md"] = "In order to go.\n\n## Next\n\nIt went.\n"
    seen = check_draft(writer.desk, "s0", passes=("readability",)).readability
    assert seen is not None
    assert [one.text for one in seen.findings] == ["In order to"]
    assert seen.bands is PUBLISHED
    assert [section.title for section in seen.sections] == ["", "Next"]
    assert check_draft(writer.desk, "s0", passes=("grammar",)).readability is None


def test_what_is_off_and_on_comes_from_the_settings(writer: Writer) -> None:
    ship(writer, 1)
    writer.files["drafts/s0/post.md"] = "In order to keep a whitelist.\n"
    settings = replace(Settings(), checks=CheckSettings(off=("Wordy",), on=("insensitive",)))
    report = check_draft(replace(writer.desk, settings=settings), "s0", passes=("readability",))
    assert [one.rule for one in report.findings] == ["Insensitive"]


OUTLINE = """## Why

- retries multiply through three layers of services
- an exponential backoff needs jitter to help

## How

- a budget of ten percent stops the storm
"""
POST = """Every layer of services retries, so three layers multiply retries into a storm.

My grandmother kept geese beside the river for most of her long life.

| geese | per river bank and year of her life here |
| --- | --- |
| 12 | 3 |
"""


def test_the_outline_is_held_beside_the_post_both_ways(writer: Writer) -> None:
    writer.files["drafts/c/outline.md"] = OUTLINE
    found = covered(writer.desk, "c", writer.desk.markdown.read(POST))
    assert found is not None
    assert found.points == 3
    assert [point.text for point in found.open_points] == [
        "an exponential backoff needs jitter to help",
        "a budget of ten percent stops the storm",
    ]
    assert [(stray.line, stray.text[:14]) for stray in found.paragraphs] == [(3, "My grandmother")]


def test_without_an_outline_nothing_is_held_beside(writer: Writer) -> None:
    writer.files["drafts/c/outline.md"] = ""
    assert covered(writer.desk, "c", writer.desk.markdown.read(POST)) is None
