from __future__ import annotations

import pytest

from draftloop.loop.errors import NotFound
from draftloop.steps.diff import NamedDiff, diff_texts, diff_versions
from draftloop.steps.history import version_text
from tests.writer import Writer, writer_of_two_rounds


def compared(writer: Writer, old: str, new: str) -> NamedDiff:
    return diff_versions(writer.desk, version_text(writer.desk, old), version_text(writer.desk, new))


def test_versions_are_compared_by_name() -> None:
    found = compared(writer_of_two_rounds(), "x@1", "x@2")
    assert (len(found.old.points), len(found.new.points)) == (3, 4)
    assert list(found.to_json()) == ["old", "new", "links", "dropped", "added", "settled"]


def test_an_outline_is_settled_against_itself() -> None:
    found = compared(writer_of_two_rounds(), "x", "x@2")
    assert (found.diff.dropped, found.diff.added) == ((), ())
    assert found.settled.total == pytest.approx(1)


def test_the_answers_of_the_draft_count() -> None:
    writer = writer_of_two_rounds()
    old, new = "jitter without a budget only spreads the load", "measure the share of retries"
    writer.files["drafts/x/corrections.toml"] = f'[[match]]\nold = "{old}"\nnew = "{new}"\nsame = true\n'
    assert compared(writer, "x@1", "x@2").diff.dropped == ()


def test_a_version_of_nobody_is_not_found() -> None:
    with pytest.raises(NotFound):
        compared(writer_of_two_rounds(), "x@1", "y@2")


def test_empty_texts_compare() -> None:
    assert diff_texts("", "").diff.links == ()
