"""A post as its readers meet it: heat by rows, sentences read aloud, the sentence around a place. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind, Prose
from draftloop.loop.finding import Finding
from draftloop.loop.readability_views import readable
from draftloop.loop.rendering import render
from draftloop.loop.sentences import sentence_spans

if TYPE_CHECKING:
    from draftloop.loop.readability_blocks import ParagraphHeat

STUMBLED = "Stumbled"
"""The rule of marks that the author set while reading aloud."""

_READ = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.DEFINITION, BlockKind.FOOTNOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One sentence to be read aloud, and where it stands."""

    text: str
    heading: str
    line: int
    start: int = 0
    end: int = 0
    """Where it stands in the source."""


def heat_by_row(text: str, heat: Sequence[ParagraphHeat]) -> dict[int, int]:
    """Heat 1 to 3 for every row, counted from 0, of the paragraphs that have any."""
    rows: dict[int, int] = {}
    row = at = 0
    for paragraph in sorted(heat, key=lambda one: one.start):
        row, at = row + text.count("\n", at, paragraph.start), max(at, paragraph.start)
        last = row + text.count("\n", paragraph.start, paragraph.end)
        if paragraph.heat:
            rows.update(dict.fromkeys(range(row, last + 1), paragraph.heat))
    return rows


def spoken(prose: Prose) -> tuple[Spoken, ...]:
    """Every sentence of the prose in reading order, code and tables left out."""
    found: list[Spoken] = []
    heading = ""
    for block in prose.blocks:
        if block.kind is not BlockKind.HEADING and block.kind not in _READ:
            continue
        rendered = render(block)
        whole = [(0, len(rendered.text))]
        is_heading = block.kind is BlockKind.HEADING
        heading = block.text if is_heading else heading
        for span in whole if is_heading else sentence_spans(rendered.text):
            start, end = rendered.to_source(*span)
            words = readable(rendered, *span)
            if words:
                above = "" if is_heading else heading
                found.append(Spoken(text=words, heading=above, line=block.line, start=start, end=end))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stumble:
    """A sentence the author stumbled over when reading it aloud."""

    start: int
    words: str
    """Its source; once that has changed, the mark has done its work."""


def stumble_marks(stumbles: Sequence[Stumble], text: str) -> tuple[Finding, ...]:
    """Marks on the sentences that still stand in the text as they were read, nearest to where they stood."""
    found: list[Finding] = []
    for one in stumbles:
        behind = text.find(one.words, max(0, one.start - len(one.words)))
        place = behind if behind >= 0 else text.rfind(one.words)
        if place >= 0 and one.words:
            found.append(_stumble_mark(place, one.words, text))
    return tuple(found)


def _stumble_mark(start: int, words: str, text: str) -> Finding:
    return Finding(
        file="",
        start=start,
        end=start + len(words),
        line=text.count("\n", 0, start) + 1,
        column=start - text.rfind("\n", 0, start),
        pass_="readability",
        tier="style",
        engine="draftloop",
        rule=STUMBLED,
        kind="read aloud",
        message="You stumbled over this sentence when you read it aloud.",
        text=words,
        sentence=words,
    )


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
