"""How alike two points are, as numbers: by words, by place, and by meaning where a model was asked.

Every feature is the same with old and new exchanged. Weights and decisions are elsewhere.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from draftloop.loop.outline_meaning import MEANING_NAMES
from draftloop.loop.outline_standing import Standing
from draftloop.loop.outline_vectors import WORD_NAMES, FamilyCosine, Vectors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftloop.loop.outline_meaning import Likeness
    from draftloop.loop.outline_senses import Senses
    from draftloop.loop.outline_tree import Tree

Pair = tuple[int, int]

PLACE_NAMES = (
    "place_differs", "depth_differs", "rank_differs", "both_leaves", "leaf_and_branch", "both_sections",
    "size_differs", "place_times_text",
)  # fmt: skip
_COMPARED = ("stem_cosine", "gram_cosine", "gram_contained", "family_cosine", "sense", "sense_in_place")
"""Figures that also count against their rivals'."""
STANDING_NAMES = tuple(f"{name}_{what}" for name in _COMPARED for what in ("stands_out", "leads"))
TEXT_NAMES = ("bias", *WORD_NAMES, *PLACE_NAMES, *STANDING_NAMES)
_COMPARED_AT = tuple(WORD_NAMES.index(name) for name in _COMPARED)
_GRAM_COSINE = WORD_NAMES.index("gram_cosine")


def feature_names(*, with_meaning: bool) -> tuple[str, ...]:
    """The names of a pair's features that do not depend on other links."""
    return TEXT_NAMES + MEANING_NAMES if with_meaning else TEXT_NAMES


class TextFeatures:
    """The features of pairs that do not depend on other links, in the order of `feature_names`.

    Args:
        old: The old outline.
        new: The new outline.
        vectors: Words of both.
        senses: What these words mean.
        pairs: All that are worth a look: rivals are found among them.
        likeness: What a model says of them, if one was asked.
    """

    def __init__(
        self,
        old: Tree,
        new: Tree,
        vectors: Vectors,
        senses: Senses,
        pairs: Iterable[Pair],
        likeness: Likeness | None = None,
    ) -> None:
        self._old, self._new, self._vectors, self._likeness = old, new, vectors, likeness
        self._family = FamilyCosine(old, new, vectors)
        self._senses = senses
        self._words = {pair: self._words_of(*pair) for pair in pairs}
        self._standing = Standing(self._words, _COMPARED_AT)

    def __call__(self, i: int, j: int) -> list[float]:
        old, new = self._old, self._new
        words = self._words.get((i, j)) or self._words_of(i, j)
        leaf, other_leaf = old.size[i] == 1, new.size[j] == 1
        place = abs(old.place[i] - new.place[j])
        features = [
            1.0,
            *words,
            place,
            min(3, abs(old.depth[i] - new.depth[j])),
            abs(old.rank[i] - new.rank[j]),
            1.0 if leaf and other_leaf else 0.0,
            1.0 if leaf != other_leaf else 0.0,
            0.0 if leaf or other_leaf or old.depth[i] or new.depth[j] else 1.0,
            min(2.0, abs(math.log(old.size[i] / new.size[j]))),
            place * words[_GRAM_COSINE],
            *self._standing(i, j, words),
        ]
        return features if self._likeness is None else features + self._likeness(i, j)

    def _words_of(self, i: int, j: int) -> tuple[float, ...]:
        return (*self._vectors.likeness(i, j), self._family(i, j), *self._senses(i, j))
