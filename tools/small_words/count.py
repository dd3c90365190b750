"""Words, their classes, and how often short runs of them stand in several repositories."""

from __future__ import annotations

import array
import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from draftloop.loop.lexicon import lexicon
from draftloop.loop.small_word_forms import INSERTED
from draftloop.loop.small_word_table import CONTENT_CLASSES, FACTOR, MASKS, SUFFIXES, UNKNOWN_WORDS
from draftloop.loop.small_word_tokens import read_tokens
from tools.small_words.closed_class import CLOSED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

np: Any = importlib.import_module("numpy")

EDGE_WORD = "<s>"
_LEAST_COUNT, _LEAST_REPOSITORIES = 14, 4
_CLASSES = 190
_NEIGHBOURS = 500
"""Words are put into classes by how often each of so many commonest words stands beside them."""
_DIMENSIONS = 60
_RUN_REPOSITORIES = 3
_SMALLEST_REPOSITORY = 500
_FITTING_COUNT, _FITTING_SHARE = 8, 0.0008
"""How often a word must stand beside a class to be tried there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was counted; words and classes by number."""

    words: Sequence[str]
    counts: Any
    classes: Any
    """Of every word, then of the groups of unknown words."""
    runs: dict[str, tuple[Any, Any]]
    """By mask: the keys of the runs and their counts."""
    after: Sequence[int]
    before: Sequence[int]


def count(texts: Sequence[Path]) -> Counts:
    """Count the sentences of some repositories, one file each."""
    raw_words, streams = _encode(texts)
    words, counts, numbers = _choose_words(raw_words, streams)
    streams = [numbers[stream] for stream in streams if len(stream) > _SMALLEST_REPOSITORY]
    classes = _classify(words, counts, streams)
    pairs = [(stream, classes[stream]) for stream in streams]
    after, before = _fitting(words, classes, pairs)
    runs = {mask: _runs(mask, salt, len(words), pairs) for salt, mask in enumerate(MASKS, 1)}
    return Counts(words=words, counts=counts, classes=classes, runs=runs, after=after, before=before)


def _encode(texts: Sequence[Path]) -> tuple[list[str], list[Any]]:
    known = lexicon().frequency
    words, numbers = [EDGE_WORD], {EDGE_WORD: 0}
    streams: list[Any] = []
    seen: set[int] = set()
    for text in texts:
        stream = array.array("i")
        for line in text.read_text(encoding="utf-8").split("\n"):
            if hash(line) in seen:
                continue
            seen.add(hash(line))
            stream.append(0)
            for token in read_tokens(line, 0, len(line), known):
                number = numbers.setdefault(token.word, len(words))
                if number == len(words):
                    words.append(token.word)
                stream.append(number)
        stream.append(0)
        streams.append(np.array(stream, dtype=np.int32))
    return words, streams


def _choose_words(raw: Sequence[str], streams: Sequence[Any]) -> tuple[list[str], Any, Any]:
    """The words that are counted by name, commonest first, their counts, and the new number of every word."""
    counts, repositories = np.zeros(len(raw), np.int64), np.zeros(len(raw), np.int64)
    for stream in streams:
        own = np.bincount(stream, minlength=len(raw))
        counts += own
        repositories += own > 0
    kept = [0] + [
        int(place)
        for place in np.argsort(-counts, kind="stable")
        if place and counts[place] >= _LEAST_COUNT and repositories[place] >= _LEAST_REPOSITORIES
    ]
    numbers = np.array([_group_of_unknown(word, len(kept)) for word in raw], dtype=np.int32)
    numbers[kept] = np.arange(len(kept))
    return [raw[place] for place in kept], counts[kept], numbers


def _group_of_unknown(word: str, known: int) -> int:
    if "-" in word:
        return known + len(SUFFIXES)
    for place, suffix in enumerate(SUFFIXES):
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            return known + place
    return known + len(SUFFIXES) + 1


def _classify(words: Sequence[str], counts: Any, streams: Sequence[Any]) -> Any:
    """A class for every word: its own for small words and signs, else that of words with like neighbours."""
    cluster = importlib.import_module("sklearn.cluster")
    decomposition = importlib.import_module("sklearn.decomposition")
    size, width = len(words) + UNKNOWN_WORDS, _NEIGHBOURS + 1
    left, right = np.zeros((size, width), np.float32), np.zeros((size, width), np.float32)
    for stream in streams:
        first, second = stream[:-1].astype(np.int64), stream[1:].astype(np.int64)
        shape = (size, width)
        left += np.bincount(second * width + np.minimum(first, _NEIGHBOURS), minlength=size * width).reshape(
            shape
        )
        right += np.bincount(first * width + np.minimum(second, _NEIGHBOURS), minlength=size * width).reshape(
            shape
        )
    shares = [np.sqrt(side / np.maximum(side.sum(1, keepdims=True), 1)) for side in (left, right)]
    reduced = decomposition.TruncatedSVD(_DIMENSIONS, random_state=1).fit_transform(np.hstack(shares))
    content = [place for place, word in enumerate(words) if word not in CLOSED]
    found = cluster.KMeans(_CLASSES, n_init=1, max_iter=40, random_state=1).fit(
        reduced[content], sample_weight=np.log(1 + counts[content])
    )
    classes = np.full(size, -1, np.int32)
    classes[content] = found.labels_
    own = classes < 0
    classes[own] = CONTENT_CLASSES + np.arange(own.sum())
    return classes


def _fitting(
    words: Sequence[str], classes: Any, pairs: Sequence[tuple[Any, Any]]
) -> tuple[list[int], list[int]]:
    place = np.full(len(classes), -1)
    for bit, word in enumerate(INSERTED):
        place[words.index(word)] = bit
    size = int(classes.max()) + 1
    total = np.zeros(size)
    sides = [np.zeros((size, len(INSERTED))) for _ in range(2)]
    for stream, own in pairs:
        total += np.bincount(own, minlength=size)
        for side, inserted, beside in ((0, stream[1:], own[:-1]), (1, stream[:-1], own[1:])):
            bits = place[inserted]
            np.add.at(sides[side], (beside[bits >= 0], bits[bits >= 0]), 1)
    least = np.maximum(_FITTING_COUNT, _FITTING_SHARE * total)[:, None]
    after, before = (
        [sum(1 << int(bit) for bit in np.flatnonzero(row)) for row in side >= least] for side in sides
    )
    return after, before


def _runs(mask: str, salt: int, known: int, pairs: Sequence[tuple[Any, Any]]) -> tuple[Any, Any]:
    """Keys and counts of the runs of a mask that stand in enough repositories; none spans two sentences."""
    found = []
    for stream, classes in pairs:
        length = len(stream) - len(mask) + 1
        keys = np.full(length, salt, np.uint64)
        is_whole = np.ones(length, bool)
        for place, letter in enumerate(mask):
            part = (stream if letter == "w" else classes)[place : place + length]
            keys = (keys + part.astype(np.uint64) + np.uint64(1)) * np.uint64(FACTOR)
            keys ^= keys >> np.uint64(29)
            if 0 < place < len(mask) - 1:
                is_whole &= stream[place : place + length] != 0
            if letter == "w":
                is_whole &= part < known
        found.append(np.unique(keys[is_whole], return_counts=True))
    keys, counts = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    begins = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    repositories = np.diff(np.r_[begins, len(keys)])
    kept = repositories >= _RUN_REPOSITORIES
    return keys[begins][kept], np.add.reduceat(counts, begins)[kept]
