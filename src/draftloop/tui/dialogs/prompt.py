"""One line asked for at the bottom of the screen."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from draftloop.tui import text as texts


class PromptDialog(ModalScreen[str | None]):
    """A question and a field. The answer may be empty; None means that it was called off with Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "call_off", "call off", show=False, priority=True)
    ]
    AUTO_FOCUS = "Input"
    DEFAULT_CSS = """
    PromptDialog { background: transparent; align: center bottom; }
    PromptDialog > Vertical {
        width: 100%; height: auto; padding: 1 2; background: $surface; border-top: solid $accent;
    }
    PromptDialog Input { background: $panel; }
    PromptDialog #prompt-hint { color: $text-muted; }
    """

    def __init__(self, question: str, *, placeholder: str = "", value: str = "") -> None:
        super().__init__()
        self.question = question
        self.hint = texts.safe_line(placeholder)
        self.value = value

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(texts.line(self.question, "bold"))
            yield Input(self.value, placeholder=self.hint)
            yield Static("enter goes on   esc calls it off", id="prompt-hint")

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())

    def action_call_off(self) -> None:
        self.dismiss(None)
