"""What can be done to the idea under the cursor, each change of which can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from draftloop.tui import text as texts
from draftloop.tui.dialogs.prompt import PromptDialog
from draftloop.tui.screens import idea_words as words
from draftloop.tui.screens.base import LoopScreen

if TYPE_CHECKING:
    from draftloop.loop.idea import Idea
    from draftloop.steps.undo import Change

_MOST_INTEREST = 3


class IdeaChanges(LoopScreen):
    """The half of the ideas' screen that changes files; the other half shows them."""

    changes: tuple[Change, ...] = ()
    """What was done here, oldest first, to be taken back."""

    @property
    def idea(self) -> Idea | None:
        """The idea under the cursor."""
        raise NotImplementedError

    def load_ideas(self, keep: str | None = None) -> None:
        """Show the list anew, the cursor on `keep` if it is still there."""
        raise NotImplementedError

    def _ask(
        self,
        question: str,
        placeholder: str,
        act: Callable[[Idea, str], object],
        *,
        may_be_empty: bool = True,
    ) -> None:
        idea = self.idea
        if idea is None:
            return

        def answered(answer: str | None) -> None:
            if answer is not None and (answer or may_be_empty):
                act(idea, answer)

        self.app.push_screen(PromptDialog(question, placeholder=placeholder), answered)

    def _change(self, idea: Idea, act: Callable[[], object], told: str) -> None:
        desk = self.desk

        def do() -> Change:
            from draftloop.steps.undo import watch_change

            return watch_change(desk, idea.path, act)

        def done(change: Change) -> None:
            self.changes = (*self.changes, change)
            texts.toast(self.app, told)
            self.load_ideas(idea.slug)

        self.run_step("change", do, done)

    def action_note(self) -> None:
        def keep(idea: Idea, answer: str) -> None:
            from draftloop.steps.capture import note_idea

            self._change(idea, lambda: note_idea(self.desk, idea.slug, answer), "noted")

        self._ask(
            "A note, or a link", "the paper's figure 7 says otherwise   https://…", keep, may_be_empty=False
        )

    def action_asked(self) -> None:
        def keep(idea: Idea, answer: str) -> None:
            from draftloop.steps.capture import ask_idea

            self._change(
                idea, lambda: ask_idea(self.desk, idea.slug, answer), f"asked {idea.asked_count + 1}×"
            )

        self._ask("Who asked, and where? (may stay empty)", "M. at the meetup", keep)

    def action_signal(self) -> None:
        def keep(idea: Idea, answer: str) -> None:
            from draftloop.steps.capture import signal_idea

            signal = words.parse_signal(answer)
            if signal is None:
                texts.toast(
                    self.app, "where, how many it reached, how many engaged: social 41000 310", "warning"
                )
                return
            where, reach, engaged = signal
            self._change(
                idea, lambda: signal_idea(self.desk, idea.slug, where, reach, engaged), "signal noted"
            )

        self._ask(
            "What did a test bring? Where, reached, engaged", "social 41000 310", keep, may_be_empty=False
        )

    def action_interest(self) -> None:
        idea = self.idea
        if idea is None:
            return
        from draftloop.steps.capture import rate_idea

        new = (idea.interest or 0) + 1
        rated = new if new <= _MOST_INTEREST else None
        self._change(idea, lambda: rate_idea(self.desk, idea.slug, rated), f"interest {rated or 'not rated'}")

    def action_let_go(self) -> None:
        def keep(idea: Idea, answer: str) -> None:
            from draftloop.steps.capture import drop_idea

            self._change(idea, lambda: drop_idea(self.desk, idea.slug, answer), "let go; u takes it back")

        self._ask("Let it go. Why? (may stay empty)", "others wrote it better", keep)

    def action_revive(self) -> None:
        idea = self.idea
        if idea is not None:
            from draftloop.steps.capture import revive_idea

            self._change(idea, lambda: revive_idea(self.desk, idea.slug), "open again")

    def action_undo(self) -> None:
        if not self.changes:
            texts.toast(self.app, "nothing to undo here")
            return
        *older, last = self.changes
        desk = self.desk

        def undo() -> None:
            from draftloop.steps.undo import take_back

            take_back(desk, last)

        def done(_: object) -> None:
            self.changes = tuple(older)
            texts.toast(self.app, "taken back")
            self.load_ideas()

        self.run_step("change", undo, done)
