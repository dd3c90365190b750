"""In which pieces a text is checked: what is in sight first, then the rest, bit by bit. Pure."""

from __future__ import annotations

from draftloop.loop.blocks import Span

AT_ONCE_S = 0.25
"""How long a piece may well take: a writer who changes something waits for it."""
_SECOND = 3_000
"""Characters read after the first screen: about two screens more."""
_LATER = 4
"""What is left is read in so many pieces: each costs a look at the whole post."""


class ReadingPlan:
    """What of a text nobody has read yet. The last piece is the whole, so that all is seen in one light."""

    def __init__(self, text: str, first: Span | None = None, *, is_known: bool = False) -> None:
        """Plan to read a text.

        Args:
            text: All of it.
            first: What was just changed, and comes before what is in sight.
            is_known: The engines have read the rest before and remember it: no need for pieces.
        """
        self._text = text
        self._first = first
        self._todo: list[Span] = [] if is_known else [(0, len(text))]
        self._most = 0
        """Characters of the next piece; 0: as many as are in sight."""

    def next(self, in_sight: Span) -> Span | None:
        """The piece to read now; None is the whole, and the end."""
        if self._first is not None:
            return self._first
        if self._most and sum(end - start for start, end in self._todo) <= self._most:
            return None
        for start, end in self._todo:
            if start < in_sight[1] and in_sight[0] < end:
                start, end = max(start, in_sight[0]), min(end, in_sight[1])
                return start, self._until_break(end)
        if not self._todo:
            return None
        start, end = self._todo[0]
        return start, self._until_break(min(end, start + (self._most or _SECOND)))

    def took(self, piece: Span, seconds: float) -> None:
        """A piece was read; the next one is as long as this one's pace allows."""
        self._first = None
        rest: list[Span] = []
        for start, end in self._todo:
            rest += [(start, min(end, piece[0])), (max(start, piece[1]), end)]
        self._todo = [(start, end) for start, end in rest if start < end]
        length = piece[1] - piece[0]
        usual = _SECOND if not self._most else max(_SECOND, len(self._text) // _LATER)
        self._most = max(usual, int(length * AT_ONCE_S / max(seconds, 0.001)))

    def _until_break(self, end: int) -> int:
        """The end of the paragraph at `end`: half a block would be asked about twice."""
        found = self._text.find("\n\n", end)
        return len(self._text) if found < 0 else found
