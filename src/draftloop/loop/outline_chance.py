"""How probable it is that two points are the same idea: three rounds of logistic regression.

The first round sees words, place and meaning; each later one also what the round before it says of the
neighbors. Weights come from `outline_weights.py`, which `tools/train_outline_diff.py` writes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from operator import mul
from typing import TYPE_CHECKING

from draftloop.loop.outline_candidates import candidates
from draftloop.loop.outline_context import Context
from draftloop.loop.outline_features import TextFeatures
from draftloop.loop.outline_senses import Senses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from draftloop.loop.outline_features import Pair
    from draftloop.loop.outline_meaning import Likeness
    from draftloop.loop.outline_tree import Tree
    from draftloop.loop.outline_vectors import Vectors

    Weights = Sequence[Sequence[float]]
    """One row for each round."""

ROUND_SHARES = (0.2, 0.4, 0.4)
"""How much each round counts. The first keeps context from outvoting the words of a moved point."""
HOPELESS = 0.004
"""Pairs less probable than this after the first round are out: of the true links
of the labelled pairs it costs 10 in 2,283, of the pairs it leaves a third."""
_LIKELY = 0.5
_FAMILY_SIZE = 12
"""Children of a likely pair become candidates unless there are more than this."""


class Chances:
    """What can be known of the pairs before any answer of the author: the first round, kept for the others.

    Args:
        old: The old outline's tree.
        new: The new outline's tree.
        vectors: Words of both.
        weights: Of the three rounds.
        unchanged: Pairs known to be the same idea. Two points that both have their partner need no look at
            each other, which makes an edited outline nearly free.
        likeness: What a model says of the points, if one was asked.
    """

    def __init__(
        self,
        old: Tree,
        new: Tree,
        vectors: Vectors,
        weights: Weights,
        unchanged: Collection[Pair] = (),
        likeness: Likeness | None = None,
    ) -> None:
        self.old, self.new, self._weights = old, new, weights
        self._unchanged = dict.fromkeys(unchanged, True)
        self._text: dict[Pair, list[float]] = {}
        self._first: dict[Pair, float] = {}
        senses = Senses(old, new, vectors.old, vectors.new)
        pairs = first_look(old, new, vectors, senses, unchanged, likeness)
        features_of = TextFeatures(old, new, vectors, senses, pairs, likeness)
        self._look_at(pairs, features_of)
        self._look_at(near_likely(self._first, old, new) - pairs, features_of)

    def _look_at(self, pairs: Iterable[Pair], features_of: TextFeatures) -> None:
        for pair in pairs:
            features = features_of(*pair)
            p = probability(self._weights[0], features)
            if p >= HOPELESS or pair in self._unchanged:
                self._text[pair], self._first[pair] = features, p

    def given(self, answers: Mapping[Pair, bool]) -> dict[Pair, float]:
        """Probability of every pair worth naming, some known for sure; all others have practically none."""
        known = {**self._unchanged, **answers}
        sure = {pair: float(is_same) for pair, is_same in known.items()}
        chance = {**self._first, **sure}
        total = {pair: ROUND_SHARES[0] * p for pair, p in chance.items()}
        for share, row in zip(ROUND_SHARES[1:], self._weights[1:], strict=True):
            context = Context(self.old, self.new, chance)
            chance = {
                pair: probability(row, features + context.features(*pair))
                for pair, features in self._text.items()
                if pair not in sure
            }
            chance.update(sure)
            for pair, p in chance.items():
                total[pair] += share * p
        return total


def first_look(
    old: Tree,
    new: Tree,
    vectors: Vectors,
    senses: Senses,
    unchanged: Collection[Pair] = (),
    likeness: Likeness | None = None,
) -> set[Pair]:
    """The pairs that the first round sees."""
    settled_old, settled_new = {i for i, _ in unchanged}, {j for _, j in unchanged}
    pairs = candidates(old, new, vectors) | senses.nearest()
    if likeness is not None:
        pairs |= likeness.nearest()
    return {(i, j) for i, j in pairs if i not in settled_old or j not in settled_new} | set(unchanged)


def probability(weights: Sequence[float], features: Sequence[float]) -> float:
    """The logistic function of the weighted sum."""
    total = sum(map(mul, weights, features))
    return 1 / (1 + math.exp(-total)) if total > -30 else 0.0


def near_likely(chance: Mapping[Pair, float], old: Tree, new: Tree) -> set[Pair]:
    """Children and neighbors of likely pairs: a section that moved as a whole brings its points along."""
    children_old, children_new = _children(old), _children(new)
    found: set[Pair] = set()
    for (i, j), p in chance.items():
        if p < _LIKELY:
            continue
        mine, theirs = children_old.get(i, ()), children_new.get(j, ())
        if len(mine) <= _FAMILY_SIZE and len(theirs) <= _FAMILY_SIZE:
            found.update((a, b) for a in mine for b in theirs)
        for step in (-1, 1):
            if 0 <= i + step < len(old) and 0 <= j + step < len(new):
                found.add((i + step, j + step))
    return found


def _children(tree: Tree) -> dict[int, list[int]]:
    children: dict[int, list[int]] = defaultdict(list)
    for index, parent in enumerate(tree.parent):
        children[parent].append(index)
    return children
