"""One row a section: its title, words, minutes, and the rhythm of its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from textual.content import Content

from draftloop.tui import text as texts
from draftloop.tui.widgets.figures import count, spark

if TYPE_CHECKING:
    from draftloop.loop.readability_sections import Section

MOST_BARS = 12
_LONGEST_WORDS = 40
"""Sentences of this length and more fill the bar."""


def rhythm(lengths: Sequence[int], bars: int = MOST_BARS) -> str:
    """Sentence lengths as bars, neighbors averaged when there are more than `bars`: `▃▅█▂`."""
    if not lengths:
        return ""
    groups = min(bars, len(lengths))
    bounds = [round(number * len(lengths) / groups) for number in range(groups + 1)]
    means = [sum(lengths[a:b]) / (b - a) for a, b in pairwise(bounds)]
    return spark(min(1.0, mean / _LONGEST_WORDS) for mean in means)


def minutes_words(minutes: float) -> str:
    """`1:30` as reading time."""
    seconds = round(minutes * 60 / 10) * 10
    return f"{seconds // 60}:{seconds % 60:02}"


def section_rows(section: Section, width: int) -> tuple[Content, Content]:
    """A section on two rows: its title, and below it words, minutes and rhythm."""
    indent = "  " * max(0, min(section.level - 2, 3))
    title = texts.clip(indent + (section.title or "(opening)"), width)
    facts = f"{indent}{count(section.words, 'word')}  {minutes_words(section.minutes)}  "
    bars = rhythm(section.lengths, max(4, min(MOST_BARS, width - len(facts))))
    return texts.joined((title, "bold")), texts.joined((facts, "$text-muted"), (bars, "$accent"))
