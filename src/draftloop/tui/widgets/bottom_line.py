"""The one row at the bottom: at most seven keys, in the order of use, each of which can be clicked."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from draftloop.tui import text as texts

MOST_KEYS = 7

Hint = tuple[str, str, str]
"""Key as shown, label, action."""


class BottomLine(Widget):
    """Keys and what they do. The screen says which; a click runs the action on the screen."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    BottomLine { height: 1; dock: bottom; padding: 0 2; background: $background; color: $text-muted; }
    """

    hints: reactive[tuple[Hint, ...]] = reactive(())

    def show(self, hints: Sequence[Hint]) -> None:
        """Show the first seven that fit the row."""
        self.hints = tuple(hints)

    def render(self) -> Content:
        parts: list[tuple[str, str] | str] = []
        for number, (key, label, _) in enumerate(self._fitting()):
            parts += ["   " if number else "", (key, "bold $accent"), " ", (label, "$text-muted")]
        return texts.joined(*parts)

    async def on_click(self, event: events.Click) -> None:
        """Run the action under the pointer."""
        column = event.get_content_offset_capture(self).x
        start = 0
        for key, label, action in self._fitting():
            end = start + texts.literal(f"{key} {label}").cell_length
            if start <= column < end:
                event.stop()
                await self.screen.run_action(action)
                return
            start = end + 3

    def _fitting(self) -> list[Hint]:
        """The hints that fit; the last one ends at the right edge at most."""
        room = self.content_size.width
        kept: list[Hint] = []
        for hint in self.hints[:MOST_KEYS]:
            room -= texts.literal(f"{hint[0]} {hint[1]}").cell_length + (3 if kept else 0)
            if room < 0:
                break
            kept.append(hint)
        return kept
