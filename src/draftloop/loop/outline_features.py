"""How alike two points are, as numbers: by words, by place, and by what is known of their neighbours.

Every feature is the same with old and new exchanged. Weights and decisions are elsewhere.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeVar

from draftloop.loop.outline_related import related
from draftloop.loop.outline_tree import NOBODY, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from draftloop.loop.outline_words import Words

Pair = tuple[int, int]
_Term = TypeVar("_Term", str, int)

TEXT_NAMES = (
    "bias", "equal", "stem_cosine", "stem_contained", "rarest_shared", "shared_one", "shared_two",
    "shared_three", "gram_cosine", "gram_contained", "related", "related_share", "numbers_agree",
    "numbers_differ", "length_differs", "family_cosine",
    "place_differs", "depth_differs", "rank_differs", "both_leaves", "leaf_and_branch", "both_top",
    "size_differs", "place_times_text",
)  # fmt: skip
CONTEXT_NAMES = (
    "last", "last_logit", "parents", "no_parents", "before", "no_before", "after", "no_after",
    "read_before", "read_after", "read_near", "children", "siblings", "rival", "is_best",
    "parent_of_other", "between",
)  # fmt: skip
_RARE_ENOUGH = 60
"""Postings longer than this are no help in finding candidates among many points."""


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
            sum(stems),
            math.sqrt(math.fsum(w * w for w in stems)),
            sum(grams),
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
        """Features of the words alone, in the order of TEXT_NAMES from `equal` to `length_differs`."""
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
            min(2.0, abs(math.log((a.count + 1) / (b.count + 1)))),
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


def text_features(
    i: int, j: int, old: Tree, new: Tree, vectors: Vectors, family: FamilyCosine
) -> list[float]:
    """The features of one pair that do not depend on other links, in the order of TEXT_NAMES."""
    likeness = vectors.likeness(i, j)
    leaf, other_leaf = old.size[i] == 1, new.size[j] == 1
    place = abs(old.place[i] - new.place[j])
    return [
        1.0,
        *likeness,
        family(i, j),
        place,
        min(3, abs(old.depth[i] - new.depth[j])),
        abs(old.rank[i] - new.rank[j]),
        1.0 if leaf and other_leaf else 0.0,
        1.0 if leaf != other_leaf else 0.0,
        1.0 if old.parent[i] == NOBODY and new.parent[j] == NOBODY else 0.0,
        min(2.0, abs(math.log(old.size[i] / new.size[j]))),
        place * likeness[7],
    ]


class Context:
    """What the last round's probabilities say about the neighbours of a pair."""

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
        first, second = best.get(index, (0.0, 0.0))
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


_BEST = 12
_WINDOW = 4


def _by_place(count: int, other: int) -> Iterable[Pair]:
    for i in range(count):
        middle = int((i + 0.5) / count * other)
        for j in range(max(0, middle - _WINDOW), min(other, middle + _WINDOW + 1)):
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
        for j in sorted(score, key=lambda j: (-score[j], abs(i - j), j))[:_BEST]:
            yield i, j
