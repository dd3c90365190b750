"""How alike in meaning every point of one outline is to every point of another, as a few figures a pair.

Beside the cosine of whole texts it looks at their words as they are meant there: each word's best partner in
the other text, weighted by how rare the word is in both outlines (late interaction: Khattab and Zaharia 2020,
"ColBERT"). One of the two directions is high where a point is *part* of the other: merged and split points.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from draftloop.loop.outline_words import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.adapters.meaning.reader import Reader, Reading, Vectors

    Points = Sequence[Sequence[str]]
    """Texts, each with its parent's (empty at the top)."""

SCALE = 2048
"""The figures are sent as int16: value times this."""
_AT_ONCE = 4_000_000
"""Pairs of words that are compared in one go, 4 bytes each; more only where one text alone has more."""
_RIVALS = 3
_LEAST_MANY = 12
_STRANGER, _UNCOVERED = 0.55, 0.42
"""What two unrelated points come to: the cosine of their texts, the share of words covered."""
_COMMON_WORD = 0.15
"""How much an everyday word counts against others as rare."""


def likeness(reader: Reader, old: Points, new: Points) -> npt.NDArray[np.int16]:
    """The figures in the order of MEANING_NAMES, shape (old, new, figures), scaled by SCALE.

    To the last bit the same with old and new exchanged: sums hang on their order, so the order is fixed.
    """
    if [*map(list, old)] > [*map(list, new)]:
        return np.ascontiguousarray(likeness(reader, new, old).transpose(1, 0, 2))
    readings = [[reader.read(text) for text, _ in side] for side in (old, new)]
    in_place = [
        [reader.read(f"{under}: {text}" if under else text) for text, under in side] for side in (old, new)
    ]
    reader.keep()
    return scaled(figures(*readings, *in_place))


def figures(
    old: Sequence[Reading],
    new: Sequence[Reading],
    old_in_place: Sequence[Reading],
    new_in_place: Sequence[Reading],
) -> Vectors:
    """As `likeness`, unscaled, from texts that were read already."""
    whole = _stack(old) @ _stack(new).T
    in_place = _stack(old_in_place) @ _stack(new_in_place).T
    covered_old, covered_new = _covered(old, new)
    least, most = np.minimum(covered_old, covered_new), np.maximum(covered_old, covered_new)
    mean = (covered_old + covered_new) / 2
    return np.stack(
        [
            whole, standing(whole, _STRANGER), lead(whole, _STRANGER),
            in_place, standing(in_place, _STRANGER), lead(in_place, _STRANGER),
            least, most, standing(mean, _UNCOVERED), standing(most, _UNCOVERED), lead(mean, _UNCOVERED),
        ],
        axis=2,
    )  # fmt: skip


def scaled(values: Vectors) -> npt.NDArray[np.int16]:
    return np.clip(np.round(values * SCALE), -32768, 32767).astype("<i2")


def _stack(readings: Sequence[Reading]) -> Vectors:
    return np.stack([reading.whole for reading in readings])


def standing(values: Vectors, stranger: float) -> Vectors:
    """How far a pair stands out among all pairs of its two points, in standard deviations."""
    result: Vectors = (_standing_in_rows(values, stranger) + _standing_in_rows(values.T, stranger).T) / 2
    return result


def _standing_in_rows(values: Vectors, stranger: float) -> Vectors:
    rivals = _filled(values, stranger)
    mean, spread = rivals.mean(1, keepdims=True), rivals.std(1, keepdims=True)
    result: Vectors = (values - mean) / (spread + 1e-3)
    return result


def lead(values: Vectors, stranger: float) -> Vectors:
    """Before the mean of its three best rivals: the lesser of that in its row and in its column."""
    return np.minimum(_lead_in_rows(values, stranger), _lead_in_rows(values.T, stranger).T)


def _lead_in_rows(values: Vectors, stranger: float) -> Vectors:
    best = -np.sort(-_filled(values, stranger), axis=1)[:, : _RIVALS + 1]
    without = best.sum(1, keepdims=True) - np.maximum(values, best[:, -1:])
    result: Vectors = values - without / _RIVALS
    return result


def _filled(values: Vectors, stranger: float) -> Vectors:
    """Rows of at least _LEAST_MANY: among few rivals, standing out says nothing. Strangers fill them up."""
    missing = _LEAST_MANY - values.shape[1]
    return np.pad(values, ((0, 0), (0, missing)), constant_values=stranger) if missing > 0 else values


def _covered(old: Sequence[Reading], new: Sequence[Reading]) -> tuple[Vectors, Vectors]:
    """The share of each text's words that the other text has too, in meaning; both of shape (old, new)."""
    weight = _weights([*old, *new])
    old_words, old_starts, old_weights = _flat(old, weight)
    new_words, new_starts, new_weights = _flat(new, weight)
    covered_old, covered_new = [], []
    ends = np.append(old_starts[1:], len(old_words))
    last = 0
    while last < len(old):
        first = last
        most = old_starts[first] + _AT_ONCE // len(new_words)
        last = max(first + 1, int(np.searchsorted(ends, most, side="right")))
        rows = slice(old_starts[first], ends[last - 1])
        starts = old_starts[first:last] - old_starts[first]
        cosines = old_words[rows] @ new_words.T
        best_of_old = np.maximum.reduceat(cosines, new_starts, axis=1) * old_weights[rows, None]
        best_of_new = np.maximum.reduceat(cosines, starts, axis=0) * new_weights[None, :]
        covered_old.append(np.add.reduceat(best_of_old, starts, axis=0))
        covered_new.append(np.add.reduceat(best_of_new, new_starts, axis=1))
    return (
        np.concatenate(covered_old) / np.add.reduceat(old_weights, old_starts)[:, None],
        np.concatenate(covered_new) / np.add.reduceat(new_weights, new_starts)[None, :],
    )


def _flat(
    readings: Sequence[Reading], weight: dict[str, float]
) -> tuple[Vectors, npt.NDArray[np.intp], Vectors]:
    """All words below each other, where each text starts, and each word's weight."""
    sizes = [len(reading.words) or 1 for reading in readings]
    vectors = [reading.vectors if reading.words else reading.whole[None, :] for reading in readings]
    weights = [weight[word] for reading in readings for word in reading.words or ("",)]
    starts = np.cumsum([0, *sizes[:-1]])
    return np.concatenate(vectors), starts, np.array(weights, dtype=np.float32)


def _weights(readings: Sequence[Reading]) -> dict[str, float]:
    """Rarity of each word in both outlines, near 0 to 1."""
    texts_with = Counter(word for reading in readings for word in set(reading.words))
    total = len(readings) + 1.0
    weights = {"": 1.0}
    for word, count in texts_with.items():
        rarity = float(np.log(total / count) / np.log(total))
        is_common = word in STOP_WORDS or not word[0].isalnum()
        weights[word] = rarity * (_COMMON_WORD if is_common else 1.0) + 1e-3
    return weights
