"""Where a line of a text stands in another version of it: what keeps a cursor in its place."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

_SLOW = 2_000
"""Lines from which on the comparison takes frequent ones for noise, as it is quadratic with them."""


def aligned_row(old: Sequence[str], new: Sequence[str], row: int) -> int:
    """The row of `new` that belongs to a row of `old`: the same line, else what took its place."""
    if not new:
        return 0
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > _SLOW)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if not i1 <= row < i2:
            continue
        if tag == "equal":
            return j1 + row - i1
        return min(max(j1, min(j1 + row - i1, j2 - 1)), len(new) - 1)
    return len(new) - 1


def aligned_column(old: str, new: str, column: int) -> int:
    """The column of a changed line at which a cursor goes on: behind the same words, else before the same."""
    column = min(column, len(old))
    if new.startswith(old[:column]):
        return column
    behind = old[column:]
    return len(new) - len(behind) if new.endswith(behind) else min(column, len(new))
