"""Today: what now? The week, the draft, and the one thing to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from draftloop.loop.stage import Stage
from draftloop.steps.recover import is_longer
from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.line_net import UNFINISHED
from draftloop.tui.messages import RowChosen, TitlesPasted
from draftloop.tui.screens import today_words as words
from draftloop.tui.screens.base import LOW_ROWS, LoopScreen
from draftloop.tui.screens.kept_words import KeptRow, kept_facts, words_back
from draftloop.tui.widgets.action_row import ActionRow
from draftloop.tui.widgets.paste_input import PasteInput
from draftloop.tui.widgets.week_rail import WeekRail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.ports import KeptText
    from draftloop.steps.desk import Desk
    from draftloop.steps.drafts import DraftStatus
    from draftloop.steps.recover import TakenBack
    from draftloop.steps.today import Today
    from draftloop.steps.work import WeekReview

ENOUGH_TITLES = 10


class TodayScreen(LoopScreen):
    """What now?"""

    NAME = "today"
    CSS_PATH = "today.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings_for("today")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.today: Today | None = None
        self.kept: tuple[KeptText, ...] = ()
        """Texts that are safe and in no file, newest first."""
        self.marked = 0
        self._rows: tuple[ActionRow, ...] = ()
        """What can be acted on, from top to bottom."""
        self.collected: list[str] = []
        """Titles typed into an empty workspace, as they came."""

    def compose_room(self) -> ComposeResult:
        with VerticalScroll(classes="column", can_focus=False):
            yield Vertical(id="kept-row")
            yield Static("", id="kept", markup=False)
            yield WeekRail()
            yield Static("", id="headline", markup=False)
            yield Static("", id="facts", markup=False, classes="dim")
            yield Vertical(id="rows")
            yield PasteInput(placeholder="A title you would like to write about", id="titles")
            yield Static("", id="collected", markup=False, classes="dim")
            yield Static("", id="open", markup=False)
            yield Vertical(id="also")
            yield Static("", id="waiting", markup=False, classes="dim")
            yield Static("", id="hint", markup=False, classes="dim")

    def load(self) -> None:
        desk = self.desk

        def read() -> tuple[Today, list[WeekReview]]:
            # Imported here, in the thread: the frame is painted before the rules of the loop are loaded.
            from draftloop.steps.today import today
            from draftloop.steps.work import week_review

            now = today(desk)
            reviews = [week_review(desk, slug) for slug, _ in now.shipped]
            return now, reviews

        # First and by itself: a history that takes long to read must not keep words from their writer.
        # A line sent a moment ago is still in the net below it, and is no offer to its writer.
        self.run_step("kept", lambda: desk.recovery.kept(typed_here=UNFINISHED), self.show_kept)
        self.run_step("today", read, self.show_today)

    def show_kept(self, kept: Sequence[KeptText]) -> None:
        """Offer what is safe and in no file, whether the rest of the day is known yet or not."""
        self.kept = tuple(kept)
        self._set("kept", kept_facts(self._offered, self.desk.now(), is_low=self.size.height < LOW_ROWS))
        self._show_rows()
        self.refresh_hints()

    def show_today(self, values: tuple[Today, Sequence[WeekReview]]) -> None:
        """Put everything in its place; rows are made anew only when they differ."""
        now, reviews = values
        self.today = now
        self.top_line.note = words.day_and_streak(now)
        self.query_one(WeekRail).marks = words.rail_marks(now)
        is_empty = words.is_empty(now)
        if is_empty or self.collected:
            self._show_beginning()
        else:
            self._set("headline", words.headline(now, reviews))
            self._set("facts", words.facts(now, reviews))
        self._show_rows()
        self._set("open", words.left_open(now))
        self._set("waiting", words.waiting(now))
        self._set("hint", words.demo_hint(self.loop_app.tried) if self.loop_app.is_demo else Content(""))
        self.refresh_hints()
        draft = now.draft
        if draft is not None and draft.stage is Stage.EDIT and "grammar" not in draft.passes:
            self.loop_app.expect_edit(draft.slug)

    def _show_rows(self) -> None:
        now = self.today
        is_there = now is not None and not words.is_empty(now)
        main = words.main_rows(now) if now is not None and is_there else []
        also = words.also_rows(now) if now is not None and is_there else []
        before = self._rows[self.marked].key if self.marked < len(self._rows) else ""
        width = min(self.desk.settings.app.width, self.size.width - 4)
        kept = [KeptRow(one, self.desk.now(), width) for one in self._offered[:1]]
        if kept and not self._has_offer:
            before = ""  # words that are nowhere else come first
        self._rows = (*kept, *main, *also)
        # What was marked and is done asks for nothing any more: the next thing to do stands on top again.
        self.marked = next((number for number, row in enumerate(self._rows) if row.key == before), 0)
        self._mark()
        self._fill("kept-row", kept)
        self._fill("rows", main)
        self._fill("also", also)

    def _fill(self, holder: str, rows: Sequence[ActionRow]) -> None:
        box = self.query_one(f"#{holder}", Vertical)
        box.display = bool(rows)
        with self.app.batch_update():
            box.remove_children()
            box.mount_all(rows)

    def _set(self, name: str, content: Content) -> None:
        widget = self.query_one(f"#{name}", Static)
        widget.display = bool(content.plain)
        widget.update(content)

    # -- words that are in no file ---------------------------------------------------------------------

    @property
    def _offered(self) -> list[KeptText]:
        """What enter may put back; nothing beside a draftloop that may be typing it at this moment."""
        if not self.may_write():
            return []
        return [kept for kept in self.kept if kept.id not in self.loop_app.put_off]

    @property
    def _has_offer(self) -> bool:
        return bool(self._rows) and self._rows[0].key.startswith("kept:")

    def _put_back(self, id_: str) -> None:
        """The words go into their file, and their author goes on where they were."""
        kept = next((one for one in self._offered if one.id == id_), None)
        if kept is None:
            return
        if not is_longer(kept) or not kept.missing_words:
            self.action_kept()
            return
        desk, is_line = self.desk, kept.file == UNFINISHED

        def take() -> TakenBack | str:
            from draftloop.steps.recover import take_back

            line = desk.recovery.text(kept.id) if is_line else ""
            return line if line and "\n" not in line else take_back(desk, kept.id)

        self.run_step("put-back", take, self._go_on_there)

    def _go_on_there(self, back: TakenBack | str) -> None:
        """In the draft; a line that was never kept goes on as a line."""
        if isinstance(back, str):
            self.loop_app.unfinished_jot = back
            self.loop_app.action_capture()
            return
        texts.toast(self.app, words_back(back))
        if not back.step:
            self.load()
            return
        from draftloop.tui.screens.writing import WritingScreen

        self.loop_app.open_step(back.step, back.slug)
        screen = self.app.screen
        if isinstance(screen, WritingScreen):
            screen.start_line = back.line  # its file is not open yet
            screen.start_column = back.column

    def action_kept_later(self) -> None:
        """Not now: the texts stay on the list of `r`, and are offered again at the next start."""
        self.loop_app.put_off |= {kept.id for kept in self.kept}
        self._set("kept", Content(""))
        self._show_rows()
        self.refresh_hints()

    # -- an empty workspace ----------------------------------------------------------------------------

    def _show_beginning(self) -> None:
        self._set("headline", Content.styled("Ten titles are enough to begin", "bold"))
        self._set("facts", words.BEGINNING)
        field = self.query_one("#titles", PasteInput)
        if not field.display:
            field.display = True
            field.focus()
        self._set("collected", words.collected(self.collected, ENOUGH_TITLES))

    @on(Input.Submitted, "#titles")
    def _take_title(self, event: Input.Submitted) -> None:
        event.stop()
        title = event.value.strip()
        if title:
            event.input.clear()
            self._add([title])
        elif self.collected:
            self._end_beginning()

    @on(TitlesPasted)
    def _take_titles(self, event: TitlesPasted) -> None:
        event.stop()
        self._add(list(event.titles))

    def _add(self, titles: list[str]) -> None:
        desk = self.desk
        self.collected += titles

        def keep() -> None:
            from draftloop.steps.capture import add_titles

            add_titles(desk, titles)

        # A group of its own for each: a quick second title must not replace the first one's step.
        self.run_step(f"add-{len(self.collected)}", keep, lambda _: self._after_adding())

    def _after_adding(self) -> None:
        self._set("collected", words.collected(self.collected, ENOUGH_TITLES))
        if len(self.collected) >= ENOUGH_TITLES:
            self._end_beginning()

    def _end_beginning(self) -> None:
        self.collected = []
        self.query_one("#titles").display = False
        self._set("collected", Content(""))
        self.set_focus(None)
        self.load()

    # -- acting ----------------------------------------------------------------------------------------

    def _mark(self) -> None:
        for number, row in enumerate(self._rows):
            row.is_marked = number == self.marked

    def action_next_row(self) -> None:
        self.marked = min(self.marked + 1, max(0, len(self._rows) - 1))
        self._mark()

    def action_previous_row(self) -> None:
        self.marked = max(0, self.marked - 1)
        self._mark()

    @on(RowChosen)
    def _row_chosen(self, event: RowChosen) -> None:
        event.stop()
        self._go(event.key)

    def action_go_on(self) -> None:
        if self._rows:
            self._go(self._rows[self.marked].key)

    def _go(self, key: str) -> None:
        kind, _, slug = key.partition(":")
        if kind == "kept":
            self._put_back(slug)
        elif kind == "pick":
            self.loop_app.open_pick(slug)
        else:
            self.loop_app.open_step(kind, slug)

    def action_pick(self) -> None:
        self.loop_app.open_pick()

    def action_kept(self) -> None:
        """The texts that are kept safe and in no file."""
        from draftloop.tui.screens.kept import KeptDialog

        def closed(back: TakenBack | None) -> None:
            if back is not None:
                self._go_on_there(back)
            else:
                self.load()

        self.app.push_screen(KeptDialog(self.desk), closed)

    def action_demo(self) -> None:
        """Leave with a wish; whoever started the app knows how to make the demo."""
        self.app.exit("demo")

    def action_history(self) -> None:
        draft = self._draft()
        if draft is not None:
            self.loop_app.open_step("history", draft.slug)

    def action_edit_outside(self) -> None:
        draft = self._draft()
        if draft is not None:
            self.loop_app.edit_outside(words.file_of(draft), lambda _: self.load())

    def _draft(self) -> DraftStatus | None:
        """The draft of the marked row, else today's."""
        now = self.today
        if now is None or now.draft is None:
            return None
        drafts = [now.draft, *now.also]
        place = max(0, self.marked - self._has_offer)
        return drafts[min(place, len(drafts) - 1)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what has nothing to act on."""
        now = self.today
        if action in ("history", "edit_outside"):
            return now is not None and now.draft is not None
        if action == "kept":
            return bool(self.kept)
        if action == "kept_later":
            return bool(self._offered)
        if action == "demo":
            return now is not None and words.is_empty(now)
        if action == "go_on":
            return now is not None and bool(self._rows)
        if action == "pick":
            return now is not None and not words.is_empty(now)
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """From the titles' field to the keys of the screen; else there is nothing behind Today."""
        if self.focused is not None:
            if self.collected:
                self._end_beginning()
            self.set_focus(None)
