"""Which points of an outline are folded, and how folds follow edits. Pure; lines never change here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from draftloop.loop.outline_edit import extent_of


def children_of(lines: Sequence[str], row: int) -> range:
    """The rows below the point at `row` that folding it hides; empty when it has none."""
    start, end = extent_of(lines, row)
    return range(row + 1, end) if start == row else range(0)


def hidden_rows(lines: Sequence[str], folded: Iterable[int]) -> frozenset[int]:
    """Every row that a fold hides."""
    return frozenset(row for head in folded for row in children_of(lines, head))


def followed(before: Sequence[str], after: Sequence[str], folded: Iterable[int]) -> frozenset[int]:
    """The folds that still hold after an edit, at their new rows.

    A fold holds as long as its point and everything below it are the same words, wherever they went. All
    others are gone, and so the edit is seen.
    """
    head = _common(before, after)
    tail = _common(before[:head:-1], after[:head:-1])
    kept = set()
    for row in folded:
        end = children_of(before, row).stop
        block = [line.strip() for line in before[row:end]]
        if end <= head:
            landing = [row]
        elif row >= len(before) - tail:
            landing = [row + len(after) - len(before)]
        else:
            landing = [
                place
                for place in range(max(0, head - len(block)), len(after) - tail)
                if after[place].strip() == block[0]
            ]
        for place in landing:
            rows = children_of(after, place)
            if rows and [line.strip() for line in after[place : rows.stop]] == block:
                kept.add(place)
                break
    return frozenset(kept)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many first lines two texts share."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
