"""The ports of what reads texts: Markdown, grammar engines, the sentence model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from draftloop.loop.blocks import Prose
    from draftloop.loop.outline_meaning import Likeness


class MarkdownReader(Protocol):
    """Markdown as prose blocks, headings, links and pictures with ranges. Pure and fast."""

    def read(self, text: str) -> Prose: ...


PlacedText = tuple[str, str]
"""The text of a point, and its parent's (empty at the top)."""


class Meaning(Protocol):
    """A sentence model that tells how alike points are; may not be installed."""

    @property
    def is_installed(self) -> bool:
        """Whether it can be asked; cheap."""

    def knows(self, old: Sequence[PlacedText], new: Sequence[PlacedText]) -> bool:
        """Whether it was asked about these two before and need not be started again."""

    def likeness(self, old: Sequence[PlacedText], new: Sequence[PlacedText]) -> Likeness:
        """Of all pairs of an old and a new point. Raises MeaningUnavailable."""

    def close(self) -> None:
        """End what was started; it starts again when asked."""

    def __hash__(self) -> int:
        """Results are remembered by model."""


class Checker(Protocol):
    """A grammar engine. Slow to start; may die at any time without harm."""

    @property
    def name(self) -> str: ...

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        """Alarms of each rendered block; None for a block that could not be checked.

        Raises:
            CheckerUnavailable: the engine cannot start here.
            CheckerFailed: it died and did not come back.
        """

    def close(self) -> None: ...


@runtime_checkable
class Starts(Protocol):
    """A checker that can be made ready before it is asked."""

    def start(self) -> None:
        """Start and warm up what answers; may take seconds.

        Raises:
            CheckerUnavailable: it cannot start here.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAlarm:
    """What an engine said about one block, unfiltered; offsets are code points in the rendered block."""

    start: int
    end: int
    rule: str
    kind: str
    message: str
    replacements: tuple[str, ...] = ()
