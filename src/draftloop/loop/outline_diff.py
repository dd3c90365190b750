"""Compare two outlines as trees of ideas: which points are the same, which were dropped, which are new.

Two engines share everything but their weights. *Words* needs nothing; *meaning* is also told what a sentence
model says of the points (`outline_meaning.py`). The stages: known links (unchanged points, the author's
answers), probabilities of candidate pairs, best assignment, merges and splits, kinds by rule. What was
measured and tried is in docs/outline-diff.md.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.outline import normalized
from draftloop.loop.outline_assign import assign, regroup
from draftloop.loop.outline_chance import Chances
from draftloop.loop.outline_engines import MEANING, WORDS
from draftloop.loop.outline_links import Link, LinkKind, OutlineDiff, derive_kinds
from draftloop.loop.outline_tree import lay_out
from draftloop.loop.outline_vectors import Vectors
from draftloop.loop.outline_words import read_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draftloop.loop.outline import Outline
    from draftloop.loop.outline_engines import Engine
    from draftloop.loop.outline_meaning import Likeness

    Pair = tuple[int, int]

__all__ = ["Correction", "Link", "LinkKind", "Matcher", "OutlineDiff", "diff_outlines"]

_LEAST_SIMILAR = 0.1
"""Under this probability a new point is no hint for where a dropped one may have gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The author's answer about two texts; it holds wherever both occur, on either side."""

    old: str
    new: str
    same: bool
    old_under: str | None = None
    """Text of the parent, for a text that occurs twice."""
    new_under: str | None = None


class Matcher:
    """Two outlines, looked at once: compares them anew after each answer of the author at little cost.

    Args:
        old: The outline before.
        new: The outline after.
        likeness: What a sentence model says of them; None: the comparison goes by words.
        engine: Other weights than the built-in ones, in training only.
    """

    def __init__(
        self, old: Outline, new: Outline, *, likeness: Likeness | None = None, engine: Engine | None = None
    ) -> None:
        self.old, self.new, self._likeness = old, new, likeness
        self.engine = engine or (WORDS if likeness is None else MEANING)
        self._unchanged = _unchanged(old, new)
        self._chances: tuple[frozenset[Pair], Chances] | None = None

    def diff(self, corrections: Sequence[Correction] = ()) -> OutlineDiff:
        """Which points are the same idea, given answers; see `diff_outlines`."""
        old, new = self.old, self.new
        if not old.points or not new.points:
            return _result(old, new, {}, {}, self.engine.name)
        answers = _answers(old, new, corrections)
        confirmed_old = {i for (i, _), is_same in answers.items() if is_same}
        confirmed_new = {j for (_, j), is_same in answers.items() if is_same}
        unchanged = frozenset(
            (i, j)
            for i, j in self._unchanged
            if i not in confirmed_old and j not in confirmed_new and answers.get((i, j), True)
        )
        chances = self._looked_at(unchanged)
        chance = chances.given(answers)
        fixed = dict.fromkeys((*unchanged, *(pair for pair, is_same in answers.items() if is_same)), 1.0)
        floors = self.engine.floors.for_size(min(len(old.points), len(new.points)))
        assigned = {**fixed, **assign(chance, floors, fixed)}
        links = regroup(
            assigned,
            chance,
            chances.old,
            chances.new,
            floors,
            banned=[pair for pair, is_same in answers.items() if not is_same],
            unchanged=[(i, j) for i, j in assigned if _says_the_same(old, new, i, j)],
        )
        return _result(old, new, links, chance, self.engine.name)

    def _looked_at(self, unchanged: frozenset[Pair]) -> Chances:
        """The first round; only an answer about two points with the same text can make it old."""
        if self._chances is None or self._chances[0] != unchanged:
            trees = lay_out(self.old), lay_out(self.new)
            vectors = Vectors(
                [read_words(point.text) for point in self.old.points],
                [read_words(point.text) for point in self.new.points],
            )
            first = Chances(*trees, vectors, self.engine.weights, unchanged, self._likeness)
            self._chances = unchanged, first
        return self._chances[1]


