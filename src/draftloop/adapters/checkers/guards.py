"""What no engine may be fed: endless words, other scripts, control characters, texts without end.

A word of 200,000 letters makes Harper ask for gigabytes and abort; LanguageTool burns both of its threads on
one. What is cut out becomes a single U+FFFC, which engines take for a token they cannot judge, and places are
mapped back to the text as it was given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

MAX_BLOCK = 20_000
"""Characters given to an engine at once."""

_FORBIDDEN = re.compile(
    r"\w{65,}|\S{200,}"
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]+"
    "|[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003134f]+"
    "|[\ud800-\udfff]+"
)
_CUT = re.compile(r"[.!?]\s+(?=\S)|\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A piece of a text that an engine may see."""

    text: str
    offset: int
    """Where the piece begins in the given text."""
    cuts: tuple[tuple[int, int], ...]
    """Places in `text` behind each replacement, and how many characters are missing up to there."""

    def to_given(self, start: int, end: int) -> tuple[int, int] | None:
        """A span of `text` in the given text; None when it takes in something that was replaced."""
        shift = self._missing(start)
        if self._missing(end) != shift:
            return None
        return (self.offset + start + shift, self.offset + end + shift)

    def _missing(self, place: int) -> int:
        index = bisect_right(self.cuts, place, key=lambda cut: cut[0]) - 1
        return self.cuts[index][1] if index >= 0 else 0


def guard(text: str) -> list[Guarded]:
    """The text in harmless pieces of at most MAX_BLOCK characters, split at sentence ends where possible."""
    safe, cuts = _replace(text)
    if len(safe) <= MAX_BLOCK:
        return [Guarded(text=safe, offset=0, cuts=tuple(cuts))]
    pieces: list[Guarded] = []
    start = 0
    while start < len(safe):
        end = _piece_end(safe, start)
        before = [missing for place, missing in cuts if place <= start]
        base = before[-1] if before else 0
        own = tuple((place - start, missing - base) for place, missing in cuts if start < place <= end)
        pieces.append(Guarded(text=safe[start:end], offset=start + base, cuts=own))
        start = end
    return pieces


def _replace(text: str) -> tuple[str, list[tuple[int, int]]]:
    parts: list[str] = []
    cuts: list[tuple[int, int]] = []
    place = length = missing = 0
    for match in _FORBIDDEN.finditer(text):
        parts += (text[place : match.start()], "\ufffc")
        length += match.start() - place + 1
        missing += match.end() - match.start() - 1
        cuts.append((length, missing))
        place = match.end()
    parts.append(text[place:])
    return "".join(parts), cuts


def _piece_end(text: str, start: int) -> int:
    limit = start + MAX_BLOCK
    if limit >= len(text):
        return len(text)
    window = text[limit - 2000 : limit]
    cuts = list(_CUT.finditer(window))
    sentence_ends = [cut for cut in cuts if cut[0][0] in ".!?"]
    best = (sentence_ends or cuts)[-1:]
    return limit - 2000 + best[0].end() if best else limit
