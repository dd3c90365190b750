"""Two outlines side by side: linked points on one row or under one letter, scrolling as one.

Points that kept their order stand on the same row. A moved one stands at both of its places, tied by a
letter, and at each of them the other place is told in words; a dropped one has nothing to its right, a new
one nothing to its left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from draftloop.loop.outline_links import SURE, Link, LinkKind, OutlineDiff
from draftloop.tui import text as texts
from draftloop.tui.widgets.compare_list import VERDICT_STYLES, Verdict
from draftloop.tui.widgets.pair_rows import PairRow, pair_rows
from draftloop.tui.widgets.wrapped import wrapped

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
_LEAST_CELLS = 24
_MOST_INDENT = 6
"""Levels that are indented; a point of level 40 would otherwise have no room for a word."""
_GHOST_ROWS = 2
"""Rows the other place of a moved point may take."""
_LIT = "on $panel"
_PLAIN = (LinkKind.KEPT, LinkKind.REWORDED)


class OutlinePair(OptionList):
    """The two outlines; the rows that the marked one is tied to are lit and, if possible, in sight."""

    DEFAULT_CSS = """
    OutlinePair { height: 1fr; background: $background; }
    """

    class Marked(Message):
        """Another row is marked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, markup=False)
        self._old: Outline | None = None
        self._new: Outline | None = None
        self._rows: tuple[PairRow, ...] = ()
        self._row_of: tuple[Mapping[int, int], Mapping[int, int]] = ({}, {})
        """Old index to row, new index to row."""
        self._verdicts: Mapping[int, Verdict] = {}
        self._row_heights: list[int] = []
        self._lit: frozenset[int] = frozenset()
        self._drawn_width = 0

    @property
    def rows(self) -> tuple[PairRow, ...]:
        """What is shown, row by row."""
        return self._rows

    @property
    def here(self) -> PairRow | None:
        """The marked row."""
        place = self.highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    @property
    def side_cells(self) -> int:
        """Width of one outline."""
        return (self._width_cells - GUTTER_CELLS) // 2

    def show(
        self, old: Outline, new: Outline, diff: OutlineDiff, verdicts: Mapping[int, Verdict] | None = None
    ) -> None:
        """Put two outlines in; the mark stays on its point."""
        before = self.here
        self._old, self._new = old, new
        self._verdicts = verdicts or {}
        self._rows = pair_rows(old, new, diff)
        self._row_of = (
            {row.old: number for number, row in enumerate(self._rows) if row.old is not None},
            {row.new: number for number, row in enumerate(self._rows) if row.new is not None},
        )
        self._draw()
        if before is not None:
            self._mark_first(lambda row: row.old == before.old if before.old is not None else False)
            if before.old is None:
                self._mark_first(lambda row: row.new == before.new)

    def mark_old(self, index: int) -> None:
        """Mark the row of an old point and bring it into sight."""
        self._mark_first(lambda row: row.old == index)

    def mark_new(self, index: int) -> None:
        """Mark the row of a new point and bring it into sight."""
        self._mark_first(lambda row: row.new == index)

    def _mark_first(self, fits: Callable[[PairRow], bool]) -> None:
        place = next((n for n, row in enumerate(self._rows) if fits(row)), None)
        if place is not None:
            self.highlighted = place
            self.call_after_refresh(self.scroll_to_highlight)

    def partners_of(self, place: int) -> tuple[int, ...]:
        """The rows that the row at `place` is tied to by its letter, the next ones first."""
        letter = self._rows[place].letter
        if not letter:
            return ()
        tied = [n for n, row in enumerate(self._rows) if n != place and row.letter == letter]
        return tuple([n for n in tied if n > place] + [n for n in tied if n < place])

    def on_resize(self, _: events.Resize) -> None:
        if self._drawn_width != self._width_cells:
            self._draw()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a moved point goes to its other place."""
        event.stop()
        partners = self.partners_of(event.option_index)
        if partners:
            self.highlighted = partners[0]

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Light what belongs to the marked row."""
        event.stop()
        if event.option_index < len(self._rows):
            self._light(event.option_index)
        self.post_message(self.Marked())

    def _light(self, place: int) -> None:
        partners = frozenset(self.partners_of(place))
        changed, self._lit = self._lit ^ partners, partners
        for number in changed:
            if number < self.option_count:
                self.replace_option_prompt_at_index(number, self._content(number))
        if partners:
            self.call_after_refresh(self._scroll_to_both, place, self.partners_of(place)[0])

    def _scroll_to_both(self, place: int, partner: int) -> None:
        """Have both rows in sight where the screen is high enough for them."""
        first, last = min(place, partner), max(place, partner)
        top, height = sum(self._row_heights[:first]), sum(self._row_heights[first : last + 1])
        if height <= self.scrollable_content_region.height:
            self.scroll_to_region(Region(0, top, 1, height), animate=False, force=True)

    @property
    def _width_cells(self) -> int:
        return max(_LEAST_CELLS, self.scrollable_content_region.width or self.size.width)

    def _draw(self) -> None:
        if self._old is None or self._new is None:
            return
        marked = self.highlighted
        self._drawn_width = self._width_cells
        self._lit = frozenset()
        contents = [self._content(number) for number in range(len(self._rows))]
        self._row_heights = [content.plain.count("\n") + 1 for content in contents]
        self.set_options(Option(content) for content in contents)
        if marked is not None and marked < len(self._rows):
            self.highlighted = marked

    def _content(self, number: int) -> Content:
        row = self._rows[number]
        side = self.side_cells
        style, tie = _styles(row)
        left, left_style = self._side(row, number, side, is_old=True)
        right, right_style = self._side(row, number, side, is_old=False)
        lit = f" {_LIT}" if number in self._lit else ""
        parts: list[Content | str | tuple[str, str]] = []
        for line in range(max(len(left), len(right), 1)):
            gutter = _gutter(row) if line == 0 else " " * GUTTER_CELLS
            one = left[line] if line < len(left) else ""
            other = right[line] if line < len(right) else ""
            pad = " " * max(0, side - cell_len(one))
            parts += ["\n" if line else "", (one, f"{left_style or style}{lit}"), pad, (gutter, tie)]
            parts.append((other, f"{right_style or style}{lit}"))
        return texts.joined(*parts)

    def _side(self, row: PairRow, number: int, width: int, *, is_old: bool) -> tuple[list[str], str]:
        """One half of a row, and its own style: a point, or what is to say where it does not stand."""
        outline, index = (self._old, row.old) if is_old else (self._new, row.new)
        if outline is not None and index is not None:
            return _lines(outline, index, width), ""
        if row.link is not None:
            return self._ghost(row.link, number, width, is_old=is_old), "$text-muted"
        verdict = self._verdicts.get(row.old) if row.old is not None else None
        return ([str(verdict)], f"bold {VERDICT_STYLES[verdict]}") if verdict is not None else ([], "")

    def _ghost(self, link: Link, number: int, width: int, *, is_old: bool) -> list[str]:
        """The other end of a link across rows: which way it stands, what it says and under what."""
        outline, index = (self._old, link.old) if is_old else (self._new, link.new)
        if outline is None:
            return []
        way = "↓" if self._row_of[0 if is_old else 1][index] > number else "↑"
        point = outline.points[index]
        under = f" (under: {outline.points[point.parent].text})" if point.parent is not None else ""
        rows = [*wrapped(point.text + under, width - 3)]
        if len(rows) > _GHOST_ROWS:
            rows = [*rows[: _GHOST_ROWS - 1], texts.clip(" ".join(rows[_GHOST_ROWS - 1 :]), width - 3)]
        return [f"{way if line == 0 else ' '} {words}" for line, words in enumerate(rows)]