def diff_outlines(
    old: Outline,
    new: Outline,
    *,
    corrections: Sequence[Correction] = (),
    likeness: Likeness | None = None,
    engine: Engine | None = None,
) -> OutlineDiff:
    """Find which points of two outlines are the same idea.

    Args:
        old: The outline before.
        new: The outline after.
        corrections: Answers of the author; each is a fixed link or a ban. A later one wins over an earlier
            one.
        likeness: What a sentence model says of them; None: the comparison goes by words.
        engine: Other weights than the built-in ones, in training only.

    Returns:
        The same result for the same input, and the mirrored one with old and new exchanged.
    """
    return Matcher(old, new, likeness=likeness, engine=engine).diff(corrections)


def _result(
    old: Outline, new: Outline, links: Mapping[Pair, float], chance: Mapping[Pair, float], engine: str
) -> OutlineDiff:
    kinds = derive_kinds(old, new, links)
    near: dict[int, tuple[float, int]] = {}
    for (i, j), p in chance.items():
        if p >= _LEAST_SIMILAR:
            near[i] = max(near.get(i, (0.0, 0)), (p, -j))
    for (i, j), p in links.items():
        near[i] = max(near.get(i, (0.0, 0)), (1.0 + p, -j))
    lost = [1.0] * len(old.points)
    for (i, _), p in chance.items():
        lost[i] *= max(0.0, 1.0 - p)
    linked_old, linked_new = {i for i, _ in links}, {j for _, j in links}
    return OutlineDiff(
        links=tuple(
            Link(old=i, new=j, kind=kinds[i, j], score=min(1.0, links[i, j]), lost=lost[i])
            for i, j in sorted(links)
        ),
        dropped=tuple(i for i in range(len(old.points)) if i not in linked_old),
        added=tuple(j for j in range(len(new.points)) if j not in linked_new),
        near=tuple(-near[i][1] if i in near else None for i in range(len(old.points))),
        engine=engine,
    )


def _says_the_same(old: Outline, new: Outline, i: int, j: int) -> bool:
    return normalized(old.points[i].text) == normalized(new.points[j].text)


def _unchanged(old: Outline, new: Outline) -> list[Pair]:
    """Points with the same text under the same ancestors, as often on both sides."""
    by_path: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    names: dict[tuple[int, str], int] = {}
    for side, outline in enumerate((old, new)):
        path: list[int] = []
        for index, point in enumerate(outline.points):
            above = 0 if point.parent is None else path[point.parent]
            key = normalized(point.text)
            path.append(names.setdefault((above, key or point.text), len(names) + 1))
            by_path[path[-1]][side].append(index)
    return [
        pair
        for olds, news in by_path.values()
        if len(olds) == len(news)
        for pair in zip(olds, news, strict=True)
    ]


def _answers(old: Outline, new: Outline, corrections: Sequence[Correction]) -> dict[Pair, bool]:
    answers: dict[Pair, bool] = {}
    if not corrections:
        return answers
    places = [_places(outline) for outline in (old, new)]
    for answer in corrections:
        for first, first_under, second, second_under in (
            (answer.old, answer.old_under, answer.new, answer.new_under),
            (answer.new, answer.new_under, answer.old, answer.old_under),
        ):
            olds = _occurrences(old, places[0], first, first_under)
            news = _occurrences(new, places[1], second, second_under)
            if answer.same:
                answers.update(dict.fromkeys(zip(olds, news, strict=False), True))
            else:
                answers.update(dict.fromkeys(((i, j) for i in olds for j in news), False))
            if normalized(first) == normalized(second):
                break
    return answers


def _places(outline: Outline) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, point in enumerate(outline.points):
        places[normalized(point.text)].append(index)
    return places


def _occurrences(
    outline: Outline, places: Mapping[str, list[int]], text: str, under: str | None
) -> list[int]:
    found = places.get(normalized(text), [])
    if under is None or len(found) < 2:
        return found
    parents = [outline.points[index].parent for index in found]
    return [
        index
        for index, parent in zip(found, parents, strict=True)
        if parent is not None and normalized(outline.points[parent].text) == normalized(under)
    ]
