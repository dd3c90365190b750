"""Which scaffold does this outline begin with? Asked once, at the first entry; Enter takes the usual one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from draftloop.tui import text as texts

Choice = tuple[str, str]
"""Name, and its headings on one line."""

_ROOM_CELLS = 62
"""Inside a dialog on the narrowest screen."""


class ScaffoldDialog(ModalScreen[str | None]):
    """Answers with a scaffold's name, or None to go back."""

    DEFAULT_CSS = """
    ScaffoldDialog #scaffolds { height: auto; max-height: 14; background: $surface; }
    ScaffoldDialog .dim { color: $text-muted; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "back", show=False)]

    def __init__(self, choices: Sequence[Choice], usual: str) -> None:
        super().__init__()
        self._choices = list(choices)
        self._usual = usual

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("How shall the outline begin?", classes="dialog-title", markup=False)
            yield OptionList(*self._options(), id="scaffolds", markup=False)
            yield Static("enter begin   ↑↓ choose   esc back", classes="dim", markup=False)

    def on_mount(self) -> None:
        names = [name for name, _ in self._choices]
        shelf = self.query_one("#scaffolds", OptionList)
        shelf.highlighted = names.index(self._usual) if self._usual in names else 0
        shelf.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._choices[event.option_index][0])

    def action_leave(self) -> None:
        self.dismiss(None)

    def _options(self) -> list[Option]:
        width = max((len(name) for name, _ in self._choices), default=0) + 3
        return [
            Option(
                texts.joined(
                    texts.fit(name.replace("-", " "), width),
                    (texts.clip(headings, _ROOM_CELLS - width), "$text-muted"),
                )
            )
            for name, headings in self._choices
        ]
