"""How probable it is that two points are the same idea: three rounds of logistic regression.

The first round sees words and place; each later one also what the round before it says of the neighbors.
Weights come from `outline_weights.py`, which `tools/train_outline_diff.py` writes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from operator import mul
from typing import TYPE_CHECKING

from draftloop.loop.outline_candidates import candidates
from draftloop.loop.outline_features import Context, TextFeatures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from draftloop.loop.outline_features import Pair
    from draftloop.loop.outline_tree import Tree
    from draftloop.loop.outline_vectors import Vectors

ROUND_SHARES = (0.2, 0.4, 0.4)
"""How much each round counts. The first keeps context from outvoting the words of a moved point."""
_LIKELY = 0.5
_FAMILY_SIZE = 12
"""Children of a likely pair become candidates unless there are more than this."""


def chances(
    old: Tree,
    new: Tree,
    vectors: Vectors,
    weights: Sequence[Sequence[float]],
    known: Mapping[Pair, bool],
) -> dict[Pair, float]:
    """Probability of every candidate pair; pairs that are not listed have practically none.

    Args:
        old: The old outline's tree.
        new: The new outline's tree.
        vectors: Words of both.
        weights: One row for each round.
        known: Pairs known to be the same idea, or known not to be.
    """
    features_of = TextFeatures(old, new, vectors)
    settled_old = {i for (i, _), is_same in known.items() if is_same}
    settled_new = {j for (_, j), is_same in known.items() if is_same}
    # Two points that both have their partner need no look at each other: an edited outline is nearly free.
    pairs = {
        (i, j) for i, j in candidates(old, new, vectors) if i not in settled_old or j not in settled_new
    } | known.keys()
    text: dict[Pair, list[float]] = {}
    chance: dict[Pair, float] = {}
    _first_round(pairs, text, chance, features_of, weights[0])
    more = _near_likely(chance, old, new) - pairs
    _first_round(more, text, chance, features_of, weights[0])
    chance.update((pair, float(is_same)) for pair, is_same in known.items())
    total = {pair: ROUND_SHARES[0] * p for pair, p in chance.items()}
    for share, row in zip(ROUND_SHARES[1:], weights[1:], strict=True):
        context = Context(old, new, chance)
        chance = {
            pair: probability(row, [*features, *context.features(*pair)]) for pair, features in text.items()
        }
        chance.update((pair, float(is_same)) for pair, is_same in known.items())
        for pair, p in chance.items():
            total[pair] += share * p
    return total


def probability(weights: Sequence[float], features: Sequence[float]) -> float:
    """The logistic function of the weighted sum."""
    total = sum(map(mul, weights, features))
    return 1 / (1 + math.exp(-total)) if total > -30 else 0.0


def _first_round(
    pairs: Iterable[Pair],
    text: dict[Pair, list[float]],
    chance: dict[Pair, float],
    features_of: TextFeatures,
    weights: Sequence[float],
) -> None:
    for i, j in pairs:
        features = features_of(i, j)
        text[i, j] = features
        chance[i, j] = probability(weights, features)


def _near_likely(chance: Mapping[Pair, float], old: Tree, new: Tree) -> set[Pair]:
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
