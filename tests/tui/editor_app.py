"""One editor alone in an app, and ways to look at it."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from draftloop.tui.widgets.outline_editor import OutlineEditor
from draftloop.tui.widgets.prose_area import WritingArea

OUTLINE = """## Why

- every outage review I read ends with retries
- people think retries are free
  - they multiply: three layers, three tries, 27 calls
    - and nobody counts them
  - the bill comes later

## What

- a budget, not a count
"""


class EditorApp(App[None]):
    def __init__(self, area: WritingArea) -> None:
        super().__init__()
        self.area = area
        self.edited = 0

    def compose(self) -> ComposeResult:
        yield self.area

    def on_writing_area_edited(self) -> None:
        self.edited += 1


def drawn(app: App[None]) -> list[str]:
    """The rows of the screen as text."""
    height = app.size.height
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()][
        :height
    ]


def editor(text: str = OUTLINE, prompts: dict[str, tuple[str, ...]] | None = None) -> EditorApp:
    return EditorApp(OutlineEditor(text, prompts=prompts))


async def at(pilot: Pilot[None], row: int, column: int | None = None) -> OutlineEditor:
    area = pilot.app.query_one(OutlineEditor)
    area.focus()
    area.move_cursor((row, len(area.document.get_line(row)) if column is None else column))
    await pilot.pause()
    return area


def line_of(area: WritingArea, words: str) -> int:
    return next(n for n, line in enumerate(area.document.lines) if words in line)
