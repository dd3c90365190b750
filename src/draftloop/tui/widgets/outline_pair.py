"""Two outlines side by side: linked points on one row or under one letter, scrolling as one.

Points that kept their order stand on the same row. A moved one stands at both of its places, tied by a
letter and a color; a dropped one has nothing to its right, a new one nothing to its left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from draftloop.loop.outline_links import SURE, Link, LinkKind, OutlineDiff
from draftloop.tui import text as texts

if TYPE_CHECKING:
    from draftloop.loop.outline import Outline

GLYPHS: dict[LinkKind, str] = {
    LinkKind.KEPT: "=",
    LinkKind.REWORDED: "~",
    LinkKind.MOVED: "→",
    LinkKind.MOVED_REWORDED: "→",
    LinkKind.SPLIT: "Y",
    LinkKind.MERGED: "λ",
}
STYLES: dict[LinkKind, str] = {
    LinkKind.KEPT: "$success",
    LinkKind.REWORDED: "$success",
    LinkKind.MOVED: "$accent",
    LinkKind.MOVED_REWORDED: "$accent",
    LinkKind.SPLIT: "$accent",
    LinkKind.MERGED: "$accent",
}
GUTTER_CELLS = 7
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One row: an old point, a new one, or both when they are linked in place."""

    old: int | None
    new: int | None
    link: Link | None = None
    """What ties them: on this row if both sides are given, else across rows."""
    letter: str = ""
    """The same on both rows of a link across rows."""


def pair_rows(old: Outline, new: Outline, diff: OutlineDiff) -> tuple[PairRow, ...]:
    """Every point of both outlines exactly once, each side in its own order."""
    anchors = _in_order(diff.links)
    across = [link for link in diff.links if (link.old, link.new) not in anchors]
    letter_old: dict[int, tuple[str, Link]] = {}
    letter_new: dict[int, tuple[str, Link]] = {}
    for number, link in enumerate(across):
        letter = _letter(number)
        letter_old.setdefault(link.old, (letter, link))
        letter_new.setdefault(link.new, (letter, link))
    by_pair = {(link.old, link.new): link for link in diff.links}
    rows: list[PairRow] = []
    i = j = 0
    for old_stop, new_stop in [*sorted(anchors), (len(old.points), len(new.points))]:
        while i < old_stop:
            letter, one = letter_old.get(i, ("", None))
            rows.append(PairRow(old=i, new=None, link=one, letter=letter))
            i += 1
        while j < new_stop:
            letter, one = letter_new.get(j, ("", None))
            rows.append(PairRow(old=None, new=j, link=one, letter=letter))
            j += 1
        if old_stop < len(old.points):
            letter = letter_old.get(i, letter_new.get(j, ("", None)))[0]
            rows.append(PairRow(old=i, new=j, link=by_pair[i, j], letter=letter))
            i, j = i + 1, j + 1
    return tuple(rows)


class OutlinePair(OptionList):
    """The two outlines; the marked row and its partner are lit."""

    DEFAULT_CSS = """
    OutlinePair { height: 1fr; background: $background; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, markup=False)
        self._old: Outline | None = None
        self._new: Outline | None = None
        self._rows: tuple[PairRow, ...] = ()
        self._drawn_width = 0

    @property
    def rows(self) -> tuple[PairRow, ...]:
        """What is shown, row by row."""
        return self._rows

    def show(self, old: Outline, new: Outline, diff: OutlineDiff) -> None:
        """Put two outlines in."""
        self._old, self._new = old, new
        self._rows = pair_rows(old, new, diff)
        self._draw()

    def mark_old(self, index: int) -> None:
        """Mark the row of an old point and bring it into sight."""
        self._mark(next((n for n, row in enumerate(self._rows) if row.old == index), None))

    def mark_new(self, index: int) -> None:
        """Mark the row of a new point and bring it into sight."""
        self._mark(next((n for n, row in enumerate(self._rows) if row.new == index), None))

    def _mark(self, place: int | None) -> None:
        if place is not None:
            self.highlighted = place
            self.call_after_refresh(self.scroll_to_highlight)

    def partner_of(self, place: int) -> int | None:
        """The row that the row at `place` is tied to by its letter."""
        row = self._rows[place]
        if not row.letter:
            return None
        return next(
            (n for n, other in enumerate(self._rows) if n != place and other.letter == row.letter), None
        )

    def on_resize(self, _: events.Resize) -> None:
        if self._drawn_width != self._width_cells:
            self._draw()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a moved point goes to its other place."""
        event.stop()
        partner = self.partner_of(event.option_index)
        if partner is not None:
            self.highlighted = partner

    @property
    def _width_cells(self) -> int:
        return max(40, self.scrollable_content_region.width or self.size.width)

    def _draw(self) -> None:
        if self._old is None or self._new is None:
            return
        marked = self.highlighted
        self._drawn_width = self._width_cells
        side = (self._width_cells - GUTTER_CELLS) // 2
        self.set_options(Option(self._content(row, side)) for row in self._rows)
        if marked is not None and marked < len(self._rows):
            self.highlighted = marked

    def _content(self, row: PairRow, side: int) -> Content:
        style = _style(row)
        left = _lines(self._old, row.old, side) if self._old else []
        right = _lines(self._new, row.new, side) if self._new else []
        parts: list[Content | str | tuple[str, str]] = []
        for number in range(max(len(left), len(right), 1)):
            gutter = _gutter(row) if number == 0 else " " * GUTTER_CELLS
            one = left[number] if number < len(left) else ""
            other = right[number] if number < len(right) else ""
            pad = " " * max(0, side - cell_len(one))
            parts += ["\n" if number else "", (one, style), pad, (gutter, style), (other, style)]
        return texts.joined(*parts)


def _in_order(links: Sequence[Link]) -> set[tuple[int, int]]:
    """The longest run of links that cross nothing: what can stand row beside row."""
    ordered = sorted(links, key=lambda link: (link.old, -link.new))
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = [-1] * len(ordered)
    for number, link in enumerate(ordered):
        place = bisect_left(tails, link.new)
        before[number] = ends[place - 1] if place else -1
        if place == len(tails):
            tails.append(link.new)
            ends.append(number)
        else:
            tails[place], ends[place] = link.new, number
    chosen: set[tuple[int, int]] = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        chosen.add((ordered[number].old, ordered[number].new))
        number = before[number]
    return chosen


def _letter(number: int) -> str:
    return _LETTERS[number % 26] + (str(number // 26) if number >= 26 else "")


def _style(row: PairRow) -> str:
    if row.link is None:
        return "$error" if row.new is None else "$foreground"
    if row.link.score < SURE:
        return "$warning"
    return STYLES[row.link.kind] if row.letter or row.link.kind in (LinkKind.MOVED,) else ""


def _gutter(row: PairRow) -> str:
    """Seven cells between the sides: what became of the point, and where to look."""
    if row.link is None:
        return "   −   " if row.new is None else "   +   "
    glyph = "?" if row.link.score < SURE else GLYPHS[row.link.kind]
    if row.new is None:
        return f" {glyph}{row.letter:<5}"
    if row.old is None:
        return f"{row.letter:>5}{glyph} "
    return f" {glyph}─{row.letter or '─'}─{glyph} "


def _lines(outline: Outline, index: int | None, width: int) -> list[str]:
    """A point wrapped into a column, indented by its level."""
    if index is None:
        return []
    point = outline.points[index]
    indent = "  " * min(point.depth, 6)
    words = Content(texts.line(point.text).plain).wrap(max(8, width - cell_len(indent) - 1))
    return [indent + line.plain for line in words]
