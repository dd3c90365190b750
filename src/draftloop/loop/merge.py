"""Three texts put together: the one both sides began with, mine and theirs. Pure; never a conflict marker.

Lines are compared first. Where both sides changed the same stretch, words are: what does not touch goes
together, and a stretch in which both changed the same words is left for a person to decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

_WORD = re.compile(r"\n|[^\S\n]+|\w+(?:['’]\w+)*|[^\w\s]")
_ITEM = re.compile(r"\s*(?:[-*+#>|]|\d+[.)])")
_SLOW = 2_000
"""Tokens from which on the comparison takes frequent ones for noise, as it is quadratic with them."""


class Choice(StrEnum):
    """Whose words a region gets."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Whole lines in which mine and theirs differ."""

    base: str
    mine: str
    theirs: str
    merged: str | None
    """Both sides' changes together; None when both changed the same words."""

    @property
    def is_conflict(self) -> bool:
        return self.merged is None

    def text(self, choice: Choice) -> str:
        """The region's words after a choice. Both: together where possible, else one after the other."""
        match choice:
            case Choice.MINE:
                return self.mine
            case Choice.THEIRS:
                return self.theirs
            case Choice.BOTH:
                return _stacked(self.mine, self.theirs) if self.merged is None else self.merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What is the same on both sides, and the regions between, in reading order."""

    parts: tuple[str | Region, ...]

    @property
    def regions(self) -> tuple[Region, ...]:
        return tuple(part for part in self.parts if isinstance(part, Region))

    @property
    def text(self) -> str | None:
        """Both sides together; None when a person has to decide."""
        if any(region.is_conflict for region in self.regions):
            return None
        return self.chosen([Choice.BOTH] * len(self.regions))

    @property
    def mine_first(self) -> str:
        """Both sides together, and mine where both changed the same words."""
        return self.chosen([Choice.MINE if one.is_conflict else Choice.BOTH for one in self.regions])

    def chosen(self, choices: Sequence[Choice]) -> str:
        """The whole text, `choices` one for each region."""
        left = iter(choices)
        return "".join(part if isinstance(part, str) else part.text(next(left)) for part in self.parts)


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Put two versions of one text together.

    Args:
        base: What both began with.
        mine: One side.
        theirs: The other; the sides can be exchanged.

    Returns:
        Parts that join to a text. Every word that one side put in is in it, and a word is missing only
        where a side took exactly it out.
    """
    parts: list[str | Region] = []
    lines = _Sides(base.splitlines(True), mine.splitlines(True), theirs.splitlines(True))
    for piece in _pieces(lines, separates=lambda _: True):
        if piece.is_same:
            parts.append(piece.mine)
        else:
            parts += _regions(piece)
    return Merge(parts=tuple(_joined(parts)))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of all three, equal in all or not."""

    base: str
    mine: str
    theirs: str

    @property
    def is_same(self) -> bool:
        return self.mine == self.theirs

    @property
    def merged(self) -> str | None:
        if self.mine == self.theirs or self.theirs == self.base:
            return self.mine
        return self.theirs if self.mine == self.base else None


def _parts_words(token: str) -> bool:
    """Whether a token keeps two changes apart: between a blank or a comma they would read as one."""
    return token == "\n" or token[0].isalnum()


class _Sides(NamedTuple):
    """The same text three times, in lines or words."""

    base: list[str]
    mine: list[str]
    theirs: list[str]


def _pieces(sides: _Sides, separates: Callable[[str], bool]) -> Iterator[_Piece]:
    """The three in step: stretches that stand in all of them, and what lies between."""
    at = (0, 0, 0)
    for starts, size in [*_shared(sides), ((len(sides.base), len(sides.mine), len(sides.theirs)), 0)]:
        common = sides.base[starts[0] : starts[0] + size]
        if size and not any(map(separates, common)):
            continue
        between = ["".join(side[start:stop]) for side, start, stop in zip(sides, at, starts, strict=True)]
        if any(between):
            yield _Piece(*between)
        if size:
            same = "".join(common)
            yield _Piece(same, same, same)
        at = (starts[0] + size, starts[1] + size, starts[2] + size)


def _shared(sides: _Sides) -> Iterator[tuple[tuple[int, int, int], int]]:
    """Stretches of the base that stand in both sides: where in each, and how many tokens."""
    blocks = _blocks(sides.base, sides.mine), _blocks(sides.base, sides.theirs)
    one = other = 0
    while one < len(blocks[0]) and other < len(blocks[1]):
        base_m, in_mine, size_m = blocks[0][one]
        base_t, in_theirs, size_t = blocks[1][other]
        start, stop = max(base_m, base_t), min(base_m + size_m, base_t + size_t)
        if start < stop:
            yield (start, in_mine + start - base_m, in_theirs + start - base_t), stop - start
        if base_m + size_m < base_t + size_t:
            one += 1
        else:
            other += 1


def _blocks(base: Sequence[str], side: Sequence[str]) -> list[tuple[int, int, int]]:
    """What the two have in common: (place in base, place in side, size), in order."""
    head = _common(base, side)
    tail = _common(base[head:][::-1], side[head:][::-1])
    old, new = base[head : len(base) - tail], side[head : len(side) - tail]
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > _SLOW)
    middle = [(head + a, head + b, size) for a, b, size in matcher.get_matching_blocks() if size]
    ends = [(0, 0, head)] if head else []
    tails = [(len(base) - tail, len(side) - tail, tail)] if tail else []
    return [*ends, *middle, *tails]


def _regions(piece: _Piece) -> Iterator[str | Region]:
    """A stretch that differs, line for line where its lines can be told apart by their words."""
    if piece.merged is not None:
        yield Region(base=piece.base, mine=piece.mine, theirs=piece.theirs, merged=piece.merged)
        return
    words = _Sides(_WORD.findall(piece.base), _WORD.findall(piece.mine), _WORD.findall(piece.theirs))
    held: list[_Piece] = []
    for part in _pieces(words, separates=_parts_words):
        before, end, behind = part.base.rpartition("\n")
        if not end or not part.base == part.mine == part.theirs:
            held.append(part)
            continue
        lines = before + end
        yield from _region([*held, _Piece(lines, lines, lines)])
        held = [_Piece(behind, behind, behind)] if behind else []
    yield from _region(held)


def _region(pieces: Sequence[_Piece]) -> Iterator[str | Region]:
    base = "".join(piece.base for piece in pieces)
    mine = "".join(piece.mine for piece in pieces)
    theirs = "".join(piece.theirs for piece in pieces)
    if mine == theirs:
        yield mine
        return
    merged = [piece.merged for piece in pieces]
    if None in merged:
        yield from _conflict(base.splitlines(True), mine.splitlines(True), theirs.splitlines(True))
    else:
        both = "".join(text for text in merged if text is not None)
        yield Region(base=base, mine=mine, theirs=theirs, merged=both)


def _conflict(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[str | Region]:
    """What has to be decided, without the lines around it that both sides wrote alike."""
    head = _common(mine, theirs)
    tail = _common(mine[head:][::-1], theirs[head:][::-1])
    base = base[_common(base, mine[:head]) :]
    tail_of_base = _common(base[::-1], mine[len(mine) - tail :][::-1])
    if head:
        yield "".join(mine[:head])
    yield Region(
        base="".join(base[: len(base) - tail_of_base]),
        mine="".join(mine[head : len(mine) - tail]),
        theirs="".join(theirs[head : len(theirs) - tail]),
        merged=None,
    )
    if tail:
        yield "".join(mine[len(mine) - tail :])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens both begin with."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _joined(parts: Sequence[str | Region]) -> Iterator[str | Region]:
    """Neighboring strings as one; none that is empty."""
    held = ""
    for part in parts:
        if isinstance(part, str):
            held += part
            continue
        if held:
            yield held
        held = ""
        yield part
    if held:
        yield held


def _stacked(mine: str, theirs: str) -> str:
    """One after the other, as paragraphs, or as points and lines of a list where they are such."""
    if not mine.strip() or not theirs.strip():
        return mine if mine.strip() else theirs
    are_lines = _ITEM.match(mine) is not None and _ITEM.match(theirs) is not None
    end = "\n" if mine.endswith("\n") or theirs.endswith("\n") else ""
    return mine.rstrip("\n") + ("\n" if are_lines else "\n\n") + theirs.rstrip("\n") + end
