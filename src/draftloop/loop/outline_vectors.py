"""The words of both outlines as weighted vectors, and how alike two points are by them."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from draftloop.loop.outline_related import related
from draftloop.loop.outline_tree import NOBODY, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftloop.loop.outline_words import Words

_Term = TypeVar("_Term", str, int)

WORD_NAMES = (
    "equal", "stem_cosine", "stem_contained", "rarest_shared", "shared_one", "shared_two", "shared_three",
    "gram_cosine", "gram_contained", "related", "related_share", "numbers_agree", "numbers_differ",
    "length_differs", "family_cosine", "sense", "sense_in_place",
)  # fmt: skip
"""What `Vectors.likeness` gives, in its order, and then `FamilyCosine` and `Senses`."""


class Vectors:
    """Words of all points of both outlines with their weights: rare words count, common ones hardly."""

    def __init__(self, old: Sequence[Words], new: Sequence[Words]) -> None:
        self.old, self.new = old, new
        total = len(old) + len(new)
        self._stem_weight = _weights((words.stems for words in (*old, *new)), total)
        self._gram_weight = _weights((words.grams for words in (*old, *new)), total)
        self._related = related()
        self._old_topics = [self._topics(words.stems) for words in old]
        self._new_topics = [self._topics(words.stems) for words in new]
        self._topic_weight = _weights((*self._old_topics, *self._new_topics), total)
        self._old_norms = [self._norms(words) for words in old]
        self._new_norms = [self._norms(words) for words in new]

    def _norms(self, words: Words) -> tuple[float, float, float, float]:
        stems = [self._stem_weight[stem] for stem in words.stems]
        grams = [self._gram_weight[gram] for gram in words.grams]
        return (
            math.fsum(stems),
            math.sqrt(math.fsum(w * w for w in stems)),
            math.fsum(grams),
            math.sqrt(math.fsum(w * w for w in grams)),
        )

    def _topics(self, stems: Iterable[str]) -> frozenset[int]:
        return frozenset(topic for stem in stems for topic in self._related.get(stem, ()))

    def _relation(self, i: int, j: int, shared: frozenset[str]) -> tuple[float, float]:
        """Words of one group of the thesaurus, those aside that both points share anyway."""
        mine, theirs = self._old_topics[i], self._new_topics[j]
        common = mine & theirs
        if shared and common:
            common -= self._topics(shared)
        if not common:
            return 0.0, 0.0
        weights = [self._topic_weight[topic] for topic in common]
        return max(weights), min(1.0, math.fsum(weights) / math.sqrt(len(mine) * len(theirs)))

    def stem_weight(self, stem: str) -> float:
        return self._stem_weight[stem]

    def likeness(self, i: int, j: int) -> tuple[float, ...]:
        """Features of the words alone, in the order of WORD_NAMES up to `length_differs`."""
        a, b = self.old[i], self.new[j]
        stem_sum_a, stem_norm_a, gram_sum_a, gram_norm_a = self._old_norms[i]
        stem_sum_b, stem_norm_b, gram_sum_b, gram_norm_b = self._new_norms[j]
        shared = a.stems & b.stems
        weights = [self._stem_weight[stem] for stem in shared]
        stem_cosine = contained = 0.0
        if weights:
            stem_cosine = math.fsum(w * w for w in weights) / (stem_norm_a * stem_norm_b)
            contained = math.fsum(weights) / min(stem_sum_a, stem_sum_b)
        common = [self._gram_weight[gram] for gram in a.grams & b.grams]
        gram_cosine = gram_contained = 0.0
        if common:
            gram_cosine = math.fsum(w * w for w in common) / (gram_norm_a * gram_norm_b)
            gram_contained = math.fsum(common) / min(gram_sum_a, gram_sum_b)
        agree = bool(a.numbers & b.numbers)
        return (
            1.0 if a.key == b.key else 0.0,
            stem_cosine,
            contained,
            max(weights, default=0.0),
            1.0 if shared else 0.0,
            1.0 if len(shared) >= 2 else 0.0,
            1.0 if len(shared) >= 3 else 0.0,
            gram_cosine,
            gram_contained,
            *self._relation(i, j, shared),
            1.0 if agree else 0.0,
            1.0 if a.numbers and b.numbers and not agree else 0.0,
            min(2.0, abs(math.log((len(a.tokens) + 1) / (len(b.tokens) + 1)))),
        )


def _weights(groups: Iterable[frozenset[_Term]], total: int) -> dict[_Term, float]:
    """Inverse document frequency, 0 to 1."""
    frequency: Counter[_Term] = Counter()
    for group in groups:
        frequency.update(group)
    top = math.log(total + 1.0)
    return {term: max(0.05, math.log((total + 1.0) / n) / top) for term, n in frequency.items()}


class FamilyCosine:
    """Cosine of the words of two points together with their parents and children."""

    def __init__(self, old: Tree, new: Tree, vectors: Vectors) -> None:
        self._old = self._bags(old, vectors.old, vectors)
        self._new = self._bags(new, vectors.new, vectors)

    @staticmethod
    def _bags(tree: Tree, words: Sequence[Words], vectors: Vectors) -> list[tuple[dict[str, float], float]]:
        bags: list[dict[str, float]] = [{} for _ in words]
        for index, own in enumerate(words):
            above = tree.parent[index]
            for stem in own.stems:
                weight = vectors.stem_weight(stem)
                bags[index][stem] = weight
                if above != NOBODY:
                    bags[above].setdefault(stem, weight)
        for index in range(len(words)):
            above = tree.parent[index]
            if above != NOBODY:
                for stem in words[above].stems:
                    bags[index].setdefault(stem, vectors.stem_weight(stem) * 0.5)
        return [(bag, math.sqrt(math.fsum(w * w for w in bag.values())) or 1.0) for bag in bags]

    def __call__(self, i: int, j: int) -> float:
        bag, norm = self._old[i]
        other, other_norm = self._new[j]
        return math.fsum(bag[stem] * other[stem] for stem in bag.keys() & other.keys()) / (norm * other_norm)
