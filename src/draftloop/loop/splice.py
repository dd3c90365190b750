"""What one text needs to become another, as one splice; and whether a text still stands in a later one.

Cheap enough to be computed from two whole texts many times a minute: slices are compared, not characters.
"""

from __future__ import annotations

from dataclasses import dataclass

_CHUNK = 4096
"""Characters compared at once; comparing two slices of this size takes less than a microsecond."""
_MOST_SLID = 200
_MOST_LINES = 20_000
"""Beyond them a text counts as missing: asking once too often is better than forgetting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Splice:
    """`removed` characters from `start` on give way to `inserted`."""

    start: int
    removed: int
    inserted: str

    @property
    def is_nothing(self) -> bool:
        return not self.removed and not self.inserted


def splice_between(old: str, new: str) -> Splice:
    """The one splice that turns `old` into `new`: what is left between their common ends."""
    if old == new:
        return Splice(start=len(old), removed=0, inserted="")
    head = common_start(old, new)
    tail = _common_end(old, new, min(len(old), len(new)) - head)
    return Splice(start=head, removed=len(old) - head - tail, inserted=new[head : len(new) - tail])


def apply_splice(text: str, splice: Splice) -> str:
    """`text` after the splice.

    Raises:
        ValueError: the splice reaches beyond the text; it was made for another one.
    """
    end = splice.start + splice.removed
    if splice.start < 0 or splice.removed < 0 or end > len(text):
        raise ValueError(f"splice {splice.start}+{splice.removed} in {len(text)} characters")
    return text[: splice.start] + splice.inserted + text[end:]


def end_of_change(text: str, splice: Splice) -> int:
    """Where in `text`, the one after the splice, its author stopped.

    What was put in may begin like what follows it: then of the places where it can end, the end of a line.
    """
    start, end = splice.start, splice.start + len(splice.inserted)
    place = end
    for _ in range(_MOST_SLID):
        if end == len(text) or text[end] == "\n":
            return end
        if splice.removed or not start or text[start - 1] != text[end - 1]:
            break
        start, end = start - 1, end - 1
    return place


def common_start(one: str, other: str) -> int:
    """How many characters both begin with."""
    most = min(len(one), len(other))
    at = 0
    while at < most and one[at : at + _CHUNK] == other[at : at + _CHUNK]:
        at += _CHUNK
    if at >= most:
        return most
    low, high = at, min(at + _CHUNK, most)
    while low < high:  # the first difference lies in this chunk
        middle = (low + high + 1) // 2
        if one[at:middle] == other[at:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(one: str, other: str, most: int) -> int:
    """How many characters both end with, at most `most`."""
    at = 0
    while at + _CHUNK <= most and _tail(one, at, _CHUNK) == _tail(other, at, _CHUNK):
        at += _CHUNK
    low, high = 0, min(_CHUNK, most - at)
    while low < high:
        middle = (low + high + 1) // 2
        if _tail(one, at, middle) == _tail(other, at, middle):
            low = middle
        else:
            high = middle - 1
    return at + low


def _tail(text: str, end: int, size: int) -> str:
    """`size` characters that end `end` before the end of `text`."""
    stop = len(text) - end
    return text[stop - size : stop]


def missing_from(later: str, earlier: str) -> str:
    """What of `earlier` is not in `later`, in whole words or lines; empty: nothing is lost.

    A line counts as there when it stands in `later` after the lines before it, alone or as the beginning,
    middle or end of a longer line.
    """
    splice = splice_between(later, earlier)
    words = splice.inserted.strip()
    if not words or words in later[splice.start : splice.start + splice.removed]:
        return ""
    breaks = "\n" if "\n" in words else " \n"
    start, at_end = splice.start, len(earlier) - splice.start - len(splice.inserted)
    if splice.inserted[0] not in breaks:
        start = _back_to(breaks, earlier, start)
    if splice.inserted[-1] not in breaks:
        at_end -= _on_to(breaks, earlier, len(earlier) - at_end)
    lost = earlier[start : len(earlier) - at_end]
    return "\n".join(_missing_lines(lost, later[start : len(later) - at_end]))


def _back_to(breaks: str, text: str, place: int) -> int:
    """The place behind the last of `breaks` before `place`."""
    return max(text.rfind(one, 0, place) for one in breaks) + 1


def _on_to(breaks: str, text: str, place: int) -> int:
    """How far it is from `place` to the next of `breaks`, or to the end."""
    found = [at for one in breaks if (at := text.find(one, place)) >= 0]
    return min(found, default=len(text)) - place


def _missing_lines(earlier: str, later: str) -> list[str]:
    lines = [line.strip() for line in earlier.splitlines()]
    wanted = [line for line in lines if line]
    if len(wanted) > _MOST_LINES:
        return wanted
    missing, at = [], 0
    for line in wanted:
        place = later.find(line, at)
        if place < 0:
            missing.append(line)
        else:
            at = place + len(line)
    return missing
