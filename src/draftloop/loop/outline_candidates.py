"""Which pairs of points are worth a look, so that comparing long outlines stays near linear."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftloop.loop.outline_tree import Tree
    from draftloop.loop.outline_vectors import Vectors
    from draftloop.loop.outline_words import Words

    Pair = tuple[int, int]

_BEST, _BEST_IN_LONG = 12, 8
"""Most similar points taken for each point."""
_WINDOW, _WINDOW_IN_LONG = 4, 1
"""Points to each side of the same relative position; in long outlines place says little."""
_LONG = 200
"""Points from which on an outline is long."""
_RARE_ENOUGH = 60
"""Terms of more points than this are no help in finding candidates."""


def candidates(old: Tree, new: Tree, vectors: Vectors) -> set[Pair]:
    """Pairs worth a look: those that share rare words or letters, and those about as far into the outline."""
    found: set[Pair] = set()
    for i, j in _by_postings(vectors.old, vectors.new, vectors):
        found.add((i, j))
    for j, i in _by_postings(vectors.new, vectors.old, vectors):
        found.add((i, j))
    found.update(_by_place(len(old), len(new)))
    found.update((i, j) for j, i in _by_place(len(new), len(old)))
    return found


def _by_place(count: int, other: int) -> Iterable[Pair]:
    window = _WINDOW if max(count, other) <= _LONG else _WINDOW_IN_LONG
    for i in range(count):
        middle = int((i + 0.5) / count * other)
        for j in range(max(0, middle - window), min(other, middle + window + 1)):
            yield i, j


def _by_postings(words: Sequence[Words], others: Sequence[Words], vectors: Vectors) -> Iterable[Pair]:
    """For each point the others that share most; terms that stand everywhere are passed over."""
    stems: dict[str, list[int]] = defaultdict(list)
    grams: dict[str, list[int]] = defaultdict(list)
    for j, other in enumerate(others):
        for term in other.stems:
            stems[term].append(j)
        for term in other.grams:
            if len(term) == 4:
                grams[term].append(j)
    most = _BEST if max(len(words), len(others)) <= _LONG else _BEST_IN_LONG
    for i, own in enumerate(words):
        score: dict[int, float] = defaultdict(float)
        for term in own.stems:
            posting = stems.get(term, ())
            if len(posting) <= _RARE_ENOUGH:
                weight = 3 * vectors.stem_weight(term)
                for j in posting:
                    score[j] += weight
        for term in own.grams:
            posting = grams.get(term, ()) if len(term) == 4 else ()
            if len(posting) <= _RARE_ENOUGH:
                for j in posting:
                    score[j] += 1 / (1 + len(posting))
        for j in sorted(score, key=lambda j: (-score[j], abs(i - j), j))[:most]:
            yield i, j
