"""The figures of a long history, measured where somebody looks: thousands of texts take half a minute."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from draftloop.tui.screens.base import StepRunner, sentence_for
from draftloop.tui.screens.history_values import HistoryRow
from draftloop.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from draftloop.steps.evolution import Measures

Read = Callable[[Sequence[HistoryRow]], "dict[str, Measures]"]
"""Gives the figures of rows by name; runs in a thread."""


class FiguresInSight:
    """Measures the rows in sight and those a page away, one batch at a time."""

    def __init__(self, screen: StepRunner[None], read: Callable[[], Read | None]) -> None:
        """`read` gives what measures the present rows; None while there are none."""
        self._screen, self._read = screen, read
        self._found: dict[str, Measures] = {}
        self._fresh: set[str] = set()
        self._is_busy = False

    def forget(self) -> None:
        """Something changed: measure again what is in sight. What was known is shown until then."""
        self._fresh.clear()

    def of(self, row: HistoryRow) -> HistoryRow:
        """The row with its figures, as far as they are known."""
        return replace(row, measures=self._found.get(row.name))

    def look(self, rows: RowList[HistoryRow]) -> None:
        """Have what is in sight measured, unless it is."""
        read = self._read()
        height = max(1, rows.size.height)
        top = rows.scroll_offset.y
        near = rows.rows[max(0, top - height) : top + 2 * height]
        wanted = [row for row in near if row.name not in self._fresh and not row.is_now]
        if read is None or not wanted or self._is_busy:
            return
        self._is_busy = True

        def done(found: dict[str, Measures]) -> None:
            self._is_busy = False
            self._found |= found
            self._fresh.update(row.name for row in wanted)
            rows.refresh()
            self.look(rows)

        def failed(error: Exception) -> None:
            self._is_busy = False
            self._screen.show_error("measures", sentence_for(error), lambda: self.look(rows))

        self._screen.run_step("measures", lambda: read(wanted), done, failed)
