"""The new words of a post in one list: ticked once, taught together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from draftloop.tui import text as texts
from draftloop.tui.widgets.row_list import RowList

_HINT = "space ticks   a all or none   enter teaches them   esc leaves"

_AROUND = 11
"""Rows of the screen that the list leaves free."""


class NewWordsDialog(ModalScreen[tuple[str, ...] | None]):
    """Gives the ticked words; None when it was left. All are ticked at first: most new words are right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "call_off", "leave", show=False, priority=True),
        Binding("enter", "teach", "teach", show=False, priority=True),
        Binding("space", "tick", "tick", show=False),
        Binding("a", "tick_all", "all or none", show=False),
    ]
    AUTO_FOCUS = "RowList"
    DEFAULT_CSS = """
    NewWordsDialog RowList { height: auto; max-height: 14; background: $surface; }
    NewWordsDialog #words-hint { margin-top: 1; color: $text-muted; }
    """

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.words = tuple(words)
        self.ticked = set(self.words)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("New words in this post", classes="dialog-title", markup=False)
            yield RowList[str](self._draw, lambda word: word, id="words")
            yield Static(_HINT, id="words-hint", markup=False)

    def on_mount(self) -> None:
        rows = self.query_one(RowList)
        rows.styles.height = min(14, len(self.words), max(2, self.app.size.height - _AROUND))
        rows.show(self.words)

    def action_tick(self) -> None:
        rows = self.query_one(RowList)
        word = rows.current
        if isinstance(word, str):
            self.ticked ^= {word}
            rows.action_cursor(1)
            rows.refresh()

    def action_tick_all(self) -> None:
        self.ticked = set() if len(self.ticked) == len(self.words) else set(self.words)
        self.query_one(RowList).refresh()

    @on(RowList.Chosen)
    def _clicked(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_tick()

    def action_teach(self) -> None:
        self.dismiss(tuple(word for word in self.words if word in self.ticked))

    def action_call_off(self) -> None:
        self.dismiss(None)

    def _draw(self, word: str, width: int) -> Content:
        is_ticked = word in self.ticked
        mark = ("✓ ", "$success") if is_ticked else ("· ", "$text-disabled")
        return texts.joined(mark, (texts.clip(word, max(1, width - 2)), "" if is_ticked else "$text-muted"))
