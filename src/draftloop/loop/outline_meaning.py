"""What a sentence model says of two outlines, as the comparison sees it: figures for each pair of points.

The model itself is behind the port `Meaning`; without one the comparison goes by words alone.
"""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass

MEANING_NAMES = (
    "meaning", "meaning_stands_out", "meaning_leads",
    "in_place", "in_place_stands_out", "in_place_leads",
    "covered_least", "covered_most", "covered_stands_out", "covered_most_stands_out", "covered_leads",
)  # fmt: skip
"""`meaning`: cosine of the two texts. `in_place`: the same with each text behind its parent's. `covered`: how
much of one text's words the other one has too, in meaning, the lesser and the greater of both directions.
`stands_out`, `leads`: against the other pairs of the same two points, see `outline_standing.py`."""
SCALE = 2048
"""Figures travel as whole numbers: value times this."""
_BEST = 8
"""Nearest points in meaning that are worth a look, for each point."""
_NEARNESS = MEANING_NAMES.index("covered_stands_out")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The figures of every pair of an old and a new point."""

    new_count: int
    values: array[int]
    """Row by row: old points, new points, figures in the order of MEANING_NAMES; times SCALE."""

    @classmethod
    def from_bytes(cls, new_count: int, packed: bytes) -> Likeness:
        """From little-endian 16-bit whole numbers. Raises ValueError for a wrong number of them."""
        values = array("h")
        values.frombytes(packed)
        if sys.byteorder == "big":
            values.byteswap()
        if len(values) % max(1, new_count * len(MEANING_NAMES)):
            raise ValueError("not a whole table")
        return cls(new_count, values)

    def __call__(self, i: int, j: int) -> list[float]:
        start = (i * self.new_count + j) * len(MEANING_NAMES)
        return [value / SCALE for value in self.values[start : start + len(MEANING_NAMES)]]

    @property
    def old_count(self) -> int:
        return len(self.values) // (self.new_count * len(MEANING_NAMES)) if self.new_count else 0

    def nearest(self) -> set[tuple[int, int]]:
        """For each point the pairs with those nearest in meaning."""
        old_count, new_count = self.old_count, self.new_count
        nearness = self.values[_NEARNESS :: len(MEANING_NAMES)]
        found: set[tuple[int, int]] = set()
        for i in range(old_count):
            row = nearness[i * new_count : (i + 1) * new_count]
            best = sorted(range(new_count), key=lambda j: (-row[j], abs(i - j), j))
            found.update((i, j) for j in best[:_BEST])
        for j in range(new_count):
            column = nearness[j::new_count]
            best = sorted(range(old_count), key=lambda i: (-column[i], abs(i - j), i))
            found.update((i, j) for i in best[:_BEST])
        return found
