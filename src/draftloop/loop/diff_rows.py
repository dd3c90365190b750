"""What became of each point, ready to be shown: one row a point, the same for a terminal and for a page.

Which points are the same is decided in `outline_diff.py`; how a row looks is decided where it is drawn.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from draftloop.loop.outline_links import SURE, LinkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.outline import Outline
    from draftloop.loop.outline_links import Link, OutlineDiff


class Mark(StrEnum):
    """What became of a point, in the order in which it matters to the author."""

    DROPPED = "dropped"
    ADDED = "added"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    REWORDED = "reworded"
    KEPT = "kept"


GLYPHS = {
    Mark.DROPPED: "−",
    Mark.ADDED: "+",
    Mark.MOVED: "→",
    Mark.SPLIT: "Y",
    Mark.MERGED: "λ",
    Mark.REWORDED: "~",
    Mark.KEPT: "=",
}
DOUBTFUL = "?"

_MARK_OF = {
    LinkKind.KEPT: Mark.KEPT,
    LinkKind.REWORDED: Mark.REWORDED,
    LinkKind.MOVED: Mark.MOVED,
    LinkKind.MOVED_REWORDED: Mark.MOVED,
    LinkKind.SPLIT: Mark.SPLIT,
    LinkKind.MERGED: Mark.MERGED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """One point of either outline and what it is linked with."""

    point: int
    """Index into its outline's points."""
    mark: Mark
    partners: tuple[int, ...] = ()
    """Indices of the linked points on the other side, in reading order."""
    is_doubtful: bool = False
    """One of its links is a question rather than a fact."""
    score: float = 1.0
    """Probability of the least sure link."""


def new_rows(new: Outline, diff: OutlineDiff) -> tuple[PointRow, ...]:
    """A row for every point of the new outline."""
    return _rows(len(new.points), [(link.new, link.old, link) for link in diff.links], Mark.ADDED)


def old_rows(old: Outline, diff: OutlineDiff) -> tuple[PointRow, ...]:
    """A row for every point of the old outline."""
    return _rows(len(old.points), [(link.old, link.new, link) for link in diff.links], Mark.DROPPED)


def _rows(count: int, ends: Sequence[tuple[int, int, Link]], alone: Mark) -> tuple[PointRow, ...]:
    linked: dict[int, list[tuple[int, Link]]] = defaultdict(list)
    for mine, theirs, link in ends:
        linked[mine].append((theirs, link))
    rows = []
    for index in range(count):
        found = linked.get(index)
        if not found:
            rows.append(PointRow(point=index, mark=alone))
            continue
        # A point that is both a part of one and a merger of others is named for what it gathers.
        marks = [_MARK_OF[link.kind] for _, link in found]
        least = min(link.score for _, link in found)
        rows.append(
            PointRow(
                point=index,
                mark=Mark.MERGED if Mark.MERGED in marks else marks[0],
                partners=tuple(sorted(theirs for theirs, _ in found)),
                is_doubtful=least < SURE,
                score=least,
            )
        )
    return tuple(rows)


def counts(diff: OutlineDiff) -> dict[Mark, int]:
    """How often each thing happened, in the order in which it matters; what did not happen is left out."""
    of_kind = {kind: sum(link.kind is kind for link in diff.links) for kind in LinkKind}
    found = {
        Mark.DROPPED: len(diff.dropped),
        Mark.ADDED: len(diff.added),
        Mark.MOVED: of_kind[LinkKind.MOVED] + of_kind[LinkKind.MOVED_REWORDED],
        Mark.SPLIT: len({link.old for link in diff.links if link.kind is LinkKind.SPLIT}),
        Mark.MERGED: len({link.new for link in diff.links if link.kind is LinkKind.MERGED}),
        Mark.REWORDED: of_kind[LinkKind.REWORDED],
        Mark.KEPT: of_kind[LinkKind.KEPT],
    }
    return {mark: count for mark, count in found.items() if count}


def path_to(outline: Outline, index: int) -> tuple[int, ...]:
    """Indices of the points above a point, outermost first."""
    path = []
    parent = outline.points[index].parent
    while parent is not None:
        path.append(parent)
        parent = outline.points[parent].parent
    return tuple(reversed(path))


class Moves:
    """Where the moved points of a diff came from, in the author's own words."""

    def __init__(self, old: Outline, new: Outline, diff: OutlineDiff) -> None:
        self._old, self._new = old, new
        self._pairs = {(link.old, link.new) for link in diff.links}
        self._siblings: dict[int | None, list[int]] = defaultdict(list)
        self._place: list[int] = []
        for index, point in enumerate(old.points):
            self._place.append(len(self._siblings[point.parent]))
            self._siblings[point.parent].append(index)
        self._shifts: dict[tuple[int | None, int | None], dict[int, int]] = {}

    def origin(self, old: int, new: int) -> str:
        """`from Why › a budget`, or which way a point went among its siblings."""
        above, now_above = self._old.points[old].parent, self._new.points[new].parent
        is_home = (above, now_above) in self._pairs or (above is None and now_above is None)
        if not is_home:
            # The last two say where it was; the whole path of a deep outline would hide them.
            names = " › ".join(self._old.points[index].text for index in path_to(self._old, old)[-2:])
            return f"from {names}" if names else "from the top level"
        place = self._place[old]
        where = (
            f"it stood after: {self._old.points[self._siblings[above][place - 1]].text}"
            if place
            else "it stood first"
        )
        is_up = self._shift(above, now_above).get(old, 0) < 0
        return f"further {'up' if is_up else 'down'}, {where}"

    def _shift(self, above: int | None, now_above: int | None) -> dict[int, int]:
        """For each point that stayed in a family, how far it went among those that stayed with it."""
        key = (above, now_above)
        if key not in self._shifts:
            stayed = sorted(
                (i, j)
                for i, j in self._pairs
                if self._old.points[i].parent == above and self._new.points[j].parent == now_above
            )
            by_new = sorted(range(len(stayed)), key=lambda n: stayed[n][1])
            self._shifts[key] = {stayed[n][0]: rank - n for rank, n in enumerate(by_new)}
        return self._shifts[key]
