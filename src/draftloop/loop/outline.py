"""An outline as a tree of points, read from nested Markdown bullets and headings."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from draftloop.loop.outline_lines import RowKind, read_heading, read_item, scan_rows, split_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.outline_lines import Row

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One idea of an outline: a heading or a list item that says something."""

    line: int
    """1-based."""
    parent: int | None
    """Index into the outline's points; None at the top."""
    depth: int
    """Number of ancestors."""
    text: str
    """Without bullet, number, check box or `#`; the wrapped lines of one paragraph joined by blanks."""
    kind: Literal["heading", "item"]
    body: tuple[str, ...] = ()
    """Paragraphs, code and quotes below it, without the indentation they owe to the point."""
    end: int
    """The 1-based line after its own last one; the lines of children are not its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """All points of a file in reading order; a parent comes before its children."""

    points: tuple[Point, ...]
    lines: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """The file's lines, without line ends."""

    def children(self, index: int | None) -> tuple[int, ...]:
        """Indices of the direct children; of the top points for None."""
        within = range(len(self.points)) if index is None else self.subtree(index)
        return tuple(i for i in within if self.points[i].parent == index and i != index)

    def subtree(self, index: int) -> range:
        """Indices of a point and everything below it, which stand in one run."""
        depth = self.points[index].depth
        end = index + 1
        while end < len(self.points) and self.points[end].depth > depth:
            end += 1
        return range(index, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineStyle:
    """How the author writes a list."""

    bullet: str = "-"
    indent: str = "  "


def normalized(text: str) -> str:
    """Lower case without punctuation: two texts equal under this are the same text."""
    return " ".join(_WORD.findall(text.lower()))


def parse_outline(text: str) -> Outline:
    """Read the points of an outline file.

    Headings and list items of any style are points, unless empty; quotes, code, front matter and text before
    the first point are not. Nothing fails, whatever the text holds.
    """
    lines = split_lines(text)
    rows = scan_rows(lines)
    owned = _owned_rows(rows)
    texts = {number: _text_of(lines, rows, number, owned) for number in _point_rows(rows)}
    _pass_on_text(owned, texts)
    index_of: dict[int, int] = {}
    points: list[Point] = []
    for number, (own, wrapped) in texts.items():
        if not own:
            continue
        row = rows[number]
        parent = _index_above(rows, index_of, row.parent)
        index_of[number] = len(points)
        rest = _trimmed(lines, owned.get(number, [])[wrapped:])
        last = rest[-1] if rest else number + wrapped
        points.append(
            Point(
                line=number + 1,
                parent=parent,
                depth=0 if parent is None else points[parent].depth + 1,
                text=own,
                kind="heading" if row.kind is RowKind.HEADING else "item",
                body=_dedented([lines[n] for n in rest if not _is_underline(rows, lines, number, n)]),
                end=last + 2,
            )
        )
    return Outline(points=tuple(points), lines=tuple(lines))


def style_of(text: str) -> OutlineStyle:
    """The bullet and the indentation the file uses most; `-` and two blanks where it shows none."""
    lines = split_lines(text)
    rows = scan_rows(lines)
    bullets: Counter[str] = Counter()
    indents: Counter[str] = Counter()
    for number, row in enumerate(rows):
        item = read_item(lines[number]) if row.kind is RowKind.ITEM else None
        if item is None:
            continue
        if item.marker in "-*+":
            bullets[item.marker] += 1
        above = read_item(lines[row.parent]) if row.parent is not None else None
        if above is not None and item.indent.startswith(above.indent) and item.indent != above.indent:
            indents[item.indent[len(above.indent) :]] += 1
    return OutlineStyle(
        bullet=bullets.most_common(1)[0][0] if bullets else "-",
        indent=indents.most_common(1)[0][0] if indents else "  ",
    )


def own_points(outline: Outline, scaffold: Outline) -> tuple[int, ...]:
    """Indices of the points that the author wrote: all but headings that the scaffold has too."""
    given = {normalized(point.text) for point in scaffold.points if point.kind == "heading"}
    return tuple(
        index
        for index, point in enumerate(outline.points)
        if point.kind == "item" or normalized(point.text) not in given
    )


def _point_rows(rows: Sequence[Row]) -> list[int]:
    return [n for n, row in enumerate(rows) if row.kind in (RowKind.HEADING, RowKind.ITEM)]


def _text_of(
    lines: Sequence[str], rows: Sequence[Row], number: int, owned: dict[int, list[int]]
) -> tuple[str, int]:
    """What a point says, empty if it says nothing, and the number of wrapped rows that took."""
    wrapped = _wrapped_rows(lines, rows, number, owned.get(number, []))
    parts = [_own_text(lines[number], rows[number]), *(lines[n].strip() for n in wrapped)]
    # A backslash before a line end is Markdown's hard break and no word.
    own = " ".join([*(part.removesuffix("\\") for part in parts[:-1]), parts[-1]]).strip()
    return ("" if own in ("-", "*", "+") else own), len(wrapped)


def _pass_on_text(owned: dict[int, list[int]], texts: dict[int, tuple[str, int]]) -> None:
    """Text below an empty bullet belongs to the last point that says something."""
    last: int | None = None
    for number, (own, _) in texts.items():
        if own:
            last = number
        elif last is not None and number in owned:
            owned.setdefault(last, []).extend(owned.pop(number))


def _own_text(line: str, row: Row) -> str:
    if row.kind is RowKind.ITEM:
        item = read_item(line)
        return item.text.strip() if item else line.strip()
    heading = read_heading(line)
    return heading[1] if heading else line.strip()


def _owned_rows(rows: Sequence[Row]) -> dict[int, list[int]]:
    """Point row to the rows of text and blanks that belong to it, up to the next point."""
    owned: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        if row.kind in (RowKind.TEXT, RowKind.BLANK) and row.parent is not None:
            owned.setdefault(row.parent, []).append(number)
    return owned


def _index_above(rows: Sequence[Row], index_of: dict[int, int], row: int | None) -> int | None:
    """The nearest ancestor that is a point; empty bullets are passed over."""
    while row is not None and row not in index_of:
        row = rows[row].parent
    return None if row is None else index_of[row]


def _wrapped_rows(lines: Sequence[str], rows: Sequence[Row], number: int, below: Sequence[int]) -> list[int]:
    """The rows that go on with a list item's own sentence: indented text without a blank line before."""
    wrapped: list[int] = []
    if rows[number].kind is RowKind.HEADING:
        return wrapped
    for n in below:
        row = rows[n]
        is_text = row.kind is RowKind.TEXT and not row.is_verbatim and row.level > rows[number].level
        if not is_text or lines[n].lstrip()[0] in ">|<":
            break
        wrapped.append(n)
    return wrapped


def _is_underline(rows: Sequence[Row], lines: Sequence[str], heading: int, row: int) -> bool:
    is_underlined = rows[heading].kind is RowKind.HEADING and read_heading(lines[heading]) is None
    return is_underlined and row == heading + 1


def _trimmed(lines: Sequence[str], rows: Sequence[int]) -> list[int]:
    """The rows without blank ones at both ends."""
    kept = list(rows)
    while kept and not lines[kept[-1]].strip():
        kept.pop()
    while kept and not lines[kept[0]].strip():
        kept.pop(0)
    return kept


def _dedented(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines without the whitespace that all of them begin with."""
    filled = [line for line in lines if line.strip()]
    if not filled:
        return ()
    first = filled[0]
    width = len(first) - len(first.lstrip(" \t"))
    while width and not all(line.startswith(first[:width]) for line in filled):
        width -= 1
    return tuple(line[width:] if line.strip() else "" for line in lines)
