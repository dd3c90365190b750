"""A comparison on the table: answers, verdicts, what comes next. Values only, no widget, no step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from draftloop.loop.verdicts import comes_along
from draftloop.loop.way_back import PlaceLine, place_of
from draftloop.steps.compare import with_restored
from draftloop.tui.widgets.compare_list import Group, ListState, Verdict
from draftloop.tui.widgets.figures import listed

if TYPE_CHECKING:
    from draftloop.loop.outline_links import Link
    from draftloop.steps.compare import Comparison

_TAKES_ALONG = (Verdict.RESTORE, Verdict.PARK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """How far the author has got. Every change is a new value, so undo is the one before."""

    now: Comparison
    most_questions: int
    answered: int = 0
    later: frozenset[tuple[int, int]] = frozenset()
    """Pairs that were put off."""
    verdicts: Mapping[int, Verdict] = field(default_factory=dict)
    """Given and not recorded yet, by old point."""
    selected: frozenset[int] = frozenset()
    opened: frozenset[Group] = frozenset()

    @property
    def question(self) -> Link | None:
        """The pair to ask about, least sure first."""
        if self.answered + len(self.put_off_links) >= self.most_questions:
            return None
        return next((link for link in self.now.questions if (link.old, link.new) not in self.later), None)

    @property
    def question_count(self) -> tuple[int, int]:
        """Number of the present question, and how many there are."""
        place = self.answered + len(self.put_off_links) + 1
        still = sum((link.old, link.new) not in self.later for link in self.now.questions)
        return place, min(self.most_questions, place - 1 + still)

    @property
    def put_off_links(self) -> tuple[Link, ...]:
        """Questions that were put off and are still open."""
        return tuple(link for link in self.now.diff.doubtful if (link.old, link.new) in self.later)

    @property
    def open_questions(self) -> int:
        """How many answers would make the figures more than a lower bound."""
        place, count = self.question_count
        return len(self.put_off_links) + (count - place + 1 if self.question is not None else 0)

    @property
    def undecided(self) -> tuple[int, ...]:
        """Dropped points without a verdict, recorded or not."""
        return tuple(index for index in self.now.waiting if index not in self.verdicts)

    @property
    def is_finished(self) -> bool:
        """Nothing is left to answer."""
        return self.question is None and not self.undecided

    @property
    def outlook(self) -> Comparison:
        """The comparison with the figures it will have once the verdicts are recorded."""
        return with_restored(self.now, self.of(Verdict.RESTORE))

    def of(self, verdict: Verdict) -> tuple[int, ...]:
        """The points with this verdict, in the old outline's order."""
        return tuple(sorted(index for index, given in self.verdicts.items() if given is verdict))

    def list_state(self) -> ListState:
        """What the list shows."""
        return ListState(
            old=self.now.old,
            new=self.now.new,
            diff=self.now.diff,
            waiting=self.now.waiting,
            gone=self.now.gone,
            verdicts=self.verdicts,
            selected=self.selected,
            opened=self.opened,
            empty=self._empty_words(),
        )

    def _empty_words(self) -> str:
        now = self.now
        if now.gone or now.restored:
            return "Every dropped point has its verdict."
        return (
            f"Nothing was lost: every point of round {now.old_round} still stands in round {now.new_round}."
        )

    # -- changes -----------------------------------------------------------------------------------------

    def judged(self, points: Iterable[int], verdict: Verdict) -> Review:
        """Give a verdict. What is restored or parked takes its own dropped children along."""
        given = dict(self.verdicts)
        for index in points:
            among = self.now.waiting if index in self.now.waiting else self.now.waiting + self.now.gone
            family = comes_along(self.now.old, index, set(among)) if verdict in _TAKES_ALONG else (index,)
            given.update(dict.fromkeys(family, verdict))
        return replace(self, verdicts=given, selected=frozenset())

    def can_have(self, index: int, verdict: Verdict) -> bool:
        """Whether a point can get a verdict: what was let go before can only come back or be parked."""
        return index in self.now.waiting or (index in self.now.gone and verdict in _TAKES_ALONG)

    def put_off(self) -> Review:
        """The present question later; with none, those that were put off are asked again."""
        link = self.question
        if link is None:
            return replace(self, later=frozenset())
        return replace(self, later=self.later | {(link.old, link.new)})

    def selected_or_not(self, index: int) -> Review:
        """Select a dropped point, or take it out of the selection."""
        return replace(self, selected=self.selected ^ {index})

    def toggled(self, group: Group) -> Review:
        """Open a folded group, or close it."""
        return replace(self, opened=self.opened ^ {group})

    def compared_again(self, now: Comparison, *, is_answer: bool) -> Review:
        """After an answer, or after verdicts were recorded: verdicts on points that wait no more are gone.

        Verdicts are kept by place in the old outline, so another old outline takes them all away.
        """
        if now.old_text != self.now.old_text:
            return Review(now=now, most_questions=len(now.questions), opened=self.opened)
        known = {*now.waiting, *now.gone}
        return replace(
            self,
            now=now,
            answered=self.answered + is_answer,
            later=self._put_off_in(now),
            verdicts={index: verdict for index, verdict in self.verdicts.items() if index in known},
            selected=self.selected & set(now.waiting),
        )

    def _put_off_in(self, now: Comparison) -> frozenset[tuple[int, int]]:
        """The pairs that were put off, where they stand now: a restored point moves those below it."""
        points = self.now.new.points
        later = {(old, points[new].text) for old, new in self.later}
        return frozenset(
            (link.old, link.new)
            for link in now.diff.doubtful
            if (link.old, now.new.points[link.new].text) in later
        )

    def without_verdicts(self) -> Review:
        """After they were recorded."""
        return replace(self, verdicts={}, selected=frozenset())

    # -- words -------------------------------------------------------------------------------------------

    def tally(self) -> str:
        """`let go 3, restore 1`; empty without verdicts."""
        counts = [(len(self.of(verdict)), str(verdict)) for verdict in Verdict]
        return ", ".join(f"{word} {count}" for count, word in counts if count)

    def changed_with(self, before: Comparison, old: int) -> str:
        """What an answer about the old point changed beyond itself: `2 more points found their partner`."""
        was, now = before.diff, self.now.diff
        linked = sum(index != old and index not in now.dropped for index in was.dropped)
        lost = sum(index != old and index not in was.dropped for index in now.dropped)
        found = f"{linked} more {'point' if linked == 1 else 'points'} matched" if linked else ""
        dropped = f"{lost} more {'point' if lost == 1 else 'points'} dropped" if lost else ""
        return listed([found, dropped])

    def way_back(self, index: int, most: int) -> tuple[PlaceLine, ...]:
        """Where restoring would put a dropped point, as at most `most` lines of the outline."""
        now = self.now
        without = frozenset(one for one, verdict in self.verdicts.items() if verdict is not Verdict.RESTORE)
        return place_of(
            now.new_text,
            now.old,
            now.new,
            now.diff,
            index,
            others=self.of(Verdict.RESTORE),
            without=without | frozenset(now.gone),
            most=most,
        )
