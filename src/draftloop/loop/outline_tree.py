"""An outline laid out for comparing: neighbors and sizes as lists, looked up by index in no time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from draftloop.loop.outline import Outline

NOBODY = -1
"""Index of a parent or sibling that does not exist."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Parallel lists, one entry a point."""

    parent: list[int]
    before: list[int]
    """The sibling before."""
    after: list[int]
    """The sibling after."""
    size: list[int]
    """Points in the subtree, the point itself included."""
    depth: list[int]
    place: list[float]
    """Reading position from 0 to 1."""
    rank: list[float]
    """Position among the siblings from 0 to 1."""

    def __len__(self) -> int:
        return len(self.parent)


def lay_out(outline: Outline) -> Tree:
    """The tree of an outline."""
    points = outline.points
    count = len(points)
    parent = [NOBODY if point.parent is None else point.parent for point in points]
    before, after, size = [NOBODY] * count, [NOBODY] * count, [1] * count
    last_child: dict[int, int] = {}
    order: list[int] = []
    family: dict[int, int] = {}
    for index, above in enumerate(parent):
        sibling = last_child.get(above, NOBODY)
        if sibling != NOBODY:
            before[index], after[sibling] = sibling, index
        last_child[above] = index
        order.append(family.get(above, 0))
        family[above] = order[-1] + 1
    for index in range(count - 1, -1, -1):
        if parent[index] != NOBODY:
            size[parent[index]] += size[index]
    return Tree(
        parent=parent,
        before=before,
        after=after,
        size=size,
        depth=[point.depth for point in points],
        place=[(index + 0.5) / count for index in range(count)],
        rank=[(order[index] + 0.5) / family[parent[index]] for index in range(count)],
    )
