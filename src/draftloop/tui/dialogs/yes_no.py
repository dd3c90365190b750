"""A question that needs a yes or a no."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from draftloop.tui import text as texts


class YesNoDialog(ModalScreen[bool | None]):
    """True or False; None when it was left with Esc. Enter is no answer: a yes is meant or not given."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "yes", show=False),
        Binding("n", "answer(False)", "no", show=False),
        Binding("escape", "call_off", "leave", show=False),
    ]
    DEFAULT_CSS = """
    YesNoDialog #matter { margin-bottom: 1; }
    """

    def __init__(self, question: str, matter: str = "", why: str = "") -> None:
        """Make the dialog.

        Args:
            question: One line.
            matter: What it is about, shown whole and as it is: a folder, a command.
            why: What follows from a yes.
        """
        super().__init__()
        self.question = question
        self.matter = matter
        self.why = why

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(texts.literal(self.question, "bold"), classes="dialog-title")
            if self.matter:
                yield Static(texts.literal(self.matter, "$accent"), id="matter")
            if self.why:
                yield Static(texts.literal(self.why, "$text-muted"), classes="dialog-title")
            yield Static(
                texts.mixed(
                    "[bold $accent]y[/] yes   [bold $accent]n[/] no   [bold $accent]esc[/] decide later"
                )
            )

    def action_answer(self, is_yes: bool) -> None:
        self.dismiss(is_yes)

    def action_call_off(self) -> None:
        self.dismiss(None)
