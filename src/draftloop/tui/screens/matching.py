"""The author's say about matches: questions answered, links made and parted by hand, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.outline_links import SURE
from draftloop.steps.compare import Comparison, comparison
from draftloop.steps.match import correct, new_offers, old_offers, unanswer
from draftloop.steps.sides import Sides, sides_of
from draftloop.tui import text as texts
from draftloop.tui.dialogs.same_as import Offer, SameAsDialog
from draftloop.tui.screens.comparing import ComparingScreen
from draftloop.tui.widgets.compare_list import Place

if TYPE_CHECKING:
    from draftloop.loop.outline import Outline
    from draftloop.loop.outline_links import Link
    from draftloop.steps.desk import Desk
    from draftloop.steps.rounds import TreeDiff
    from draftloop.steps.undo import Change

_ANSWERS = frozenset({"same", "different", "later", "same_as", "part", "undo"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What an answer, or taking one back, made of the comparison."""

    now: Comparison
    sides: Sides | None
    """The two other sides, if such are shown."""
    change: Change


class MatchingScreen(ComparingScreen):
    """Every answer is kept at once, in a thread; the comparison that follows from it comes home by itself."""

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk, slug)
        self._is_matching = False
        """An answer is on its way: what the next one would be about is not known yet."""

    @property
    def pair(self) -> TreeDiff | None:
        """The two outlines in sight."""
        if self.shows_both and self._sides is not None:
            return self._sides.pair
        return self.review.now.pair if self.review is not None else None

    def _came_home(self, group: str) -> None:
        super()._came_home(group)
        if group == "answer":
            self._is_matching = False
            self.refresh_hints()

    def mark_place(self, place: Place) -> None:
        """Mark the row about these points."""

    def show_sides(self, sides: Sides | None) -> None:
        """Draw other sides, or those that are judged."""

    # -- questions ---------------------------------------------------------------------------------------

    def action_same(self) -> None:
        self._answer(same=True)

    def action_different(self) -> None:
        self._answer(same=False)

    def action_later(self) -> None:
        if self.review is not None:
            self._change(self.review.put_off())

    def _answer(self, *, same: bool) -> None:
        place, is_question = self._asked()
        if place is not None and place.old is not None and place.new is not None:
            self._correct(place.old, place.new, same=same, is_question=is_question)

    def _asked(self) -> tuple[Place | None, bool]:
        """What y and n are about: the question on the card, else a doubtful row."""
        review = self.review
        if review is None:
            return None, False
        link = review.question
        if link is not None and not self.shows_both:
            return Place(old=link.old, new=link.new), True
        link = self._link_here()
        is_doubtful = link is not None and link.score < SURE
        return (Place(old=link.old, new=link.new), False) if link and is_doubtful else (None, False)

    def _link_here(self) -> Link | None:
        place, pair = self.here, self.pair
        if place is None or pair is None or place.old is None or place.new is None:
            return None
        ends = (place.old, place.new)
        return next((link for link in pair.diff.links if (link.old, link.new) == ends), None)

    # -- matches by hand ---------------------------------------------------------------------------------

    def action_part(self) -> None:
        """The two points on the marked row are not the same."""
        link = self._link_here()
        if link is not None:
            self._correct(link.old, link.new, same=False)

    def action_same_as(self) -> None:
        """Choose which point of the other outline the marked one is."""
        place, pair = self.here, self.pair
        if place is None or pair is None:
            return
        is_old = place.old is not None
        index = place.old if place.old is not None else place.new
        if index is None:
            return

        def chosen(other: int | None) -> None:
            if other is None or index is None:
                return
            old, new = (index, other) if is_old else (other, index)
            self._correct(old, new, same=True)

        def ask(offers: tuple[Offer, ...]) -> None:
            side = pair.old if is_old else pair.new
            question = f"Which {'new' if is_old else 'old'} point is it?"
            self.app.push_screen(SameAsDialog(question, side.points[index].text, offers), chosen)

        self.run_step("offers", lambda: _offers(pair, index, is_old=is_old), ask)

    def _correct(self, old: int, new: int, *, same: bool, is_question: bool = False) -> None:
        pair, review = self.pair, self.review
        if pair is None or review is None or self._is_matching:
            return
        sides = self._sides if self.shows_both else None

        def work() -> Matched:
            change = correct(self.desk, self.slug, pair, old, new, same=same)
            return self._compared(lambda: comparison(self.desk, self.slug), sides, change)

        def done(result: Matched) -> None:
            present = self.review or review
            self._has_answers = True
            self._change(present.compared_again(result.now, is_answer=is_question), result.change)
            also = self.review.changed_with(present.now, old) if self.review and sides is None else ""
            said = "the same" if same else "not the same"
            self.say(f"remembered: {said}{f'; {also}' if also else ''} · u undoes it")
            changed = Place(old=old, new=new) if same else Place(old=old)
            self._show_again(result.sides, None if is_question else changed)

        self._is_matching = True
        self.run_step("answer", work, done)
        self.refresh_hints()

    def _compared(self, compare: Callable[[], Comparison], sides: Sides | None, change: Change) -> Matched:
        now = compare()
        if sides is not None:
            sides = sides_of(
                self.desk, self.slug, newest=now.new_round, left=sides.left, with_prose=sides.with_prose
            )
        return Matched(now=now, sides=sides, change=change)

    def _show_again(self, sides: Sides | None, place: Place | None) -> None:
        if self.shows_both:
            self.show_sides(sides)
        if place is not None:
            self.mark_place(place)

    def action_undo(self) -> None:
        """The last answer or verdict back; what is recorded already can be restored from its group."""
        if not self._undo or self.review is None:
            gone = self.review is not None and bool(self.review.now.gone)
            more = ": r on a point that was let go brings it back" if gone else ""
            texts.toast(self.app, f"nothing to undo here{more}")
            return
        before, change = self._undo[-1]
        if change is None:
            self._undo.pop()
            self.review = before
            self.say("")
            self.show_review()
            return
        if self._is_matching:
            return
        sides = self._sides if self.shows_both else None

        def work() -> Matched:
            return self._compared(lambda: unanswer(self.desk, self.slug, change), sides, change)

        def done(result: Matched) -> None:
            self._undo.pop()
            self.review = before.compared_again(result.now, is_answer=False)
            self.say("the answer is taken back")
            self.show_review()
            self._show_again(result.sides, None)

        self._is_matching = True
        self.run_step("answer", work, done)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in _ANSWERS and self._is_matching:
            return False
        if action in ("same", "different"):
            return self._asked()[0] is not None
        if action == "later":
            review = self.review
            is_possible = review is not None and (review.question is not None or bool(review.put_off_links))
            return is_possible and not self.shows_both
        if action == "part":
            return self._link_here() is not None
        if action == "undo":
            return self.review is not None
        if action == "same_as":
            return self.here is not None and self.review is not None
        return super().check_action(action, parameters)


def _offers(pair: TreeDiff, index: int, *, is_old: bool) -> tuple[Offer, ...]:
    """Points of the other side, the likely ones first, each with where it stands."""
    other = pair.new if is_old else pair.old
    order = new_offers(pair, index) if is_old else old_offers(pair, index)
    partner = {link.new if is_old else link.old: link.old if is_old else link.new for link in pair.diff.links}
    mine = pair.old if is_old else pair.new
    lone = "new" if is_old else "dropped"
    return tuple(
        Offer(index=one, text=other.points[one].text, about=_about(other, one, mine, partner.get(one), lone))
        for one in order
    )


def _about(other: Outline, index: int, mine: Outline, partner: int | None, lone: str) -> str:
    parent = other.points[index].parent
    under = f" · under “{texts.clip(other.points[parent].text, 26)}”" if parent is not None else ""
    taken = lone if partner is None else f"taken for “{texts.clip(mine.points[partner].text, 28)}”"
    return f"{taken}{under}"
