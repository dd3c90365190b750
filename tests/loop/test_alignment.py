from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.alignment import aligned_column, aligned_row

LINES = st.lists(st.sampled_from(["a", "b", "", "c d"]), min_size=1, max_size=8)


@given(LINES, LINES, st.integers(0, 7))
def test_a_row_stays_inside_and_keeps_its_line_where_nothing_changed(
    old: list[str], new: list[str], row: int
) -> None:
    row = min(row, len(old) - 1)
    assert 0 <= aligned_row(old, new, row) < len(new)
    assert aligned_row(old, old, row) == row


def test_lines_put_in_above_move_the_row_along() -> None:
    assert aligned_row(["one", "two"], ["zero", "half", "one", "two"], 1) == 3
    assert aligned_row(["one", "two", "three"], ["three"], 2) == 0


@pytest.mark.parametrize(
    ("old", "new", "column", "at"),
    [
        ("abc def", "abc def ghi", 3, 3),
        ("abc def", "ab c def", 3, 4),
        ("one mine four", "zero one mine three four", 6, 11),
        ("abc", "xyz", 2, 3),
        ("abc", "", 2, 0),
    ],
)
def test_a_column_stays_with_its_words(old: str, new: str, column: int, at: int) -> None:
    assert aligned_column(old, new, column) == at
