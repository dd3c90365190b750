"""Matching by hand: the author says which points are the same idea and which are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.corrections import add_correction, read_corrections
from draftloop.loop.errors import BadValue
from draftloop.loop.match_offers import offers
from draftloop.loop.outline import Outline, normalized
from draftloop.loop.outline_diff import Correction
from draftloop.steps.bundle import folder_of
from draftloop.steps.compare import Comparison, comparison
from draftloop.steps.rounds import TreeDiff
from draftloop.steps.undo import Change, take_back, watch_change

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The comparison after an answer, and the way back."""

    comparison: Comparison
    change: Change
    """Of corrections.toml; `unanswer` takes it back."""


def correct(desk: Desk, slug: str, pair: TreeDiff, old: int, new: int, *, same: bool) -> Change:
    """Keep with the draft that two points are the same idea, or are not.

    Args:
        desk: The desk.
        slug: The draft.
        pair: Any two outlines of it.
        old: Index of a point of the older outline.
        new: Index of a point of the newer one.
        same: Whether they are the same idea.

    Raises:
        Unreadable: corrections.toml is broken; nothing is written.
    """
    correction = Correction(
        old=pair.old.points[old].text,
        new=pair.new.points[new].text,
        same=same,
        old_under=_under_if_twice(pair.old, old),
        new_under=_under_if_twice(pair.new, new),
    )

    def act() -> None:
        document = desk.library.open(corrections_path(slug))
        read_corrections(document.text, document.path)  # an answer added to a broken file is lost in it
        desk.library.save(document, add_correction(document.text, correction))

    return watch_change(desk, corrections_path(slug), act)


def answer(desk: Desk, now: Comparison, old: int, new: int, *, same: bool) -> Answered:
    """Keep the author's answer to "same point?" with the draft, and compare again."""
    change = correct(desk, now.slug, now.pair, old, new, same=same)
    return Answered(comparison=comparison(desk, now.slug), change=change)


def unanswer(desk: Desk, slug: str, change: Change) -> Comparison:
    """Take an answer back, and compare again.

    Raises:
        ChangedOnDisk: somebody else changed corrections.toml since; nothing is written.
    """
    take_back(desk, change)
    return comparison(desk, slug)


def new_offers(pair: TreeDiff, old: int) -> tuple[int, ...]:
    """Every new point, those first that the old one most likely became."""
    links = [(link.old, link.new) for link in pair.diff.links]
    return offers(pair.old, old, pair.new, links, guess=pair.diff.nearest(old))


def old_offers(pair: TreeDiff, new: int) -> tuple[int, ...]:
    """Every old point, those first that the new one most likely was."""
    links = [(link.new, link.old) for link in pair.diff.links]
    return offers(pair.new, new, pair.old, links)


def indices_of_pair(now: Comparison, pair: str) -> tuple[int, int]:
    """An old and a new point named as `OLD:NEW`, 1-based lines. Raises BadValue."""
    old_line, colon, new_line = pair.partition(":")
    olds = {str(point.line): index for index, point in enumerate(now.old.points)}
    news = {str(point.line): index for index, point in enumerate(now.new.points)}
    if not colon or old_line not in olds or new_line not in news:
        raise BadValue("pair", pair, "must name a line of the old and one of the new outline, like 14:9")
    return olds[old_line], news[new_line]


def corrections_path(slug: str) -> str:
    """Where the author's answers about matches stand."""
    return f"{folder_of(slug)}/corrections.toml"


def _under_if_twice(outline: Outline, index: int) -> str | None:
    """The parent's text where the point's own text occurs twice, so that the answer is about this one."""
    point = outline.points[index]
    key = normalized(point.text)
    if sum(normalized(other.text) == key for other in outline.points) < 2 or point.parent is None:
        return None
    return outline.points[point.parent].text
