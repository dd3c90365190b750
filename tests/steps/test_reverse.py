"""The reverse outline of a draft, now and as it was, against the plan."""

from __future__ import annotations

import pytest

from draftloop.loop.errors import BadValue, NotFound, Unreadable
from draftloop.loop.stage import Stage
from draftloop.steps.diff import against_prose, diff_versions, plan_and_prose
from draftloop.steps.history import Version, version_text
from draftloop.steps.reverse import is_post, reverse_of, reverse_of_version, write_reverse
from tests.writer import SECOND, Writer, writer_of_two_rounds

POST = """\
---
title: "Retries are a loan"
---

## Why

People think that retries are free. They are not.

## How

Count first. Measure the share of retries that a client sends.
"""
LINES = '## How\n\n- "Count first. Measure the" measure the share of retries\n'


def writer_with_prose() -> Writer:
    writer = writer_of_two_rounds()
    writer.files["drafts/x/post.md"] = POST
    return writer


def test_the_points_of_the_post_name_its_lines() -> None:
    found = reverse_of(writer_with_prose().desk, "x")
    assert [(point.line, point.text) for point in found.outline.points] == [
        (5, "Why"),
        (7, "People think that retries are free."),
        (9, "How"),
        (11, "Count first. Measure the share of retries that a client sends."),
    ]


def test_the_lines_of_the_author_are_read_from_the_draft() -> None:
    writer = writer_with_prose()
    writer.files["drafts/x/reverse.md"] = LINES
    found = reverse_of(writer.desk, "x")
    assert found.outline.points[3].text == "measure the share of retries"
    assert (found.written, found.paragraphs) == (1, 2)


def test_writing_makes_the_file_and_then_keeps_what_is_in_it() -> None:
    writer = writer_with_prose()
    assert write_reverse(writer.desk, "x").is_changed
    path = "drafts/x/reverse.md"
    assert writer.files[path] == (
        '## Why\n\n- "People think that retries"\n\n## How\n\n- "Count first. Measure the"\n'
    )
    writer.files[path] = writer.files[path].replace('retries"\n', 'retries" not free\n')
    assert not write_reverse(writer.desk, "x").is_changed
    writer.files["drafts/x/post.md"] = POST.replace("People think that retries are free. They are not.", "")
    assert write_reverse(writer.desk, "x").reverse.gone == ("not free",)
    assert writer.files[path].endswith('- "People think that retries" not free\n')


def test_line_ends_of_the_file_stay() -> None:
    writer = writer_with_prose()
    writer.files["drafts/x/reverse.md"] = LINES.replace("\n", "\r\n")
    write_reverse(writer.desk, "x")
    text = writer.files["drafts/x/reverse.md"]
    assert text.count("\n") == text.count("\r\n") == 7


def test_a_draft_without_prose_says_so_and_gets_no_file() -> None:
    writer = writer_with_prose()
    writer.files["drafts/x/post.md"] = '---\ntitle: "T"\n---\n'
    for step in (reverse_of, write_reverse, plan_and_prose):
        with pytest.raises(BadValue, match="no prose yet"):
            step(writer.desk, "x")
    assert "drafts/x/reverse.md" not in writer.files
    with pytest.raises(NotFound):
        reverse_of(writer.desk, "nobody")


def test_the_plan_is_compared_with_the_prose() -> None:
    writer = writer_with_prose()
    writer.files["drafts/x/reverse.md"] = LINES
    found = diff_versions(writer.desk, *plan_and_prose(writer.desk, "x"))
    assert (found.diff.dropped, found.diff.added) == ((), ())
    assert found.old_post is None
    assert found.new_post is not None
    assert [link["new"] for link in found.to_json()["links"]] == [5, 7, 9, 11]  # type: ignore[attr-defined]  # a list


def test_an_earlier_round_is_compared_with_the_prose() -> None:
    writer = writer_with_prose()
    found = against_prose(writer.desk, "x", "## Why\n\n- postgres vacuum keeps tables small\n")
    assert [point.line for point in found.old.points] == [1, 3]
    assert found.diff.dropped == (1,)
    assert against_prose(writer.desk, "x").diff == against_prose(writer.desk, "x", SECOND).diff


def test_a_version_of_the_post_takes_the_lines_of_its_time() -> None:
    writer = writer_with_prose()
    writer.files["drafts/x/reverse.md"] = LINES
    writer.turn(Stage.PROSE, 2)
    writer.files["drafts/x/reverse.md"] = LINES.replace("measure", "count")
    then = reverse_of_version(writer.desk, version_text(writer.desk, "x@prose"))
    assert then.outline.points[3].text == "measure the share of retries"
    before = reverse_of_version(writer.desk, version_text(writer.desk, "x@prose1"))
    assert [point.text for point in before.outline.points] == [
        "Retries are a loan taken from the service below."
    ]


def named(path: str, text: str) -> Version:
    return Version(name=path, slug="", commit=None, path=path, text=text, stage=None)


def test_a_file_is_a_post_by_its_name_or_by_what_most_of_its_words_are_in() -> None:
    desk = writer_with_prose().desk
    bullets, prose = "- a\n- b\n", "A paragraph of a post.\n\n- one item\n"
    assert not is_post(desk, named("plan.md", bullets))
    assert not is_post(desk, named("empty.md", ""))
    assert is_post(desk, named("text.md", prose))
    assert is_post(desk, named("a/post.md", bullets))
    assert not is_post(desk, named("a/outline.md", prose))


def test_what_is_no_text_is_named_with_its_line() -> None:
    writer = writer_with_prose()
    good, bad = named("a.md", "- a\n"), named("b.md", "- a\n- \0b\n")
    with pytest.raises(Unreadable) as caught:
        diff_versions(writer.desk, good, bad)
    assert (caught.value.path, caught.value.line) == ("b.md", 2)
