"""The way out of a ship, question by question: folder, own questions, programs, conflicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from draftloop.loop.errors import AlreadyThere, NotReady, SiteChanged
from draftloop.steps import ship as steps
from draftloop.steps.ship_programs import allow_program
from draftloop.tui import keys
from draftloop.tui.dialogs.yes_no import YesNoDialog
from draftloop.tui.screens import ship_words as words
from draftloop.tui.screens.base import LoopScreen, sentence_for
from draftloop.tui.screens.ship_diff import SheetsScreen, Whose, changes
from draftloop.tui.screens.shipping import Aftermath, Answers, ShipView, read_view, ship_now
from draftloop.tui.widgets.conflict_bar import ConflictBar

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk
    from draftloop.steps.ship_plan import ShipPlan


class ShippingScreen(LoopScreen):
    """Asks what must be asked, each question once, then ships."""

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk)
        self.slug = slug
        self.target: str | None = None
        """The chosen one; None: the default."""
        self.answers = Answers()
        self.view: ShipView | None = None
        self.after: Aftermath | None = None
        """What came of the ship; None before it."""
        self.refused: tuple[str, ...] = ()
        """Rows that kept the last try back; "ship anyway" goes over them."""
        self._declined: set[str] = set()
        """Questions and programs that were answered with no in this try."""
        self._then: Callable[[], object] | None = None
        """What goes on when the view is read anew."""
        self._is_shipping = False

    def show_view(self, view: ShipView) -> None:
        """Draw what is known now."""

    def load(self) -> None:
        answers, target = self.answers, self.target
        self.run_step("readiness", lambda: read_view(self.desk, self.slug, target, answers), self._viewed)

    def _viewed(self, view: ShipView) -> None:
        self.view = view
        self.show_view(view)
        then, self._then = self._then, None
        if then is not None:
            then()

    def _load_then(self, then: Callable[[], object]) -> None:
        self._then = then
        self.load()

    def say_alone(self, said: Content) -> None:
        """One text instead of the lists."""
        self.query_one("#saying", Static).update(said)
        self.query_one("#ship").add_class("-said")
        self.query_one("#said").focus()
        self.refresh_hints()

    # -- the questions -----------------------------------------------------------------------------------

    def action_ship(self) -> None:
        """Ask what is open, then ship."""
        if self.view is None or self.after is not None or self._is_shipping:
            return
        self._declined.clear()
        self._settle()
        self._load_then(self._go_on)

    def begin_asking(self) -> None:
        """Only the author's own questions, without shipping."""
        self._declined.clear()
        self._ask_next(lambda: self.load())

    def _go_on(self) -> None:
        """The next open question, or the ship."""
        view = self.view
        if view is None:
            return
        if view.consent:
            self.ask_for_folder(self._go_on)
        elif view.plan is None:
            self._say_why(view)
        else:
            self._ask_next(self._try)

    def ask_for_folder(self, then: Callable[[], object]) -> None:
        """One yes for the folder of the target, on this machine; then go on."""
        view = self.view
        if view is None or not view.consent:
            return

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                self.run_step(
                    "consent",
                    lambda: steps.allow(self.desk, view.target),
                    lambda _: self._load_then(then),
                )

        question = f"May draftloop write into the folder of {view.target}?"
        why = (
            "The workspace names it, so it asks you once on this machine. "
            "It writes there when you ship, and nothing else there is touched."
        )
        self.app.push_screen(YesNoDialog(question, view.consent, why), answered)

    def _ask_next(self, then: Callable[[], object]) -> None:
        """The author's questions, then the programs, each once in a try; then go on."""
        open_ones = self._open_questions()
        programs = [one for one in (self.view.programs if self.view else ()) if one not in self._declined]
        if open_ones:
            self._ask(open_ones[0], then)
        elif programs:
            self._ask_program(programs[0], then)
        else:
            then()

    def _open_questions(self) -> list[str]:
        settled = self.answers.questions | self._declined
        asked = () if "ask" in self.desk.settings.done.off else self.desk.settings.done.ask
        return [question for question in asked if question not in settled]

    def _ask(self, question: str, then: Callable[[], object]) -> None:
        def answered(is_yes: bool | None) -> None:
            if is_yes is None:
                self.load()
                return
            if is_yes:
                yes = self.answers.questions | {question}
                self.answers = Answers(questions=yes, is_move=self.answers.is_move)
            else:
                self._declined.add(question)
            if self._open_questions():
                self._ask_next(then)
            else:
                self._load_then(lambda: self._ask_next(then))

        self.app.push_screen(YesNoDialog(question, why="A question of your own, from [done] ask."), answered)

    def _ask_program(self, program: str, then: Callable[[], object]) -> None:
        def answered(is_yes: bool | None) -> None:
            if is_yes is None:
                return
            if is_yes:
                self.run_step(
                    "consent",
                    lambda: allow_program(self.desk, program),
                    lambda _: self._load_then(lambda: self._ask_next(then)),
                )
            else:
                self._declined.add(program)
                self._ask_next(then)

        why = "It comes from [done] run in draftloop.toml. A yes holds for this command, on this machine."
        self.app.push_screen(
            YesNoDialog("This workspace wants to run a program before it ships.", program, why), answered
        )

    # -- shipping ----------------------------------------------------------------------------------------

    def _try(self) -> None:
        view = self.view
        if view is None or view.plan is None:
            return
        if view.kept_back:
            self._refuse(tuple(row.sentence for row in view.kept_back))
        elif view.plan.conflicts:
            self.ask_whose(view.plan)
        else:
            self._ship()

    def _ship(self, *, anyway: bool = False, whose: Whose | None = None) -> None:
        view = self.view
        if view is None or self._is_shipping:
            return
        self._is_shipping = True
        self.query_one("#headline", Static).update(Content.styled("shipping…", "$accent"))
        answers = self.answers
        self.run_step(
            "ship",
            lambda: ship_now(
                self.desk,
                view,
                answers,
                anyway=anyway,
                overwrite=whose == "mine",
                adopt=whose == "theirs",
            ),
            self._shipped,
            self._not_shipped,
        )

    def _shipped(self, after: Aftermath) -> None:
        self._is_shipping = False
        self.after = after
        self.load()

    def _not_shipped(self, error: Exception) -> None:
        self._is_shipping = False
        if isinstance(error, NotReady):
            self._refuse(error.rows)
            self.load()
        elif isinstance(error, SiteChanged):
            self._load_then(self._try)
        elif isinstance(error, AlreadyThere):
            self.load()
        else:
            self.show_error("ship", sentence_for(error))
            self.load()

    def _say_why(self, view: ShipView) -> None:
        """Nothing can be planned, and the reason stands beside the list already."""
        if view.trouble:
            self.show_error("ship", view.trouble)

    def _refuse(self, rows: tuple[str, ...]) -> None:
        in_use = keys.keys_in_use(self.loop_app.keymap_in_use)
        self.refused = rows
        self.query_one(ConflictBar).ask(
            words.not_ready(rows),
            (
                (keys.shown(in_use["ship.mend"]), "mend the first", "mend"),
                (keys.shown(in_use["ship.anyway"]), "ship anyway", "anyway"),
            ),
        )
        self.refresh_bindings()
        self.refresh_hints()

    def _settle(self) -> None:
        self.refused = ()
        self.solve_error("ship")
        self.query_one(ConflictBar).settle()

    def action_anyway(self) -> None:
        """Ship although the definition of done is not met; only after it was refused."""
        view = self.view
        if not self.refused or view is None or view.plan is None:
            return
        self._settle()
        if view.plan.conflicts:
            self.ask_whose(view.plan, anyway=True)
        else:
            self._ship(anyway=True)

    def action_move(self) -> None:
        """The changed address is meant."""
        self.answers = Answers(questions=self.answers.questions, is_move=True)
        self.load()

    def ask_whose(self, plan: ShipPlan, *, anyway: bool = False) -> None:
        """Files that somebody else changed in the site: shown as they differ, and nothing is done unasked."""

        def answered(whose: Whose | None) -> None:
            view = self.view
            if whose is None or view is None:
                return
            if view.kept_back and not anyway:
                self._refuse(tuple(row.sentence for row in view.kept_back))
            else:
                self._ship(anyway=anyway, whose=whose)

        sheets = SheetsScreen(plan.title, changes(plan.conflicts), words.conflict(plan.conflicts))
        self.app.push_screen(sheets, answered)
