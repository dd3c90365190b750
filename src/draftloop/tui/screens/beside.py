"""Side by side: the two outlines that are judged, any other round, or the points that the prose makes."""

from __future__ import annotations

from textual import on
from textual.widgets import Static

from draftloop.loop.errors import BadValue
from draftloop.steps.sides import Sides, sides_of
from draftloop.tui import text as texts
from draftloop.tui.screens import compare_words as words
from draftloop.tui.screens.base import sentence_for
from draftloop.tui.screens.matching import MatchingScreen
from draftloop.tui.widgets.compare_list import CompareList, Place
from draftloop.tui.widgets.outline_pair import OutlinePair


class BesideScreen(MatchingScreen):
    """What is done around the pair of outlines; the list behind it is another screen's matter."""

    def show_detail(self) -> None:
        """Tell about the marked row."""

    def action_both(self) -> None:
        """Both outlines side by side, or the list again; the mark goes along."""
        if self.shows_both:
            self.show_list()
        elif self.review is not None:
            self._look_at(self.here)

    @on(CompareList.PointChosen)
    def _point_chosen(self, message: CompareList.PointChosen) -> None:
        self._look_at(message.place)

    def _look_at(self, place: Place | None) -> None:
        self.show_sides(None)
        pair = self.query_one(OutlinePair)
        if place is not None and place.old is not None:
            pair.mark_old(place.old)
        elif place is not None and place.new is not None:
            pair.mark_new(place.new)

    def action_look(self) -> None:
        (self.query_one(OutlinePair) if self.shows_both else self.query_one(CompareList)).action_select()

    def action_older(self) -> None:
        self._other_sides(-1)

    def action_newer(self) -> None:
        self._other_sides(1)

    def action_prose(self) -> None:
        """The post's own points on the right, or the outline again."""
        review = self.review
        if review is None:
            return
        if self.shows_both and self._sides is not None and self._sides.with_prose:
            self.show_sides(None)
        else:
            self._show_round(review.now.new_round, with_prose=True)

    def _other_sides(self, by: int) -> None:
        review, sides = self.review, self._sides if self.shows_both else None
        if review is not None:
            left = sides.left if sides is not None else review.now.old_round
            self._show_round(left + by, with_prose=sides is not None and sides.with_prose)

    def _show_round(self, left: int, *, with_prose: bool) -> None:
        review = self.review
        if review is None:
            return
        newest, shown = review.now.new_round, self._sides if self.shows_both else None

        def done(sides: Sides) -> None:
            is_judged = not with_prose and sides.left == review.now.old_round
            if sides.left != left:
                texts.toast(
                    self.app,
                    f"round {sides.left} is the {'oldest' if left < sides.left else 'newest'} there is",
                )
            if shown is None or sides.left != shown.left or with_prose != shown.with_prose:
                self.show_sides(None if is_judged else sides)

        def failed(error: Exception) -> None:
            said = "there is no prose yet to hold the outline against"
            texts.toast(self.app, said if isinstance(error, BadValue) and with_prose else sentence_for(error))

        self.run_step(
            "versions",
            lambda: sides_of(self.desk, self.slug, newest=newest, left=left, with_prose=with_prose),
            done,
            failed,
        )

    def show_sides(self, sides: Sides | None) -> None:
        """Draw two sides beside each other: other ones, or those that are judged."""
        review = self.review
        if review is None:
            return
        self._sides = sides
        pair = sides.pair if sides is not None else review.now.pair
        shown = self.query_one(OutlinePair)
        shown.show(pair.old, pair.new, pair.diff, review.verdicts if sides is None else None)
        left, right = words.heads(review, sides)
        self.query_one("#head-left", Static).update(left)
        self.query_one("#head-right", Static).update(right)
        self.query_one("#compare").add_class("-both")
        self.query_one("#card").display = False
        if shown.highlighted is None:
            shown.highlighted = 0
        shown.focus()
        self.show_detail()
        self.refresh_bindings()
        self.refresh_hints()

    def show_list(self) -> None:
        place, was_judged = self.here, self._sides is None
        self._sides = None
        self.query_one("#compare").remove_class("-both")
        self.query_one(CompareList).focus()
        if place is not None and was_judged:
            self.mark_place(place)
        self.show_review()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("both", "older", "newer"):
            return self.review is not None
        if action == "prose":
            return self.review is not None and self.shows_both
        return super().check_action(action, parameters)
