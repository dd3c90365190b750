"""Edits of an outline's text as values: new point, level, move, join, paste. Pure functions over lines.

An edit replaces a run of rows; every other line stays as it is, byte for byte. A function
answers None where the key has nothing to do, and the caller's editing applies; undo is the text area's own.
Shifting and renumbering of lists: `outline_shift.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.outline import style_of
from draftloop.loop.outline_lines import RowKind, read_heading, read_item, scan_rows
from draftloop.loop.outline_shift import (
    child_indent,
    end_of_text,
    extent_in,
    first_number,
    indent_at,
    is_text_end,
    renumbered,
    row_before,
    shifted,
    sibling_after,
    sibling_before,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.outline_lines import ItemLine, Row

Cursor = tuple[int, int]
"""Row and column, both from 0; the column counts code points."""

_POINTS = (RowKind.HEADING, RowKind.ITEM)
_MAX_HEADING = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Rows `start_row` up to `end_row` (exclusive) become `new_lines`; the cursor then stands at `cursor`."""

    start_row: int
    end_row: int
    new_lines: tuple[str, ...]
    cursor: Cursor


def apply_edit(lines: Sequence[str], edit: Edit) -> tuple[str, ...]:
    """The lines after the edit."""
    return (*lines[: edit.start_row], *edit.new_lines, *lines[edit.end_row :])


def edit_between(before: Sequence[str], after: Sequence[str], cursor: Cursor) -> Edit:
    """The smallest edit that turns `before` into `after`."""
    shortest = min(len(before), len(after))
    start = 0
    while start < shortest and before[start] == after[start]:
        start += 1
    tail = 0
    while tail < shortest - start and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return Edit(
        start_row=start,
        end_row=len(before) - tail,
        new_lines=tuple(after[start : len(after) - tail]),
        cursor=cursor,
    )


def extent_of(lines: Sequence[str], row: int) -> tuple[int, int]:
    """First row and end (exclusive) of the point at `row` with everything below it, for folding and moving.

    A row of text gives the extent of the point it belongs to. Blank rows at the end are left out.
    """
    return extent_in(scan_rows(lines), row)


def new_point(lines: Sequence[str], cursor: Cursor) -> Edit | None:
    """What Enter does: split the point at the cursor, or outdent or end the list on an empty one."""
    row, col = cursor
    rows = scan_rows(lines)
    item = read_item(lines[row]) if rows[row].kind is RowKind.ITEM else None
    if item is not None:
        if not item.text.strip() and col >= len(item.indent + item.marker):
            return _leave_list(lines, rows, row)
        return _split_item(lines, rows, item, cursor)
    if rows[row].kind is RowKind.HEADING and read_heading(lines[row]) is not None:
        return _split_heading(lines, rows, cursor)
    return None


def indent(lines: Sequence[str], cursor: Cursor) -> Edit | None:
    """The point with everything below it, one level deeper: under the sibling before it."""
    rows = scan_rows(lines)
    row = _point_row(rows, cursor[0])
    if row is None:
        return None
    if rows[row].kind is RowKind.HEADING:
        return _relevel(lines, rows, row, cursor, 1)
    above = sibling_before(rows, row)
    if above is None or rows[above].kind is not RowKind.ITEM:
        return None
    first = next(
        (r for r in range(above + 1, row) if rows[r].kind is RowKind.ITEM and rows[r].parent == above), None
    )
    indentation = indent_at(lines, first) if first is not None else child_indent(lines, above)
    return _reindented(lines, rows, row, indentation, cursor)


def outdent(lines: Sequence[str], cursor: Cursor) -> Edit | None:
    """The point with everything below it, one level out. Later siblings stay in place and come under it."""
    rows = scan_rows(lines)
    row = _point_row(rows, cursor[0])
    if row is None:
        return None
    if rows[row].kind is RowKind.HEADING:
        return _relevel(lines, rows, row, cursor, -1)
    parent = rows[row].parent
    if parent is None or rows[parent].kind is not RowKind.ITEM:
        return None
    return _reindented(lines, rows, row, indent_at(lines, parent), cursor)


def move_up(lines: Sequence[str], cursor: Cursor) -> Edit | None:
    """The point with everything below it before its sibling; the first of a section goes to the one above."""
    rows = scan_rows(lines)
    row = _point_row(rows, cursor[0])
    if row is None:
        return None
    above = sibling_before(rows, row)
    if above is not None and rows[above].kind is rows[row].kind:
        return _swapped(lines, rows, above, row, cursor)
    section = rows[row].parent
    if rows[row].kind is RowKind.HEADING or section is None or rows[section].kind is not RowKind.HEADING:
        return None
    last = row_before(rows, section)
    if last is None:
        return None
    start, end = extent_in(rows, row)
    landing = last + 1
    gap = ("",) if rows[last].kind is RowKind.HEADING else ()
    moved = (*gap, *lines[start:end])
    after = [*lines[:landing], *moved, *lines[landing:start], *lines[end:]]
    if (follower := sibling_after(rows, row)) is not None:
        after = renumbered(after, follower + len(gap), first=first_number(lines, rows, row))
    at = landing + len(gap)
    return _finished(lines, after, at, (at + cursor[0] - row, cursor[1]))


