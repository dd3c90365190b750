"""Rewrite: what do I still know? The old outline is scanned, goes away, and is written anew from memory."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from draftloop.loop.document import Document
from draftloop.loop.errors import SameDay
from draftloop.loop.outline import own_points, parse_outline
from draftloop.loop.stage import Stage
from draftloop.steps.done import Done, done
from draftloop.steps.rewrite import Attempt, begin_rewrite, give_up, peek, take_away
from draftloop.steps.sitting import minutes_so_far
from draftloop.tui import text as texts
from draftloop.tui.keys import bindings_for
from draftloop.tui.screens.base import sentence_for
from draftloop.tui.screens.outlining import OutliningScreen
from draftloop.tui.widgets.ask_line import AskLine
from draftloop.tui.widgets.conflict_bar import ConflictBar
from draftloop.tui.widgets.outline_editor import OutlineEditor
from draftloop.tui.widgets.outline_view import OutlineView
from draftloop.tui.widgets.time_line import TimeLine


class Moment(StrEnum):
    """What the screen shows."""

    OPENING = "opening"
    SAME_DAY = "same-day"
    """Asking whether to go on although the outline is of today."""
    SCAN = "scan"
    AWAY = "away"
    """The old outline is going; the page is not there yet."""
    WRITE = "write"


class RewriteScreen(OutliningScreen):
    """Three moments on one screen."""

    NAME = "rewrite"
    STAGE = Stage.REWRITE
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("rewrite")
    CSS_PATH = "rewrite.tcss"

    moment: Moment = Moment.OPENING
    attempt: Attempt | None = None
    _scan_until_s: float | None = None

    def compose_room(self) -> ComposeResult:
        with Horizontal(id="table"):
            with Vertical(id="peek"):
                yield Static("the outline before", classes="side-title", markup=False)
                yield OutlineView(id="old")
            with Vertical(classes="column"):
                yield ConflictBar()
                yield Static("", id="question", markup=False)
                yield OutlineView(id="scan")
                yield OutlineEditor(id="editor")
                yield AskLine()
                yield TimeLine(id="time")

    # -- the three moments -------------------------------------------------------------------------------

    def load(self) -> None:
        if self.moment is Moment.OPENING:
            self._show(Moment.OPENING)
            self._begin(today_anyway=False)
        elif self.moment is Moment.WRITE:
            self.look_outside()

    def took_over(self) -> None:
        """Begin anew: the other draftloop may have gone on with this round, or ended it."""
        self.moment = Moment.OPENING
        super().took_over()

    def _begin(self, *, today_anyway: bool) -> None:
        self.run_step(
            "open",
            lambda: begin_rewrite(self.desk, self.slug, today_anyway=today_anyway),
            self._begun,
            self._not_begun,
        )

    def _not_begun(self, error: Exception) -> None:
        if isinstance(error, SameDay):
            self._say_here(
                "You wrote it today. Memory works better tomorrow.", "y", "go on anyway", "esc leaves"
            )
            self._show(Moment.SAME_DAY)
            return
        self.show_error("open", sentence_for(error))

    def _begun(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.top_line.place = attempt.title
        self.top_line.stage = Stage.REWRITE
        self.top_line.rounds = max(0, attempt.round - 2)
        if not attempt.wants_scan:
            self._write(attempt)
            return
        sentence = "Read it once more; then it goes away and you write it anew."
        if attempt.is_resumed:
            sentence = (
                "Half-way through, and what you wrote is kept. Read the old outline once more if you like."
            )
        self._say_here(sentence, "enter", "put it away and write", "esc leaves")
        scan = self.query_one("#scan", OutlineView)
        scan.load(attempt.old_text)
        self._show(Moment.SCAN)
        scan.focus()
        minutes = self.desk.settings.stages.scan_minutes
        self._scan_until_s = self.clock() + minutes * 60 if minutes else None
        line = self.query_one("#time", TimeLine)
        line.total_s = line.left_s = minutes * 60

    def action_begin(self) -> None:
        """The scan is over: the old outline goes away, then the page comes."""
        attempt = self.attempt
        if self.moment is not Moment.SCAN or attempt is None:
            return
        self._scan_until_s = None
        self._show(Moment.AWAY)
        self.query_one("#scan", OutlineView).load("")
        self.run_step("away", lambda: take_away(self.desk, attempt), self._write)

    def action_today_anyway(self) -> None:
        if self.moment is Moment.SAME_DAY:
            self._show(Moment.OPENING)
            self._begin(today_anyway=True)

    def _write(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self._show(Moment.WRITE)
        self.open_file(attempt.document, attempt.page, minutes_so_far(self.desk, self.slug, self.STAGE))
        self.query_one("#time", TimeLine).add_class("-off")
        self.begin_time(self.desk.settings.stages.outline_minutes)
        self.to_first_gap()

    def _show(self, moment: Moment) -> None:
        self.moment = moment
        self.query_one("#question").display = moment in (Moment.SAME_DAY, Moment.SCAN)
        self.query_one("#scan").display = moment is Moment.SCAN
        self.query_one("#editor").display = moment is Moment.WRITE
        self.query_one("#time").display = moment in (Moment.SCAN, Moment.WRITE)
        self.refresh_bindings()
        self.refresh_hints()

    def _say_here(self, sentence: str, key: str, label: str, rest: str) -> None:
        self.query_one("#question", Static).update(
            texts.joined(sentence, "\n", (key, "bold $accent"), f" {label}   ", (rest, "$text-muted"))
        )

    def on_tick(self, now_s: float) -> None:
        if self.moment is not Moment.SCAN:
            super().on_tick(now_s)
        elif self._scan_until_s is not None:
            left = self._scan_until_s - now_s
            self.query_one("#time", TimeLine).left_s = left
            if left <= 0:
                self.action_begin()

    # -- peeking -----------------------------------------------------------------------------------------

    @property
    def is_peeking(self) -> bool:
        return self.query_one("#peek").has_class("-open")

    def action_side(self) -> None:
        """The old outline beside the page; again and it is gone. Looking is counted, going away is not."""
        if self.is_peeking:
            self.query_one("#peek").remove_class("-open")
            self.query_one("#old", OutlineView).load("")
            self.editor.focus()
            return
        self.run_step("peek", lambda: peek(self.desk, self.slug), self._peeked)

    def _peeked(self, _: int) -> None:
        if self.attempt is not None and self.moment is Moment.WRITE:
            self.query_one("#old", OutlineView).load(self.attempt.old_text)
            self.query_one("#peek").add_class("-open")

    # -- done --------------------------------------------------------------------------------------------

    def action_done(self) -> None:
        """Record the round, then on to the comparison."""
        saver, attempt, text = self.saver, self.attempt, self.editor.text
        if not self.can_be_recorded() or saver is None or attempt is None:
            return
        if not own_points(parse_outline(text), parse_outline(attempt.page if not attempt.is_resumed else "")):
            self.say("nothing is written yet; esc leaves and keeps the round open")
            return
        minutes, revision = self.take_minutes(), self.editor.revision

        def work() -> Done:
            saver.save(text)
            self.count(minutes)
            return done(self.desk, self.slug)

        self.run_step("done", work, lambda _: self._to_comparison(revision))

    def _to_comparison(self, revision: int) -> None:
        self.forget_unsaved(revision)
        self.app.open_step("compare", self.slug)  # type: ignore[attr-defined]  # DraftloopApp; a cycle else

    def action_give_up(self) -> None:
        """End the attempt without a round: the outline before comes back, what was written is kept safe."""
        attempt = self.attempt
        if attempt is None:
            return
        text, saver = self.editor.text, self.saver

        def work() -> Document:
            if saver is not None:
                saver.save(text)
            return give_up(self.desk, attempt)

        self.run_step("give-up", work, self._given_up)

    def _given_up(self, _: Document) -> None:
        self.saver = None
        self.say("the outline before is back; what you wrote is kept: history, then s")
        self.action_back()

    def why_not_open(self) -> str:
        if self.moment is Moment.SCAN:
            return "enter puts the old outline away; then you write"
        return super().why_not_open()

    def finish(self, muddy: str) -> None:
        """The rewrite asks nothing at its end."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "begin":
            return self.moment is Moment.SCAN
        if action == "today_anyway":
            return self.moment is Moment.SAME_DAY
        if action == "give_up":
            return self.moment in (Moment.SCAN, Moment.WRITE)
        if action in ("side", "time_left", "save", "edit_outside") and self.moment is not Moment.WRITE:
            return False
        return super().check_action(action, parameters)
