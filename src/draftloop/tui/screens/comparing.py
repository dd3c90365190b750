"""The verdicts of a comparison: answered, judged, undone and recorded. How it looks is in `compare.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from draftloop.loop.errors import ChangedOnDisk
from draftloop.steps.compare import Comparison, Verdicts, comparison, decide
from draftloop.steps.match import Answered, answer, unanswer
from draftloop.tui import text as texts
from draftloop.tui.screens.base import LoopScreen, sentence_for
from draftloop.tui.screens.review import Review
from draftloop.tui.widgets.compare_list import CompareList, Verdict

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk
    from draftloop.steps.undo import Change

_ON_QUESTION = frozenset({"same", "different", "later"})
_ON_POINT = frozenset({"let_go", "restore", "park", "select", "let_go_rest"})
_UNDO_MOST = 200


class ComparingScreen(LoopScreen):
    """Verdicts are collected here and recorded in one go on the way out."""

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk)
        self.slug = slug
        self.review: Review | None = None
        self._undo: list[tuple[Review, Change | None]] = []
        """What was before each change; with a Change, corrections.toml was changed too."""
        self._left_round: int | None = None
        """Another left side than the round before; None: the comparison that is judged."""
        self._is_unrecordable = False

    @property
    def shows_both(self) -> bool:
        return self.query_one("#compare").has_class("-both")

    def show_review(self) -> None:
        """Draw what is known now."""

    # -- questions ---------------------------------------------------------------------------------------

    def action_same(self) -> None:
        self._answer(same=True)

    def action_different(self) -> None:
        self._answer(same=False)

    def action_later(self) -> None:
        if self.review is not None:
            self._change(self.review.put_off())

    def _answer(self, *, same: bool) -> None:
        review = self.review
        link = review.question if review is not None else None
        if review is None or link is None:
            return

        def done(result: Answered) -> None:
            present = self.review or review
            self._undo.append((present, result.change))
            self.review = present.compared_again(result.comparison, is_answer=True)
            self.show_review()

        self.run_step("answer", lambda: answer(self.desk, review.now, link.old, link.new, same=same), done)

    # -- verdicts ----------------------------------------------------------------------------------------

    def action_let_go(self) -> None:
        self._judge(Verdict.LET_GO)

    def action_restore(self) -> None:
        self._judge(Verdict.RESTORE)

    def action_park(self) -> None:
        self._judge(Verdict.PARK)

    def action_let_go_rest(self) -> None:
        """All dropped points without a verdict are let go."""
        if self.review is not None and self.review.undecided:
            self._change(self.review.judged(self.review.undecided, Verdict.LET_GO))

    def action_select(self) -> None:
        index = self.query_one(CompareList).dropped_here
        if self.review is not None and index is not None:
            self.review = self.review.selected_or_not(index)
            self.show_review()
            self.query_one(CompareList).action_cursor_down()

    def _judge(self, verdict: Verdict) -> None:
        review, shelf = self.review, self.query_one(CompareList)
        here = shelf.dropped_here
        if review is None or (here is None and not review.selected):
            return
        points = review.selected or frozenset({here} if here is not None else ())
        own = [index for index in sorted(points) if review.comes_with(index) is None]
        if not own:
            texts.toast(self.app, "it comes along with the point above it; u undoes that first")
            return
        self._change(review.judged(own, verdict))
        following = [index for index in self.review.undecided if index > max(own)] if self.review else []
        if following:
            shelf.mark(following[0])

    def _change(self, review: Review) -> None:
        if self.review is not None:
            self._undo.append((self.review, None))
            del self._undo[:-_UNDO_MOST]
        self.review = review
        self.show_review()

    def action_undo(self) -> None:
        """The last answer or verdict back; what is recorded already is the history's to restore."""
        if not self._undo or self.review is None:
            texts.toast(self.app, "nothing to undo here")
            return
        before, change = self._undo.pop()
        if change is None:
            self.review = before
            self.show_review()
            return

        def done(_: Comparison) -> None:
            self.review = before
            self.show_review()

        self.run_step("answer", lambda: unanswer(self.desk, self.slug, change), done)

    # -- recording ---------------------------------------------------------------------------------------

    def record(self, then: Callable[[], object]) -> None:
        """Record the verdicts given so far in one commit, then go on with `then`."""
        review = self.review
        if review is None or not review.verdicts:
            then()
            return

        def done(result: Verdicts) -> None:
            self._undo.clear()
            self._is_unrecordable = False
            texts.toast(self.app, f"recorded: {review.tally()}")
            self.review = review.compared_again(result.comparison, is_answer=False)
            self.show_review()
            then()

        def failed(error: Exception) -> None:
            if isinstance(error, ChangedOnDisk):
                self.run_step("open", lambda: comparison(self.desk, self.slug), again)
                return
            self._is_unrecordable = True
            self.show_error(
                "record", f"{sentence_for(error)}; esc again leaves without recording the verdicts"
            )

        def again(now: Comparison) -> None:
            self.review = review.compared_again(now, is_answer=False)
            self._undo.clear()
            self.show_review()
            texts.toast(self.app, "the outline was changed meanwhile: look again, then record", "warning")

        self.run_step("record", lambda: self._decide(review), done, failed)

    def _decide(self, review: Review) -> Verdicts:
        return decide(
            self.desk,
            review.now,
            let_go=review.of(Verdict.LET_GO),
            restore=review.of(Verdict.RESTORE),
            park=review.of(Verdict.PARK),
        )

    def flush(self) -> None:
        """Leaving in a hurry: what is decided is recorded."""
        review, self.review = self.review, None
        if review is not None and review.verdicts:
            self._decide(review)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        review = self.review
        if action in _ON_QUESTION:
            return review is not None and review.question is not None and not self.shows_both
        if action in _ON_POINT:
            return review is not None and bool(review.now.waiting) and not self.shows_both
        if action in ("both", "older", "newer", "next"):
            return review is not None
        return super().check_action(action, parameters)
