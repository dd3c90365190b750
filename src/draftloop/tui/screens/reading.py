"""A post as its readers meet it: heat by rows, sentences read aloud, the sentence around a place. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind, Prose
from draftloop.loop.sentences import sentence_spans

if TYPE_CHECKING:
    from draftloop.loop.readability_blocks import ParagraphHeat

_READ = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.DEFINITION, BlockKind.FOOTNOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One sentence to be read aloud, and where it stands."""

    text: str
    heading: str
    line: int


def heat_by_row(text: str, heat: Sequence[ParagraphHeat]) -> dict[int, int]:
    """Heat 1 to 3 for every row, counted from 0, of the paragraphs that have any."""
    rows: dict[int, int] = {}
    for paragraph in heat:
        if paragraph.heat:
            first = text.count("\n", 0, paragraph.start)
            last = first + text.count("\n", paragraph.start, paragraph.end)
            rows.update(dict.fromkeys(range(first, last + 1), paragraph.heat))
    return rows


def spoken(prose: Prose) -> tuple[Spoken, ...]:
    """Every sentence of the prose in reading order, code and tables left out."""
    found: list[Spoken] = []
    heading = ""
    for block in prose.blocks:
        if block.kind is BlockKind.HEADING:
            heading = block.text
            found.append(Spoken(text=heading, heading="", line=block.line))
        elif block.kind in _READ:
            for start, end in sentence_spans(block.text):
                found.append(Spoken(text=block.text[start:end], heading=heading, line=block.line))
    return tuple(found)


def paragraph_around(text: str, offset: int) -> tuple[int, int]:
    """Start and end of the run of lines without a blank one that holds `offset`."""
    offset = max(0, min(offset, len(text)))
    start = text.rfind("\n\n", 0, offset)
    start = 0 if start < 0 else start + 2
    end = text.find("\n\n", offset)
    end = len(text) if end < 0 else end
    while start < end and text[start] == "\n":
        start += 1
    while end > start and text[end - 1] == "\n":
        end -= 1
    return min(start, offset), max(offset, end)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch of the source that holds the sentences from `start` to `end`, within their paragraph."""
    first, last = paragraph_around(text, start)
    spans = sentence_spans(text[first:last])
    if not spans:
        return first, last
    begins = [first + a for a, _ in spans]
    one = max(0, bisect_right(begins, start) - 1)
    other = max(one, bisect_right(begins, max(start, end - 1)) - 1)
    return min(first + spans[one][0], start), max(first + spans[other][1], end)
