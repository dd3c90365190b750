"""A set of words in fourteen bits a word, which now and then holds a word never put in (Bloom, 1970)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HASHES = 10
"""The best number for fourteen bits a word: one word of 800 is held by accident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFilter:
    """Every word put in is held; of the others fewer than one in 800."""

    bits: bytes

    @classmethod
    def of(cls, words: Sequence[str], bits_a_word: int = 14) -> WordFilter:
        """A filter of these words."""
        size = max(1, math.ceil(len(words) * bits_a_word / 8))
        bits = bytearray(size)
        for word in words:
            for place in _places(word, size * 8):
                bits[place >> 3] |= 1 << (place & 7)
        return cls(bits=bytes(bits))

    def __contains__(self, word: str) -> bool:
        return bool(self.bits) and all(
            self.bits[place >> 3] >> (place & 7) & 1 for place in _places(word, len(self.bits) * 8)
        )


def _places(word: str, size: int) -> Iterator[int]:
    """Two hashes make as many as are wanted (Kirsch and Mitzenmacher, 2006)."""
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    first, second = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big") | 1
    return ((first + turn * second) % size for turn in range(HASHES))
