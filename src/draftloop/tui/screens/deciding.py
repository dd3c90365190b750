"""Deciding about alarms: fixes, ignores, changes by hand, and the way back from each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING

from textual import on

from draftloop.loop.errors import BadValue
from draftloop.loop.finding import Finding, apply_fix
from draftloop.loop.ignores import ignore_of
from draftloop.steps.checking import ignore, ignores_path
from draftloop.steps.rules import note_decision
from draftloop.steps.undo import Change, take_back, watch_change
from draftloop.tui import text as texts
from draftloop.tui.screens.base import sentence_for
from draftloop.tui.screens.pass_findings import in_text_order, moved, nearest, without
from draftloop.tui.screens.passes import PassScreen
from draftloop.tui.screens.reading import paragraph_around, sentence_around
from draftloop.tui.widgets.change_box import ChangeBox, Edit
from draftloop.tui.widgets.finding_view import FindingView

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

_LONGEST_WRITE_S = 10.0
"""A decision that was called off with its screen is never written: nobody waits for it without end."""
_HINT = "enter keeps it   esc leaves it as it was   ctrl+j new line"
_CLASH = "another program changed these words too: enter puts yours in their place, esc leaves theirs"
_IN_CHANGE = frozenset(
    {"fix", "change", "ignore", "ignore_rule", "teach", "next", "previous", "undo", "done"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Something that can be undone: a text as it was before, or a change of another file."""

    said: str
    text_before: str | None = None
    edits: tuple[Edit, ...] = ()
    """What was done to that text, in this order."""
    changes: list[Change] = field(default_factory=list)
    """Of another file; filled when it was written."""
    written: Event = field(default_factory=Event)
    settled: tuple[Finding, ...] = ()
    """The alarms it settled, at their places in the text before."""
    counted: tuple[Finding, ...] = ()
    """Those of them that the tally of their rules knows of."""
    is_taken: bool = False
    """Whether they were mended; else waved through."""


