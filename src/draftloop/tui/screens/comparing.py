"""The verdicts of a comparison: judged, collected, recorded. Answers about matches are in `matching.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from draftloop.loop.errors import ChangedOnDisk
from draftloop.steps.compare import Comparison, Verdicts, comparison, decide
from draftloop.tui import text as texts
from draftloop.tui.screens.base import LoopScreen, sentence_for
from draftloop.tui.screens.review import Review
from draftloop.tui.widgets.compare_list import CompareList, Place, Verdict
from draftloop.tui.widgets.outline_pair import OutlinePair

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk
    from draftloop.steps.sides import Sides
    from draftloop.steps.undo import Change

_VERDICT_OF = {"let_go": Verdict.LET_GO, "restore": Verdict.RESTORE, "park": Verdict.PARK}
_UNDO_MOST = 200


class ComparingScreen(LoopScreen):
    """Verdicts are collected here and recorded in one go on the way out."""

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk)
        self.slug = slug
        self.review: Review | None = None
        self._undo: list[tuple[Review, Change | None]] = []
        """What was before each change; with a Change, corrections.toml was changed too."""
        self._sides: Sides | None = None
        """Two other sides than those that are judged, while they are shown."""
        self._has_answers = False
        """Answers were given that no commit has yet."""
        self._is_unrecordable = False

    @property
    def shows_both(self) -> bool:
        return self.query_one("#compare").has_class("-both")

    @property
    def here(self) -> Place | None:
        """What the marked row is about, in the list or side by side."""
        if not self.shows_both:
            return self.query_one(CompareList).here
        row = self.query_one(OutlinePair).here
        return row.place if row is not None else None

    def show_review(self) -> None:
        """Draw what is known now."""

    def say(self, sentence: str) -> None:
        """One line of news above the list, until the next change."""

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
        review = self.review
        if review is None:
            return
        points = self._to_judge(review, verdict)
        if not points:
            return
        self._change(review.judged(points, verdict))
        if self.shows_both or self.review is None:
            return
        following = [index for index in self.review.undecided if index > max(points)]
        if self.review.undecided:
            self.query_one(CompareList).mark((following or self.review.undecided)[0])

    def _to_judge(self, review: Review, verdict: Verdict) -> list[int]:
        """The selected points, else the dropped one on the marked row."""
        place = self.here
        here = [place.old] if place is not None and place.old is not None and place.new is None else []
        chosen = sorted(review.selected) if review.selected and not self.shows_both else here
        return [index for index in chosen if review.can_have(index, verdict)]

    def _change(self, review: Review, change: Change | None = None) -> None:
        if self.review is not None:
            self._undo.append((self.review, change))
            del self._undo[:-_UNDO_MOST]
        self.review = review
        self.say("")
        self.show_review()

    # -- recording ---------------------------------------------------------------------------------------

    def record(self, then: Callable[[], object], *, stays: bool = False) -> None:
        """Record the verdicts and answers given so far in one commit, then go on with `then`.

        Who stays is told above the list: a toast would stand on what comes next.
        """
        review = self.review
        if review is None or not (review.verdicts or self._has_answers):
            then()
            return

        def done(result: Verdicts) -> None:
            self._undo.clear()
            self._is_unrecordable = self._has_answers = False
            told = f"recorded: {review.tally()}" if review.verdicts else ""
            if stays:
                self.say(told)
            elif told:
                texts.toast(self.app, told)
            self.review = review.compared_again(result.comparison, is_answer=False)
            self.review = self.review.without_verdicts()
            self.show_review()
            then()

        def failed(error: Exception) -> None:
            if isinstance(error, ChangedOnDisk):
                self.run_step("open", lambda: comparison(self.desk, self.slug), again)
                return
            if not review.verdicts:
                then()  # answers stand in corrections.toml: the next commit of the draft takes them along
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
        if action in _VERDICT_OF:
            is_judged = review is not None and (self._sides is None or not self.shows_both)
            return review is not None and is_judged and bool(self._to_judge(review, _VERDICT_OF[action]))
        if action == "select":
            return not self.shows_both and self.query_one(CompareList).dropped_here is not None
        if action == "let_go_rest":
            return review is not None and bool(review.undecided) and not self.shows_both
        return super().check_action(action, parameters)
