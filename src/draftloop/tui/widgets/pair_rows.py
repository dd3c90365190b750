"""Which points of two outlines stand on one row, and which are tied across rows. Pure; no widget."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.tui.widgets.compare_list import Place

if TYPE_CHECKING:
    from draftloop.loop.outline import Outline
    from draftloop.loop.outline_links import Link, OutlineDiff

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One row: an old point, a new one, or both when they are linked in place."""

    old: int | None
    new: int | None
    link: Link | None = None
    """What ties them: on this row if both sides are given, else across rows."""
    letter: str = ""
    """The same on all rows that are tied across rows."""

    @property
    def place(self) -> Place:
        """The points it is about: both ends of its link, wherever they stand."""
        if self.link is not None:
            return Place(old=self.link.old, new=self.link.new)
        return Place(old=self.old, new=self.new)


def pair_rows(old: Outline, new: Outline, diff: OutlineDiff) -> tuple[PairRow, ...]:
    """Every point of both outlines exactly once, each side in its own order."""
    anchors = _in_order(diff.links)
    letters = _letters_of(diff.links, anchors)
    best_old: dict[int, Link] = {}
    best_new: dict[int, Link] = {}
    by_pair = {(link.old, link.new): link for link in diff.links}
    for link in diff.links:
        if (link.old, link.new) not in anchors:
            best_old.setdefault(link.old, link)
            best_new.setdefault(link.new, link)
    rows: list[PairRow] = []
    i = j = 0
    for old_stop, new_stop in [*sorted(anchors), (len(old.points), len(new.points))]:
        while i < old_stop:
            rows.append(PairRow(old=i, new=None, link=best_old.get(i), letter=letters.get((0, i), "")))
            i += 1
        while j < new_stop:
            rows.append(PairRow(old=None, new=j, link=best_new.get(j), letter=letters.get((1, j), "")))
            j += 1
        if old_stop < len(old.points):
            rows.append(PairRow(old=i, new=j, link=by_pair[i, j], letter=letters.get((0, i), "")))
            i, j = i + 1, j + 1
    return tuple(rows)


def _in_order(links: Sequence[Link]) -> set[tuple[int, int]]:
    """The longest run of links that cross nothing: what can stand row beside row."""
    ordered = sorted(links, key=lambda link: (link.old, -link.new))
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = [-1] * len(ordered)
    for number, link in enumerate(ordered):
        place = bisect_left(tails, link.new)
        before[number] = ends[place - 1] if place else -1
        if place == len(tails):
            tails.append(link.new)
            ends.append(number)
        else:
            tails[place], ends[place] = link.new, number
    chosen: set[tuple[int, int]] = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        chosen.add((ordered[number].old, ordered[number].new))
        number = before[number]
    return chosen


def _letters_of(links: Sequence[Link], anchors: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """By (side, index): one letter for all points that hang together and do not all stand on one row."""
    root: dict[tuple[int, int], tuple[int, int]] = {}

    def find(end: tuple[int, int]) -> tuple[int, int]:
        while root.setdefault(end, end) != end:
            end = root[end]
        return end

    for link in links:
        root[find((1, link.new))] = find((0, link.old))
    across = [find((0, link.old)) for link in links if (link.old, link.new) not in anchors]
    letter = {one: _letter(number) for number, one in enumerate(dict.fromkeys(across))}
    return {end: letter[find(end)] for end in root if find(end) in letter}


def _letter(number: int) -> str:
    return _LETTERS[number % 26] + (str(number // 26) if number >= 26 else "")
