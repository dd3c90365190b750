"""An editor of plain text that marks the one row where a file stops making sense."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from rich.text import Text

from draftloop.tui.widgets.prose_area import WritingArea


class RawEditor(WritingArea):
    """A writing area with a row in the color of an error."""

    DEFAULT_CSS = """
    RawEditor { & .raw-editor--trouble { color: $text-error; background: $error-muted; } }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"raw-editor--trouble"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        self.marked: int | None = None
        """The marked row, counted from 0."""
        super().__init__(id=id)

    def mark(self, row: int | None) -> None:
        """Mark another row, or none."""
        if row != self.marked:
            self.marked = row
            self.notify_style_update()
            self.refresh()

    def go_to(self, row: int) -> None:
        """Put the cursor at the beginning of a row, in the middle of the screen."""
        self.move_cursor(self.clamp_visitable((row, 0)), center=True)

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        if line_index == self.marked:
            line.stylize(self.get_component_rich_style("raw-editor--trouble", partial=True))
        return line

    def line_key(self, line_index: int) -> Hashable | None:
        return line_index == self.marked
