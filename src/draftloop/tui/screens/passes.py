"""What both edit passes share: the text with one place lit, decisions that can be undone, checks in a thread.

The file's text stands in a read-only area; a fix is an edit of it and is saved as any other. Findings are
kept at their places while the text changes, and the whole is checked again in the background: the engines
keep what they said about unchanged paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content

from draftloop.loop.errors import BadValue
from draftloop.loop.finding import Finding, PassName, apply_fix
from draftloop.loop.stage import Stage
from draftloop.steps.bundle import must_read, read_bundle
from draftloop.steps.checking import check_document, ignore, ignores_path
from draftloop.steps.done import Done, done
from draftloop.steps.edit import CheckReport
from draftloop.steps.sitting import minutes_so_far
from draftloop.steps.undo import Change, take_back, watch_change
from draftloop.tui import text as texts
from draftloop.tui.screens.pass_findings import moved, nearest, without
from draftloop.tui.screens.reading import paragraph_around, sentence_around
from draftloop.tui.screens.writing import WritingScreen
from draftloop.tui.widgets.change_box import ChangeBox
from draftloop.tui.widgets.finding_area import FindingArea
from draftloop.tui.widgets.finding_view import FindingView

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk

CHECK_REST_S = 0.3
_IN_CHANGE = frozenset(
    {"fix", "change", "ignore", "ignore_rule", "teach", "next", "previous", "undo", "done"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A post and the minutes already counted for this sitting."""

    document: Document
    title: str
    minutes: float
    has_prose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A report and the revision of the text it speaks of."""

    report: CheckReport
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Something that can be undone: a text as it was before, or a change of another file."""

    said: str
    text_before: str | None = None
    changes: tuple[Change, ...] = ()


