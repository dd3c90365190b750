"""How likely an edit mends a slip: boosted trees, learnt from seeded and from real errors."""

from __future__ import annotations

import struct
import zlib
from binascii import a2b_base64
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NODE = struct.Struct("<bfBB")
"""Feature or -1, threshold or value, the child at most at the threshold, the child above it."""

_Node = tuple[int, float, int, int]


def score(features: Sequence[float]) -> float:
    """Log odds that the edit is right, as seen among edits of published prose."""
    trees, total = _trees()
    for nodes in trees:
        feature, value, low, high = nodes[0]
        while feature >= 0:
            feature, value, low, high = nodes[low if features[feature] <= value else high]
        total += value
    return total


@cache
def _trees() -> tuple[tuple[tuple[_Node, ...], ...], float]:
    from draftloop.loop.data import small_word_trees as data

    raw = zlib.decompress(a2b_base64(data.TREES))
    trees: list[tuple[_Node, ...]] = []
    at = 0
    while at < len(raw):
        size = raw[at]
        end = at + 1 + size * NODE.size
        trees.append(tuple(NODE.iter_unpack(raw[at + 1 : end])))
        at = end
    return tuple(trees), data.BASE
