"""What words mean, as numbers: texts that say the same in other words get vectors that point the same way.

The table was distilled from a language model by tools/make_word_vectors.py. It is unpacked at the first
question, and the vectors only of words that are asked for. To compare texts, add the vectors of all their
words with the weights the table was made for (`weight_of`, `STOP_WEIGHT`) and take the cosine:
`dot(unit(a), unit(b))`.
"""

from __future__ import annotations

import math
import zlib
from binascii import a2b_base64
from functools import cache, lru_cache
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DIMENSIONS = 64
STOP_WEIGHT = 0.3
"""The weight of a stop word, where a word of a single point weighs one: "not" and "before" mean something."""

_BYTES = DIMENSIONS // 2
_STEP = {digit: value - 8 for value, digit in enumerate("0123456789abcdef")}
_LEAST = 3
_ENDINGS = (
    ("'s", ("",)),
    ("ies", ("y", "ie")),
    ("es", ("e", "")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("e", "")),
    ("ing", ("e", "")),
    ("iest", ("y",)),
    ("est", ("e", "")),
    ("ier", ("y",)),
    ("er", ("e", "")),
    ("ily", ("y",)),
    ("ly", ("", "le")),
    ("ness", ("",)),
    ("ment", ("",)),
    ("able", ("e", "")),
    ("less", ("",)),
)
_BRITISH = (("isation", "ization"), ("ising", "izing"), ("ise", "ize"), ("yse", "yze"), ("our", "or"))
_PREFIXES = ("un", "re", "non", "pre", "sub", "multi", "auto", "over")


@cache
def _table() -> tuple[dict[str, int], bytes, tuple[int, ...]]:
    # Imported here: over a megabyte that a caller who never compares must not pay for.
    from draftloop.loop.data import word_vectors

    words = zlib.decompress(a2b_base64(word_vectors.WORDS)).decode("utf-8").split("\n")
    return (
        dict(zip(words, range(len(words)), strict=True)),
        a2b_base64(word_vectors.VECTORS),
        word_vectors.SCALES,
    )


@lru_cache(maxsize=16_384)
def vector_of(word: str) -> Sequence[int] | None:
    """The vector of a lower-case word, or of the word it is a form of; None for one that nobody knows.

    Its length counts: words that say little are short.
    """
    places, packed, scales = _table()
    place = places.get(word)
    if place is None:
        place = next((places[form] for form in _forms(word) if form in places), None)
        if place is None:
            return None
    steps = packed[place * _BYTES : (place + 1) * _BYTES].hex()
    return tuple(map(mul, map(_STEP.__getitem__, steps), scales))


def _forms(word: str) -> Iterator[str]:
    """Words that a word may come from, the likeliest first."""
    american = word
    for british, other in _BRITISH:
        american = american.replace(british, other)
    if american != word:
        yield american
    for start in dict.fromkeys((american, word)):
        yield from _bases(start)
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > _LEAST:
            yield rest
            yield from _bases(rest)


def _bases(word: str) -> Iterator[str]:
    for ending, replacements in _ENDINGS:
        base = word.removesuffix(ending)
        if base == word or len(base) < _LEAST:
            continue
        yield from (base + replacement for replacement in replacements)
        if base[-1] == base[-2]:
            yield base[:-1]


def weight_of(points_with_it: int, points: int) -> float:
    """The weight of a word, stop words aside, that so many of all points of both outlines use."""
    top = math.log(points + 1.0)
    return math.log((points + 1.0) / points_with_it) / top if top else 1.0


def weighted_sum(words: Iterable[tuple[str, float]]) -> list[float]:
    """The sum of the vectors of words, each times its weight; unknown words add nothing."""
    total = [0.0] * DIMENSIONS
    for word, weight in words:
        vector = vector_of(word)
        if vector is not None:
            total = [value + weight * part for value, part in zip(total, vector, strict=True)]
    return total


def plus(vector: Sequence[float], other: Sequence[float], share: float) -> list[float]:
    """A vector and a share of another one: a point with a share of its parent."""
    return [value + share * part for value, part in zip(vector, other, strict=True)]


def unit(vector: Sequence[float]) -> list[float]:
    """The vector at length one; one without length stays as it is."""
    length = math.sqrt(dot(vector, vector))
    return [value / length for value in vector] if length else list(vector)


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    """For two of length one: their likeness, from -1 to 1."""
    total: float = sum(map(mul, one, other))
    return total
