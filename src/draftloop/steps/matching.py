"""Which points of two outlines are the same: by the sentence model where there is one, else by words.

A pair of outlines is looked at once; later answers of the author only cost what they change.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from draftloop.loop.outline_diff import Correction, Matcher, OutlineDiff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.engine_ports import Meaning, PlacedText
    from draftloop.loop.outline import Outline


def match(
    old: Outline, new: Outline, corrections: Sequence[Correction] = (), meaning: Meaning | None = None
) -> OutlineDiff:
    """Compare two outlines by meaning, or without a model by words. Raises MeaningUnavailable."""
    if meaning is None or not old.points or not new.points:
        return _by_words(old, new).diff(corrections)
    return _by_meaning(old, new, meaning).diff(corrections)


def usable(meaning: Meaning | None, old: Outline, new: Outline, *, starts_model: bool) -> Meaning | None:
    """The model if it is to be asked about these two, else None.

    Args:
        meaning: The model, if one is wired.
        old: The outline before.
        new: The outline after.
        starts_model: Whether it may be started, which takes a second; a listing takes what it said before.
    """
    if meaning is None or not meaning.is_installed:
        return None
    return meaning if starts_model or meaning.knows(placed_texts(old), placed_texts(new)) else None


def placed_texts(outline: Outline) -> tuple[PlacedText, ...]:
    """All texts in reading order, each with its parent's."""
    points = outline.points
    return tuple((p.text, "" if p.parent is None else points[p.parent].text) for p in points)


@lru_cache(maxsize=16)
def _by_words(old: Outline, new: Outline) -> Matcher:
    return Matcher(old, new)


@lru_cache(maxsize=16)
def _by_meaning(old: Outline, new: Outline, meaning: Meaning) -> Matcher:
    return Matcher(old, new, likeness=meaning.likeness(placed_texts(old), placed_texts(new)))
