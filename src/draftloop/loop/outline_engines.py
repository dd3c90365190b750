"""The two engines of the outline diff: their weights, and from which probability on they link."""

from __future__ import annotations

from dataclasses import dataclass

from draftloop.loop.outline_assign import Floors
from draftloop.loop.outline_weights import MEANING_WEIGHTS, WORDS_WEIGHTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """All numbers that were learned or picked."""

    name: str
    weights: tuple[tuple[float, ...], ...]
    """One row for each round: see `tools/train_outline_diff.py`."""
    floors: Floors


WORDS = Engine(
    name="words", weights=WORDS_WEIGHTS, floors=Floors(link=0.5, neighbor=0.25, sibling=0.4, short=0.85)
)
MEANING = Engine(
    name="meaning", weights=MEANING_WEIGHTS, floors=Floors(link=0.5, neighbor=0.25, sibling=0.4, short=0.6)
)
