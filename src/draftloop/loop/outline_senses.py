"""What points say by the sense of their words: alike where another word is used for the same thing."""

from __future__ import annotations

from collections import Counter
from operator import mul
from typing import TYPE_CHECKING

from draftloop.loop.outline_tree import NOBODY, Tree
from draftloop.loop.outline_words import STOP_WORDS
from draftloop.loop.word_vectors import STOP_WEIGHT, plus, unit, weight_of, weighted_sum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.outline_words import Words

_BEST = 5
"""Nearest points in sense that are worth a look, for each point."""
_MANY = 10_000
"""Pairs from which on looking at all of them for the nearest takes too long."""
CHILD_SHARE = 0.4
"""How much each child adds to what a point says in its place; the parent adds all of it."""


class Senses:
    """The senses of all points of both outlines, alone and in their place."""

    def __init__(self, old: Tree, new: Tree, old_words: Sequence[Words], new_words: Sequence[Words]) -> None:
        points = [*old_words, *new_words]
        points_with = Counter(token for words in points for token in set(words.tokens))
        self._weight = {
            token: STOP_WEIGHT if token in STOP_WORDS else weight_of(count, len(points))
            for token, count in points_with.items()
        }
        self._old, self._old_in_place = self._vectors(old, old_words)
        self._new, self._new_in_place = self._vectors(new, new_words)

    def _vectors(self, tree: Tree, points: Sequence[Words]) -> tuple[list[list[float]], list[list[float]]]:
        alone = [weighted_sum((token, self._weight[token]) for token in words.tokens) for words in points]
        in_place = list(alone)
        for index, above in enumerate(tree.parent):
            if above != NOBODY:
                in_place[index] = plus(in_place[index], alone[above], 1.0)
                in_place[above] = plus(in_place[above], alone[index], CHILD_SHARE)
        return [unit(vector) for vector in alone], [unit(vector) for vector in in_place]

    def __call__(self, i: int, j: int) -> tuple[float, float]:
        """Cosines of two points, alone and in their place."""
        return (
            sum(map(mul, self._old[i], self._new[j])),
            sum(map(mul, self._old_in_place[i], self._new_in_place[j])),
        )

    def nearest(self) -> set[tuple[int, int]]:
        """For each point the pairs with those nearest in place; none in long outlines."""
        if len(self._old) * len(self._new) > _MANY:
            return set()
        rows = [[sum(map(mul, a, b)) for b in self._new_in_place] for a in self._old_in_place]
        found = {(i, j) for i, row in enumerate(rows) for j in _best(row, i)}
        return found | {(i, j) for j, column in enumerate(zip(*rows, strict=True)) for i in _best(column, j)}


def _best(values: Sequence[float], at: int) -> list[int]:
    return sorted(range(len(values)), key=lambda k: (-values[k], abs(k - at), k))[:_BEST]
