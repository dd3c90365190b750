"""What the last round's probabilities say about the neighbors of a pair.

Every feature is the same with old and new exchanged.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from draftloop.loop.outline_tree import NOBODY, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Pair = tuple[int, int]

CONTEXT_NAMES = (
    "last", "last_logit", "parents", "no_parents", "before", "no_before", "after", "no_after",
    "read_before", "read_after", "read_near", "children", "siblings", "rival", "is_best",
    "parent_of_other", "between",
)  # fmt: skip


class Context:
    """What the last round's probabilities say about the neighbors of a pair."""

    def __init__(self, old: Tree, new: Tree, chance: Mapping[Pair, float]) -> None:
        self._old, self._new, self._chance = old, new, chance
        self._best_old = _two_best((i, p) for (i, _), p in chance.items())
        self._best_new = _two_best((j, p) for (_, j), p in chance.items())
        self._families = self._family_support()
        self._up_old, self._down_old, self._up_new, self._down_new = self._anchors()

    def _family_support(self) -> dict[Pair, float]:
        """For two parents: how well their children find each other, 0 to 1."""
        best_old: dict[tuple[Pair, int], float] = {}
        best_new: dict[tuple[Pair, int], float] = {}
        for (i, j), p in self._chance.items():
            parents = self._old.parent[i], self._new.parent[j]
            if p > best_old.get((parents, i), 0.0):
                best_old[parents, i] = p
            if p > best_new.get((parents, j), 0.0):
                best_new[parents, j] = p
        sums: dict[Pair, float] = defaultdict(float)
        for best in (best_old, best_new):
            for (parents, _), p in best.items():
                sums[parents] += p
        children_old, children_new = Counter(self._old.parent), Counter(self._new.parent)
        return {(a, b): total / (children_old[a] + children_new[b]) for (a, b), total in sums.items()}

    def _anchors(self) -> tuple[list[int], list[int], list[int], list[int]]:
        """For each point the partner of the nearest sure link before and after it in reading order."""
        sure = [
            pair
            for pair, p in self._chance.items()
            if p > 0.5 and p >= self._best_old[pair[0]][0] and p >= self._best_new[pair[1]][0]
        ]
        forth, back = dict(sure), {j: i for i, j in sure}
        return (
            *_nearest(forth, len(self._old), len(self._new)),
            *_nearest(back, len(self._new), len(self._old)),
        )

    def features(self, i: int, j: int) -> list[float]:
        """In the order of CONTEXT_NAMES."""
        old, new, get = self._old, self._new, self._chance.get
        p = get((i, j), 0.0)
        a, b = old.parent[i], new.parent[j]
        before_i, before_j, after_i, after_j = old.before[i], new.before[j], old.after[i], new.after[j]
        first, second = self._best_old[i]
        third, fourth = self._best_new[j]
        rival = max(second if p >= first else first, fourth if p >= third else third)
        clipped = min(0.999, max(0.001, p))
        near = max(
            get((i - 2, j - 1), 0.0),
            get((i - 1, j - 2), 0.0),
            get((i + 2, j + 1), 0.0),
            get((i + 1, j + 2), 0.0),
        )
        inside = (self._up_old[i] < j < self._down_old[i]) + (self._up_new[j] < i < self._down_new[j])
        return [
            p,
            math.log(clipped / (1 - clipped)),
            get((a, b), 0.0),
            1.0 if a == NOBODY or b == NOBODY else 0.0,
            get((before_i, before_j), 0.0),
            1.0 if before_i == NOBODY and before_j == NOBODY else 0.0,
            get((after_i, after_j), 0.0),
            1.0 if after_i == NOBODY and after_j == NOBODY else 0.0,
            get((i - 1, j - 1), 0.0),
            get((i + 1, j + 1), 0.0),
            near,
            self._families.get((i, j), 0.0),
            self._families.get((a, b), 0.0),
            rival,
            1.0 if p >= first and p >= third else 0.0,
            max(get((a, j), 0.0), get((i, b), 0.0)),
            inside / 2,
        ]


def _two_best(entries: Iterable[tuple[int, float]]) -> dict[int, tuple[float, float]]:
    best: dict[int, tuple[float, float]] = {}
    for index, p in entries:
        # Even what has no chance at all (a sum under -30 is 0) has an entry: features look it up.
        first, second = best.setdefault(index, (0.0, 0.0))
        if p > first:
            best[index] = (p, first)
        elif p > second:
            best[index] = (first, p)
    return best


def _nearest(partner: Mapping[int, int], count: int, other: int) -> tuple[list[int], list[int]]:
    up, down = [-1] * count, [other] * count
    last = -1
    for index in range(count):
        up[index] = last
        last = partner.get(index, last)
    last = other
    for index in range(count - 1, -1, -1):
        down[index] = last
        last = partner.get(index, last)
    return up, down
