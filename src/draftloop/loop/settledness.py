"""How much two outlines of one post agree, and whether another round will pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.outline import normalized
from draftloop.loop.outline_links import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from draftloop.loop.outline import Outline
    from draftloop.loop.outline_links import Link, OutlineDiff

_IN_PLACE = (LinkKind.KEPT, LinkKind.REWORDED)
_SAME_WORDING = 0.6
"""Similarity of letters from which on a wording counts as the same."""
_SETTLED = 0.85
_NEARLY = 0.70
_IDEAS = 0.9
_SKELETON = 0.85
_LAST_ROUND = 4
_RISE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """All parts 0 to 1; 1 is "nothing changed"."""

    total: float
    ideas: float
    """Share of points that are in both outlines."""
    place: float
    wording: float
    skeleton: float
    """The total over points that have points below them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Whether to write the outline once more."""

    go_on: bool
    """True: another round; False: on to prose."""
    sentence: str


def settledness(
    diff: OutlineDiff, old: Outline, new: Outline, *, restored: Set[int] = frozenset()
) -> Settled:
    """Settledness of a diff, best taken after the author's answers: before them it is a lower bound.

    Args:
        diff: The comparison of the two.
        old: The outline before.
        new: The outline after.
        restored: Indices of old points that were dropped and brought back by the author.
    """
    count = len(old.points) + len(new.points)
    if not count:
        return Settled(total=1.0, ideas=1.0, place=1.0, wording=1.0, skeleton=1.0)
    place_old, place_new = [0.0] * len(old.points), [0.0] * len(new.points)
    wording_old, wording_new = [0.0] * len(old.points), [0.0] * len(new.points)
    score_old, score_new = [0.0] * len(old.points), [0.0] * len(new.points)
    for link in diff.links:
        wording = min(1.0, _likeness(old.points[link.old].text, new.points[link.new].text) / _SAME_WORDING)
        place = _place(link)
        for index, places, wordings, scores in (
            (link.old, place_old, wording_old, score_old),
            (link.new, place_new, wording_new, score_new),
        ):
            places[index] = max(places[index], place)
            wordings[index] = max(wordings[index], wording)
            scores[index] = max(scores[index], place * (0.7 + 0.3 * wording))
    for index in set(diff.dropped) & restored:
        score_old[index] = 0.5
    linked = count - len(diff.dropped) - len(diff.added)
    inner = [score_old[i] for i in _inner(old)] + [score_new[j] for j in _inner(new)]
    total = (sum(score_old) + sum(score_new)) / count
    return Settled(
        total=total,
        ideas=linked / count,
        place=(sum(place_old) + sum(place_new)) / linked if linked else 0.0,
        wording=(sum(wording_old) + sum(wording_new)) / linked if linked else 0.0,
        skeleton=sum(inner) / len(inner) if inner else total,
    )


def advise(history: Sequence[Settled], *, next_day: str = "") -> Advice:
    """Advice after the last of the comparisons so far, with its reason, in the writer's words.

    Args:
        history: Settledness of outline 1 to 2, 2 to 3 and so on, at least one.
        next_day: Name of the day of the next round, as in "Thursday"; empty: no day is named.
    """
    now = history[-1]
    on_day = f" on {next_day}" if next_day else " on another day"
    if now.total >= _SETTLED:
        return Advice(
            go_on=False, sentence=f"Hardly anything changes any more ({_two(now.total)}). Go to prose."
        )
    rounds = len(history) + 1
    if rounds >= _LAST_ROUND and now.total < _NEARLY and now.total < history[-2].total + _RISE:
        sentence = (
            f"Outline {rounds} is no more settled than the last ({_two(now.total)}). This may be two posts."
        )
        return Advice(go_on=True, sentence=sentence)
    if now.total >= _NEARLY and now.ideas >= _IDEAS and now.skeleton >= _SKELETON:
        sentence = f"The ideas stay ({_two(now.ideas)}) and so do the sections. Go to prose."
        return Advice(go_on=False, sentence=sentence)
    again = f"One more round{on_day}"
    if now.ideas >= _IDEAS:
        what = "the sections still change" if now.skeleton < _SKELETON else "the order still does"
        if now.place >= _IDEAS and now.skeleton >= _SKELETON:
            what = "their wording still does"
        sentence = f"Ideas hardly change any more ({_two(now.ideas)}); {what}. {again}, or go to prose."
    elif now.total >= _NEARLY:
        sentence = f"Ideas still come and go ({_two(now.ideas)}); the rest stands. {again}."
    else:
        sentence = f"A good part of it is new or gone (settled {_two(now.total)}). {again}."
    return Advice(go_on=True, sentence=sentence)


def _place(link: Link) -> float:
    return 1.0 if link.kind in _IN_PLACE else 0.5


def _inner(outline: Outline) -> Iterable[int]:
    return sorted({point.parent for point in outline.points if point.parent is not None})


def _two(value: float) -> str:
    """A share as the screens write it: .92."""
    return f"{value:.2f}".removeprefix("0")


def _likeness(a: str, b: str) -> float:
    """Share of letter groups that two texts have in common, 0 to 1; 1 if they say the same."""
    key, other = normalized(a), normalized(b)
    if key == other:
        return 1.0
    mine, theirs = _grams(key), _grams(other)
    shared = len(mine & theirs)
    return shared / (len(mine) * len(theirs)) ** 0.5 if shared else 0.0


def _grams(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[at : at + size] for size in (3, 4) for at in range(len(padded) - size + 1)}
