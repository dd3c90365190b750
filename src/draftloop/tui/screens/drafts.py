"""Drafts: what is in work? A column for each stage, a list by stage where there is less room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from draftloop.loop.stage import RAIL, Stage
from draftloop.steps.next_step import asks_for_verdicts, waiting_words
from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.dialogs.prompt import PromptDialog
from draftloop.tui.messages import RowChosen
from draftloop.tui.screens.base import LoopScreen
from draftloop.tui.screens.today_words import file_of, step_of
from draftloop.tui.widgets.figures import age, count, share

if TYPE_CHECKING:
    from datetime import date

    from draftloop.steps.desk import Desk
    from draftloop.steps.drafts import DraftStatus

TOO_MANY = 2
_SHOWN = (*RAIL, Stage.DROPPED)


def card_facts(draft: DraftStatus, today: date) -> str:
    """`612 / 1,400 · 3 gaps · due Sat`, or what else is worth knowing at its stage."""
    facts = []
    if asks_for_verdicts(draft):
        facts.append(waiting_words(draft))
    elif draft.stage in (Stage.PROSE, Stage.EDIT, Stage.SHIP) and draft.words:
        facts.append(f"{draft.words:,} / {draft.target_words:,}")
        if draft.gaps:
            facts.append(count(len(draft.gaps), "gap"))
    elif draft.settled is not None:
        facts.append(f"settled {share(draft.settled)}")
    elif draft.points:
        facts.append(count(draft.points, "point"))
    if draft.due is not None:
        facts.append("due today" if draft.due <= today else f"due {draft.due:%a}")
    if draft.updated is not None:
        since = age(draft.updated, today)
        facts.append(f"changed {since}" if since == "today" else f"changed {since} ago")
    return " · ".join(facts)


class DraftCard(Widget):
    """One draft: its title, and what is worth knowing at its stage."""

    DEFAULT_CSS = """
    DraftCard { height: auto; padding: 0 1; margin-bottom: 1; pointer: pointer; border-left: blank; }
    DraftCard:hover { background: $surface; }
    DraftCard.-marked { background: $block-cursor-blurred-background; border-left: thick $accent; }
    """

    is_marked: reactive[bool] = reactive(False, toggle_class="-marked")

    def __init__(self, draft: DraftStatus, today: date) -> None:
        super().__init__()
        self.draft = draft
        self.today = today

    def render(self) -> Content:
        sign = Content.styled("! ", "bold $error") if self.draft.trouble else Content("")
        title = texts.line(self.draft.title, "bold" if self.is_marked else "")
        facts = texts.line(self.draft.trouble or card_facts(self.draft, self.today), "$text-muted")
        return Content.assemble(sign, title, "\n", facts)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(RowChosen(self.draft.slug))


class DraftsScreen(LoopScreen):
    """What is in work?"""

    NAME = "drafts"
    CSS_PATH = "drafts.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings_for("drafts")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.drafts: tuple[DraftStatus, ...] = ()
        self.marked = ""
        """Slug of the marked draft."""
        self.shows_let_go = False
        self.let_go: tuple[str, ...] = ()
        """What was let go here, oldest first, to be taken back."""

    def compose_room(self) -> ComposeResult:
        with Vertical(id="drafts"):
            yield Static("", id="kindly", markup=False, classes="dim")
            yield VerticalScroll(id="columns", can_focus=False)

    def load(self) -> None:
        desk = self.desk

        def read() -> list[DraftStatus]:
            from draftloop.steps.drafts import survey_all

            return survey_all(desk)

        self.run_step("drafts", read, self._show)

    def _show(self, drafts: Sequence[DraftStatus]) -> None:
        stages = _SHOWN if self.shows_let_go else RAIL
        self.drafts = tuple(draft for stage in stages for draft in drafts if draft.stage is stage)
        if self.marked not in {draft.slug for draft in self.drafts}:
            self.marked = self.drafts[0].slug if self.drafts else ""
        in_work = sum(draft.stage is not Stage.DROPPED for draft in self.drafts)
        self.top_line.note = f"{in_work} in work"
        kindly = self.query_one("#kindly", Static)
        kindly.update(self._kind_words(in_work))
        kindly.display = in_work > TOO_MANY or not self.drafts
        columns = self.query_one("#columns", VerticalScroll)
        with self.app.batch_update():
            columns.remove_children()
            if self.drafts:
                columns.mount_all(self._column(stage) for stage in stages)
        self.refresh_hints()

    def _kind_words(self, in_work: int) -> Content:
        if not self.drafts:
            return texts.mixed(
                "Drafts stand here from the pick until they are shipped.\n\n"
                "[bold $accent]2[/] goes to the ideas, where [bold $accent]p[/] picks one."
            )
        return texts.literal(
            f"{in_work} in work. One small step finished is worth more than another beginning."
            if in_work > TOO_MANY
            else ""
        )

    def _column(self, stage: Stage) -> Container:
        today = self.desk.now().date()
        cards = [DraftCard(draft, today) for draft in self.drafts if draft.stage is stage]
        for card in cards:
            card.is_marked = card.draft.slug == self.marked
        name = "let go" if stage is Stage.DROPPED else str(stage)
        head = Static(texts.joined((name, "bold $text-muted"), (f"  {len(cards) or ''}", "$text-muted")))
        return Container(head, *cards, classes="stage" if cards else "stage -empty")

    def _mark(self) -> None:
        for card in self.query(DraftCard).results(DraftCard):
            card.is_marked = card.draft.slug == self.marked
            if card.is_marked:
                card.scroll_visible(animate=False)

    @property
    def _draft(self) -> DraftStatus | None:
        return next((draft for draft in self.drafts if draft.slug == self.marked), None)

    # -- moving ----------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        slugs = [draft.slug for draft in self.drafts]
        if slugs:
            self.marked = slugs[max(0, min(slugs.index(self.marked) + by, len(slugs) - 1))]
            self._mark()

    def action_column(self, by: int) -> None:
        """To the first draft of the next stage that has one."""
        here = self._draft
        if here is None:
            return
        stages = list(dict.fromkeys(draft.stage for draft in self.drafts))
        place = max(0, min(stages.index(here.stage) + by, len(stages) - 1))
        self.marked = next(draft.slug for draft in self.drafts if draft.stage is stages[place])
        self._mark()

    @on(RowChosen)
    def _clicked(self, event: RowChosen) -> None:
        """The first click marks, the next one opens."""
        event.stop()
        if event.key == self.marked:
            self.action_go_on()
        self.marked = event.key
        self._mark()

    # -- acting ----------------------------------------------------------------------------------------

    def action_go_on(self) -> None:
        draft = self._draft
        if draft is not None:
            self.loop_app.open_step(step_of(draft), draft.slug)

    def action_open_stage(self, step: str) -> None:
        if self._draft is not None:
            self.loop_app.open_step(step, self._draft.slug)

    def action_history(self) -> None:
        self.action_open_stage("history")

    def action_edit_outside(self) -> None:
        if self._draft is not None:
            self.loop_app.edit_outside(file_of(self._draft), lambda _: self.load())

    def unreadable_path(self) -> str:
        return (self._draft.broken if self._draft is not None else "") or super().unreadable_path()

    def action_let_go(self) -> None:
        draft = self._draft
        if draft is None:
            return

        def answered(because: str | None) -> None:
            if because is not None:
                self._let_go(draft.slug, because)

        self.app.push_screen(
            PromptDialog("Let this draft go; its files stay. Why? (may stay empty)", placeholder=draft.title),
            answered,
        )

    def _let_go(self, slug: str, because: str) -> None:
        desk = self.desk

        def drop() -> None:
            from draftloop.steps.drafts import drop_draft

            drop_draft(desk, slug, because)

        self._change(drop, "let go; u takes it back", (*self.let_go, slug))

    def action_undo(self) -> None:
        draft = self._draft
        is_let_go = draft is not None and draft.stage is Stage.DROPPED
        slug = draft.slug if draft is not None and is_let_go else self.let_go[-1] if self.let_go else ""
        if not slug:
            texts.toast(self.app, "nothing to undo here")
            return
        desk = self.desk

        def revive() -> None:
            from draftloop.steps.drafts import revive_draft

            revive_draft(desk, slug)

        self.marked = slug
        self._change(revive, "in work again", tuple(one for one in self.let_go if one != slug))

    def _change(self, act: Callable[[], None], told: str, let_go: tuple[str, ...]) -> None:
        def done(_: object) -> None:
            self.let_go = let_go
            texts.toast(self.app, told)
            self.load()

        self.run_step("change", act, done)

    def action_show_let_go(self) -> None:
        self.shows_let_go = not self.shows_let_go
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a draft there is nothing to act on."""
        if action in {"go_on", "history", "edit_outside", "let_go", "open_stage", "move", "column"}:
            return self._draft is not None
        return super().check_action(action, parameters)
