"""Where a dropped point would stand again: a few lines of the new outline around it, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.outline import parse_outline
from draftloop.loop.verdicts import put_back

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from draftloop.loop.outline import Outline
    from draftloop.loop.outline_diff import OutlineDiff


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """One point of the outline as it would be."""

    text: str
    depth: int
    is_back: bool
    """Whether it comes back, with or because of the point that was asked about."""


def place_of(
    text: str,
    old: Outline,
    new: Outline,
    diff: OutlineDiff,
    index: int,
    *,
    others: Iterable[int] = (),
    without: Set[int] = frozenset(),
    most: int = 3,
) -> tuple[PlaceLine, ...]:
    """A dropped point at the place where restoring puts it, between its neighbors.

    Args:
        text: The new outline's file.
        old: The old outline.
        new: The outline read from `text`.
        diff: The comparison of the two.
        index: The dropped point.
        others: Points that come back with it; only those near it change its place.
        without: Dropped points that stay away.
        most: Lines at most, one at least.

    Returns:
        The point with what stands above and below it, in the outline's order.
    """
    near = {other for other in others if _is_near(old, index, other)}
    back = put_back(text, old, new, diff, near | {index}, without=without - {index})
    after = parse_outline(back.text)
    by_line = {point.line - 1: number for number, point in enumerate(after.points)}
    place = by_line.get(back.rows.get(index, -1))
    if place is None:
        return ()
    rows = set(back.rows.values())
    start = max(0, min(place - most // 2, len(after.points) - most))
    return tuple(
        PlaceLine(text=point.text, depth=point.depth, is_back=point.line - 1 in rows)
        for point in after.points[start : start + most]
    )


def _is_near(old: Outline, index: int, other: int) -> bool:
    """Whether the place of `index` may depend on `other`: its siblings, and what stands above them."""
    above = old.points[index].parent
    if old.points[other].parent == above:
        return True
    while above is not None:
        if above == other or old.points[above].parent == old.points[other].parent:
            return True
        above = old.points[above].parent
    return False
