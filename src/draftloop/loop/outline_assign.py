"""From probabilities to links: the best one-to-one assignment, then merges and splits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from draftloop.loop.outline_tree import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from draftloop.loop.outline_tree import Tree

    Pair = tuple[int, int]


_SHORT = 12
"""Points below which an outline is short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """The least probability of a link, by what it joins."""

    link: float
    """Of two points that have no other partner."""
    neighbor: float
    """Of a leftover point that joins the link of its parent, child or neighbor."""
    sibling: float
    """Of one that joins the link of a sibling further away."""
    short: float
    """Of a link in the shortest outlines."""

    def for_size(self, points: int) -> Floors:
        """Higher ones for a short outline, where two points stand in the same place by mere chance."""
        if points >= _SHORT:
            return self
        return replace(self, link=self.link + (self.short - self.link) * (1 - points / _SHORT))


_NEVER = 1.1
_EXACT_SIZE = 60
"""Points of a component up to which the best assignment is searched for; cubic time."""


def assign(chance: Mapping[Pair, float], floors: Floors, fixed: Iterable[Pair] = ()) -> dict[Pair, float]:
    """The set of links with the largest sum of probabilities in which no point occurs twice.

    Points of `fixed` pairs are taken already. Equal sums are settled by reading order, so the result is
    always the same; very large components are filled from the most probable pair down.
    """
    taken_old, taken_new = {i for i, _ in fixed}, {j for _, j in fixed}
    edges = {
        (i, j): p
        for (i, j), p in chance.items()
        if p >= floors.link and i not in taken_old and j not in taken_new
    }
    links: dict[Pair, float] = {}
    for component in _components(edges):
        olds, news = sorted({i for i, _ in component}), sorted({j for _, j in component})
        if len(component) == 1:
            chosen = component
        elif len(olds) + len(news) > _EXACT_SIZE:
            chosen = _greedy(component, edges)
        else:
            chosen = _best(olds, news, edges)
        links.update((pair, edges[pair]) for pair in chosen)
    return links


def regroup(
    links: Mapping[Pair, float],
    chance: Mapping[Pair, float],
    old: Tree,
    new: Tree,
    floors: Floors,
    banned: Iterable[Pair] = (),
    unchanged: Iterable[Pair] = (),
) -> dict[Pair, float]:
    """Merges and splits: points left over join the link of their parent, child or sibling.

    A link of two points with the same text (`unchanged`) takes nobody in: its new point says what its old
    one said, so nothing of a third can be in it.
    """
    result = dict(links)
    full = set(unchanged)
    full_old, full_new = {i for i, _ in full}, {j for _, j in full}
    partners_old, partners_new = _partners(result)
    refused = set(banned)
    offers = sorted(
        ((i, j) for (i, j), p in chance.items() if p >= floors.neighbor and (i, j) not in refused),
        key=lambda pair: (-chance[pair], pair[0] + pair[1], pair),
    )
    for i, j in offers:
        p = chance[i, j]
        if (i in partners_old) == (j in partners_new):
            continue
        if j in partners_new:
            partners, tree, point = partners_new[j], old, i
            is_open = j not in full_new and all(len(partners_old[k]) == 1 for k in partners)
        else:
            partners, tree, point = partners_old[i], new, j
            is_open = i not in full_old and all(len(partners_new[k]) == 1 for k in partners)
        if is_open and any(p >= _floor(floors, tree, point, k) for k in partners):
            result[i, j] = p
            partners_old[i].append(j)
            partners_new[j].append(i)
    return result


def _partners(links: Iterable[Pair]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    partners_old: dict[int, list[int]] = defaultdict(list)
    partners_new: dict[int, list[int]] = defaultdict(list)
    for i, j in links:
        partners_old[i].append(j)
        partners_new[j].append(i)
    return partners_old, partners_new


def _floor(floors: Floors, tree: Tree, point: int, other: int) -> float:
    """How probable a link must be for two points of one tree to share a partner."""
    if other in (tree.parent[point], tree.before[point], tree.after[point]) or tree.parent[other] == point:
        return floors.neighbor
    if tree.parent[point] == tree.parent[other] != NOBODY:
        return floors.sibling
    return _NEVER


def _components(edges: Mapping[Pair, float]) -> list[list[Pair]]:
    """Pairs that hang together through common points, each group and all groups in reading order."""
    of_old: dict[int, list[Pair]] = defaultdict(list)
    of_new: dict[int, list[Pair]] = defaultdict(list)
    for pair in sorted(edges):
        of_old[pair[0]].append(pair)
        of_new[pair[1]].append(pair)
    seen: set[Pair] = set()
    groups = []
    for start in sorted(edges):
        if start in seen:
            continue
        seen.add(start)
        group, waiting = [], [start]
        while waiting:
            pair = waiting.pop()
            group.append(pair)
            for near in (*of_old.pop(pair[0], ()), *of_new.pop(pair[1], ())):
                if near not in seen:
                    seen.add(near)
                    waiting.append(near)
        groups.append(sorted(group))
    return groups


def _greedy(component: Sequence[Pair], edges: Mapping[Pair, float]) -> list[Pair]:
    chosen = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for i, j in sorted(component, key=lambda pair: (-edges[pair], pair[0] + pair[1], pair)):
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            chosen.append((i, j))
    return chosen


def _best(olds: Sequence[int], news: Sequence[int], edges: Mapping[Pair, float]) -> list[Pair]:
    """The assignment with the largest sum (Hungarian algorithm); a missing edge is worth nothing."""
    if len(olds) > len(news):
        turned = {(j, i): p for (i, j), p in edges.items()}
        return [(i, j) for j, i in _best(news, olds, turned)]
    rows, columns = len(olds), len(news)
    cost = [[-edges.get((i, j), 0.0) for j in news] for i in olds]
    up, down = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner, path = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        least, done = [float("inf")] * (columns + 1), [False] * (columns + 1)
        while owner[column]:
            done[column] = True
            current, step, following = owner[column], float("inf"), 0
            for c in range(1, columns + 1):
                if done[c]:
                    continue
                slack = cost[current - 1][c - 1] - up[current] - down[c]
                if slack < least[c]:
                    least[c], path[c] = slack, column
                if least[c] < step:
                    step, following = least[c], c
            for c in range(columns + 1):
                if done[c]:
                    up[owner[c]] += step
                    down[c] -= step
                else:
                    least[c] -= step
            column = following
        while column:
            owner[column] = owner[path[column]]
            column = path[column]
    pairs = [(olds[owner[c] - 1], news[c - 1]) for c in range(1, columns + 1) if owner[c]]
    return [pair for pair in pairs if pair in edges]