def move_down(lines: Sequence[str], cursor: Cursor) -> Edit | None:
    """The point with everything below it after its sibling; the last of a section goes to the one below."""
    rows = scan_rows(lines)
    row = _point_row(rows, cursor[0])
    if row is None:
        return None
    below = sibling_after(rows, row)
    if below is not None and rows[below].kind is rows[row].kind:
        return _swapped(lines, rows, row, below, cursor)
    section = rows[row].parent
    if rows[row].kind is RowKind.HEADING or section is None or rows[section].kind is not RowKind.HEADING:
        return None
    start, end = extent_in(rows, row)
    heading = next((r for r in range(end, len(rows)) if rows[r].kind is RowKind.HEADING), None)
    if heading is None:
        return None
    first = next((r for r in range(heading + 1, len(rows)) if rows[r].kind in _POINTS), len(rows))
    has_list = first < len(rows) and rows[first].kind is RowKind.ITEM
    landing = first if has_list else end_of_text(rows, heading)
    gap = () if has_list else ("",)
    after = [*lines[:start], *lines[end:landing], *gap, *lines[start:end], *lines[landing:]]
    at = landing - (end - start) + len(gap)
    if (leader := sibling_before(rows, row)) is not None:
        after = renumbered(after, leader)
    return _finished(lines, after, at, (at + cursor[0] - row, cursor[1]))


def join_with_previous(lines: Sequence[str], cursor: Cursor) -> Edit | None:
    """What Backspace does at the start of a point: its text goes to the end of the row above."""
    row, col = cursor
    rows = scan_rows(lines)
    item = read_item(lines[row]) if rows[row].kind is RowKind.ITEM else None
    if item is None or col > len(item.prefix) or col < len(item.indent + item.marker):
        return None
    start, end = extent_in(rows, row)
    above = row_before(rows, row)
    text = item.text.strip()
    if not text and above is not None:
        return edit_between(lines, [*lines[:row], *lines[row + 1 :]], (above, len(lines[above])))
    if above is None or not is_text_end(lines, rows, above):
        # Nothing to join with, as under a heading: the bullet goes, the words stay.
        after = [*lines[:row], item.indent + item.text, *lines[row + 1 :]]
        return edit_between(lines, after, (row, len(item.indent)))
    head = lines[above].rstrip() + " "
    target = read_item(lines[above]) if rows[above].kind is RowKind.ITEM else None
    if target is not None and not target.text.strip():
        head = lines[above].rstrip() + (target.gap or " ")
    indentation = indent_at(lines, above) if target is not None else item.indent
    rest = shifted(lines[start + 1 : end], item.indent, indentation)
    after = [*lines[:above], head + text, *rest, *lines[end:]]
    return edit_between(lines, after, (above, len(head)))


def _point_row(rows: Sequence[Row], row: int) -> int | None:
    """The point that a row is or belongs to."""
    return row if rows[row].kind in _POINTS else rows[row].parent


def _reindented(
    lines: Sequence[str], rows: Sequence[Row], row: int, indentation: str, cursor: Cursor
) -> Edit:
    start, end = extent_in(rows, row)
    before = indent_at(lines, row)
    after = [*lines[:start], *shifted(lines[start:end], before, indentation), *lines[end:]]
    follower = sibling_after(rows, row)
    if follower is not None:
        after = renumbered(after, follower)
    col = max(0, cursor[1] + len(after[cursor[0]]) - len(lines[cursor[0]]))
    return _finished(lines, after, row, (cursor[0], col))


def _relevel(lines: Sequence[str], rows: Sequence[Row], row: int, cursor: Cursor, by: int) -> Edit | None:
    start, end = extent_in(rows, row)
    section = [r for r in range(start, end) if rows[r].kind is RowKind.HEADING]
    if any(not 1 <= rows[r].level + by <= _MAX_HEADING or read_heading(lines[r]) is None for r in section):
        return None
    after = list(lines)
    for r in section:
        marks = "#" * rows[r].level
        after[r] = lines[r].replace(marks, "#" * (rows[r].level + by), 1)
    col = cursor[1] + by if cursor[0] in section else cursor[1]
    return edit_between(lines, after, (cursor[0], max(0, col)))


