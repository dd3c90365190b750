"""What the screen is for, and its keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.help_texts import HELP
from draftloop.tui.key_row import Key


class HelpDialog(ModalScreen[None]):
    """The question a screen answers, six lines about it, and every key with what it does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q,enter", "dismiss_help", "close", show=False)
    ]
    DEFAULT_CSS = """
    HelpDialog #help-keys { height: auto; max-height: 1fr; margin-top: 1; scrollbar-size-vertical: 1; }
    HelpDialog .dialog { max-width: 80; }
    """

    def __init__(self, screen_name: str, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self.screen_name = screen_name
        self.keymap = keymap

    def compose(self) -> ComposeResult:
        question, lines = HELP.get(self.screen_name, ("", ()))
        with VerticalScroll(classes="dialog"):
            title = f"{keys.SCREEN_NAMES.get(self.screen_name, '')}: {question}"
            yield Static(texts.line(title), classes="dialog-title")
            yield Static(texts.literal("\n".join(lines)))
            yield Static(self._key_rows(), id="help-keys")

    def action_dismiss_help(self) -> None:
        self.dismiss(None)

    def on_click(self) -> None:
        self.dismiss(None)

    def _key_rows(self) -> Content:
        in_use = keys.keys_in_use(self.keymap)
        rows: list[Content] = []
        for name in (self.screen_name, keys.EVERYWHERE):
            rows.append(Content.styled(keys.SCREEN_NAMES.get(name, ""), "$text-muted"))
            rows += [self._row(key, in_use[key.id]) for key in keys.keys_of(name)]
        return Content("\n").join(rows)

    def _row(self, key: Key, pressed: str) -> Content:
        shown = ", ".join(keys.shown(part) for part in pressed.split(",")[:2])
        return texts.joined((texts.fit(shown, 16), "bold $accent"), key.help)
