"""Which points of the other outline a point may be: all of them, the likely ones first.

For the author who says where a point went; the program's own guess is `outline_diff.py`'s. Nothing is left
out here, because the right one may share no word with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.outline import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftloop.loop.outline import Outline

    Pair = tuple[int, int]

_LEAST_WORD = 4
"""Letters; shorter words say little about a point."""
_STEM = 5
"""Letters by which two words are taken for one: `reused` and `reuse`."""
_UNDER_PARTNER = 0.3
_UNLINKED = 0.25
_GUESSED = 0.3
_BESIDE = 0.25


def offers(
    mine: Outline, index: int, other: Outline, pairs: Iterable[Pair], *, guess: int | None = None
) -> tuple[int, ...]:
    """Every point of `other`, the likeliest to be point `index` of `mine` first.

    Args:
        mine: The outline the point stands in.
        index: The point.
        other: The outline to look in.
        pairs: What is linked, as (index in `mine`, index in `other`).
        guess: The point of `other` that a comparison found nearest.
    """
    partners: dict[int, list[int]] = {}
    for one, two in pairs:
        partners.setdefault(one, []).append(two)
    taken = {two for twos in partners.values() for two in twos}
    parent = mine.points[index].parent
    above = set(partners.get(parent, [])) if parent is not None else set()
    words = _words(mine.points[index].text)
    place = _expected_place(mine, index, other, partners)

    def value(candidate: int) -> float:
        point = other.points[candidate]
        score = _shared(words, _words(point.text))
        score += _UNDER_PARTNER * (point.parent in above or (parent is None and point.parent is None))
        score += _UNLINKED * (candidate not in taken)
        score += _GUESSED * (candidate == guess)
        return score + _BESIDE * (1 - abs(candidate - place) / max(1, len(other.points)))

    return tuple(sorted(range(len(other.points)), key=lambda candidate: (-value(candidate), candidate)))


def _words(text: str) -> frozenset[str]:
    found = normalized(text).split()
    return frozenset(word[:_STEM] for word in found if len(word) >= _LEAST_WORD or not word.isalpha())


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the shorter text's words that the longer one has: a point may be part of another."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def _expected_place(mine: Outline, index: int, other: Outline, partners: dict[int, list[int]]) -> float:
    """Where the point would stand in `other` if nothing but the points around it told."""
    for distance in range(1, len(mine.points)):
        near = [
            partner
            for neighbor in (index - distance, index + distance)
            for partner in partners.get(neighbor, [])
        ]
        if near:
            return sum(near) / len(near)
    return index * len(other.points) / max(1, len(mine.points))
