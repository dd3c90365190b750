"""Reading aloud: one sentence at a time, alone on the screen. The ear finds what the eye passes over."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from draftloop.tui import text as texts
from draftloop.tui.screens.base import LoopDialog
from draftloop.tui.screens.reading import Spoken, spoken
from draftloop.tui.widgets.error_bar import ErrorBar

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

_HINT = "space next   ← back   e change this paragraph   esc back"


class ReadAloudScreen(LoopDialog[int | None]):
    """Gives the line of the sentence that is to be changed; None when the reading just ended."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right,down,enter", "move(1)", "next", show=False, priority=True),
        Binding("left,up,backspace", "move(-1)", "back", show=False, priority=True),
        Binding("e", "change", "change", show=False, priority=True),
        Binding("escape,w,q", "close", "back", show=False, priority=True),
    ]
    CSS_PATH = "reading.tcss"

    def __init__(self, desk: Desk, text: str, *, from_line: int = 1) -> None:
        """Make the screen.

        Args:
            desk: Its Markdown reader.
            text: The whole text.
            from_line: Reading begins at the paragraph of this line.
        """
        super().__init__(desk)
        self.text = text
        self.from_line = from_line
        self.sentences: tuple[Spoken, ...] = ()
        self.place = 0

    def compose(self) -> ComposeResult:
        with Vertical(classes="page", id="aloud"):
            yield ErrorBar()
            yield Static("", id="under", classes="dim", markup=False)
            yield Static("", id="sentence", markup=False)
            yield Static("", id="hint", classes="dim", markup=False)

    def on_mount(self) -> None:
        self.run_step("sentences", lambda: spoken(self.desk.markdown.read(self.text)), self._begin)

    def _begin(self, sentences: tuple[Spoken, ...]) -> None:
        self.sentences = sentences
        at_line = [number for number, one in enumerate(sentences) if one.line >= self.from_line]
        self.place = at_line[0] if at_line else 0
        self._show()

    def _show(self) -> None:
        if not self.sentences:
            self.query_one("#sentence", Static).update("There is nothing to read aloud yet.")
            return
        one = self.sentences[self.place]
        self.query_one("#under", Static).update(texts.line(one.heading))
        self.query_one("#sentence", Static).update(texts.line(one.text, "bold"))
        place = f"{self.place + 1} of {len(self.sentences)}"
        self.query_one("#hint", Static).update(Content("   ").join([Content(place), Content(_HINT)]))

    def action_move(self, by: int) -> None:
        """To the next sentence or the one before; the last one stays."""
        if self.sentences:
            self.place = max(0, min(self.place + by, len(self.sentences) - 1))
            self._show()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_move(1)

    def action_change(self) -> None:
        self.dismiss(self.sentences[self.place].line if self.sentences else None)

    def action_close(self) -> None:
        self.dismiss(None)
