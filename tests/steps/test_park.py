from __future__ import annotations

import pytest

from draftloop.loop.errors import BadValue
from draftloop.steps.park import park_lines, parked
from tests.writer import SECOND, Writer, writer_of_two_rounds


@pytest.fixture
def writer() -> Writer:
    return writer_of_two_rounds()


def test_a_point_moves_to_parked_with_where_it_came_from(writer: Writer) -> None:
    assert park_lines(writer.desk, "x", [7]) == ("measure the share of retries",)
    assert "measure the share" not in writer.files["drafts/x/outline.md"]
    (found,) = parked(writer.desk, "x")
    assert (found.slug, found.text) == ("x", "measure the share of retries")
    assert found.under.startswith("Outline 2, ")
    assert parked(writer.desk) == [found]


def test_a_line_named_twice_is_parked_once(writer: Writer) -> None:
    assert len(park_lines(writer.desk, "x", [7, 7])) == 1
    assert len(parked(writer.desk)) == 1


def test_a_line_without_a_point_changes_nothing(writer: Writer) -> None:
    with pytest.raises(BadValue):
        park_lines(writer.desk, "x", [7, 99])
    assert writer.files["drafts/x/outline.md"] == SECOND
    assert "drafts/x/parked.md" not in writer.files
