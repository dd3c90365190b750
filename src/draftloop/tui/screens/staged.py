"""Checks that come bit by bit: what is in sight before the rest, quick engines before slow ones.

Two lanes, each with a thread of its own and one check at a time. The quick lane reads the text first; when it
is through, the slow one asks all engines about the same text, and what they add is merged in. Neither moves
the author from the alarm they look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from textual.worker import get_current_worker

from draftloop.loop.finding import Finding
from draftloop.loop.wanted import while_wanted
from draftloop.steps.checking import check_document
from draftloop.steps.engines import get_ready, quick_engines
from draftloop.steps.rules import standing_overrides
from draftloop.tui.screens.base import sentence_for
from draftloop.tui.screens.deciding import DecidingScreen
from draftloop.tui.screens.pass_findings import kept_from, merged, with_in_front
from draftloop.tui.screens.passes import Checked
from draftloop.tui.screens.reading_plan import ReadingPlan

if TYPE_CHECKING:
    from draftloop.loop.blocks import Span
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk

_GROUP, _GROUPS = "check", 8
LATE_S = 1.5
"""An answer that takes longer is talked about."""

Lane = Literal["quick", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What one lane is to read."""

    document: Document
    """With the text as it is on the screen."""
    engines: tuple[str, ...]
    lane: Lane
    span: Span | None
    revision: int
    epoch: int
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece(Checked):
    """What one lane said about one stretch of the text; None: the whole."""

    lane: Lane
    span: Span | None
    seconds: float
    waved: frozenset[str]
    """Rules that the author's own decisions have made doubtful."""


