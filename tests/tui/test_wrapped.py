"""User text in rows of a column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from draftloop.tui import text as texts
from draftloop.tui.widgets.wrapped import hung, wrapped
from tests.tui.conftest import HOSTILE


@given(st.text(max_size=80), st.integers(8, 40))
def test_no_word_is_lost_and_no_row_is_too_wide(text: str, width: int) -> None:
    rows = wrapped(text, width)
    assert rows
    assert "".join("".join(rows).split()) == "".join(texts.safe_line(text).split())
    assert all(cell_len(row) <= width for row in rows)


@pytest.mark.parametrize("line", HOSTILE)
def test_hostile_text_is_wrapped_as_it_is(line: str) -> None:
    assert hung(line, 60, 2).plain == texts.safe_line(line)


def test_rows_after_the_first_hang() -> None:
    assert hung("one two three", 8, 2).plain == "one two\n  three"
