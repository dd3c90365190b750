"""Pick: which one this week? Three candidates, what speaks for each, and three questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.messages import RowChosen
from draftloop.tui.screens.base import LoopScreen
from draftloop.tui.screens.idea_words import idea_detail

if TYPE_CHECKING:
    from draftloop.loop.idea import Idea
    from draftloop.steps.desk import Desk

CANDIDATES = 3
_SIDE_CELLS = 50
"""A card wider than this stands in a list and keeps its reasons on one row."""
QUESTIONS = (
    "Why does this fascinate me?",
    "What would be new to a reader?",
    "Who asked?",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A candidate as it is shown."""

    idea: Idea
    reasons: tuple[str, ...]


class ChoiceCard(Widget):
    """One candidate: its title, and in words what speaks for it."""

    DEFAULT_CSS = """
    ChoiceCard { height: auto; padding: 0 1; border-left: blank; margin-bottom: 1; pointer: pointer; }
    ChoiceCard:hover { background: $surface; }
    ChoiceCard.-marked { background: $block-cursor-blurred-background; border-left: thick $accent; }
    """

    is_marked: reactive[bool] = reactive(False, toggle_class="-marked")
    shows_all: reactive[bool] = reactive(False, layout=True)

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice

    def render(self) -> Content:
        """Title and reasons; with everything that is known when asked for."""
        idea = self.choice.idea
        if self.shows_all:
            return idea_detail(idea, (), max(20, self.content_size.width))
        title = texts.line(idea.title, "bold" if self.is_marked else "")
        reasons = [texts.line(reason, "$text-muted") for reason in self.choice.reasons]
        if self.content_size.width >= _SIDE_CELLS:
            return Content.assemble(title, "\n", Content.styled(" · ", "$text-muted").join(reasons))
        dotted = [texts.joined(("· ", "$accent"), reason) for reason in reasons]
        return Content("\n").join([title, Content(""), *dotted])

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(RowChosen(self.choice.idea.slug))


class PickScreen(LoopScreen):
    """Which one this week?"""

    NAME = "pick"
    CSS_PATH = "pick.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings_for("pick")

    def __init__(self, desk: Desk, wanted: str = "") -> None:
        """Make the screen; the idea called `wanted` stands first, whatever its rank."""
        super().__init__(desk)
        self.wanted = wanted
        self.skipped = 0
        self.marked = 0
        self.choices: tuple[Choice, ...] = ()

    def compose_room(self) -> ComposeResult:
        with VerticalScroll(id="pick", can_focus=False):
            yield Container(id="cards")
            yield Static("", id="none", markup=False, classes="dim")
            with Vertical(id="questions"):
                for number, question in enumerate(QUESTIONS):
                    yield Static(question, markup=False, classes="dim")
                    yield Input(id=f"answer-{number}", placeholder="one line, may stay empty")

    def load(self) -> None:
        if self.choices:
            return  # coming back from a help or the capture line changes nothing here
        desk, skipped, wanted = self.desk, self.skipped, self.wanted

        def read() -> tuple[Choice, ...]:
            from draftloop.steps.capture import read_idea
            from draftloop.steps.pick import candidates

            found = [
                Choice(idea=one.idea, reasons=tuple(one.reasons))
                for one in candidates(desk, count=CANDIDATES, skip=skipped)
            ]
            if not wanted:
                return tuple(found)
            known = next((one for one in found if one.idea.slug == wanted), None)
            first = known or Choice(idea=read_idea(desk, wanted), reasons=("you chose it from the list",))
            others = [one for one in found if one.idea.slug != wanted]
            return (first, *others[: CANDIDATES - 1])

        self.run_step("candidates", read, self._show_choices)

    def _show_choices(self, choices: Sequence[Choice]) -> None:
        if not choices and self.skipped:
            self.skipped = 0
            self.load()
            return
        self.choices = tuple(choices)
        self.marked = 0
        cards = self.query_one("#cards", Container)
        with self.app.batch_update():
            cards.remove_children()
            cards.mount_all(self._card(number, choice) for number, choice in enumerate(choices))
        self.query_one("#questions").display = bool(choices)
        none = self.query_one("#none", Static)
        none.display = not choices
        none.update(
            texts.mixed(
                "There is nothing to pick from yet. [bold $accent]a[/] jots an idea down: a title is enough."
            )
        )
        self.refresh_hints()

    def _cards(self) -> list[ChoiceCard]:
        return list(self.query(ChoiceCard).results(ChoiceCard))

    def _card(self, number: int, choice: Choice) -> ChoiceCard:
        card = ChoiceCard(choice)
        card.is_marked = number == self.marked
        return card

    def _mark(self) -> None:
        for number, card in enumerate(self._cards()):
            card.is_marked = number == self.marked

    # -- acting ----------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        if self.choices:
            self.marked = (self.marked + by) % len(self.choices)
            self._mark()
            self._cards()[self.marked].scroll_visible(animate=False)

    @on(RowChosen)
    def _clicked(self, event: RowChosen) -> None:
        event.stop()
        place = next(n for n, choice in enumerate(self.choices) if choice.idea.slug == event.key)
        if place == self.marked:
            self.action_choose()
        self.marked = place
        self._mark()

    def action_others(self) -> None:
        self.skipped += CANDIDATES
        self.wanted = ""
        self.choices = ()
        self.load()

    def action_compare(self) -> None:
        cards = self._cards()
        shows = not any(card.shows_all for card in cards)
        for card in cards:
            card.shows_all = shows

    def action_questions(self) -> None:
        focused = self.focused
        fields = list(self.query(Input).results(Input))
        place = fields.index(focused) + 1 if isinstance(focused, Input) and focused in fields else 0
        if place < len(fields):
            fields[place].focus()
        else:
            self.set_focus(None)

    @on(Input.Submitted)
    def _next_question(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == f"answer-{len(QUESTIONS) - 1}":
            self.action_choose()
        else:
            self.action_questions()

    def action_back(self) -> None:
        """Out of the questions first."""
        if self.focused is not None:
            self.set_focus(None)
        else:
            self.loop_app.go_back()

    def action_choose(self) -> None:
        """The idea becomes a draft, and its outline begins."""
        if not self.choices:
            return
        slug = self.choices[self.marked].idea.slug
        desk = self.desk
        first, second, third = (
            self.query_one(f"#answer-{n}", Input).value.strip() for n in range(len(QUESTIONS))
        )

        def choose() -> str:
            from draftloop.steps.pick import pick

            return pick(desk, slug, (first, second, third))

        def begin(draft: str) -> None:
            self.loop_app.go_back()
            self.loop_app.open_step("outline", draft)

        self.run_step("pick", choose, begin)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without candidates there is nothing to choose."""
        if action in {"choose", "compare", "questions", "others", "move"}:
            return bool(self.choices)
        return super().check_action(action, parameters)
