"""A stand-in for the sentence model: it says what it is told to, and keeps count of who asks."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from draftloop.loop.engine_ports import PlacedText
from draftloop.loop.errors import MeaningUnavailable
from draftloop.loop.outline_meaning import MEANING_NAMES, SCALE, Likeness

Sides = tuple[tuple[PlacedText, ...], tuple[PlacedText, ...]]


@dataclass(eq=False)
class MeaningDouble:
    """Remembers what it was asked, as the real one does; finds every pair as alike as the next."""

    is_installed: bool = True
    trouble: str = ""
    """Why it cannot be asked although it is installed."""
    asked: list[Sides] = field(default_factory=list)
    """Every time that the model itself had to be asked."""
    kept: set[Sides] = field(default_factory=set)

    def knows(self, old: Sequence[PlacedText], new: Sequence[PlacedText]) -> bool:
        return (tuple(old), tuple(new)) in self.kept

    def likeness(self, old: Sequence[PlacedText], new: Sequence[PlacedText]) -> Likeness:
        sides = tuple(old), tuple(new)
        if old and new and sides not in self.kept:
            self._ask(sides)
        figure = SCALE // 2
        return Likeness(len(new), array("h", [figure]) * (len(old) * len(new) * len(MEANING_NAMES)))

    def _ask(self, sides: Sides) -> None:
        if not self.is_installed:
            raise MeaningUnavailable("its model is not installed", "draftloop meaning install")
        self.asked.append(sides)
        if self.trouble:
            raise MeaningUnavailable(self.trouble, "try again")
        self.kept.add(sides)

    def close(self) -> None:
        """There is nothing to end."""