class PassScreen(WritingScreen):
    """One pass over a post, alarm by alarm."""

    STAGE = Stage.EDIT
    PASS: ClassVar[PassName]

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk, slug)
        self.title_text = slug
        self.report: CheckReport | None = None
        self.findings: tuple[Finding, ...] = ()
        """Of this pass, at their places in the text as it is now."""
        self.current: Finding | None = None
        self.decisions: list[Decision] = []
        self.has_prose = True
        self._decided = 0
        self._decision_lock = Lock()
        self._checked_revision = -1
        self._is_checking = False

    @property
    def area(self) -> FindingArea:
        return self.query_one("#editor", FindingArea)

    @property
    def view(self) -> FindingView:
        return self.query_one(FindingView)

    @property
    def box(self) -> ChangeBox:
        return self.query_one(ChangeBox)

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

    def check_now(self) -> None:
        """Check the text as it is, in a thread; the answer to an older text is dropped."""
        saver, text, revision = self.saver, self.editor.text, self.editor.revision
        if saver is None:
            return
        self._is_checking = True
        self.run_step("check", lambda: self.check_text(saver.document, text, revision), self._checked)

    def check_text(self, document: Document, text: str, revision: int) -> Checked:
        """Ask the checkers; runs in a thread."""
        report = check_document(self.desk, replace(document, text=text), slug=self.slug, passes=(self.PASS,))
        return Checked(report=report, revision=revision)

    def _checked(self, checked: Checked) -> None:
        self._is_checking = False
        if checked.revision != self.editor.revision:
            return  # on_tick checks again
        self._checked_revision = checked.revision
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
        self.show_current()

    def take_report(self, checked: Checked) -> None:
        """A subclass shows what else came with a report."""

    def on_tick(self, now_s: float) -> None:
        is_new = self.editor.revision != self._checked_revision
        is_quiet = now_s - self._last_key_s >= CHECK_REST_S and not self._is_checking
        if is_new and is_quiet and self.has_prose and self.saver is not None:
            self.check_now()

    def after_theirs(self) -> None:
        self.decisions.clear()
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

    def show_current(self) -> None:
        """Light the present alarm's sentence and say what is wrong with it."""
        finding, text = self.current, self.editor.text
        if finding is None:
            self.area.show_place(None, None)
        else:
            lit = sentence_around(text, finding.start, finding.end)
            others = [(one.start, one.end) for one in self.in_order() if one is not finding]
            self.area.show_place(lit, (finding.start, finding.end), others)
        self.view.show(self.head(), finding, () if finding is not None else self.ending(), self.engine_note())
        self.refresh_hints()

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

    def after_deciding(self, left: Sequence[Finding], behind: Finding | None) -> None:
        """Go on with the first alarm behind the one that was settled."""
        self.findings = tuple(left)
        order = self.in_order()
        self.current = self.next_of(order, behind) if behind is not None else self.current
        self.show_current()

    def next_of(self, order: Sequence[Finding], behind: Finding) -> Finding | None:
        """The alarm after `behind`, or None when a group of them is through."""
        return next((one for one in order if one.start >= behind.start), order[0] if order else None)

    # -- decisions -------------------------------------------------------------------------------------

    @on(FindingView.FixChosen)
    def _fix_clicked(self, message: FindingView.FixChosen) -> None:
        message.stop()
        self.action_fix(message.number)

    def action_fix(self, number: int | str) -> None:
        """Put the fix of that number into the text."""
        finding = self.current
        if finding is None or not 1 <= int(number) <= len(finding.fixes):
            return
        self.apply(finding, finding.fixes[int(number) - 1])

    def apply(self, finding: Finding, fix: str) -> None:
        """Change the text at an alarm, if it is still as it was checked."""
        text = self.editor.text
        try:
            apply_fix(text, finding, fix)
        except BadValue:
            self.say("the text has changed there: it is checked again")
            self.check_now()
            return
        self.decisions.append(Decision(said=f"fix of “{finding.text}”", text_before=text))
        self.put(finding.start, finding.end, fix)
        self.after_deciding(moved(without(self.findings, finding), finding.start, finding.end, fix), finding)
        self.check_now()

    def put(self, start: int, end: int, new: str) -> None:
        """Change the text; from here on it is saved like any other change."""
        self.time.key(self.clock())
        self.area.put(start, end, new)

    def action_ignore(self) -> None:
        """Wave this alarm through, here."""
        if self.current is not None:
            self._ignore((self.current,), whole_post=False)

    def action_ignore_rule(self) -> None:
        """Wave through everything this rule marks in this post."""
        one = self.current
        if one is not None:
            same = [other for other in self.findings if other.rule_name == one.rule_name]
            self._ignore(tuple(same), whole_post=True)

    def _ignore(self, findings: tuple[Finding, ...], *, whole_post: bool) -> None:
        path, behind = ignores_path(self.slug), self.current

        def act() -> None:
            for finding in findings:
                ignore(self.desk, self.slug, finding, whole_post=whole_post)

        said = f"“{findings[0].text}” ignored" if len(findings) == 1 else f"{len(findings)} alarms ignored"
        self.decide(said, path, act)
        self.after_deciding([one for one in self.findings if one not in findings], behind)

    def decide(self, said: str, path: str, act: Callable[[], object]) -> None:
        """Change another file than the post, one decision after the other, so that it can be taken back."""
        self.time.key(self.clock())
        self._decided += 1

        def work() -> Change:
            with self._decision_lock:
                return watch_change(self.desk, path, act)

        def kept(change: Change) -> None:
            self.decisions.append(Decision(said=said, changes=(change,)))
            self.check_now()

        self.run_step(f"decision-{self._decided}", work, kept)

    def action_undo(self) -> None:
        """Take the last decision back, of whatever kind."""
        if not self.decisions:
            self.say("nothing to undo")
            return
        decision = self.decisions.pop()
        self.time.key(self.clock())
        if decision.text_before is not None:
            self.editor.rewrite(decision.text_before)
            self.check_now()
            return

        def work() -> None:
            with self._decision_lock:
                for change in reversed(decision.changes):
                    take_back(self.desk, change)

        self._decided += 1
        self.run_step(f"decision-{self._decided}", work, lambda _: self.check_now())
        self.say(f"undone: {texts.clip(decision.said, 50)}")

    # -- changing by hand --------------------------------------------------------------------------------

    def action_change(self) -> None:
        """The sentence of the alarm, to be changed here."""
        if self.current is not None:
            text, one = self.editor.text, self.current
            start, end = sentence_around(text, one.start, one.end)
            self.box.ask(start, text[start:end], one.start - start)

    def change_paragraph(self, offset: int) -> None:
        """The paragraph around a place, to be changed here."""
        text = self.editor.text
        start, end = paragraph_around(text, offset)
        self.box.ask(start, text[start:end], offset - start)

    @on(ChangeBox.Kept)
    def _changed_by_hand(self, message: ChangeBox.Kept) -> None:
        message.stop()
        self.set_focus(None)
        self.refresh_hints()
        text, start, end = self.editor.text, message.start, message.start + len(message.old)
        if message.new == message.old:
            return
        if text[start:end] != message.old:
            self.say("the text changed meanwhile; yours is in the clipboard")
            self.app.copy_to_clipboard(message.new)
            return
        self.decisions.append(Decision(said="change by hand", text_before=text))
        behind = self.current
        self.put(start, end, message.new)
        left = moved(self.findings, start, end, message.new)
        self.after_deciding(left, None if behind in left else behind)
        self.check_now()

    @on(ChangeBox.Left)
    def _change_left(self, message: ChangeBox.Left) -> None:
        message.stop()
        self.set_focus(None)
        self.refresh_hints()

    # -- looking at the whole ----------------------------------------------------------------------------

    def action_skim(self) -> None:
        from draftloop.tui.screens.skim import SkimScreen

        self.app.push_screen(SkimScreen(self.desk, self.editor.text, self.title_text))

    def action_read_aloud(self) -> None:
        from draftloop.tui.screens.read_aloud import ReadAloudScreen

        line = self.current.line if self.current is not None else 1
        screen = ReadAloudScreen(self.desk, self.editor.text, from_line=line)
        self.app.push_screen(screen, self._stopped_reading)

    def _stopped_reading(self, line: int | None) -> None:
        """Reading stopped at a sentence that is to be changed."""
        if line is not None:
            self.change_paragraph(self.area.row_starts[min(line, len(self.area.row_starts)) - 1])

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is decided while a sentence is being changed by hand, or before there is a text."""
        is_ready = self.is_mounted and self.saver is not None and not self.box.is_asking
        if action in _IN_CHANGE and not is_ready:
            return False
        if action in ("ignore", "ignore_rule", "change") and self.current is None:
            return False
        if action == "fix":
            number = int(str(parameters[0])) if parameters else 1
            return self.current is not None and number <= len(self.current.fixes)
        return super().check_action(action, parameters)
