"""One line at the bottom of an editor that asks something: what is muddy, what to find."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static


class AskLine(Horizontal):
    """`what is still muddy? ______`; hidden until asked. Enter answers, Esc takes the question back."""

    DEFAULT_CSS = """
    AskLine { display: none; height: 1; }
    AskLine.-asking { display: block; }
    AskLine > Static { width: auto; color: $accent; padding: 0 1 0 0; }
    AskLine > Input { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "back", show=False, priority=True)]

    class Answered(Message):
        """Enter was pressed."""

        def __init__(self, purpose: str, answer: str) -> None:
            super().__init__()
            self.purpose = purpose
            self.answer = answer

    class Left(Message):
        """The question was taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.purpose = ""

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)
        yield Input()

    @property
    def is_asking(self) -> bool:
        return self.has_class("-asking")

    def ask(self, purpose: str, question: str, placeholder: str = "", value: str = "") -> None:
        """Show the question and take the focus; `purpose` comes back with the answer."""
        self.purpose = purpose
        self.query_one(Static).update(question)
        field = self.query_one(Input)
        field.placeholder, field.value = placeholder, value
        self.add_class("-asking")
        field.focus()

    def close(self) -> None:
        self.remove_class("-asking")

    def action_leave(self) -> None:
        self.close()
        self.post_message(self.Left())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Answered(self.purpose, event.value))
