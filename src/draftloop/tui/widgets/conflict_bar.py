"""Somebody else wrote the file that is open here: both texts are safe, and a key decides what goes on."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from draftloop.tui import text as texts
from draftloop.tui.widgets.wrapped import wrapped

Choice = tuple[str, str, str]
"""Key as shown, label, action of the screen."""
_INDENT = 2
_GAP = "   "


class ConflictBar(Widget):
    """A sentence and the ways out, each of which can be clicked. Hidden while there is no conflict."""

    DEFAULT_CSS = """
    ConflictBar { display: none; height: auto; padding: 0 1; color: $error; background: $surface; }
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
        self.refresh(layout=True)

    def settle(self) -> None:
        """It is decided."""
        self._sentence, self._choices = "", ()
        self.remove_class("-shown")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._sentence_rows(width)) + len(self._choice_rows(width))

    def render(self) -> Content:
        if not self._sentence:
            return Content("")  # drawn once more after it was decided
        width = self.content_size.width
        first, *others = self._sentence_rows(width)
        rows = [texts.joined(("! ", "bold $error"), (first, "$error"))]
        rows += [texts.joined("  ", (row, "$error")) for row in others]
        for row in self._choice_rows(width):
            parts: list[str | tuple[str, str]] = [" "]
            for key, label, _ in row:
                parts += [
                    " " if len(parts) == 1 else _GAP,
                    (key, "bold $accent"),
                    " ",
                    (label, "$foreground"),
                ]
            rows.append(texts.joined(*parts))
        return Content("\n").join(rows)

    def _sentence_rows(self, width: int) -> tuple[str, ...]:
        return wrapped(self._sentence, width - _INDENT) if self._sentence else ()

    def _choice_rows(self, width: int) -> list[list[Choice]]:
        """The ways out, as many in a row as have room."""
        rows: list[list[Choice]] = []
        left = 0
        for choice in self._choices:
            cells = _cells(choice)
            if not rows or cells + len(_GAP) > left:
                rows.append([])
                left = width - _INDENT + len(_GAP)
            rows[-1].append(choice)
            left -= cells + len(_GAP)
        return rows

    async def on_click(self, event: events.Click) -> None:
        """Run the choice under the pointer."""
        offset, width = event.get_content_offset_capture(self), self.content_size.width
        row = offset.y - len(self._sentence_rows(width))
        rows = self._choice_rows(width)
        start = _INDENT
        for choice in rows[row] if 0 <= row < len(rows) else []:
            end = start + _cells(choice)
            if start <= offset.x < end:
                event.stop()
                await self.screen.run_action(choice[2])
                return
            start = end + len(_GAP)


def _cells(choice: Choice) -> int:
    return cell_len(texts.safe_line(f"{choice[0]} {choice[1]}"))
