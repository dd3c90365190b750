"""Which point is this the same as? The likely ones first; typing narrows them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from draftloop.tui import text as texts

_ABOUT_CELLS = 70
"""Inside a dialog on a screen of 80 cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One point that could be the same."""

    index: int
    text: str
    about: str
    """Where it stands and what it is taken for now."""


class SameAsDialog(ModalScreen[int | None]):
    """Answers with the index of the chosen point; None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "call_off", "leave", show=False, priority=True),
        Binding("down", "move(1)", "next", show=False, priority=True),
        Binding("up", "move(-1)", "previous", show=False, priority=True),
        Binding("pagedown", "move(5)", "further", show=False, priority=True),
        Binding("pageup", "move(-5)", "back", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"
    DEFAULT_CSS = """
    SameAsDialog #offers { height: auto; max-height: 9; background: $surface; margin-top: 1; }
    SameAsDialog Input { background: $panel; }
    SameAsDialog #offers-hint { color: $text-muted; margin-top: 1; }
    SameAsDialog .dialog-title { margin-bottom: 0; }
    SameAsDialog #offers-point { max-height: 3; margin-bottom: 1; }
    SameAsDialog.-low .dialog { padding: 0 2; border: none; max-height: 100%; }
    SameAsDialog.-low #offers-hint, SameAsDialog.-low #offers-point { display: none; }
    SameAsDialog.-low #offers { margin-top: 0; max-height: 100%; height: 1fr; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]  # noqa: RUF012 - Textual declares it for instances

    def __init__(self, question: str, point: str, offers: Sequence[Offer]) -> None:
        super().__init__()
        self.question = question
        self.point = point
        self.offers = tuple(offers)
        self._found: tuple[Offer, ...] = self.offers

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(texts.line(self.question), classes="dialog-title")
            yield Static(texts.line(self.point), id="offers-point")
            yield Input(placeholder="type to narrow down", id="offers-filter")
            yield OptionList(id="offers", markup=False)
            yield Static("enter: these are the same   esc leaves", id="offers-hint", markup=False)

    def on_mount(self) -> None:
        rows = self.query_one(OptionList)
        rows.can_focus = False  # the field keeps the focus: arrows move the mark while typing goes on
        self._show(self.offers)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        words = event.value.casefold().split()
        self._show(
            [one for one in self.offers if all(word in one.text.casefold() for word in words)]
            or [one for one in self.offers if all(word in _all_of(one) for word in words)]
        )

    def _show(self, offers: Sequence[Offer]) -> None:
        self._found = tuple(offers)
        rows = self.query_one(OptionList)
        rows.set_options(Option(_row(offer)) for offer in offers)
        rows.highlighted = 0 if offers else None
        hint = "enter: these are the same   esc leaves" if offers else "nothing like that there   esc leaves"
        self.query_one("#offers-hint", Static).update(hint)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss(self._found[place].index)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._found[event.option_index].index)

    def action_move(self, by: int) -> None:
        rows = self.query_one(OptionList)
        if rows.highlighted is not None:
            rows.highlighted = max(0, min(rows.highlighted + by, len(self._found) - 1))

    def action_call_off(self) -> None:
        self.dismiss(None)


def _all_of(offer: Offer) -> str:
    return f"{offer.text} {offer.about}".casefold()


def _row(offer: Offer) -> Content:
    about = texts.clip(offer.about, _ABOUT_CELLS)
    return texts.joined(texts.line(offer.text), "\n", (f"  {about}", "$text-muted"))
