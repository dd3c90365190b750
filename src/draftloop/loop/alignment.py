"""Where a line of a text stands in another version of it: what keeps a cursor in its place."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

_SLOW = 2_000
"""Lines from which on the comparison takes frequent ones for noise, as it is quadratic with them."""

_LONG_LINE = 4_000
"""Characters from which on a line that changed on both sides of the cursor is not compared."""


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
    """The column of a changed line at which a cursor goes on: behind the letter it stood behind."""
    column = min(column, len(old))
    if new.startswith(old[:column]):
        return column
    behind = old[column:]
    if new.endswith(behind):
        return len(new) - len(behind)
    if max(len(old), len(new)) > _LONG_LINE:
        return min(column, len(new))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i1 < column <= i2:
            return j1 + column - i1 if tag == "equal" else j2
    return len(new)
