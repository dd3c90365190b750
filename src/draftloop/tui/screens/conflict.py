"""Two versions of one file: whose words go on? Mine, theirs and what both began with, place by place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from draftloop.loop.merge import Choice
from draftloop.tui import text as texts
from draftloop.tui.keys import bindings_for
from draftloop.tui.screens import conflict_words as words
from draftloop.tui.screens.base import LoopScreen

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk
    from draftloop.steps.outside import Sides


class Place(Vertical):
    """One region: what becomes of it, and its words on each side."""

    def __init__(self, number: int, decisions: words.Decisions) -> None:
        super().__init__(classes="place")
        self.number = number
        self._sides = words.sides_in_order(decisions.regions[number])

    def compose(self) -> ComposeResult:
        yield Static("", classes="outcome", markup=False)
        with Container(classes="sides"):
            for name, content in self._sides:
                kind = "before" if name == "before" else ""
                yield Static(name, classes=f"side-name {kind}".strip(), markup=False)
                yield Static(content, classes=kind or None, markup=False)

    def show(self, decisions: words.Decisions) -> None:
        """Say what becomes of it now."""
        self.query_one(".outcome", Static).update(words.heading(decisions, self.number))
        self.set_class(self.number == decisions.at, "-here")

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if isinstance(self.screen, ConflictScreen):
            self.screen.go_to(self.number)


class ConflictScreen(LoopScreen):
    """A person decides in ten seconds; all three texts are in the recovery store already."""

    NAME = "conflict"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("conflict")
    CSS_PATH = "conflict.tcss"

    def __init__(
        self,
        desk: Desk,
        sides: Sides,
        *,
        base_at: datetime | None,
        on_decided: Callable[[str | None], object],
    ) -> None:
        """Make the screen.

        Args:
            desk: The desk.
            sides: What stands against what.
            base_at: When the words from before were saved; None: not in this sitting.
            on_decided: Gets the editor's text to go on with, or None when it was put off.
        """
        super().__init__(desk)
        self.sides = sides
        self.base_at = base_at
        self.on_decided = on_decided
        self.decisions = words.Decisions.of(sides)
        self.sub_title = texts.safe_line(f"{self._file}: two versions")

    @property
    def _file(self) -> str:
        return self.sides.known.path.rpartition("/")[2]

    def compose_room(self) -> ComposeResult:
        with Vertical(id="versions"):
            with Horizontal(id="version-facts"):
                for content in words.facts(self.sides, self.desk.now(), self.base_at):
                    yield Static(content, markup=False)
            yield Static("", id="version-status", markup=False)
            with VerticalScroll(id="places"):
                for number in range(len(self.decisions.regions)):
                    yield Place(number, self.decisions)

    def load(self) -> None:
        """Nothing is read: what is decided is what was seen, and a newer version is asked about again."""
        self.show()

    def show(self) -> None:
        """Draw what is decided, and bring the place at hand into sight."""
        places = list(self.query(Place))
        for place in places:
            place.show(self.decisions)
        self.query_one("#version-status", Static).update(words.status(self.decisions, self._file))
        if places:
            here = places[self.decisions.at]
            self.call_after_refresh(
                self.query_one("#places", VerticalScroll).scroll_to_widget, here, top=True, animate=False
            )
        self.refresh_hints()

    def _decide(self, decisions: words.Decisions) -> None:
        self.decisions = decisions
        self.show()

    def go_to(self, number: int) -> None:
        """Make a place the one the keys act on."""
        self._decide(self.decisions.move(number - self.decisions.at))

    def action_take(self, choice: str) -> None:
        self._decide(self.decisions.take(Choice(choice)))

    def action_take_all(self, choice: str) -> None:
        self._decide(self.decisions.take_all(Choice(choice)))

    def action_move(self, by: int) -> None:
        self._decide(self.decisions.move(by))

    def action_undo(self) -> None:
        self._decide(self.decisions.undo())

    def action_before(self) -> None:
        """Where there are no columns: the words both began with, or not."""
        self.toggle_class("-with-before")
        self.show()

    def action_done(self) -> None:
        """Go on with the text as decided; what is open is shown first."""
        text = self.decisions.text
        if text is None:
            self._decide(self.decisions.to_open())
            return
        self._leave(text)

    def action_back(self) -> None:
        """Decide later: both texts stay where they are."""
        self._leave(None)

    def _leave(self, text: str | None) -> None:
        decided, self.on_decided = self.on_decided, _nobody
        self.app.pop_screen()
        decided(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "before":
            return not self.is_wide
        if action in ("take", "take_all", "move"):
            return bool(self.decisions.choices)
        return super().check_action(action, parameters)


def _nobody(_: str | None) -> None:
    """It is decided once."""
