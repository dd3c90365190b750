"""A text read with one place lit: the sentence of the present alarm in full, everything else dim."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.widgets.text_area import Location

from draftloop.tui.widgets.prose_area import WritingArea

_LONG = 40
"""Characters from which on an alarm is colored instead of standing on a ground of its own."""


class Stretch(NamedTuple):
    """A stretch of a line and its look: `other`, `alarm` or `long`; the last one lies on top."""

    start: int
    end: int
    look: str


class FindingArea(WritingArea):
    """Read-only, never focused: the keys belong to the alarms. The program changes its text by `put`."""

    DEFAULT_CSS = """
    FindingArea {
        & .finding-area--dimmed { color: $text-disabled; }
        & .finding-area--other { text-style: underline; }
        & .finding-area--alarm { color: $background; background: $warning; text-style: bold; }
        & .finding-area--long { color: $warning; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "finding-area--dimmed",
        "finding-area--other",
        "finding-area--alarm",
        "finding-area--long",
    }
    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        self.lit: tuple[int, int] | None = None
        """Offsets of what is shown in full; None shows everything so."""
        self.alarm: tuple[int, int] | None = None
        self.others: tuple[tuple[int, int], ...] = ()
        self._by_row: dict[int, tuple[Stretch, ...]] = {}
        self._starts_at: tuple[int, list[int]] = (-1, [0])
        self._shown: tuple[object, ...] = ()
        """What is drawn already, and the revision whose offsets it has."""
        super().__init__(read_only=True, id=id)
        self.show_cursor = False

    # -- offsets -----------------------------------------------------------------------------------------

    @property
    def row_starts(self) -> list[int]:
        """Where each row begins in `text`."""
        revision, starts = self._starts_at
        if revision != self.revision:
            starts, at = [], 0
            for line in self.document.lines:
                starts.append(at)
                at += len(line) + 1
            self._starts_at = (self.revision, starts)
        return starts

    def location_of(self, offset: int) -> Location:
        """Row and column of an offset into `text`."""
        starts = self.row_starts
        row = max(0, bisect_right(starts, offset) - 1)
        return row, min(offset - starts[row], len(self.document.get_line(row)))

    # -- showing -----------------------------------------------------------------------------------------

    def show_place(
        self,
        lit: tuple[int, int] | None,
        alarm: tuple[int, int] | None,
        others: Sequence[tuple[int, int]] = (),
        *,
        follow: bool = True,
    ) -> None:
        """Light a stretch of the text, mark the alarm in it, and bring it into sight.

        Args:
            lit: Start and end offset of the sentence; None lights the whole text.
            alarm: Start and end of what the alarm is about; an empty stretch is shown one character wide.
            others: Other alarms, underlined.
            follow: Whether the sentence is brought into sight.
        """
        shown = (self.revision, lit, alarm, tuple(others))
        if shown != self._shown:
            self._shown = shown
            self._mark(lit, alarm, tuple(others))
        if lit is not None and follow:
            self.bring_into_sight(lit[0])

    def _mark(
        self, lit: tuple[int, int] | None, alarm: tuple[int, int] | None, others: tuple[tuple[int, int], ...]
    ) -> None:
        self.lit, self.alarm, self.others = lit, alarm, others
        rows: dict[int, list[Stretch]] = {}
        for start, end in self.others:
            self._add(rows, start, end, "other")
        if alarm is not None:
            look = "long" if alarm[1] - alarm[0] > _LONG else "alarm"
            self._add(rows, alarm[0], max(alarm[1], alarm[0] + 1), look)
        self._by_row = {row: tuple(stretches) for row, stretches in rows.items()}
        self.notify_style_update()
        self.refresh()

    @property
    def in_sight(self) -> tuple[int, int]:
        """Start and end offset of the rows on the screen."""
        top = self.scroll_offset.y
        first = self.rows.row_at(min(top, max(0, self.rows.height - 1)))
        last = self.rows.row_at(min(top + max(1, self.size.height), self.rows.height) - 1)
        if first is None or last is None:
            return 0, len(self.text)
        starts = self.row_starts
        return starts[first[0]], starts[last[0]] + len(self.document.get_line(last[0]))

    def bring_into_sight(self, offset: int) -> None:
        """Scroll so that the row of an offset stands in the upper half."""
        y = self.rows.location_to_offset(self.location_of(offset)).y
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if not top + 1 <= y < top + height * 2 // 3:
            self.scroll_to(y=max(0, y - height // 3), animate=False)

    def put(self, start: int, end: int, new: str) -> None:
        """Put `new` in place of a stretch of the text, as one change."""
        self.history.checkpoint()
        self.replace(new, self.location_of(start), self.location_of(end), maintain_selection_offset=False)
        self.history.checkpoint()

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        dim = self.get_component_rich_style("finding-area--dimmed", partial=True)
        start, end = self._lit_columns(line_index)
        if start > 0:
            line.stylize(dim, 0, start)
        if end < len(line):
            line.stylize(dim, end)
        for stretch in self._by_row.get(line_index, ()):
            look = self.get_component_rich_style(f"finding-area--{stretch.look}", partial=True)
            line.stylize(look, stretch.start, stretch.end)
        return line

    def line_key(self, line_index: int) -> Hashable | None:
        return self._lit_columns(line_index), self._by_row.get(line_index, ())

    def _lit_columns(self, row: int) -> tuple[int, int]:
        length = len(self.document.get_line(row))
        if self.lit is None:
            return 0, length
        begin = self.row_starts[row]
        start = min(max(self.lit[0] - begin, 0), length)
        end = min(max(self.lit[1] - begin, 0), length)
        return (start, end) if start < end else (length, length)

    def _add(self, rows: dict[int, list[Stretch]], start: int, end: int, look: str) -> None:
        row, column = self.location_of(start)
        last_row, last_column = self.location_of(end)
        while row < last_row:
            rows.setdefault(row, []).append(Stretch(column, len(self.document.get_line(row)), look))
            row, column = row + 1, 0
        rows.setdefault(row, []).append(Stretch(column, max(last_column, column + (start == end)), look))
