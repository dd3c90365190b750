"""How often short runs of words stand in technical prose, from a packed table of counts.

The table answers by a fingerprint, so it holds no text: of a run that was never counted it says so in
31 of 32 cases, and gives some level in the other. Made by tools/make_small_words.py.
"""

from __future__ import annotations

import zlib
from binascii import a2b_base64
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from draftloop.loop.small_word_tokens import MARKS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BITS = (1 << 64) - 1
FACTOR = 0x9E3779B97F4A7C15
EDGE = 0
"""The word that stands before and after every sentence."""
SUFFIXES = ("ing", "ed", "s", "ly", "er")
"""A word that is not known goes by its ending."""
UNKNOWN_WORDS = len(SUFFIXES) + 2
CONTENT_CLASSES = 200
"""Classes of words that behave alike; a function word or sign is a class of its own above them."""
OWN_CLASS = 255
"""In the packed classes: the word is a class of its own."""
MASKS = ("ww", "www", "wwww", "ccc", "cccc", "ccccc", "cwc")
"""The runs that are counted, as words and classes of words, in the order of their numbers."""
SALTS = tuple(range(1, len(MASKS) + 1))
_PAIR, _TRIPLE = SALTS[MASKS.index("ww")], SALTS[MASKS.index("ccc")]
_TRIPLES = 1 << 60
_MEMO_SIZE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Words with their numbers and classes, and the packed counts."""

    ids: Mapping[str, int]
    words: Sequence[str]
    classes: Sequence[int]
    """By number of the word; those of the unknown words stand at the end."""
    levels: Sequence[int]
    """How common the word is: the binary logarithm of its count."""
    cells: bytes
    third: int
    """A third of the cells: every run has one cell in each."""
    memo: dict[int, int]
    """Levels asked for before, of runs of two words and of three classes."""
    after: Sequence[int]
    """By class: bit n says that inserted word n is often met after it."""
    before: Sequence[int]
    """By class: bit n says that inserted word n is often met before it."""

    def number(self, word: str) -> int:
        """The number of a word, or of the group of unknown words it belongs to."""
        found = self.ids.get(word)
        if found is not None:
            return found
        known = len(self.words)
        if "-" in word:
            return known + len(SUFFIXES)
        for place, suffix in enumerate(SUFFIXES):
            if word.endswith(suffix) and len(word) > len(suffix) + 2:
                return known + place
        return known + len(SUFFIXES) + 1

    def pair(self, first: int, second: int) -> int:
        """The level of two words side by side; -1 when one of them is not known as a word."""
        name = first << 20 | second
        found = self.memo.get(name)
        if found is None:
            known = len(self.words)
            is_known = first < known and second < known
            found = self._keep(name, self.level(_PAIR, (first, second)) if is_known else -1)
        return found

    def triple(self, first: int, second: int, third: int) -> int:
        """The level of three classes in a row."""
        name = _TRIPLES | first << 40 | second << 20 | third
        found = self.memo.get(name)
        if found is None:
            found = self._keep(name, self.level(_TRIPLE, (first, second, third)))
        return found

    def _keep(self, name: int, level: int) -> int:
        if len(self.memo) >= _MEMO_SIZE:
            self.memo.clear()
        self.memo[name] = level
        return level

    def level(self, salt: int, parts: Sequence[int]) -> int:
        """How often the run was counted: 0 for hardly ever, 1 to 7."""
        key = salt
        for part in parts:
            key = ((key + part + 1) * FACTOR) & BITS
            key ^= key >> 29
        third, cells = self.third, self.cells
        cell = (
            cells[key % third] ^ cells[third + (key >> 21) % third] ^ cells[2 * third + (key >> 42) % third]
        )
        return cell & 7 if cell >> 3 == ((key >> 13) ^ (key >> 37)) & 31 else 0


@cache
def table() -> Table:
    """The vendored table, unpacked at the first call."""
    from draftloop.loop.data import small_words as data

    words = tuple(zlib.decompress(a2b_base64(data.WORDS)).decode("utf-8").split("\n"))
    packed = zlib.decompress(a2b_base64(data.CLASSES))
    own = CONTENT_CLASSES
    classes: list[int] = []
    for content in packed:
        classes.append(own if content == OWN_CLASS else content)
        own += content == OWN_CLASS
    classes.extend(range(own, own + UNKNOWN_WORDS))
    cells = a2b_base64(data.CELLS)
    return Table(
        ids={word: number for number, word in enumerate(words)},
        words=words,
        classes=classes,
        levels=zlib.decompress(a2b_base64(data.LEVELS)),
        cells=cells,
        third=len(cells) // 3,
        memo={},
        after=_masks(data.AFTER),
        before=_masks(data.BEFORE),
    )


def _masks(packed: bytes) -> list[int]:
    raw = zlib.decompress(a2b_base64(packed))
    return [int.from_bytes(raw[at : at + 8], "little") for at in range(0, len(raw), 8)]


def is_mark(word: str) -> bool:
    """Whether it stands for a name, a number or code."""
    return word in MARKS