class DecidingScreen(PassScreen):
    """A pass in which each alarm gets an answer."""

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk, slug)
        self.decisions: list[Decision] = []
        self._decided = 0
        self._under_way: set[str] = set()
        """Decisions that are being written."""
        self._decision_lock = Lock()

    @property
    def box(self) -> ChangeBox:
        return self.query_one(ChangeBox)

    def after_theirs(self) -> None:
        self.decisions.clear()
        super().after_theirs()

    def after_deciding(self, left: Sequence[Finding], behind: Finding | None) -> None:
        """Go on with the first alarm behind the one that was settled."""
        self.findings = tuple(left)
        order = self.in_order()
        self.current = self.next_of(order, behind) if behind is not None else self.current
        self.show_current()

    def next_of(self, order: Sequence[Finding], behind: Finding) -> Finding | None:
        """The alarm after `behind`, or None when a group of them is through."""
        return next((one for one in order if one.start >= behind.start), order[0] if order else None)

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
        self.take(f"fix of “{finding.text}”", [(finding, fix)])

    def take(self, said: str, fixes: Sequence[tuple[Finding, str]]) -> None:
        """Put fixes into the text, all of them one decision. They fit the text, and none meets another."""
        text, behind = self.editor.text, self.current
        left, edits = list(self.findings), []
        for finding, fix in sorted(fixes, key=lambda one: -one[0].start):  # places before stay what they are
            edits.append(Edit(finding.start, finding.text, fix))
            self.put(finding.start, finding.end, fix)
            left = moved(without(left, finding), finding.start, finding.end, fix)
        settled = tuple(finding for finding, _ in fixes)
        self._decide(
            Decision(
                said=said, text_before=text, edits=(*edits,), settled=settled, counted=settled, is_taken=True
            )
        )
        is_settled = behind is not None and any(behind is one for one in settled)
        if not is_settled and behind is not None:
            self.current = nearest(left, behind)
        self.after_deciding(left, behind if is_settled else None)
        last = edits[-1]
        self.check_now((last.start, last.start + len(last.new)) if len(edits) == 1 else None)

    def _decide(self, decision: Decision) -> None:
        self.decisions.append(decision)
        self._count(decision)

    def _count(self, decision: Decision, *, undone: bool = False) -> None:
        """Tell the tally of the rules."""
        if not decision.counted:
            return
        self._decided += 1

        def work() -> None:
            with self._decision_lock:
                for finding in decision.counted:
                    note_decision(self.desk, finding, taken=decision.is_taken, undone=undone)

        self.run_step(f"tally-{self._decided}", work)

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
            silenced = ignore_of(one, whole_post=True).covers
            same = [other for other in self.findings if other is not one and silenced(other)]
            self._ignore((one, *same), whole_post=True)

    def _ignore(self, findings: tuple[Finding, ...], *, whole_post: bool) -> None:
        path, behind = ignores_path(self.slug), self.current

        def act() -> None:
            ignore(self.desk, self.slug, findings[0], whole_post=whole_post)

        said = f"“{findings[0].text}” ignored" if len(findings) == 1 else f"{len(findings)} alarms ignored"
        self.decide(said, path, act, settled=findings, counted=findings[:1])
        self.after_deciding([one for one in self.findings if one not in findings], behind)

    def decide(
        self,
        said: str,
        path: str,
        act: Callable[[], object],
        *,
        settled: tuple[Finding, ...] = (),
        counted: tuple[Finding, ...] = (),
    ) -> None:
        """Change another file than the post, one decision after the other, so that it can be taken back."""
        decision = Decision(said=said, settled=settled, counted=counted)

        def work() -> None:
            try:
                with self._decision_lock:
                    decision.changes.append(watch_change(self.desk, path, act))
            finally:
                decision.written.set()

        self._decide(decision)
        self._beside_the_text(work)

    def _beside_the_text(self, work: Callable[[], None]) -> None:
        """Do something that changes what a check would say; what was asked before is not believed."""
        self.time.key(self.clock())
        self._decided += 1
        self.epoch += 1
        group = f"decision-{self._decided}"
        self._under_way.add(group)

        def done(_: None) -> None:
            self._under_way.discard(group)
            self.check_now()

        def failed(error: Exception) -> None:
            self._under_way.discard(group)
            self.show_error(group, sentence_for(error))
            self.check_now()

        self.run_step(group, work, done, failed)

    def is_check_due(self, now_s: float) -> bool:
        """Not while a decision is being written: the answer would not know of it."""
        return not self._under_way and super().is_check_due(now_s)

    def action_undo(self) -> None:
        """Take the last decision back, of whatever kind."""
        if not self.decisions:
            self.say("nothing to undo")
            return
        decision = self.decisions.pop()
        self._count(decision, undone=True)
        found = list(self.findings)
        for edit in reversed(decision.edits):
            found = moved(found, edit.start, edit.start + len(edit.new), edit.old)
        self.findings = tuple(in_text_order([*found, *decision.settled]))
        self.current = decision.settled[0] if decision.settled else self.current
        if decision.text_before is not None:
            self.time.key(self.clock())
            self.editor.rewrite(decision.text_before)
            self.check_now()
        else:
            self._take_back(decision)
        self.show_current()

    def _take_back(self, decision: Decision) -> None:
        def work() -> None:
            decision.written.wait(_LONGEST_WRITE_S)
            with self._decision_lock:
                for change in reversed(decision.changes):
                    take_back(self.desk, change)

        self._beside_the_text(work)
        self.say(f"undone: {texts.clip(decision.said, 50)}")

    # -- changing by hand --------------------------------------------------------------------------------

    def action_change(self) -> None:
        """The sentence of the alarm, to be changed here."""
        if self.current is not None:
            text, one = self.editor.text, self.current
            start, end = sentence_around(text, one.start, one.end)
            self._ask(start, end, one.start)

    def change_paragraph(self, offset: int) -> None:
        """The paragraph around a place, to be changed here."""
        text = self.editor.text
        self._ask(*paragraph_around(text, offset), offset)

    def _ask(self, start: int, end: int, cursor: int) -> None:
        self.box.ask(self.editor.text, start, end, cursor - start)
        self.show_current(follow=False)
        self.area.bring_into_sight(start)

    def show_current(self, *, follow: bool = True) -> None:
        """While a sentence is being changed, its keys stand where the alarm's would."""
        super().show_current(follow=follow and not self.box.is_asking)
        if self.box.is_asking:
            hint = _CLASH if self.box.has_clashed else _HINT
            self.view.show(self.head(), None, (texts.literal(hint, "$text-muted"),))

    @on(ChangeBox.Kept)
    def _changed_by_hand(self, message: ChangeBox.Kept) -> None:
        message.stop()
        text, change = self.editor.text, message.change
        together = change.into(text)
        edit = change.edit if text == change.base else Edit.between(text, together.mine_first)
        if together.text is None and not self.box.knows(text):
            self.box.ask_again(text)
            self.show_current()
            self.area.bring_into_sight(edit.start)
            return
        self.set_focus(None)
        self.refresh_hints()
        if edit.new == edit.old:
            self.show_current()
            return
        behind, (start, end) = self.current, (edit.start, edit.start + len(edit.old))
        self.put(start, end, edit.new)
        left = moved(self.findings, start, end, edit.new)
        settled = tuple(one for one in self.findings if one.start < end and start < one.end)
        counted = tuple(one for one in settled if one is behind)
        self._decide(
            Decision(
                said="change by hand",
                text_before=text,
                edits=(edit,),
                settled=settled,
                counted=counted,
                is_taken=True,
            )
        )
        self.current = None if behind is None else nearest(left, behind)
        self.after_deciding(left, behind if counted else None)
        self.check_now((start, start + len(edit.new)))

    @on(ChangeBox.Left)
    def _change_left(self, message: ChangeBox.Left) -> None:
        message.stop()
        self.set_focus(None)
        self.show_current()

    def stopped_reading(self, line: int | None) -> None:
        """Reading aloud stopped at a sentence that is to be changed."""
        if line is not None:
            self.change_paragraph(self.area.row_starts[min(line, len(self.area.row_starts)) - 1])

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
