"""Compare: what did I lose? Doubtful pairs first, then every dropped point, then one sentence of advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from draftloop.loop.errors import NothingToCompare, Unreadable
from draftloop.loop.stage import Stage
from draftloop.steps.bundle import folder_of
from draftloop.steps.compare import Comparison, comparison, told_of_meaning
from draftloop.tui import text as texts
from draftloop.tui.keys import bindings_for
from draftloop.tui.screens import compare_words as words
from draftloop.tui.screens.base import sentence_for
from draftloop.tui.screens.beside import BesideScreen
from draftloop.tui.screens.review import Review
from draftloop.tui.widgets.compare_list import CompareList, Place
from draftloop.tui.widgets.outline_pair import OutlinePair

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

_PLACE_ROWS = 22
"""From this height on the place of a restored point is shown, and not only named."""
_BOTH_ROWS = 30
"""From this height on there is room for the question and for the marked point."""
_CARD_ROWS = 18
"""From this height on the question says what its two points stand under."""
_LONG_S = 0.4
"""A comparison that takes longer says what it waits for: a sentence model that has to start takes seconds."""


class CompareScreen(BesideScreen):
    """The figures, the question, the list, and both outlines over them."""

    NAME = "compare"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("compare")
    CSS_PATH = "compare.tcss"

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk, slug)
        self._broken = ""
        """The file that cannot be read, while it stands in the way."""
        self._news = ""
        self._is_opening = False

    def compose_room(self) -> ComposeResult:
        with Vertical(id="compare"):
            yield Static("", id="figures", markup=False)
            with Vertical(id="card") as card:
                card.display = False
                yield Static("", id="asking", markup=False)
                with Horizontal(id="pairing"):
                    yield Static("", id="asked-old", markup=False)
                    yield Static("┊", id="between", markup=False)
                    yield Static("", id="asked-new", markup=False)
            yield CompareList(id="list")
            with Horizontal(id="heads"):
                yield Static("", id="head-left", markup=False)
                yield Static("", id="head-right", markup=False)
            yield OutlinePair(id="pair")
            yield Static("", id="detail", markup=False)

    # -- opening -----------------------------------------------------------------------------------------

    def load(self) -> None:
        if self.review is None:
            self._is_opening = True
            self.query_one("#figures", Static).update(words.comparing(by_meaning=False))
            self.set_timer(_LONG_S, self._say_what_takes_long)
        self.run_step("open", lambda: comparison(self.desk, self.slug), self._opened, self._not_opened)

    def _say_what_takes_long(self) -> None:
        meaning = self.desk.meaning
        if self._is_opening and meaning is not None and meaning.is_installed:
            self.query_one("#figures", Static).update(words.comparing(by_meaning=True))
            self.is_ready = True  # keys typed ahead wait no longer: esc, ? and the places must work meanwhile

    def _not_opened(self, error: Exception) -> None:
        self._is_opening = False
        if self.review is None:
            self.query_one("#figures", Static).update("")
        self._broken = error.path if isinstance(error, Unreadable) else ""
        if isinstance(error, NothingToCompare):
            self.query_one("#figures", Static).update("One outline so far: there is nothing to compare yet.")
            self._say_below(
                texts.literal(
                    "Write it anew from memory, on another day. Every point that did not come back "
                    "will stand here, and you let it go or take it back. esc goes back.",
                    "$text-muted",
                )
            )
        else:
            more = "; e opens it in your editor" if self._broken else ""
            self.show_error("open", f"{sentence_for(error)}{more}")

    def _opened(self, now: Comparison) -> None:
        self._is_opening, self._broken = False, ""
        self.top_line.place = now.title
        self.top_line.stage = Stage.REWRITE
        self.top_line.rounds = max(1, now.new_round - 1)
        is_first = self.review is None
        if self.review is None:
            self.review = Review(now=now, most_questions=len(now.questions))
        elif now.old_text != self.review.now.old_text or now.new_text != self.review.now.new_text:
            self.review = self.review.compared_again(now, is_answer=False)
            self._undo.clear()
            self.say("the outline was changed meanwhile: this is how it compares now")
        if is_first:
            self._say_what_matched(now)
        self.show_review()
        if is_first:
            self.query_one(CompareList).focus()

    def _say_what_matched(self, now: Comparison) -> None:
        if now.trouble:
            self.say(f"matched by words, not by meaning: {now.trouble}")
        elif now.offers_meaning:
            self.say(words.OFFER)
            self.run_step("told", lambda: told_of_meaning(self.desk), lambda _: None)

    # -- showing -----------------------------------------------------------------------------------------

    def show_review(self) -> None:
        review = self.review
        if review is None:
            return
        self._show_figures()
        self.query_one(CompareList).show(review.list_state())
        self._show_question(review)
        if self.shows_both and self._sides is None:
            now = review.now
            self.query_one(OutlinePair).show(now.old, now.new, now.diff, review.verdicts)
        self.show_detail()
        self.refresh_bindings()
        self.refresh_hints()

    def say(self, sentence: str) -> None:
        self._news = sentence
        self._show_figures()

    def _show_figures(self) -> None:
        if self.review is not None:
            width = self.query_one("#compare").size.width or self.size.width
            self.query_one("#figures", Static).update(words.figures(self.review, width, self._news))

    def _show_question(self, review: Review) -> None:
        link = review.question
        self.query_one("#card").display = link is not None and not self.shows_both
        if link is None:
            return
        now, is_high = review.now, self.size.height >= _CARD_ROWS
        self.query_one("#asking", Static).update(words.asking(review, self.size.width))
        self.query_one("#asked-old", Static).update(words.asked(now.old, link.old, is_high=is_high))
        self.query_one("#asked-new", Static).update(words.asked(now.new, link.new, is_high=is_high))

    def show_detail(self) -> None:
        """The marked point and where it would go, or the advice once all is answered."""
        review, pair = self.review, self.pair
        if review is None or pair is None:
            return
        place, group = self.here, self.query_one(CompareList).group_here
        is_dropped = place is not None and place.new is None and self._sides is None
        is_asked = review.question is not None and not self.shows_both
        self.query_one("#detail").display = not is_asked or self.size.height >= _BOTH_ROWS
        if review.is_finished and not self.shows_both and (is_dropped or place is None):
            self._say_end(review)
        elif place is None:
            self._say_below(words.about_group(group) if group is not None else Content(""))
        elif is_dropped and place.old is not None:
            is_high = self.size.height >= _PLACE_ROWS and not self.shows_both
            self._say_below(words.about_dropped(review, place.old, 3 if is_high else 1))
        else:
            with_prose = self._sides is not None and self._sides.with_prose
            self._say_below(words.about_pair(pair, place, with_prose=with_prose))

    def _say_end(self, review: Review) -> None:
        sentence, then = words.end(review)
        self._say_below(texts.joined((sentence, "bold"), "\n", (then, "$text-muted")))

    def _say_below(self, content: Content) -> None:
        self.query_one("#detail", Static).update(content)

    def mark_place(self, place: Place) -> None:
        if not self.shows_both:
            self.query_one(CompareList).mark_place(place)

    @on(CompareList.Marked)
    @on(OutlinePair.Marked)
    def _marked(self) -> None:
        self.show_detail()
        self.refresh_hints()

    @on(CompareList.GroupToggled)
    def _toggle_group(self, message: CompareList.GroupToggled) -> None:
        if self.review is not None:
            self.review = self.review.toggled(message.group)
            self.show_review()

    @on(events.Resize)
    def _fit_again(self) -> None:
        if self.review is not None:
            self.show_review()

    # -- leaving -----------------------------------------------------------------------------------------

    def action_next(self) -> None:
        """The next thing to answer; with nothing left, record, then on to what comes next."""
        review = self.review
        if review is None:
            return
        if self.shows_both:
            self.show_list()
        elif review.question is not None:
            self.action_later()
        elif review.undecided:
            here = self.query_one(CompareList).dropped_here
            after = [index for index in review.undecided if here is None or index > here]
            self.query_one(CompareList).mark((after or list(review.undecided))[0])
        elif review.verdicts:
            self.record(self._to_end, stays=True)
        else:
            self.record(self._go_on)

    def _to_end(self) -> None:
        """Stay with the advice in sight."""
        if self.review is not None:
            self.show_review()
            self._say_end(self.review)

    def _go_on(self) -> None:
        review = self.review
        if review is None or review.now.advice.go_on:
            self.loop_app.open_place("today")
        else:
            self.loop_app.open_step("prose", self.slug)

    def action_done(self) -> None:
        """Record what is decided and go; the rest waits."""
        self.record(lambda: self.loop_app.open_place("today"))

    def action_back(self) -> None:
        """One step back: from both outlines to the list, from the list away, verdicts recorded."""
        if self.shows_both:
            self.show_list()
        elif self._is_unrecordable:
            self.review = None
            super().action_back()
        else:
            self.record(super().action_back)

    def action_history(self) -> None:
        self.record(lambda: self.loop_app.open_step("history", self.slug))

    def action_edit_outside(self) -> None:
        """The outline in the author's own editor, or the file that stands in the way."""
        path = self._broken or f"{folder_of(self.slug)}/outline.md"
        self.loop_app.edit_outside(path, lambda _: self.load())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "next":
            return self.review is not None
        return super().check_action(action, parameters)
