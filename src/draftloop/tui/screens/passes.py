"""What both edit passes share: the text with one place lit, decisions that can be undone, checks in a thread.

The file's text stands in a read-only area; a fix is an edit of it and is saved as any other. Findings are
kept at their places while the text changes, and the whole is checked again in the background: the engines
keep what they said about unchanged paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from draftloop.loop.finding import Finding, PassName
from draftloop.loop.stage import Stage
from draftloop.steps.bundle import must_read, read_bundle
from draftloop.steps.checking import check_document
from draftloop.steps.done import Done, done
from draftloop.steps.edit import CheckReport
from draftloop.steps.sitting import minutes_so_far
from draftloop.tui import text as texts
from draftloop.tui.screens.base import sentence_for
from draftloop.tui.screens.pass_findings import nearest
from draftloop.tui.screens.reading import sentence_around
from draftloop.tui.screens.writing import WritingScreen
from draftloop.tui.widgets.finding_area import FindingArea
from draftloop.tui.widgets.finding_view import FindingView

if TYPE_CHECKING:
    from draftloop.loop.blocks import Span
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk

CHECK_REST_S = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A post and the minutes already counted for this sitting."""

    document: Document
    title: str
    minutes: float
    has_prose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A report and what it speaks of."""

    report: CheckReport
    revision: int
    """Of the text."""
    epoch: int = 0
    """How many decisions had been made beside the text."""


class PassScreen(WritingScreen):
    """One pass over a post, alarm by alarm."""

    STAGE = Stage.EDIT
    IS_TYPED = False
    PASS: ClassVar[PassName]

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk, slug)
        self.title_text = slug
        self.report: CheckReport | None = None
        self.findings: tuple[Finding, ...] = ()
        """Of this pass, at their places in the text as it is now."""
        self.current: Finding | None = None
        self.has_prose = True
        self.epoch = 0
        """Counts decisions that change no text and yet what a check says: words taught, alarms ignored."""
        self._check_lock = Lock()
        self._asked = (-1, -1)
        """Revision and epoch of the last check, answered or not: nothing asks twice by itself."""
        self._is_checking = False

    @property
    def area(self) -> FindingArea:
        return self.query_one("#editor", FindingArea)

    @property
    def view(self) -> FindingView:
        return self.query_one(FindingView)

    # -- opening and checking --------------------------------------------------------------------------

    def load(self) -> None:
        if self.saver is None:
            self.run_step("open", self._open, self._opened)
        else:
            self.look_outside()

    def _open(self) -> Opened:
        bundle = read_bundle(self.desk, self.slug)
        return Opened(
            document=must_read(bundle, "post.md"),
            title=bundle.title,
            minutes=minutes_so_far(self.desk, self.slug, self.STAGE),
            has_prose=bundle.has_prose,
        )

    def _opened(self, opened: Opened) -> None:
        self.title_text, self.has_prose = opened.title, opened.has_prose
        self.top_line.place = opened.title
        self.top_line.stage = Stage.EDIT
        self.open_file(opened.document, minutes=opened.minutes)
        self.area.read_only = True  # nothing is typed here: the keys are decisions
        self.area.show_place(None, None)
        self.show_current()
        if self.has_prose:
            self.check_now()

    def check_now(self, around: Span | None = None) -> None:
        """Check the text as it is, in a thread; the answer to an older text is dropped.

        Args:
            around: What was just changed, if only one place was.
        """
        saver, text, (revision, epoch) = self.saver, self.editor.text, self._present
        if saver is None:
            return
        self._is_checking = True
        self._asked = revision, epoch
        document = saver.document

        def work() -> Checked:
            with self._check_lock:  # an older check goes on after it was replaced; two at once gain nothing
                return replace(self.check_text(document, text, revision), epoch=epoch)

        self.run_step("check", work, self._checked, self._not_checked)

    @property
    def _present(self) -> tuple[int, int]:
        """What a check would speak of now."""
        return self.editor.revision, self.epoch

    def check_text(self, document: Document, text: str, revision: int) -> Checked:
        """Ask the checkers; runs in a thread."""
        report = check_document(self.desk, replace(document, text=text), slug=self.slug, passes=(self.PASS,))
        return Checked(report=report, revision=revision)

    def _checked(self, checked: Checked) -> None:
        self._is_checking = False
        if (checked.revision, checked.epoch) != self._present:
            return  # on_tick checks again
        is_first = self.report is None
        self.report = checked.report
        before = self.current
        self.findings = tuple(one for one in checked.report.findings if one.pass_ == self.PASS)
        self.take_report(checked)
        order = self.in_order()
        if is_first:
            self.current = order[0] if order else None
        elif before is not None:
            self.current = nearest(order, before)
        self.show_current(follow=is_first)

    def _not_checked(self, error: Exception) -> None:
        self._is_checking = False  # f5 asks again; nothing asks by itself
        self.show_error("check", sentence_for(error))

    def take_report(self, checked: Checked) -> None:
        """A subclass shows what else came with a report."""

    def on_tick(self, now_s: float) -> None:
        if self.has_prose and self.saver is not None and self.is_check_due(now_s):
            self.check_now()

    def is_check_due(self, now_s: float) -> bool:
        """Whether something changed that nobody asked the checkers about."""
        is_quiet = now_s - self._last_key_s >= CHECK_REST_S and not self._is_checking
        return is_quiet and self._present != self._asked

    def after_theirs(self) -> None:
        self.findings, self.current = (), None
        self.check_now()

    def action_retry(self) -> None:
        """What failed again, and the engines that could not be asked."""
        super().action_retry()
        self.check_now()

    # -- showing ---------------------------------------------------------------------------------------

    def in_order(self) -> tuple[Finding, ...]:
        """The findings in the order in which they are gone through."""
        raise NotImplementedError

    def head(self) -> Content:
        """How much is left, in one row."""
        raise NotImplementedError

    def ending(self) -> Sequence[Content]:
        """What is said when no alarm is shown."""
        raise NotImplementedError

    def show_current(self, *, follow: bool = True) -> None:
        """Light the present alarm's sentence and say what is wrong with it.

        Args:
            follow: Bring it into sight; not when it is the one that was there before, and the author reads on
                elsewhere.
        """
        finding, text = self.current, self.editor.text
        if finding is None:
            self.area.show_place(None, None)
        else:
            lit = sentence_around(text, finding.start, finding.end)
            others = [(one.start, one.end) for one in self.in_order() if one is not finding]
            self.area.show_place(lit, (finding.start, finding.end), others, follow=follow)
        if finding is not None:
            self.view.show(self.head(), finding, (), self.engine_note(), doubt=self.doubt(finding))
        else:
            self.view.show(self.head(), None, self.ending(), self.engine_note())
        self.refresh_hints()

    def doubt(self, finding: Finding) -> str:
        """Why an alarm is no sure one; empty when it is, or when none of this pass is."""
        return ""

    def engine_note(self) -> Content:
        """One quiet row about engines that start or cannot."""
        return Content("")

    # -- going through ---------------------------------------------------------------------------------

    def action_next(self) -> None:
        self.go(1)

    def action_previous(self) -> None:
        self.go(-1)

    def go(self, by: int) -> None:
        """To another alarm, in a circle."""
        self.time.key(self.clock())
        order = self.in_order()
        if not order:
            return
        here = order.index(self.current) if self.current in order else (-1 if by > 0 else 0)
        self.current = order[(here + by) % len(order)]
        self.show_current()

    def action_page(self, by: int) -> None:
        """Read on without moving from the alarm."""
        self.time.key(self.clock())
        self.area.scroll_relative(y=by * max(1, self.area.size.height - 2), animate=False)

    # -- looking at the whole ----------------------------------------------------------------------------

    def action_skim(self) -> None:
        from draftloop.tui.screens.skim import SkimScreen

        self.app.push_screen(SkimScreen(self.desk, self.editor.text, self.title_text))

    def action_read_aloud(self) -> None:
        from draftloop.tui.screens.read_aloud import ReadAloudScreen

        line = self.current.line if self.current is not None else 1
        screen = ReadAloudScreen(self.desk, self.editor.text, from_line=line)
        self.app.push_screen(screen, self.stopped_reading)

    def stopped_reading(self, line: int | None) -> None:
        """Reading aloud ended, at this line if its paragraph is to be changed."""

    def action_history(self) -> None:
        self.loop_app.open_step("history", self.slug)

    # -- the end -----------------------------------------------------------------------------------------

    def action_done(self) -> None:
        """Record the pass, changed or not."""
        saver, text = self.saver, self.editor.text
        if saver is None or self.is_in_conflict:
            return
        minutes = self.take_minutes()

        def work() -> Done:
            saver.save(text)
            self.count(minutes)
            return done(self.desk, self.slug, pass_name=self.PASS)

        self.run_step("done", work, self._recorded)

    def _recorded(self, result: Done) -> None:
        self.forget_unsaved()
        texts.toast(self.app, f"{result.subject}. {result.next}" if result.subject else result.next)
        self.after_pass()

    def after_pass(self) -> None:
        """Where the way goes on."""
        raise NotImplementedError
