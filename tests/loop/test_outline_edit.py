"""Editing an outline as text: levels, moves, joins, paste, and that every edit can be taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.loop.outline_edit import (
    Edit,
    apply_edit,
    extent_of,
    indent,
    join_with_previous,
    move_down,
    move_up,
    new_point,
    outdent,
)
from draftloop.loop.outline_paste import paste

Operation = Callable[[list[str], tuple[int, int]], Edit | None]


def edited(operation: Operation, text: str) -> str | None:
    """The text after an edit; `|` is the cursor before and after."""
    row = text[: text.index("|")].count("\n")
    lines = text.replace("|", "").split("\n")
    col = text.split("\n")[row].index("|")
    edit = operation(lines, (row, col))
    if edit is None:
        return None
    after = list(apply_edit(lines, edit))
    cursor_row, cursor_col = edit.cursor
    line = after[cursor_row]
    assert 0 <= cursor_col <= len(line)
    after[cursor_row] = line[:cursor_col] + "|" + line[cursor_col:]
    return "\n".join(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- a|\n- b", "- a\n- |\n- b"),
        ("* one |two", "* one\n* |two"),
        ("- |a", "- \n- |a"),
        ("1. a|\n2. b\n3. c", "1. a\n2. |\n3. b\n4. c"),
        ("1. a|\n1. b\n1. c", "1. a\n1. |\n1. b\n1. c"),
        ("9. a|\n10. b", "9. a\n10. |\n11. b"),
        ("- [x] done|", "- [x] done\n- [ ] |"),
        ("- a|\n  - b", "- a\n  - |\n  - b"),
        ("- a|\n\n  thought\n- b", "- a\n\n  thought\n- |\n- b"),
        ("- a\n  - |", "- a\n- |"),
        ("- a\n- |", "- a\n|"),
        ("## Why|\n\n- ", "## Why\n\n- |"),
        ("* x\n\n## Why|", "* x\n\n## Why\n\n* |"),
        ("## Why| me", "## Why\n\n- |me"),
    ],
)
def test_enter_makes_the_next_point(before: str, after: str) -> None:
    assert edited(new_point, before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- a\n- b|\n  - c\n\n    text", "- a\n  - b|\n    - c\n\n      text"),
        ("- a\n    - x\n- b|", "- a\n    - x\n    - b|"),
        ("- a\n\t- x\n- b|\n\t- c", "- a\n\t- x\n\t- b|\n\t\t- c"),
        ("1. a\n2. b|\n3. c", "1. a\n   1. b|\n2. c"),
        ("## A|\n### B\n## C", "### A|\n#### B\n## C"),
    ],
)
def test_indent_takes_the_subtree_along(before: str, after: str) -> None:
    assert edited(indent, before) == after
    assert edited(outdent, after) == before


def test_indent_needs_a_point_before() -> None:
    assert edited(indent, "- |a\n- b") is None
    assert edited(indent, "## A\n\n- |a") is None
    assert edited(outdent, "- a|") is None
    assert edited(outdent, "# |A") is None


def test_outdented_point_keeps_its_place_and_numbers_follow() -> None:
    before = "1. a\n   1. x\n   2. y|\n   3. z\n2. b"
    assert edited(outdent, before) == "1. a\n   1. x\n2. y|\n   1. z\n3. b"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- a\n  - x\n- b|\n  - y", "- b|\n  - y\n- a\n  - x"),
        ("1. a\n2. b|", "1. b|\n2. a"),
        ("## A\n\n- a\n\n## B\n\n- b|\n  - c\n- d", "## A\n\n- a\n- b|\n  - c\n\n## B\n\n- d"),
        ("## A\n\n- a\n\n## B|\n\n- b\n", "## B|\n\n- b\n\n## A\n\n- a\n"),
        ("- a\n\n- b|", "- b|\n\n- a"),
    ],
)
def test_points_move_up(before: str, after: str) -> None:
    assert edited(move_up, before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- a|\n  - x\n- b\n  - y", "- b\n  - y\n- a|\n  - x"),
        ("## A\n\n- a|\n\n## B\n\n- b", "## A\n\n\n## B\n\n- a|\n- b"),
        ("## A\n\n- a\n- a2|\n\n## B\n\ntext", "## A\n\n- a\n\n## B\n\ntext\n\n- a2|"),
    ],
)
def test_points_move_down(before: str, after: str) -> None:
    assert edited(move_down, before) == after


def test_points_at_the_edge_stay() -> None:
    assert edited(move_up, "- |a\n- b") is None
    assert edited(move_down, "- a\n- |b") is None
    assert edited(move_down, "- a\n  - |b\n- c") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- a\n- |b", "- a |b"),
        ("- a\n- |", "- a|"),
        ("- \n- |b", "- |b"),
        ("- a\n  - b\n- |c\n  - d", "- a\n  - b |c\n    - d"),
        ("- a\n  - |b\n    - d", "- a |b\n  - d"),
        ("## A\n\n- |b", "## A\n\n|b"),
        ("- a\n  ```\n  x\n  ```\n- |b", "- a\n  ```\n  x\n  ```\n|b"),
    ],
)
def test_backspace_at_the_start_joins(before: str, after: str) -> None:
    assert edited(join_with_previous, before) == after


def test_backspace_inside_the_text_is_left_to_the_editor() -> None:
    assert edited(join_with_previous, "- a\n- b|") is None


@pytest.mark.parametrize(
    ("before", "pasted", "after"),
    [
        ("- a|b", "x y", "- ax y|b"),
        ("* a\n  * b|\n* c", "- x\n    - y\n- z\n", "* a\n  * b\n  * x\n    * y\n  * z|\n* c"),
        ("- |", "one\r\ntwo\r\n", "- one\n- two|"),
        ("- |", "• one\n\t• two", "- one\n  - two|"),
        ("1. a|\n2. b", "x\ny", "1. a\n2. x\n3. y|\n4. b"),
        ("- |", "intro\n\n- [x] a\n\n  para", "- intro\n- [x] a\n\n  para|"),
        ("|", "a\nb", "- a\n- b|"),
        ("## A|", "a\nb", "## A\n\n- a\n- b|"),
        ("- a\n\n|", "```\ncode\n- x\n```", "- a\n\n```\ncode\n- x\n```|"),
    ],
)
def test_paste_becomes_points_in_the_style_of_the_file(before: str, pasted: str, after: str) -> None:
    assert edited(lambda lines, cursor: paste(lines, cursor, pasted), before) == after


def test_extent_reaches_over_body_and_children_but_not_trailing_blanks() -> None:
    lines = ["## A", "", "- a", "  - b", "", "    text", "", "- c", "", "## B"]
    assert extent_of(lines, 2) == (2, 6)
    assert extent_of(lines, 5) == (3, 6)
    assert extent_of(lines, 0) == (0, 8)


LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "  ", "    ", "\t", "   "]),
        st.sampled_from(["- ", "* ", "1. ", "2. ", "10. ", "## ", "# ", "- [ ] ", "", "```", "> "]),
        st.sampled_from(["", "alpha", "beta gamma", "x"]),
    ).map("".join),
    min_size=1,
    max_size=14,
)
OPERATIONS: list[Operation] = [new_point, indent, outdent, move_up, move_down, join_with_previous]
OPERATIONS.append(lambda lines, cursor: paste(lines, cursor, "- one\n  - two\n\nthree"))


def words(lines: list[str] | tuple[str, ...]) -> list[str]:
    return sorted(re.findall(r"[a-z]+", "\n".join(lines)))


@settings(deadline=None)
@given(LINES, st.sampled_from(OPERATIONS), st.integers(0, 13), st.integers(0, 12))
def test_an_edit_loses_no_word_and_leaves_the_cursor_in_the_text(
    lines: list[str], operation: Operation, row: int, col: int
) -> None:
    row = min(row, len(lines) - 1)
    cursor = (row, min(col, len(lines[row])))
    edit = operation(lines, cursor)
    if edit is None:
        return
    after = apply_edit(lines, edit)
    assert 0 <= edit.cursor[0] < len(after)
    assert 0 <= edit.cursor[1] <= len(after[edit.cursor[0]])
    joined = "".join(words(after))
    assert all(joined.count(letter) >= "".join(words(lines)).count(letter) for letter in set("alphbetgmx"))


@settings(deadline=None)
@given(LINES, LINES, st.integers(0, 13))
def test_paste_loses_no_word(lines: list[str], pasted: list[str], row: int) -> None:
    row = min(row, len(lines) - 1)
    after = apply_edit(lines, paste(lines, (row, len(lines[row])), "\n".join(pasted)))
    found = "".join(words(after))
    wanted = "".join(words([*lines, *pasted]))
    assert all(found.count(letter) >= wanted.count(letter) for letter in set(wanted))
