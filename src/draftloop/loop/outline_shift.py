"""What the edits of an outline share: extents, siblings, shifting a block of lines, counting a list anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.outline import style_of
from draftloop.loop.outline_lines import RowKind, column_of, read_heading, read_item, scan_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.outline_lines import Row

_POINTS = (RowKind.HEADING, RowKind.ITEM)


def extent_in(rows: Sequence[Row], row: int) -> tuple[int, int]:
    """First row and end (exclusive) of the point that `row` is or belongs to, with everything below it."""
    if rows[row].kind not in _POINTS:
        owner = rows[row].parent
        if owner is None:
            return row, row + 1
        row = owner
    top = rows[row]
    last = row
    for number in range(row + 1, len(rows)):
        kind = rows[number].kind
        if kind is RowKind.HEADING and (top.kind is RowKind.ITEM or rows[number].level <= top.level):
            break
        if kind is RowKind.ITEM and top.kind is RowKind.ITEM and rows[number].level <= top.level:
            break
        if kind is not RowKind.BLANK:
            last = number
    return row, last + 1


def sibling_before(rows: Sequence[Row], row: int) -> int | None:
    """The row of the point before this one under the same parent."""
    stop = rows[row].parent
    for number in range(row - 1, -1 if stop is None else stop, -1):
        if rows[number].kind in _POINTS and rows[number].parent == stop:
            return number
    return None


def sibling_after(rows: Sequence[Row], row: int) -> int | None:
    """The row of the point after this one under the same parent."""
    for number in range(extent_in(rows, row)[1], len(rows)):
        if rows[number].kind in _POINTS:
            return number if rows[number].parent == rows[row].parent else None
    return None


def row_before(rows: Sequence[Row], row: int) -> int | None:
    """The nearest row above that is neither blank nor front matter."""
    for number in range(row - 1, -1, -1):
        if rows[number].kind is not RowKind.BLANK:
            return None if rows[number].kind is RowKind.META else number
    return None


def indent_at(lines: Sequence[str], row: int) -> str:
    """The whitespace a row begins with."""
    line = lines[row]
    return line[: len(line) - len(line.lstrip(" \t"))]


def child_indent(lines: Sequence[str], row: int) -> str:
    """Indentation of a first child: the file's own step, but never less than the parent's text needs."""
    item = read_item(lines[row])
    step = style_of("\n".join(lines)).indent
    if item is None:
        return step
    needed = len(item.marker) + 1
    return item.indent + (step if column_of(step + "x") >= needed else " " * needed)


def shifted(lines: Sequence[str], before: str, after: str) -> list[str]:
    """The lines with indentation `after` where `before` stood; what stands further left stays."""
    width = column_of(before + "x")
    result = []
    for line in lines:
        if not line.strip():
            result.append(line)
        elif line.startswith(before):
            result.append(after + line[len(before) :])
        elif column_of(line) >= width:
            result.append(after + " " * (column_of(line) - width) + line.lstrip(" \t"))
        else:
            result.append(line)
    return result


def end_of_text(rows: Sequence[Row], point: int) -> int:
    """The row after a point's own text, before its first child."""
    last = point
    for number in range(point + 1, len(rows)):
        if rows[number].kind in _POINTS:
            break
        if rows[number].kind is not RowKind.BLANK:
            last = number
    return last + 1


def is_text_end(lines: Sequence[str], rows: Sequence[Row], row: int) -> bool:
    """Whether words may be added at the end of a row: not to headings and code."""
    if rows[row].kind is RowKind.ITEM:
        return True
    above = rows[row].parent
    is_underline = (
        above == row - 1 and rows[above].kind is RowKind.HEADING and read_heading(lines[above]) is None
    )
    return rows[row].kind is RowKind.TEXT and not rows[row].is_verbatim and not is_underline


def first_number(lines: Sequence[str], rows: Sequence[Row], row: int) -> int | None:
    """The number that the numbered list around `row` begins with."""
    run = _numbered_run(lines, rows, row)
    return int(read_number(lines[run[0]])) if run else None


def renumbered(lines: Sequence[str], row: int, *, first: int | None = None) -> list[str]:
    """The lines with the numbered list around `row` counted up; a list that says "1." throughout stays so."""
    done = list(lines)
    if not 0 <= row < len(done) or read_item(done[row]) is None:
        return done
    rows = scan_rows(done)
    run = _numbered_run(done, rows, row)
    numbers = [int(read_number(done[r])) for r in run]
    others = [number for r, number in zip(run, numbers, strict=True) if r != row]
    if not run or (len(set(others)) == 1 and len(others) > 1):
        if others:
            _set_number(done, rows, row, others[0])
        return done
    if first is None:
        first = min(numbers) if len(run) > 1 else 1
    for offset, r in enumerate(run):
        _set_number(done, rows, r, first + offset)
    return done


def read_number(line: str) -> str:
    """The digits of a numbered line's marker; empty for any other line."""
    item = read_item(line)
    return item.marker[:-1] if item is not None and item.marker[0].isdigit() else ""


def _numbered_run(lines: Sequence[str], rows: Sequence[Row], row: int) -> list[int]:
    if not read_number(lines[row]) or rows[row].kind is not RowKind.ITEM:
        return []
    siblings = [row]
    while (before := sibling_before(rows, siblings[0])) is not None and read_number(lines[before]):
        siblings.insert(0, before)
    while (after := sibling_after(rows, siblings[-1])) is not None and read_number(lines[after]):
        siblings.append(after)
    return siblings


def _set_number(lines: list[str], rows: Sequence[Row], row: int, number: int) -> None:
    """Write a number; what hangs below the item follows when the marker grows or shrinks."""
    item = read_item(lines[row])
    if item is None or item.marker[:-1] == str(number):
        return
    marker = f"{number}{item.marker[-1]}"
    lines[row] = item.indent + marker + item.gap + item.box + item.text
    grown = len(marker) - len(item.marker)
    if grown == 0:
        return
    for below in range(row + 1, extent_in(rows, row)[1]):
        line = lines[below]
        if not line.strip() or column_of(line) <= column_of(item.indent + "x"):
            continue
        if grown > 0:
            lines[below] = item.indent + " " * grown + line[len(item.indent) :]
        elif line.startswith(item.indent + " " * -grown):
            lines[below] = item.indent + line[len(item.indent) - grown :]
