"""A comparison on the table: answers, verdicts, what comes next. Values only, no widget, no step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from draftloop.loop.verdicts import preview, restore_point
from draftloop.tui.widgets.compare_list import Group, ListState, Verdict

if TYPE_CHECKING:
    from draftloop.loop.outline_links import Link
    from draftloop.steps.compare import Comparison


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
        if self.answered + len(self.later) >= self.most_questions:
            return None
        return next((link for link in self.now.questions if (link.old, link.new) not in self.later), None)

    @property
    def question_count(self) -> tuple[int, int]:
        """Number of the present question, and how many there are."""
        place = self.answered + len(self.later) + 1
        still = sum((link.old, link.new) not in self.later for link in self.now.questions)
        return place, min(self.most_questions, place - 1 + still)

    @property
    def undecided(self) -> tuple[int, ...]:
        """Dropped points without a verdict, recorded or not."""
        return tuple(index for index in self.now.waiting if index not in self.verdicts)

    @property
    def is_finished(self) -> bool:
        """Nothing is left to answer."""
        return self.question is None and not self.undecided

    def of(self, verdict: Verdict) -> tuple[int, ...]:
        """The points with this verdict, in the old outline's order."""
        return tuple(index for index in self.now.waiting if self.verdicts.get(index) is verdict)

    def list_state(self) -> ListState:
        """What the list shows."""
        return ListState(
            old=self.now.old,
            new=self.now.new,
            diff=self.now.diff,
            waiting=self.now.waiting,
            verdicts=self.verdicts,
            selected=self.selected,
            opened=self.opened,
        )

    # -- changes -----------------------------------------------------------------------------------------

    def judged(self, points: Iterable[int], verdict: Verdict) -> Review:
        """Give a verdict. What is restored or parked takes its own dropped children along."""
        given = dict(self.verdicts)
        for index in points:
            family = self.now.old.subtree(index) if verdict is not Verdict.LET_GO else (index,)
            given.update(dict.fromkeys((i for i in family if i in self.now.waiting), verdict))
        return replace(self, verdicts=given, selected=frozenset())

    def comes_with(self, index: int) -> int | None:
        """The point above that takes this one along, restored or parked; None if its verdict is its own."""
        above = self.now.old.points[index].parent
        while above is not None:
            if above in self.now.waiting and self.verdicts.get(above) in (Verdict.RESTORE, Verdict.PARK):
                return above
            above = self.now.old.points[above].parent
        return None

    def put_off(self) -> Review:
        """The present question later."""
        link = self.question
        return self if link is None else replace(self, later=self.later | {(link.old, link.new)})

    def selected_or_not(self, index: int) -> Review:
        """Select a dropped point, or take it out of the selection."""
        return replace(self, selected=self.selected ^ {index})

    def toggled(self, group: Group) -> Review:
        """Open a folded group, or close it."""
        return replace(self, opened=self.opened ^ {group})

    def compared_again(self, now: Comparison, *, is_answer: bool) -> Review:
        """After an answer, or after verdicts were recorded: verdicts on points that wait no more are gone."""
        return replace(
            self,
            now=now,
            answered=self.answered + is_answer,
            verdicts={index: verdict for index, verdict in self.verdicts.items() if index in now.waiting},
            selected=self.selected & set(now.waiting),
        )

    # -- words -------------------------------------------------------------------------------------------

    def figures(self) -> str:
        """`round 2 → 3   settled .64   ideas .86  place .89  wording .45`."""
        parts = self.now.settled
        bound = "at least " if self.question is not None else ""
        return (
            f"round {self.now.old_round} → {self.now.new_round}     {bound}settled {_two(parts.total)}   "
            f"ideas {_two(parts.ideas)}  place {_two(parts.place)}  wording {_two(parts.wording)}"
        )

    def tally(self) -> str:
        """`let go 3, restore 1`; empty without verdicts."""
        counts = [(len(self.of(verdict)), str(verdict)) for verdict in Verdict]
        return ", ".join(f"{word} {count}" for count, word in counts if count)

    def way_back(self, index: int) -> str:
        """Where restoring would put a dropped point."""
        now = self.now
        return preview(restore_point(now.new_text, now.old, now.new, now.diff, index))


def _two(value: float) -> str:
    """A share as the screens write it: .92."""
    return "1.0" if value >= 0.995 else f"{value:.2f}".removeprefix("0")
