"""The result of comparing two outlines: links, their kinds, what was dropped and added."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from draftloop.loop.outline import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftloop.loop.outline import Outline

    Pair = tuple[int, int]

SURE = 0.9
"""Links with a lower score are shown as a question."""


class LinkKind(StrEnum):
    """What happened to a point; follows from the links and the texts alone."""

    KEPT = "kept"
    REWORDED = "reworded"
    MOVED = "moved"
    MOVED_REWORDED = "moved_reworded"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two points that are the same idea."""

    old: int
    """Index into the old outline's points."""
    new: int
    kind: LinkKind
    score: float
    """Probability, 0 to 1; 1 for what the author confirmed."""
    lost: float = 0.0
    """Chance that the old point is nowhere in the new outline: what a wrong link would hide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineDiff:
    """Every old point is in a link or dropped, every new one in a link or added."""

    links: tuple[Link, ...]
    """By old, then new index."""
    dropped: tuple[int, ...]
    added: tuple[int, ...]
    near: tuple[int | None, ...]
    """For each old point the most similar new one; None where nothing is similar."""
    engine: str = "words"
    """What found it: "words" or "meaning"."""

    @property
    def doubtful(self) -> tuple[Link, ...]:
        """Links to ask about, those first that most likely hide a dropped point; take as many as pay.

        A link that is wrong does no harm where the old point has another likely partner.
        """
        unsure = (link for link in self.links if link.score < SURE)
        return tuple(sorted(unsure, key=lambda link: (-link.lost, link.score)))

    def nearest(self, old_index: int) -> int | None:
        """The new point an old one is linked with, else the most similar one, if any is."""
        return self.near[old_index]

    def to_json(self, old: Outline, new: Outline) -> dict[str, object]:
        """The document of `draftloop diff --json`: points named by their 1-based lines."""
        # Settledness is a judgement about a diff and imports it; here only its number is wanted.
        from draftloop.loop.settledness import settledness

        return {
            "old": {"points": len(old.points)},
            "new": {"points": len(new.points)},
            "links": [
                {
                    "old": old.points[link.old].line,
                    "new": new.points[link.new].line,
                    "kind": link.kind.value,
                    "score": round(link.score, 2),
                }
                for link in self.links
            ],
            "dropped": [old.points[index].line for index in self.dropped],
            "added": [new.points[index].line for index in self.added],
            "settled": round(settledness(self, old, new).total, 2),
        }


def derive_kinds(old: Outline, new: Outline, pairs: Iterable[Pair]) -> dict[Pair, LinkKind]:
    """The kind of each link, by rule: split, else merged, else by text and place."""
    links = sorted(set(pairs))
    fan_old, fan_new = Counter(i for i, _ in links), Counter(j for _, j in links)
    moved = moved_links(old, new, links)
    kinds = {}
    for i, j in links:
        if fan_old[i] > 1:
            kind = LinkKind.SPLIT
        elif fan_new[j] > 1:
            kind = LinkKind.MERGED
        else:
            is_same = normalized(old.points[i].text) == normalized(new.points[j].text)
            if (i, j) in moved:
                kind = LinkKind.MOVED if is_same else LinkKind.MOVED_REWORDED
            else:
                kind = LinkKind.KEPT if is_same else LinkKind.REWORDED
        kinds[i, j] = kind
    return kinds


def moved_links(old: Outline, new: Outline, links: Sequence[Pair]) -> set[Pair]:
    """Links whose point changed place: other parents, or against the order of its siblings."""
    known = set(links)
    size = _sizes(old)
    moved: set[Pair] = set()
    families: dict[tuple[int | None, int | None], list[Pair]] = defaultdict(list)
    for i, j in links:
        parents = old.points[i].parent, new.points[j].parent
        if parents == (None, None) or parents in known:
            families[parents].append((i, j))
        else:
            moved.add((i, j))
    for family in families.values():
        moved.update(set(family) - _longest_run(sorted(family, key=lambda pair: (pair[1], pair[0])), size))
    return moved


def _sizes(outline: Outline) -> list[int]:
    size = [1] * len(outline.points)
    for index in range(len(size) - 1, -1, -1):
        parent = outline.points[index].parent
        if parent is not None:
            size[parent] += size[index]
    return size


def _longest_run(family: Sequence[Pair], size: Sequence[int]) -> set[Pair]:
    """The links that stay in old order: most links, then largest subtrees, then earliest points.

    A tree of prefix maxima keeps the time at n log n.
    """
    rank = {i: number for number, i in enumerate(sorted({i for i, _ in family}), 1)}
    empty = (0, 0, 0, 0)
    tops = [empty] * (len(rank) + 1)
    """(links, points, minus the sum of old positions, minus the index of the last link plus one)"""
    before: list[int] = []
    final = empty
    for number, (i, _) in enumerate(family):
        best, at = empty, rank[i]
        while at:
            best = max(best, tops[at])
            at -= at & -at
        count, weight, early, last = best
        before.append(-last - 1)
        entry = (count + 1, weight + size[i], early - i, -number - 1)
        final = max(final, entry)
        at = rank[i]
        while at < len(tops):
            tops[at] = max(tops[at], entry)
            at += at & -at
    stay: set[Pair] = set()
    number = -final[3] - 1
    while number >= 0:
        stay.add(family[number])
        number = before[number]
    return stay
