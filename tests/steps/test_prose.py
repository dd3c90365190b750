from __future__ import annotations

import time
from dataclasses import replace

import pytest

from draftloop.loop.coverage import Mark
from draftloop.loop.outline import parse_outline
from draftloop.steps.in_editor import edit_file
from draftloop.steps.prose import make_post, open_prose, paragraphs_of, progress, progress_of
from tests.steps.test_survey import NoScaffolds
from tests.writer import POST, Writer, writer_of_two_rounds


@pytest.fixture
def writer() -> Writer:
    made = writer_of_two_rounds()
    made.desk = replace(made.desk, scaffolds=NoScaffolds())
    return made


def test_the_first_entry_makes_the_post_from_the_notes(writer: Writer) -> None:
    del writer.files["drafts/x/post.md"]
    opened = open_prose(writer.desk, "x")
    assert opened.document.text == '---\ntitle: "Retries are a loan"\n---\n\n'
    assert opened.body.strip() == ""
    assert writer.files["drafts/x/post.md"] == opened.document.text


def test_a_post_that_is_there_is_opened_as_it_is(writer: Writer) -> None:
    opened = open_prose(writer.desk, "x")
    assert opened.front_matter + opened.body == POST
    assert make_post(writer.desk, "x").text == POST
    assert writer.files["drafts/x/post.md"] == POST


def test_progress_counts_words_and_points_with_a_paragraph(writer: Writer) -> None:
    measured = progress_of(writer.desk, "x")
    assert (measured.words, measured.coverable) == (9, 4)
    assert measured.covered == sum(mark is Mark.DONE for mark in measured.coverage.marks)


def test_without_an_outline_words_alone_are_counted(writer: Writer) -> None:
    counted = progress(writer.desk, None, POST, target=100)
    assert (counted.words, counted.coverable, counted.target_words) == (9, 0, 100)


def test_paragraphs_know_the_headings_they_stand_under(writer: Writer) -> None:
    text = "## Why\n\nOne.\n\n### Deep\n\nTwo.\n\n## How\n\nThree.\n"
    found = paragraphs_of(progress(writer.desk, parse_outline(""), text, target=1).prose)
    under = {one.text: one.heading for one in found if not one.is_heading}
    assert under == {"One.": ("Why",), "Two.": ("Why", "Deep"), "Three.": ("How",)}


class Eraser:
    """An editor that takes the file away."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def edit(self, path: str) -> bool:
        del self.writer.files[path]
        return True


def test_what_an_editor_took_away_is_on_offer(writer: Writer) -> None:
    from draftloop.loop.errors import Unreadable

    object.__setattr__(writer.desk, "editor", Eraser(writer))
    with pytest.raises(Unreadable, match="is gone since the editor closed"):
        edit_file(writer.desk, make_post(writer.desk, "x"))
    (kept,) = writer.recovery.kept()
    assert writer.recovery.text(kept.id) == POST


def test_a_text_of_megabytes_is_counted_and_not_taken_apart(writer: Writer) -> None:
    before_s = time.process_time()
    measured = progress(writer.desk, parse_outline("- a point\n"), "many words " * 400_000, target=1)
    assert time.process_time() - before_s < 5
    assert (measured.words, measured.coverable, measured.covered) == (800_000, 1, 0)
