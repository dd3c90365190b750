"""How the lines of an editor lie on the screen: wrapped list items hang, folded lines take no row.

The document always holds every line; hiding is a matter of rows only, so a fold can never lose a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from rich.cells import cell_len
from textual.expand_tabs import get_tab_widths
from textual.geometry import Offset
from textual.widgets.text_area import Document, DocumentNavigator, Location, WrappedDocument

_HANGING = re.compile(r"[ ]*(?:[-*+]|\d{1,9}[.)])[ ]+(?:\[[ xX-]\][ ]+)?|[ ]*>[ ]+|[ ]+")
_LONG = 1000
"""Characters."""
_LEAST_WIDTH = 12
"""Cells a hanging text must still have; in narrower places nothing hangs."""


def hang_of(line: str, width: int) -> int:
    """Cells by which the rows after the first of a wrapped line are indented."""
    found = _HANGING.match(line, 0, width)
    if found is None:
        return 0
    hang = found.end()
    return hang if width - hang >= _LEAST_WIDTH else 0


def _offsets_of(line: str, width: int, tab_width: int) -> tuple[int, ...]:
    """Where a line breaks. Kept per line, so that an edit costs one line however long the text is."""
    if line.isascii() and "\t" not in line:
        return _ascii_offsets(line, width) if len(line) > width else ()
    return (_short_offsets if len(line) <= _LONG else _long_offsets)(line, width, tab_width)


def _ascii_offsets(line: str, width: int) -> tuple[int, ...]:
    """The same for one character a cell, forty times as fast: a text of megabytes has such lines mostly."""
    hang = hang_of(line, width)
    offsets: list[int] = []
    start, room = hang, width - hang
    while len(line) - start > room:
        blank = line.rfind(" ", start + 1, start + room + 1)
        start = blank + 1 if blank > start else start + room
        offsets.append(start)
    return tuple(offset for offset in offsets if offset < len(line))


def _break(line: str, width: int, tab_width: int) -> tuple[int, ...]:
    hang = hang_of(line, width)
    if cell_len(line) <= width and "\t" not in line:
        return ()
    # A document of one line is the public way to Textual's own line breaker.
    wrapped = WrappedDocument(Document(line[hang:] or " "), width - hang, tab_width)
    return tuple(offset + hang for offset in wrapped.get_offsets(0))


_short_offsets = lru_cache(maxsize=8192)(_break)
_long_offsets = lru_cache(maxsize=64)(_break)
"""Each key in a long line makes another long line: few of them are kept."""


class HangingRows(WrappedDocument):
    """A wrapped document whose list items hang and whose `hidden` lines take no rows.

    Overrides the tables of WrappedDocument (Textual 8.2.8: `_wrap_offsets`, `_offset_to_line_info`,
    `_line_index_to_offsets`, `_tab_width_cache`), which TextArea reads while it draws. They are written here
    and nowhere else; `tests/tui/test_outline_editor.py` shows when an upgrade changes their meaning.
    """

    hidden: frozenset[int] = frozenset()
    """Lines that take no row, as of the last layout."""
    find_hidden: Callable[[], frozenset[int]] | None = None
    """Asked at each layout which lines to hide, so that folds are right before the cursor is placed."""

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Lay out all lines anew."""
        self._width = width
        if tab_width:
            self._tab_width = tab_width
        self.hidden = self.find_hidden() if self.find_hidden is not None else frozenset()
        offsets: list[list[int]] = []
        rows: list[tuple[int, int]] = []
        rows_of_line: list[list[int]] = []
        tabs: list[list[int]] = []
        for index, line in enumerate(self.document.lines):
            breaks = [*_offsets_of(line, width, self._tab_width)] if width else []
            tabs.append(
                [cells for _, cells in get_tab_widths(line, self._tab_width)] if "\t" in line else [0]
            )
            if index in self.hidden:
                offsets.append([])
                rows_of_line.append([max(0, len(rows) - 1)])
                continue
            offsets.append(breaks)
            rows_of_line.append(list(range(len(rows), len(rows) + len(breaks) + 1)))
            rows.extend((index, section) for section in range(len(breaks) + 1))
        self._wrap_offsets = offsets
        self._offset_to_line_info = rows
        self._line_index_to_offsets = rows_of_line
        self._tab_width_cache = tabs

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Lay out after an edit; unchanged lines come from the cache."""
        self.wrap(self._width)

    @property
    def width(self) -> int:
        """Cells the text was last laid out for; 0: not yet."""
        return self._width

    @property
    def height(self) -> int:
        return len(self._offset_to_line_info)

    def row_at(self, y: int) -> tuple[int, int] | None:
        """Line and section drawn at a row of the whole text; None below its end."""
        return self._offset_to_line_info[y] if 0 <= y < len(self._offset_to_line_info) else None

    def first_row(self, line: int) -> int:
        """The row at which a line begins; for a hidden line the row before its fold."""
        return self._line_index_to_offsets[line][0]

    def hang_at(self, line: int, section: int) -> int:
        """Cells that this row is indented by, beyond the text itself."""
        return hang_of(self.document.get_line(line), self._width) if section and self._width else 0

    def offset_to_location(self, offset: Offset) -> Location:
        x, y = offset
        info = self.row_at(min(max(0, y), len(self._offset_to_line_info) - 1))
        if info is None:
            return 0, 0
        line, section = info
        return line, self.get_target_document_column(line, max(0, x), section)

    def location_to_offset(self, location: Location) -> Offset:
        # While an undo takes lines away, Textual 8.2.8 asks for the cursor where it stood before.
        line = min(max(0, location[0]), len(self._line_index_to_offsets) - 1)
        location = line, min(location[1], len(self.document.get_line(line)))
        if line in self.hidden:
            return Offset(0, self.first_row(line))
        x, y = super().location_to_offset(location)
        return Offset(x + self.hang_at(line, y - self.first_row(line)), y)

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        section = y_offset % (len(self.get_offsets(line_index)) + 1)
        hang = self.hang_at(line_index, section)
        return super().get_target_document_column(line_index, max(0, x_offset - hang), y_offset)


class RowNavigator(DocumentNavigator):
    """Moves by rows as they are seen: over folds, and keeping the column in hanging texts."""

    def __init__(self, rows: HangingRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def get_location_above(self, location: Location) -> Location:
        return self._vertical(location, -1)

    def get_location_below(self, location: Location) -> Location:
        return self._vertical(location, 1)

    def get_location_left(self, location: Location) -> Location:
        row, column = super().get_location_left(location)
        while row in self._rows.hidden and row > 0:
            row -= 1
            column = len(self._rows.document.get_line(row))
        return row, column

    def get_location_right(self, location: Location) -> Location:
        row, column = super().get_location_right(location)
        last = self._rows.document.line_count - 1
        while row in self._rows.hidden:
            if row == last:
                return location
            row, column = row + 1, 0
        return row, column

    def _vertical(self, location: Location, by: int) -> Location:
        x, y = self._rows.location_to_offset(location)
        if y + by < 0:
            return 0, 0
        if y + by >= self._rows.height:
            return location[0], len(self._rows.document.get_line(location[0]))
        return self._rows.offset_to_location(Offset(max(x, self.last_x_offset), y + by))
