"""Edit, the first pass: what is wrong? Grammar and spelling, one alarm at a time, in its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from draftloop.loop.batch import batch_of
from draftloop.loop.elsewhere import server_elsewhere
from draftloop.loop.finding import Finding, PassName
from draftloop.steps.checking import DICTIONARY, teach
from draftloop.tui import keys
from draftloop.tui.dialogs.batch import BatchDialog
from draftloop.tui.dialogs.new_words import NewWordsDialog
from draftloop.tui.screens import edit_words as words
from draftloop.tui.screens.staged import StagedScreen
from draftloop.tui.widgets.change_box import ChangeBox
from draftloop.tui.widgets.conflict_bar import ConflictBar
from draftloop.tui.widgets.figures import count
from draftloop.tui.widgets.finding_area import FindingArea
from draftloop.tui.widgets.finding_view import FindingView, counts_line, counts_of


class EditScreen(StagedScreen):
    """Alarms that are sure come first, then a good moment, then the doubtful ones."""

    NAME = "edit"
    PASS: ClassVar[PassName] = "grammar"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings_for("edit")
    CSS_PATH = "edit.tcss"

    def compose_room(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield ConflictBar()
            yield FindingArea(id="editor")
            yield ChangeBox(id="change")
            yield FindingView(id="finding")

    # -- showing ---------------------------------------------------------------------------------------

    def in_order(self) -> tuple[Finding, ...]:
        return (*self._of("sure"), *self._of("maybe"))

    def _of(self, tier: str) -> list[Finding]:
        return [one for one in self.findings if one.tier == tier]

    def next_of(self, order: Sequence[Finding], behind: Finding) -> Finding | None:
        """The next of the same certainty; after the last sure one comes a good moment."""
        same = [one for one in order if one.tier == behind.tier]
        return super().next_of(same, behind)

    def first_of(self, order: Sequence[Finding]) -> Finding | None:
        """A doubtful one is nothing to begin with: the good moment comes before it."""
        return next((one for one in order if one.tier == "sure"), None)

    def head(self) -> Content:
        if self.report is None:
            return Content.styled("reading what you wrote", "$text-muted")
        in_use = keys.keys_in_use(self.loop_app.keymap_in_use)
        return counts_line(
            counts_of(self.findings),
            is_whole=self.has_read,
            at_once=len(batch_of(self.findings)),
            key=keys.shown(in_use["edit.batch"]),
        )

    def ending(self) -> Sequence[Content]:
        return words.ending(
            counts_of(self.findings),
            has_prose=self.has_prose,
            is_heard=self.report is not None,
            has_read=self.has_read,
            has_answers=self._has_answers,
        )

    @property
    def _has_answers(self) -> bool:
        report = self.report
        return report is not None and report.is_read and "ok" in report.engines.values()

    def engine_note(self) -> Content:
        if self.report is None:
            return words.getting_ready(self.has_prose)
        return words.note(
            self.report,
            server=server_elsewhere(self.desk.settings),
            is_late=self.is_late,
            listening_to=self.listening_to,
            width=self.view.content_size.width,
        )

    def doubt(self, finding: Finding) -> str:
        return words.doubt(finding, self.report.engines if self.report is not None else {}, self.waved)

    # -- many at once --------------------------------------------------------------------------------

    def action_batch(self) -> None:
        """Fixes that are right nearly always, in one list."""
        chosen = batch_of(self.findings)
        if not chosen:
            self.say("nothing here that is right nearly always")
            return
        self.app.push_screen(BatchDialog(chosen), self._take_batch)

    def _take_batch(self, chosen: Sequence[Finding] | None) -> None:
        if not chosen or self.is_in_conflict:
            return
        text = self.editor.text
        fits = [one for one in chosen if text[one.start : one.end] == one.text]
        if len(fits) == len(chosen):
            self.take(count(len(fits), "fix", "fixes"), [(one, one.fixes[0]) for one in fits])
            self.say(f"{count(len(fits), 'fix', 'fixes')} taken; u undoes them")
        else:
            self.say("the text has changed meanwhile: look again")

    # -- words -----------------------------------------------------------------------------------------

    def action_teach(self) -> None:
        """The marked word is right from now on, in the whole workspace."""
        one = self.current
        if one is not None and is_word(one):
            self.teach_words((one.text,))

    def action_new_words(self) -> None:
        """All new words in one list."""
        words = tuple(dict.fromkeys(one.text for one in self._of("term")))
        if not words:
            self.say("no new words in this post")
            return
        self.app.push_screen(NewWordsDialog(words), lambda chosen: self.teach_words(chosen or ()))

    def teach_words(self, words: Sequence[str]) -> None:
        """Put words into the dictionary, as one decision."""
        if not words:
            return

        def act() -> None:
            for word in words:
                teach(self.desk, word)

        taught = {word.casefold() for word in words}
        behind = self.current if self.current is not None and self.current.text.casefold() in taught else None
        self.decide(f"{count(len(words), 'word')} taught", DICTIONARY, act)
        left = [one for one in self.findings if not (is_word(one) and one.text.casefold() in taught)]
        self.after_deciding(left, behind)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "teach" and (self.current is None or not is_word(self.current)):
            return False
        if action in ("next", "previous") and not self.in_order():
            return False
        if action == "batch" and not batch_of(self.findings):
            return False
        if action == "new_words" and not self._of("term"):
            return False
        return super().check_action(action, parameters)

    # -- on ----------------------------------------------------------------------------------------------

    def action_switch_pass(self) -> None:
        self.loop_app.open_step("readability", self.slug)

    def after_pass(self) -> None:
        self.loop_app.open_step("readability", self.slug)


def is_word(finding: Finding) -> bool:
    """Whether an alarm is about how one word is spelled."""
    return (finding.tier == "term" or finding.kind == "spelling") and not any(map(str.isspace, finding.text))