class StagedScreen(DecidingScreen):
    """A pass whose checks need engines."""

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk, slug)
        self.quick_engines = quick_engines(desk)
        self.slow_engines = tuple(
            name for name in desk.settings.checks.engines if name not in self.quick_engines
        )
        self.has_read = False
        """Whether the quick lane has been through the text."""
        self.has_heard_all = False
        """Whether the slow engines have, too."""
        self.listening_to: tuple[str, ...] = ()
        """Slow engines whose first answer has not come yet."""
        self.is_late = False
        """Whether an answer is overdue."""
        self.waved: frozenset[str] = frozenset()
        self.is_looking_on = True
        """Whether the first alarm that comes in is shown: nobody looks at another, or reads elsewhere."""
        self._states: dict[str, str] = {}
        self._known: set[Lane] = set()
        """Lanes whose engines remember what they said about the text."""
        self._started: set[Lane] = set()
        self._plans: dict[Lane, ReadingPlan] = {}
        self._locks: dict[Lane, Lock] = {"quick": Lock(), "all": Lock()}
        self._round = 0
        self._asks = 0
        self._asked_s = 0.0

    # -- asking ----------------------------------------------------------------------------------------

    def check_now(self, around: Span | None = None) -> None:
        if self.saver is None or not self.has_prose:
            return
        text = self.editor.text
        self._asked = self._present
        self._round += 1
        self._plans = {"quick": ReadingPlan(text, around, is_known="quick" in self._known)}
        if self.slow_engines:
            self._plans["all"] = ReadingPlan(text, is_known="all" in self._known)
        self._go_on("quick")

    def _go_on(self, lane: Lane) -> None:
        """Ask about the next piece of the text."""
        saver, text, (revision, epoch) = self.saver, self.editor.text, self._present
        if saver is None:
            return
        if lane == "quick":
            self._is_checking = True
        elif lane not in self._known:
            self.listening_to = self.slow_engines
        self._asked_s = self.clock()
        ask = Ask(
            document=replace(saver.document, text=text),
            engines=self.quick_engines if lane == "quick" else (*self.quick_engines, *self.slow_engines),
            lane=lane,
            span=self._plans[lane].next(self.area.in_sight),
            revision=revision,
            epoch=epoch,
            round=self._round,
        )
        self._asks += 1
        # A group of its own: the thread of the piece before may not have come to its end yet.
        group = f"{_GROUP}-{lane}-{self._asks % _GROUPS}"
        self.run_step(group, lambda: self._read(ask), self._heard, self._not_checked)

    def _not_checked(self, error: Exception) -> None:
        self._is_checking, self.listening_to = False, ()  # f5 asks again; nothing asks by itself
        self.show_error(_GROUP, sentence_for(error), self.check_now)

    def _read(self, ask: Ask) -> Piece | None:
        """Ask the engines, in a thread; None when nobody waits for it any more."""
        app, worker = self.loop_app, get_current_worker()

        def is_current() -> bool:
            return ask.round == self._round and not worker.is_cancelled and not app.is_leaving

        with while_wanted(is_current), self._locks[ask.lane]:
            if is_current() and ask.lane not in self._started:
                get_ready(self.desk, self.slug, ask.engines)
                self._started.add(ask.lane)
            if not is_current():
                return None
            began = perf_counter()
            report = check_document(
                self.desk,
                ask.document,
                slug=self.slug,
                passes=(self.PASS,),
                engines=ask.engines,
                within=ask.span,
            )
            if not is_current():
                return None  # broken off: blocks that were not asked about look like unchecked ones
            waved = [name for name, tier in standing_overrides(self.desk).items() if tier == "maybe"]
            return Piece(
                report=report,
                revision=ask.revision,
                epoch=ask.epoch,
                lane=ask.lane,
                span=ask.span,
                seconds=perf_counter() - began,
                waved=frozenset(waved),
            )

    def action_retry(self) -> None:
        """An engine that gave up is started once more: somebody asks for it."""
        self._started.clear()
        super().action_retry()

    def on_tick(self, now_s: float) -> None:
        super().on_tick(now_s)
        if (
            self._is_checking
            and not self.is_late
            and now_s - self._asked_s > LATE_S
            and self.report is not None
        ):
            self.is_late = True
            self.show_current(follow=False)

    # -- hearing ---------------------------------------------------------------------------------------

    def _heard(self, piece: Piece | None) -> None:
        if piece is None:
            return  # a newer one is on its way
        if (piece.revision, piece.epoch) != self._present:
            self._is_checking = self._is_checking and self._asked == self._present  # else on_tick asks again
            return
        self.solve_error(_GROUP)
        self.is_late, self.waved = False, piece.waved
        self._take_states(piece)
        is_out = self._is_out(piece)
        is_other = not is_out and self._take_findings(piece)
        if piece.span is None or is_out:
            self._through(piece)
        else:
            self._plans[piece.lane].took(piece.span, piece.seconds)
            self._go_on(piece.lane)
        self.show_current(follow=is_other)

    def _take_states(self, piece: Piece) -> None:
        asked = self.quick_engines if piece.lane == "quick" else self.slow_engines
        states = piece.report.engines
        self._states |= {name: state for name, state in states.items() if name in asked or state != "off"}
        is_all = piece.span is None and (piece.lane == "all" or not self.has_heard_all)
        unchecked = piece.report.unchecked if is_all or self.report is None else self.report.unchecked
        self.report = replace(piece.report, engines=dict(self._states), unchecked=unchecked)

    def _take_findings(self, piece: Piece) -> bool:
        """Merge what came in; whether the author is shown another alarm for it."""
        new = [one for one in piece.report.findings if one.pass_ == self.PASS]
        if piece.lane == "quick" and self.slow_engines:
            new = kept_from(_in_span(self.findings, piece.span), new, self.slow_engines)
        found, before = merged(self.findings, new, piece.span), self.current
        if before is None:
            self.findings = tuple(found)
            if self.is_looking_on:
                self.current = self.first_of(self.in_order())
                return self.current is not None
            return False
        found, self.current = with_in_front(found, before)
        self.findings = tuple(found)
        if self.current is None:
            self.current = self.next_of(self.in_order(), before)
            return True
        return False

    def _is_out(self, piece: Piece) -> bool:
        """Whether the slow engines cannot be asked, so that there is nothing to go on for."""
        return piece.lane == "all" and all(self._states.get(name) != "ok" for name in self.slow_engines)

    def _through(self, piece: Piece) -> None:
        lane = piece.lane
        asked = self.quick_engines if lane == "quick" else self.slow_engines
        if all(self._states.get(name) == "ok" for name in asked):
            self._known.add(lane)
        else:
            self._known.discard(lane)
        if lane == "quick":
            self._is_checking, self.has_read = False, True
            if self.slow_engines:
                self._go_on("all")
        else:
            self.listening_to = ()
        self.has_heard_all = not self.slow_engines or "all" in self._known
        self.is_looking_on = self.is_looking_on and not self.has_read

    def first_of(self, order: Sequence[Finding]) -> Finding | None:
        """The alarm to begin with."""
        return order[0] if order else None

    # -- the author ------------------------------------------------------------------------------------

    def after_deciding(self, left: Sequence[Finding], behind: Finding | None) -> None:
        super().after_deciding(left, behind)
        self.is_looking_on = self.current is None and not self.has_read

    def go(self, by: int) -> None:
        self.is_looking_on = False
        super().go(by)

    def action_page(self, by: int) -> None:
        self.is_looking_on = False
        super().action_page(by)

    def after_theirs(self) -> None:
        self.report = None
        self.has_read = self.has_heard_all = False
        self.is_looking_on = True
        self._known.clear()
        super().after_theirs()


def _in_span(findings: Sequence[Finding], span: Span | None) -> list[Finding]:
    if span is None:
        return list(findings)
    return [one for one in findings if span[0] <= one.end and one.start <= span[1]]
