"""Pasting into an outline: a nested list or plain lines become points at the cursor's level."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from draftloop.loop.outline import parse_outline, style_of
from draftloop.loop.outline_edit import Edit, edit_between
from draftloop.loop.outline_lines import ItemLine, RowKind, column_of, read_item, scan_rows, split_lines
from draftloop.loop.outline_shift import extent_in, renumbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.outline_edit import Cursor

_FOREIGN_BULLET = re.compile(r"^([ \t]*)[•◦▪▫‣⁃●○–—·][ \t]+")
"""Bullets of word processors, slides and mail."""


class _Pasted(NamedTuple):
    depth: int
    text: str
    body: tuple[str, ...]


def paste(lines: Sequence[str], cursor: Cursor, text: str) -> Edit:
    """Put `text` in at the cursor: one line within the line, more as points in the file's style."""
    row, col = cursor
    pasted = split_lines(text.strip("\r\n"))
    if len(pasted) == 1:
        item_line = read_item(lines[row])
        found = read_item(_FOREIGN_BULLET.sub(r"\1- ", pasted[0]))
        words = found.text if found is not None and item_line is not None else pasted[0]
        line = lines[row][:col] + words + lines[row][col:]
        return edit_between(lines, [*lines[:row], line, *lines[row + 1 :]], (row, col + len(words)))
    rows = scan_rows(lines)
    if rows[row].is_verbatim or rows[row].kind is RowKind.META:
        return _paste_as_is(lines, cursor, pasted)
    points = _pasted_points(pasted)
    if not points:
        return _paste_as_is(lines, cursor, pasted)
    owner = row if rows[row].kind in (RowKind.ITEM, RowKind.HEADING) else rows[row].parent
    item = read_item(lines[owner]) if owner is not None and rows[owner].kind is RowKind.ITEM else None
    is_blank_page = rows[row].kind is RowKind.BLANK and not (item and owner == row)
    style = style_of("\n".join(lines))
    if item is None:
        item, owner = ItemLine("", style.bullet, " ", "", ""), None
    new = _written(
        points, item, style.bullet, style.indent, is_next=owner is not None and bool(item.text.strip())
    )
    if owner is not None and not item.text.strip() and owner == row:
        start, end = row, row + 1
    elif owner is not None:
        start = end = extent_in(rows, owner)[1]
    else:
        start, end = (row, row + 1) if is_blank_page else (row + 1, row + 1)
        if rows[row].kind is RowKind.HEADING:
            new = ["", *new]
        elif is_blank_page and row and rows[row - 1].kind is RowKind.HEADING:
            start = end = row + 1
    after = renumbered([*lines[:start], *new, *lines[end:]], start)
    last = start + len(new) - 1
    return edit_between(lines, after, (last, len(after[last])))


def _paste_as_is(lines: Sequence[str], cursor: Cursor, pasted: Sequence[str]) -> Edit:
    row, col = cursor
    new = list(pasted)
    end = len(new[-1])
    new[0] = lines[row][:col] + new[0]
    new[-1] += lines[row][col:]
    return edit_between(lines, [*lines[:row], *new, *lines[row + 1 :]], (row + len(pasted) - 1, end))


def _pasted_points(pasted: Sequence[str]) -> list[_Pasted]:
    """The points of a pasted text, depth from 0; lines before the first bullet are points as well."""
    text = "\n".join(_FOREIGN_BULLET.sub(r"\1- ", line) for line in pasted)
    outline = parse_outline(text)
    first = outline.points[0].line - 1 if outline.points else len(pasted)
    if any(row.is_verbatim for row in scan_rows(pasted)[:first]):
        # Code is no list of ideas; it goes in as it is.
        return []
    if not outline.points:
        return _plain_points(pasted)
    result = _plain_points(outline.lines[:first])
    for point in outline.points:
        item = read_item(outline.lines[point.line - 1])
        box = item.box.rstrip() + " " if item is not None and item.box else ""
        result.append(_Pasted(point.depth, box + point.text, point.body))
    return result


def _plain_points(pasted: Sequence[str]) -> list[_Pasted]:
    """Each line a point; deeper indentation is a deeper point."""
    result: list[_Pasted] = []
    stack: list[int] = []
    for line in pasted:
        item = read_item(line)
        if not (item.text if item is not None else line).strip():
            continue
        column = column_of(line)
        while stack and stack[-1] >= column:
            stack.pop()
        result.append(_Pasted(len(stack), (item.text if item is not None else line).strip(), ()))
        stack.append(column)
    return result


def _written(
    points: Sequence[_Pasted], item: ItemLine, bullet: str, step: str, *, is_next: bool
) -> list[str]:
    """The points as lines: the first level like the item at the cursor, deeper ones in the file's style."""
    number = int(item.marker[:-1]) + is_next if item.marker[0].isdigit() else None
    new: list[str] = []
    for point in points:
        marker = bullet
        indentation = item.indent + step * point.depth
        if point.depth == 0:
            marker = item.marker
            if number is not None:
                marker = f"{number}{item.marker[-1]}"
                number += 1
        elif number is not None and column_of(step + "x") < len(item.marker) + 1:
            indentation = item.indent + " " * (len(item.marker) + 1) + step * (point.depth - 1)
        new.extend(item_lines(indentation, marker, point.text, point.body))
    return new


def item_lines(indentation: str, marker: str, text: str, body: Sequence[str]) -> list[str]:
    """A point and the text below it, as lines of a list."""
    first = f"{indentation}{marker} {text}".rstrip()
    if read_item(first) is None:
        # "- - -" would be a rule and no point.
        first = f"{indentation}{'+' if marker == '*' else '*'} {text}".rstrip()
    inner = indentation + " " * (len(marker) + 1)
    # A blank line keeps the paragraph from running on with the point's own sentence.
    below = ["", *(inner + line if line else "" for line in body)] if body else []
    return [first, *below]
