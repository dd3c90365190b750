"""Somebody else wrote the file that is open here: both texts are safe, and one key decides which goes on."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widget import Widget

from draftloop.tui import text as texts

Choice = tuple[str, str, str]
"""Key as shown, label, action of the screen."""


class ConflictBar(Widget):
    """A sentence and two ways out, each of which can be clicked. Hidden while there is no conflict."""

    DEFAULT_CSS = """
    ConflictBar { display: none; height: 2; padding: 0 1; color: $error; background: $surface; }
    ConflictBar.-shown { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._sentence = ""
        self._choices: tuple[Choice, ...] = ()

    @property
    def is_shown(self) -> bool:
        return bool(self._sentence)

    def ask(self, sentence: str, choices: tuple[Choice, ...]) -> None:
        """Show the trouble and its ways out."""
        self._sentence, self._choices = sentence, choices
        self.add_class("-shown")
        self.refresh()

    def settle(self) -> None:
        """It is decided."""
        self._sentence, self._choices = "", ()
        self.remove_class("-shown")

    def render(self) -> Content:
        parts: list[tuple[str, str] | str] = [("! ", "bold $error"), (self._sentence, "$error"), "\n  "]
        for number, (key, label, _) in enumerate(self._choices):
            parts += ["   " if number else "", (key, "bold $accent"), " ", (label, "$foreground")]
        return texts.joined(*parts)

    async def on_click(self, event: events.Click) -> None:
        """Run the choice under the pointer."""
        offset = event.get_content_offset_capture(self)
        start = 2
        for key, label, action in self._choices:
            end = start + texts.literal(f"{key} {label}").cell_length
            if offset.y == 1 and start <= offset.x < end:
                event.stop()
                await self.screen.run_action(action)
                return
            start = end + 3
