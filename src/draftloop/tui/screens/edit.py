"""Edit, the first pass: what is wrong? Grammar and spelling, one alarm at a time, in its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from draftloop.loop.finding import Finding, PassName
from draftloop.steps.checking import DICTIONARY, teach
from draftloop.tui import text as texts
from draftloop.tui.dialogs.new_words import NewWordsDialog
from draftloop.tui.keys import bindings_for
from draftloop.tui.screens.deciding import DecidingScreen
from draftloop.tui.widgets.change_box import ChangeBox
from draftloop.tui.widgets.conflict_bar import ConflictBar
from draftloop.tui.widgets.figures import count
from draftloop.tui.widgets.finding_area import FindingArea
from draftloop.tui.widgets.finding_view import FindingView, counts_line, counts_of


class EditScreen(DecidingScreen):
    """Alarms that are sure come first, then a good moment, then the doubtful ones."""

    NAME = "edit"
    PASS: ClassVar[PassName] = "grammar"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("edit")
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

    def head(self) -> Content:
        if self.report is None:
            return Content.styled("reading what you wrote", "$text-muted")
        return counts_line(counts_of(self.findings))

    def ending(self) -> Sequence[Content]:
        if not self.has_prose:
            return (Content.styled("There is no prose here yet. Esc leads back.", "$text-muted"),)
        if self.report is None:
            return (Content.styled("Read on meanwhile; pgdn turns the page.", "$text-muted"),)
        counts = counts_of(self.findings)
        if counts.sure:
            return (Content.styled("n shows the next alarm.", "$text-muted"),)
        if not self._has_answers:
            return (
                Content.styled(
                    "Nobody could check this text. ctrl+g ends the pass all the same.", "$text-muted"
                ),
            )
        rest = [f"n looks at {count(counts.maybe, 'doubtful one')}"] if counts.maybe else []
        rest += [f"l at {count(counts.words, 'new word')}"] if counts.words else []
        rest.append("ctrl+g records the pass")
        return (
            Content.styled("Nothing left that the checkers are sure of.", "$success"),
            Content.styled("   ".join(rest), "$text-muted"),
        )

    @property
    def _has_answers(self) -> bool:
        return self.report is not None and "ok" in self.report.engines.values()

    def engine_note(self) -> Content:
        if self.report is None:
            return (
                Content.styled("the checkers are getting ready", "$text-disabled")
                if self.has_prose
                else Content("")
            )
        troubles = [
            f"{name} is {state}" for name, state in self.report.engines.items() if state not in ("ok", "off")
        ]
        if troubles:
            return texts.line("; ".join(troubles) + " (f5 asks again, `draftloop doctor` helps)", "$warning")
        if self.report.unchecked:
            lines = ", ".join(str(block.line) for block in self.report.unchecked[:3])
            return texts.line(
                f"not checked: {count(len(self.report.unchecked), 'block')}, line {lines}", "$text-muted"
            )
        return Content("")

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
