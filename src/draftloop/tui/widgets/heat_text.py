"""Left of the text, how much each paragraph asks of a reader: four steps, as a glyph and as a color."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from draftloop.tui.widgets.prose_area import WritingArea

HEAT_GLYPHS = (" ", "░", "▒", "█")
"""By step from 0, nothing to say, to 3."""


class HeatGutter(Widget):
    """Two cells beside a text area, scrolling with it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    HeatGutter { width: 2; height: 1fr; }
    HeatGutter > .heat--1 { color: $warning 50%; }
    HeatGutter > .heat--2 { color: $warning 75%; }
    HeatGutter > .heat--3 { color: $warning; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"heat--1", "heat--2", "heat--3"}

    def __init__(self, area: WritingArea) -> None:
        super().__init__()
        self._area = area
        self.heat: Mapping[int, int] = {}
        """Step 1 to 3 by row of the document; absent rows have nothing to say."""

    def on_mount(self) -> None:
        self.watch(self._area, "scroll_y", self._scrolled, init=False)
        self.watch(self._area, "virtual_size", self._scrolled, init=False)

    def show(self, heat: Mapping[int, int]) -> None:
        """Show other marks."""
        self.heat = heat
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The mark of the paragraph that is drawn at this row."""
        info = self._area.rows.row_at(y + self._area.scroll_offset.y)
        step = self.heat.get(info[0], 0) if info is not None else 0
        style = self.get_component_rich_style(f"heat--{step}") if step else self.rich_style
        return Strip([Segment(HEAT_GLYPHS[step] + " ", style)], 2)

    def _scrolled(self) -> None:
        self.refresh()
