"""Compare: what did I lose? Doubtful pairs first, then every dropped point, then one sentence of advice."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from draftloop.loop.errors import NothingToCompare
from draftloop.loop.stage import Stage
from draftloop.steps.compare import Comparison, comparison
from draftloop.steps.rounds import TreeDiff, compare_texts, corrections_of, outline_text, rounds_of
from draftloop.tui import text as texts
from draftloop.tui.keys import bindings_for
from draftloop.tui.screens.base import sentence_for
from draftloop.tui.screens.comparing import ComparingScreen
from draftloop.tui.screens.review import Review
from draftloop.tui.widgets.compare_list import CompareList
from draftloop.tui.widgets.outline_pair import OutlinePair


class CompareScreen(ComparingScreen):
    """The figures, the question, the list, and both outlines over them."""

    NAME = "compare"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("compare")
    CSS_PATH = "compare.tcss"

    def compose_room(self) -> ComposeResult:
        with Vertical(id="compare"):
            yield Static("", id="figures", markup=False)
            with Vertical(id="card"):
                yield Static("", id="asking", markup=False)
                with Horizontal(id="pairing"):
                    yield Static("", id="asked-old", markup=False)
                    yield Static("┊", id="between", markup=False)
                    yield Static("", id="asked-new", markup=False)
            yield CompareList(id="list")
            yield OutlinePair(id="pair")
            yield Static("", id="detail", markup=False)

    # -- opening -----------------------------------------------------------------------------------------

    def load(self) -> None:
        self.query_one("#card").display = self.review is not None and self.review.question is not None
        self.run_step("open", lambda: comparison(self.desk, self.slug), self._opened, self._not_opened)

    def _not_opened(self, error: Exception) -> None:
        if isinstance(error, NothingToCompare):
            self.query_one("#figures", Static).update("One outline so far: there is nothing to compare yet.")
            self._say_below("The comparison begins after the first rewrite from memory. esc goes back.")
        else:
            self.show_error("open", sentence_for(error))

    def _opened(self, now: Comparison) -> None:
        self.top_line.place = now.title
        self.top_line.stage = Stage.REWRITE
        self.top_line.rounds = max(1, now.new_round - 1)
        is_first = self.review is None
        if self.review is None:
            self.review = Review(now=now, most_questions=len(now.questions))
        elif now.old_text != self.review.now.old_text or now.new_text != self.review.now.new_text:
            self.review = self.review.compared_again(now, is_answer=False)
            self._undo.clear()
        self.show_review()
        if is_first:
            self.query_one(CompareList).focus()

    # -- showing -----------------------------------------------------------------------------------------

    def show_review(self) -> None:
        review = self.review
        if review is None:
            return
        self.query_one("#figures", Static).update(texts.literal(review.figures()))
        self.query_one(CompareList).show(review.list_state())
        self._show_question(review)
        self._show_detail()
        self.refresh_bindings()
        self.refresh_hints()

    def _show_question(self, review: Review) -> None:
        link = review.question
        self.query_one("#card").display = link is not None
        if link is None:
            return
        place, count = review.question_count
        self.query_one("#asking", Static).update(
            texts.joined(
                ("? Same point?", "bold $warning"),
                (f"   {place} of {count}      ", "$text-muted"),
                ("y", "bold $accent"), " same   ",
                ("n", "bold $accent"), " different   ",
                ("z", "bold $accent"), " later",
            )
        )  # fmt: skip
        self.query_one("#asked-old", Static).update(texts.line(review.now.old.points[link.old].text))
        self.query_one("#asked-new", Static).update(texts.line(review.now.new.points[link.new].text))

    def _show_detail(self) -> None:
        """The marked point in full and where it would go, or the advice once all is answered."""
        review = self.review
        if review is None or self._left_round is not None:
            return
        index = self.query_one(CompareList).dropped_here
        if review.is_finished:
            tally = review.tally()
            then = f"g records {tally}" if tally else "g goes back to Today"
            self._say_below(review.now.advice.sentence, then)
        elif index is not None and index < len(review.now.old.points):
            point = review.now.old.points[index]
            under = (
                f" · under: {review.now.old.points[point.parent].text}" if point.parent is not None else ""
            )
            self._say_below(point.text + under, f"r puts it back {review.way_back(index)}")
        else:
            self._say_below("")

    def _say_below(self, first: str, second: str = "") -> None:
        self.query_one("#detail", Static).update(
            texts.joined(
                (texts.clip(first, 220), "$foreground"), "\n", (texts.clip(second, 110), "$text-muted")
            )
        )

    @on(CompareList.Marked)
    def _marked(self) -> None:
        self._show_detail()

    @on(CompareList.GroupToggled)
    def _toggle_group(self, message: CompareList.GroupToggled) -> None:
        if self.review is not None:
            self.review = self.review.toggled(message.group)
            self.show_review()

    # -- both outlines -----------------------------------------------------------------------------------

    def action_both(self) -> None:
        """Both outlines side by side, or the list again."""
        if self.shows_both:
            self._show_list()
        elif self.review is not None:
            self._show_both(self.review.now.old_round, None)

    @on(CompareList.PointChosen)
    def _look_at(self, message: CompareList.PointChosen) -> None:
        review = self.review
        if review is not None:
            old = message.old
            self._show_both(review.now.old_round, None)
            pair = self.query_one(OutlinePair)
            if old is not None:
                pair.mark_old(old)
            elif message.new is not None:
                pair.mark_new(message.new)

    def action_look(self) -> None:
        self.query_one(CompareList).action_select()

    def action_older(self) -> None:
        self._other_left(-1)

    def action_newer(self) -> None:
        self._other_left(1)

    def _other_left(self, by: int) -> None:
        review = self.review
        if review is None:
            return
        here = self._left_round or review.now.old_round

        def work() -> tuple[int, TreeDiff] | None:
            rounds = [
                r for r in rounds_of(self.desk.history.timeline(self.slug)) if r.number < review.now.new_round
            ]
            beyond = [r for r in rounds if (r.number < here if by < 0 else r.number > here)]
            if not beyond:
                return None
            one = beyond[-1] if by < 0 else beyond[0]
            old_text = outline_text(self.desk, self.slug, one.commit)
            corrections = corrections_of(self.desk, self.slug)
            return one.number, compare_texts(old_text, review.now.new_text, corrections)

        def done(result: tuple[int, TreeDiff] | None) -> None:
            if result is None:
                texts.toast(
                    self.app, "there is no older round" if by < 0 else "there is no newer round before this"
                )
            else:
                self._show_both(*result)

        self.run_step("versions", work, done)

    def _show_both(self, left: int, pair: TreeDiff | None) -> None:
        review = self.review
        if review is None:
            return
        self._left_round = left if left != review.now.old_round else None
        old, new, diff = (
            (pair.old, pair.new, pair.diff) if pair else (review.now.old, review.now.new, review.now.diff)
        )
        self.query_one(OutlinePair).show(old, new, diff)
        self.query_one("#compare").add_class("-both")
        self.query_one(OutlinePair).focus()
        note = (
            "" if self._left_round is None else "verdicts belong to the last two rounds; > comes back to them"
        )
        self._say_below(
            f"round {left} and round {review.now.new_round}: a letter ties a moved point's two places", note
        )
        self.refresh_bindings()
        self.refresh_hints()

    def _show_list(self) -> None:
        self._left_round = None
        self.query_one("#compare").remove_class("-both")
        self.query_one(CompareList).focus()
        self.show_review()

    # -- leaving -----------------------------------------------------------------------------------------

    def action_next(self) -> None:
        """The next thing to answer; with nothing left, record and let it be."""
        review = self.review
        if review is None or self.shows_both:
            self._show_list()
        elif review.question is not None:
            self.action_later()
        elif review.undecided:
            here = self.query_one(CompareList).dropped_here
            after = [index for index in review.undecided if here is None or index > here]
            self.query_one(CompareList).mark((after or list(review.undecided))[0])
        elif review.verdicts:
            self.record(self.show_review)
        else:
            self.loop_app.open_place("today")

    def action_done(self) -> None:
        """Record what is decided and go; the rest waits."""
        self.record(lambda: self.loop_app.open_place("today"))

    def action_back(self) -> None:
        """One step back: from both outlines to the list, from the list away, verdicts recorded."""
        if self.shows_both:
            self._show_list()
        elif self._is_unrecordable:
            self.review = None
            super().action_back()
        else:
            self.record(super().action_back)

    def action_history(self) -> None:
        self.record(lambda: self.loop_app.open_step("history", self.slug))
