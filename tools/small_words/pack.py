"""The counts as the module `draftloop.loop.data.small_words`: fingerprints and levels, no text of anybody."""

from __future__ import annotations

import importlib
import zlib
from binascii import b2a_base64
from typing import TYPE_CHECKING, Any

from draftloop.loop.small_word_table import CONTENT_CLASSES, OWN_CLASS

if TYPE_CHECKING:
    from pathlib import Path

    from tools.small_words.count import Counts

np: Any = importlib.import_module("numpy")

LEAST_COUNTS = {"ww": 4, "www": 7, "wwww": 12, "ccc": 8, "cccc": 12, "ccccc": 18, "cwc": 12}
"""Chosen so that all of them fill 2.3 MB."""
_LEVELS = (1, 6, 12, 30, 100, 400, 2000)
_CELLS_A_RUN = 1.232
"""With fewer cells the runs cannot be laid out."""
_DOC = '"""How often short runs of words stand in technical prose; made by tools/make_small_words.py."""'


def write(counts: Counts, target: Path) -> None:
    """Write the module."""
    classes = bytes(
        OWN_CLASS if number >= CONTENT_CLASSES else int(number)
        for number in counts.classes[: len(counts.words)]
    )
    parts = {
        "WORDS": zlib.compress("\n".join(counts.words).encode(), 9),
        "CLASSES": zlib.compress(classes, 9),
        "LEVELS": zlib.compress(bytes(int(np.log2(max(1, count))) for count in counts.counts), 9),
        "AFTER": _masks(counts.after),
        "BEFORE": _masks(counts.before),
        "CELLS": _cells(counts),
    }
    lines = [f'{name} = b"{b2a_base64(value, newline=False).decode()}"\n' for name, value in parts.items()]
    target.write_text("".join([_DOC, "\n\n", *lines]), encoding="utf-8")


def _masks(masks: Any) -> bytes:
    return zlib.compress(b"".join(mask.to_bytes(8, "little") for mask in masks), 9)


def _cells(counts: Counts) -> bytes:
    """An XOR filter: the three cells of a run give its fingerprint and level."""
    chosen = [(keys[found >= least], found[found >= least]) for keys, found, least in _chosen(counts)]
    keys = np.concatenate([keys for keys, _ in chosen])
    levels = np.concatenate([np.searchsorted(_LEVELS, found, side="right") for _, found in chosen])
    keys, first = np.unique(keys, return_index=True)
    third = int(_CELLS_A_RUN * len(keys) / 3) + 32
    wide = np.uint64(third)
    places = np.stack(
        [
            keys % wide,
            wide + (keys >> np.uint64(21)) % wide,
            np.uint64(2) * wide + (keys >> np.uint64(42)) % wide,
        ]
    ).astype(np.int64)
    prints = (((keys >> np.uint64(13)) ^ (keys >> np.uint64(37))) & np.uint64(31)) << np.uint64(3)
    return _laid_out(places, prints.astype(np.uint8) | levels[first].astype(np.uint8), 3 * third)


def _chosen(counts: Counts) -> list[tuple[Any, Any, int]]:
    return [(*counts.runs[mask], least) for mask, least in LEAST_COUNTS.items()]


def _laid_out(places: Any, values: Any, size: int) -> bytes:
    """Cells so that the three of each run, XORed, give its value: peel what has a cell for itself, then
    fill."""
    runs = places.shape[1]
    uses = np.bincount(places.ravel(), minlength=size)
    mixed = np.zeros(size, np.int64)
    for row in places:
        np.bitwise_xor.at(mixed, row, np.arange(runs))
    is_left = np.ones(runs, bool)
    rounds = []
    lone = np.flatnonzero(uses == 1)
    while len(lone):
        peeled, first = np.unique(mixed[lone], return_index=True)
        cells = lone[first][is_left[peeled]]
        peeled = peeled[is_left[peeled]]
        rounds.append((peeled, cells))
        is_left[peeled] = False
        for row in places:
            np.subtract.at(uses, row[peeled], 1)
            np.bitwise_xor.at(mixed, row[peeled], peeled)
        near = np.unique(places[:, peeled])
        lone = near[uses[near] == 1]
    if is_left.any():
        raise SystemExit("the runs do not fit; raise _CELLS_A_RUN")
    filled = np.zeros(size, np.uint8)
    for peeled, cells in reversed(rounds):
        one, two, three = places[:, peeled]
        filled[cells] = filled[one] ^ filled[two] ^ filled[three] ^ values[peeled]
    return bytes(filled.tobytes())
