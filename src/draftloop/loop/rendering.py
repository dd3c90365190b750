"""A block as plain text for an engine, and the way back from a place in it to the file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from draftloop.loop.blocks import RunKind

if TYPE_CHECKING:
    from draftloop.loop.blocks import Block, Run, Span

OPAQUE = "\ufffc"
"""Stands for code, a formula, a picture: Harper takes it for a token it cannot judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of rendered text and the run it came from."""

    at: int
    """Where it begins in the rendered text."""
    size: int
    run: Run

    @property
    def is_exact(self) -> bool:
        """Character n of the piece is character n of the run in the file."""
        return self.run.kind is RunKind.TEXT

    @property
    def is_open(self) -> bool:
        """A correction may change these characters, and changes nothing else by it."""
        return self.run.kind is RunKind.TEXT and not self.run.is_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A block's text for an engine."""

    text: str
    pieces: tuple[Piece, ...]
    """In order, without gaps and without empty ones; they cover `text`."""
    forbidden: str = ""
    """As in the block: characters that no correction may bring in."""

    def to_source(self, start: int, end: int) -> Span:
        """The file's characters behind `start` to `end` of the rendered text.

        What stands for something else (an entity, code, a break) is taken whole. An empty span stays empty.
        """
        if not self.pieces:
            return (0, 0)
        first = self._piece_at(start)
        if end <= start:
            place = self._source_place(first, start)
            return (place, place)
        last = self._piece_at(end - 1)
        source_start = first.run.start + (start - first.at if first.is_exact else 0)
        source_end = last.run.start + (end - last.at) if last.is_exact else last.run.end
        return (source_start, max(source_start, source_end))

    def can_replace(self, start: int, end: int) -> bool:
        """Whether a fix of this span may be written into the file.

        True when the span lies in one text run, or covers text runs joined by nothing but line breaks, so
        that no markup is lost.
        """
        if end <= start:
            return bool(self.pieces) and self._piece_at(start).is_open
        first = max(0, bisect_right(self.pieces, start, key=_place_of) - 1)
        touched = self.pieces[first : bisect_left(self.pieces, end, key=_place_of)]
        if not all(piece.is_open or _is_soft_break(piece.run) for piece in touched):
            return False
        return all(before.run.end == after.run.start for before, after in pairwise(touched))

    def may_write(self, start: int, end: int, fix: str) -> bool:
        """Whether this very text may stand in place of the span: it may not end the quotes around it."""
        return self.can_replace(start, end) and not any(char in self.forbidden for char in fix)

    def touches_opaque(self, start: int, end: int) -> bool:
        """Whether the span holds or borders on something an engine could not read."""
        return OPAQUE in self.text[max(0, start - 1) : end + 1]

    def _piece_at(self, place: int) -> Piece:
        index = bisect_right(self.pieces, place, key=lambda piece: piece.at) - 1
        return self.pieces[max(0, index)]

    def _source_place(self, piece: Piece, place: int) -> int:
        if piece.is_exact:
            return piece.run.start + min(place - piece.at, piece.size)
        return piece.run.end if place > piece.at else piece.run.start


def _place_of(piece: Piece) -> int:
    return piece.at


def _is_soft_break(run: Run) -> bool:
    """A hard break, two blanks or a backslash before the line end, is the author's layout and stays."""
    return run.kind is RunKind.BREAK and not run.text.startswith(("  ", "\\"))


def render(block: Block, opaque: str = OPAQUE) -> Rendered:
    """The block as plain text: breaks as blanks, entities as what they mean, what is no prose as `opaque`."""
    pieces: list[Piece] = []
    texts: list[str] = []
    at = 0
    for run in block.runs:
        text = _rendered(run, opaque)
        if text:
            pieces.append(Piece(at=at, size=len(text), run=run))
            texts.append(text)
            at += len(text)
    return Rendered(text="".join(texts), pieces=tuple(pieces), forbidden=block.forbidden)


def _rendered(run: Run, opaque: str) -> str:
    match run.kind:
        case RunKind.TEXT | RunKind.ENTITY:
            return run.text
        case RunKind.BREAK:
            return " "
        case RunKind.TAG:
            return ""
        case _:
            return opaque