def _styles(row: PairRow) -> tuple[str, str]:
    """Of a row's words, and of what ties it: what is the same on both sides steps back."""
    if row.link is None:
        return ("$error", "$error") if row.new is None else ("$foreground", "$success")
    if row.link.score < SURE:
        return "$warning", "$warning"
    if row.letter:
        return STYLES[row.link.kind] if row.link.kind not in _PLAIN else "$foreground", "$accent"
    return ("$text-muted" if row.link.kind is LinkKind.KEPT else "$foreground"), STYLES[row.link.kind]


def _gutter(row: PairRow) -> str:
    """Seven cells between the sides: what became of the point, and where to look."""
    if row.link is None:
        return "   −   " if row.new is None else "   +   "
    glyph = "?" if row.link.score < SURE else GLYPHS[row.link.kind]
    if row.new is None:
        return f" {glyph}─{row.letter:┄<3} "
    if row.old is None:
        return f" {row.letter:┄>3}─{glyph} "
    return f" {glyph}{row.letter:─^3}{glyph} "


def _lines(outline: Outline, index: int, width: int) -> list[str]:
    """A point wrapped into a column, indented by its level."""
    point = outline.points[index]
    indent = "  " * min(point.depth, _MOST_INDENT, max(0, width // 8 - 1))
    return [indent + line for line in wrapped(point.text, width - cell_len(indent) - 1)]
