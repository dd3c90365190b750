"""The rows of an outline file: which are points, what belongs to them, who is whose parent.

Tolerant where authors are: a bullet is a child of the nearest bullet above that stands further left, whatever
the indentation; tabs reach to the next multiple of four. Both reading an outline (`outline.py`) and editing
it (`outline_edit.py`) stand on this scan, so they never disagree about what a point is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

TAB_WIDTH = 4
MAX_FRONT_MATTER = 64 * 1024
"""Characters; a longer block between two `---` is text."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+|$)"
    r"(?P<box>\[[ xX-]\](?:[ \t]+|$))?(?P<text>.*)",
    re.DOTALL,
)
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<text>.*?))?(?:[ \t]+#+)?[ \t]*$", re.DOTALL)
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})(.*)", re.DOTALL)
_KEY = re.compile(r"[\w\"'][^:]*:(?:\s|$)")


class RowKind(StrEnum):
    """What a row of the file is."""

    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"
    """Anything below a point that is no point: paragraphs, code, quotes."""
    BLANK = "blank"
    META = "meta"
    """Front matter."""


class ItemLine(NamedTuple):
    """A bullet or numbered line, taken apart; the parts joined are the line."""

    indent: str
    marker: str
    gap: str
    box: str
    text: str

    @property
    def prefix(self) -> str:
        """Everything before the text."""
        return self.indent + self.marker + self.gap + self.box


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a scanned outline."""

    kind: RowKind
    level: int
    """Headings: 1 to 6. Items and texts: the column of the first character."""
    parent: int | None
    """Points: the row of the parent point. Other rows: the row of the point they belong to."""
    is_verbatim: bool = False
    """Part of a fenced block or a comment, where nothing is Markdown."""


def split_lines(text: str) -> list[str]:
    """The lines of a text, ended by LF, CRLF or CR only; a final line end gives a last empty line."""
    return _LINE_END.split(text.removeprefix("\ufeff"))


def column_of(line: str) -> int:
    """The column of the first character that is not a blank or a tab."""
    column = 0
    for character in line:
        if character == " ":
            column += 1
        elif character == "\t":
            column += TAB_WIDTH - column % TAB_WIDTH
        else:
            break
    return column


def read_item(line: str) -> ItemLine | None:
    """The parts of a bullet or numbered line, or None for any other line."""
    found = _ITEM.match(line)
    if found is None or _RULE.match(line):
        return None
    indent, marker, gap, box, text = found.groups()
    return ItemLine(indent, marker, gap, box or "", text)


def read_heading(line: str) -> tuple[int, str] | None:
    """Level and text of a `#` heading, or None for any other line."""
    if "#" not in line[:4]:
        return None
    found = _HEADING.match(line)
    return (len(found["marks"]), (found["text"] or "").strip()) if found else None


def scan_rows(lines: Sequence[str]) -> list[Row]:
    """Kind, level and parent of every row. Never fails; time grows with the number of lines."""
    start = _front_matter_end(lines)
    verbatim = _verbatim_rows(lines, start)
    rows = [Row(RowKind.META, 0, None)] * start
    headings: list[tuple[int, int]] = []
    items: list[tuple[int, int]] = []
    owner: int | None = None
    for number in range(start, len(lines)):
        line = lines[number]
        row = _read_row(lines, rows, number, is_verbatim=number in verbatim)
        if row.kind is RowKind.HEADING:
            items.clear()
            while headings and headings[-1][0] >= row.level:
                headings.pop()
            row = Row(row.kind, row.level, headings[-1][1] if headings else None)
            headings.append((row.level, number))
            owner = number
        elif row.kind is RowKind.ITEM:
            while items and items[-1][0] >= row.level:
                items.pop()
            above = items[-1][1] if items else headings[-1][1] if headings else None
            row = Row(row.kind, row.level, above)
            items.append((row.level, number))
            owner = number
        else:
            row = Row(row.kind, row.level or column_of(line), owner, row.is_verbatim)
        rows.append(row)
    return rows


def _read_row(lines: Sequence[str], rows: Sequence[Row], number: int, *, is_verbatim: bool) -> Row:
    line = lines[number]
    if is_verbatim:
        return Row(RowKind.TEXT, 0, None, True)
    if not line.strip():
        return Row(RowKind.BLANK, 0, None)
    heading = read_heading(line)
    if heading is not None:
        return Row(RowKind.HEADING, heading[0], None)
    item = read_item(line)
    before = rows[-1] if rows else None
    if item is not None:
        is_text = item.marker[0].isdigit() and item.marker[:-1] != "1" and _goes_on(rows, column_of(line))
        return Row(RowKind.TEXT, 0, None) if is_text else Row(RowKind.ITEM, column_of(line), None)
    starts_here = before is None or before.kind in (RowKind.BLANK, RowKind.META)
    if starts_here and column_of(line) <= 3 and line.lstrip()[0] not in "->|<" and number + 1 < len(lines):
        underline = _UNDERLINE.match(lines[number + 1])
        if underline and not _RULE.match(line):
            return Row(RowKind.HEADING, 1 if underline[1][0] == "=" else 2, None)
    return Row(RowKind.TEXT, 0, None)


def _goes_on(rows: Sequence[Row], column: int) -> bool:
    """Whether a line belongs to the paragraph above, where "2019. A good year" starts no list."""
    if not rows or rows[-1].kind is not RowKind.TEXT or rows[-1].is_verbatim:
        return False
    above = rows[-1].parent
    return above is None or rows[above].kind is RowKind.HEADING or column > rows[above].level


def _front_matter_end(lines: Sequence[str]) -> int:
    """Number of rows of front matter; 0 when there is none."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    size = 0
    for number in range(1, len(lines)):
        line = lines[number]
        if line.rstrip() == "---":
            body = [text for text in lines[1:number] if text.strip() and not text.lstrip().startswith("#")]
            return number + 1 if not body or _KEY.match(body[0]) else 0
        size += len(line) + 1
        if size > MAX_FRONT_MATTER:
            break
    return 0


def _verbatim_rows(lines: Sequence[str], start: int) -> set[int]:
    """Rows inside fenced blocks and comments; one that is never closed is none, so that no point is lost."""
    inside: set[int] = set()
    hopeless: set[str] = set()
    number = start
    while (opened := _next_opening(lines, number, hopeless)) is not None:
        row, fence = opened
        first_end = row if fence == "<!--" else row + 1
        closing = next((n for n in range(first_end, len(lines)) if _closes(lines[n], fence)), None)
        if closing is None:
            hopeless.add(fence)
            number = row + 1
            continue
        # "- ```" is a point's row with code below it; the row itself stays a bullet.
        inside.update(range(row + 1 if read_item(lines[row]) else row, closing + 1))
        number = closing + 1
    return inside


def _next_opening(lines: Sequence[str], start: int, hopeless: set[str]) -> tuple[int, str] | None:
    for number in range(start, len(lines)):
        line = lines[number]
        if "```" in line or "~~~" in line:
            found = _FENCE.match(line)
            if found and not (found[1][0] == "`" and "`" in found[2]) and found[1] not in hopeless:
                return number, found[1]
        elif "<!--" not in hopeless and line.lstrip().startswith("<!--"):
            return number, "<!--"
    return None


def _closes(line: str, fence: str) -> bool:
    if fence == "<!--":
        return "-->" in line
    return fence in line and line.strip().strip(fence[0]) == ""
