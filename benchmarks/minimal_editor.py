"""The floor: the least Textual app that edits a file. First paint and keys are compared with it."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Footer, TextArea


class Minimal(App[None]):
    """A text area and a footer."""

    def compose(self) -> ComposeResult:
        yield TextArea(Path(sys.argv[1]).read_text())
        yield Footer()

    def on_mount(self) -> None:
        """Begin at the end, as somebody does who goes on with a text."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)


if __name__ == "__main__":
    Minimal().run()
