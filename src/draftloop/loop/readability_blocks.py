"""Marks on sentences and paragraphs by their length, and the heat of each paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from draftloop.loop.blocks import BlockKind
from draftloop.loop.readability_views import Candidate
from draftloop.loop.rendering import OPAQUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from draftloop.loop.blocks import Prose
    from draftloop.loop.readability_figures import Bands
    from draftloop.loop.readability_views import ProseView

LEAST_LONG, MOST_LONG = 30, 40
"""Words from which on a sentence is long, for an author of short sentences and for one of long ones."""
MUCH = 8
"""Words over the limit from which on a long sentence is shown; half of it where it could be split."""
LONG_PARAGRAPH, SHOWN_PARAGRAPH = 110, 120
"""Words; nine of ten paragraphs have at most 71."""
DENSE = 45
"""Mean words of the paragraphs of a wall: a column of one-line paragraphs is none."""
WALL, SHOWN_WALL = 400, 500
"""Words without a heading, a list, a picture or code."""

_JOINT = re.compile(
    r"""[,;:—–]\s+(?P<word>but|so|because|which|although|while|where|however
        |(?:and|or)(?=\s+(?:i|we|you|he|she|it|they|this|that|these|those|there|the|if|when|then|my|our|your)\b)
    )\b|(?P<mark>;\s|\s[—–]\s|\s--+\s|\s-\s)""",
    re.IGNORECASE | re.VERBOSE,
)
_ASIDE = re.compile(r"\((?P<inside>[^()]{40,})\)")
_SHORT_PART = 5
"""Words: parts of an enumeration are read one by one, and are no longer than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphHeat:
    """How much a paragraph asks of its reader."""

    start: int
    end: int
    line: int
    heat: Literal[0, 1, 2, 3]


def sentence_limit(bands: Bands) -> int:
    """Words that a sentence may have: two standard deviations over the habit, within reason."""
    habit = bands.sentence.middle + 2 * bands.spread.middle
    return int(max(LEAST_LONG, min(MOST_LONG, round(habit))))


def long_sentences(view: ProseView, limit: int) -> Iterator[Candidate]:
    """Sentences over the limit; the parts of an enumeration beyond the second count half."""
    for (start, end), words in zip(view.sentences, view.lengths, strict=True):
        is_quoted = view.is_quoted(start) and view.is_quoted(end - 2)
        if words <= limit or is_quoted:
            continue
        text = view.text[start:end]
        if words - _enumerated(text) <= limit:
            continue
        hint = _split_hint(text)
        yield Candidate(
            view=view,
            start=start,
            end=end,
            rule="LongSentence",
            kind="long sentence",
            message=f"{words} words in one sentence{hint}.",
            weight=words / limit,
            is_minor=words <= limit + (MUCH // 2 if hint else MUCH),
        )


def _enumerated(text: str) -> int:
    """Words of the short parts between commas, the first two left out."""
    parts = [len(part.split()) for part in text.split(",")]
    short = [words for words in parts[1:] if words <= _SHORT_PART]
    return sum(short[1:]) if len(short) > 2 else 0


def _split_hint(text: str) -> str:
    """Where the sentence falls apart by itself, nearest to its middle; else that its aside could leave it."""
    middle = len(text) / 2
    joints = [joint for joint in _JOINT.finditer(text) if 0.2 < joint.start() / len(text) < 0.8]
    if joints:
        joint = min(joints, key=lambda one: abs(one.start() - middle))
        behind = joint["word"] or " ".join(text[joint.end() :].split()[:2])
        if behind and OPAQUE not in behind:
            return f"; it could be split before “{behind}”"
    return "; what is in parentheses could be one of its own" if _ASIDE.search(text) else ""


def long_paragraph(view: ProseView) -> Iterator[Candidate]:
    """The paragraph when it has more words than a screen likes."""
    if view.words <= LONG_PARAGRAPH or not view.sentences or not view.is_own:
        return
    start, end = view.sentences[0]
    yield Candidate(
        view=view,
        start=start,
        end=end,
        rule="LongParagraph",
        kind="long paragraph",
        message=f"{view.words} words in one paragraph{_break_hint(view)}.",
        weight=2.0 + view.words / 200,
        is_minor=view.words <= SHOWN_PARAGRAPH,
    )


def _break_hint(view: ProseView) -> str:
    """Where a new paragraph could begin: at the sentence nearest to the middle."""
    if len(view.sentences) < 3:
        return ""
    before, best, at = 0, view.words, 0
    for number, length in enumerate(view.lengths):
        distance = abs(2 * before - view.words)
        if number and distance < best:
            best, at = distance, number
        before += length
    words = " ".join(view.text[slice(*view.sentences[at])].split()[:4])
    return f"; a new one could begin at “{words}”" if words and OPAQUE not in words else ""


def walls(prose: Prose, views: Sequence[ProseView], breaks: Sequence[int]) -> Iterator[Candidate]:
    """Stretches of paragraphs that nothing interrupts. `breaks`: places of what is no Markdown prose."""
    stops = sorted(
        [heading.start for heading in prose.headings]
        + [code.start for code in prose.code if code.kind != "span"]
        + [picture.start for picture in prose.pictures]
        + [
            block.start
            for block in prose.blocks
            if block.kind in (BlockKind.ITEM, BlockKind.CELL, BlockKind.QUOTE, BlockKind.TERM)
        ]
        + list(breaks)
    )
    stretch: list[ProseView] = []
    stop = 0
    for view in views:
        if view.block.kind is not BlockKind.PARAGRAPH or not view.sentences:
            continue
        is_broken = False
        while stop < len(stops) and stops[stop] < view.block.end:
            stop, is_broken = stop + 1, True
        if is_broken:
            yield from _wall_of(stretch)
            stretch = []
        stretch.append(view)
    yield from _wall_of(stretch)


def _wall_of(stretch: Sequence[ProseView]) -> Iterator[Candidate]:
    words = sum(view.words for view in stretch)
    if words <= WALL or words < DENSE * len(stretch):
        return
    start, end = stretch[0].sentences[0]
    yield Candidate(
        view=stretch[0],
        start=start,
        end=end,
        rule="WallOfText",
        kind="wall of text",
        message=f"{words} words from here on without a heading, a list, a picture or code.",
        weight=5.0,
        is_minor=words <= SHOWN_WALL,
    )


_HEAT = {"WallOfText": 2.0, "LongParagraph": 2.0, "LongSentence": 1.0, "Wordy": 0.7, "Passive": 0.4}
_MUCH_LONGER = 1.5


def heat_of(
    view: ProseView, marks: Sequence[Candidate], limit: int, weights: Mapping[str, float] = _HEAT
) -> ParagraphHeat:
    """The heat that a paragraph's marks make, one sentence much over the limit counting twice."""
    weight = sum(weights.get(mark.rule, 0.5) for mark in marks)
    if view.is_own and max(view.lengths, default=0) > _MUCH_LONGER * limit:
        weight += 1
    heat: Literal[0, 1, 2, 3] = 0 if weight < 0.6 else 1 if weight < 1.6 else 2 if weight < 3 else 3
    return ParagraphHeat(start=view.block.start, end=view.block.end, line=view.block.line, heat=heat)