def _swapped(lines: Sequence[str], rows: Sequence[Row], first: int, second: int, cursor: Cursor) -> Edit:
    """Two neighbors exchanged, the gap between them left; the cursor goes with the one it stands in."""
    start, middle = extent_in(rows, first)
    begin, end = extent_in(rows, second)
    upper, gap, lower = lines[start:middle], lines[middle:begin], lines[begin:end]
    after = [*lines[:start], *lower, *gap, *upper, *lines[end:]]
    goes_up = cursor[0] >= begin
    landing = start if goes_up else start + len(lower) + len(gap)
    return _finished(lines, after, landing, (landing + cursor[0] - (begin if goes_up else start), cursor[1]))


def _finished(lines: Sequence[str], after: Sequence[str], row: int, cursor: Cursor) -> Edit:
    """The edit with the numbered list around `row` counted anew; the cursor keeps its place in the text."""
    done = renumbered(after, row)
    col = cursor[1]
    if cursor[0] < len(done):
        col = max(0, col + len(done[cursor[0]]) - len(after[cursor[0]]))
    return edit_between(lines, done, (cursor[0], col))


def _leave_list(lines: Sequence[str], rows: Sequence[Row], row: int) -> Edit | None:
    out = outdent(lines, (row, len(lines[row])))
    if out is not None:
        return out
    if extent_in(rows, row)[1] > row + 1:
        return None
    return edit_between(lines, [*lines[:row], "", *lines[row + 1 :]], (row, 0))


def _next_prefix(item: ItemLine, indentation: str) -> str:
    marker = item.marker
    if marker[0].isdigit():
        marker = f"{int(marker[:-1]) + 1}{marker[-1]}"
    return indentation + marker + (item.gap or " ") + ("[ ] " if item.box else "")


def _split_item(lines: Sequence[str], rows: Sequence[Row], item: ItemLine, cursor: Cursor) -> Edit:
    row, col = cursor
    line = lines[row]
    if col <= len(item.prefix):
        above = (item.indent + item.marker + (item.gap or " ") + ("[ ] " if item.box else "")).rstrip(
            " "
        ) + " "
        after = [*lines[:row], above, *lines[row:]]
        return _finished(lines, after, row, (row + 1, len(item.prefix)))
    head, tail = line[:col], line[col:].lstrip()
    if tail.strip():
        prefix = _next_prefix(item, item.indent)
        after = [*lines[:row], head.rstrip(), prefix + tail, *lines[row + 1 :]]
        return _finished(lines, after, row + 1, (row + 1, len(prefix)))
    child = next((r for r in range(row + 1, len(rows)) if rows[r].kind in _POINTS), None)
    child_item = read_item(lines[child]) if child is not None and rows[child].parent == row else None
    if child is not None and child_item is not None:
        prefix = (
            child_item.indent
            + child_item.marker
            + (child_item.gap or " ")
            + ("[ ] " if child_item.box else "")
        )
        after = [*lines[:child], prefix, *lines[child:]]
        return _finished(lines, after, child, (child, len(prefix)))
    end = extent_in(rows, row)[1]
    prefix = _next_prefix(item, item.indent)
    after = [*lines[:end], prefix, *lines[end:]]
    return _finished(lines, after, end, (end, len(prefix)))


def _split_heading(lines: Sequence[str], rows: Sequence[Row], cursor: Cursor) -> Edit | None:
    row, col = cursor
    marks = re.match(r" {0,3}#+[ \t]*", lines[row])
    if marks is not None and col < marks.end():
        return None
    tail = re.sub(r"(^|\s)#+\s*$", "", lines[row][col:]).strip()
    bullet = style_of("\n".join(lines)).bullet
    first = next((r for r in range(row + 1, len(rows)) if rows[r].kind is not RowKind.BLANK), None)
    waiting = read_item(lines[first]) if first is not None and rows[first].kind is RowKind.ITEM else None
    if first is not None and waiting is not None and not waiting.text.strip() and not tail:
        line = lines[first].rstrip() + " "
        return edit_between(lines, [*lines[:first], line, *lines[first + 1 :]], (first, len(line)))
    head = lines[row][:col].rstrip() if tail else lines[row]
    if first is not None and waiting is not None:
        added = f"{waiting.indent}{waiting.marker} {tail}"
        after = [*lines[:row], head, *lines[row + 1 : first], added, *lines[first:]]
        return _finished(lines, after, first, (first, len(added) - len(tail)))
    added = f"{bullet} {tail}"
    after = [*lines[:row], head, "", added, *lines[row + 1 :]]
    return edit_between(lines, after, (row + 2, len(bullet) + 1))
