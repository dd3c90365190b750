"""A row that can be marked with the arrows and clicked: what is meant to be acted on."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from draftloop.tui import text as texts
from draftloop.tui.messages import RowChosen


class ActionRow(Widget):
    """`▸ words ............ right`, on one row; the screen marks it and hears of clicks."""

    DEFAULT_CSS = """
    ActionRow { height: 1; width: 100%; pointer: pointer; }
    ActionRow:hover { background: $panel; }
    ActionRow.-marked { background: $block-cursor-blurred-background; }
    """

    is_marked: reactive[bool] = reactive(False, toggle_class="-marked")

    def __init__(self, key: str, words: Content, right: Content | None = None, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self.key = key
        self.words = words
        self.right = right or Content("")

    def render(self) -> Content:
        width = self.content_size.width
        room = max(4, width - 2 - self.right.cell_length - (1 if self.right else 0))
        words = self.words.truncate(room, ellipsis=True)
        gap = " " * max(1, width - 2 - words.cell_length - self.right.cell_length)
        return Content.assemble(("▸ " if self.is_marked else "  ", "bold $accent"), words, gap, self.right)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(RowChosen(self.key))


def row(
    key: str, words: str, right: str = "", *, style: str = "", right_style: str = "$text-muted"
) -> ActionRow:
    """A row of plain words."""
    return ActionRow(key, texts.line(words, style), texts.line(right, right_style))
