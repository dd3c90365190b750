"""The second pass: what makes a technical post hard to read, as few marks as help.

No grade and no score: figures a writer can act on, against what published technical posts do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.readability_blocks import ParagraphHeat, mark_paragraphs, views_of
from draftloop.loop.readability_post import mark_post
from draftloop.loop.readability_sections import Section, SkimLine, sections_of, skim_of

if TYPE_CHECKING:
    from draftloop.loop.blocks import Prose
    from draftloop.loop.finding import Finding

WORDS_A_MINUTE = 238
SECONDS_A_CODE_LINE = 1.2
"""Twelve seconds for a block of ten lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change that would help most."""

    message: str
    finding: Finding
    """Where to begin."""
    count: int
    """How many findings it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """What the second pass sees in a post."""

    findings: tuple[Finding, ...]
    """In the order of the text; `file`, `column` and `text` are filled in by `steps/edit.py`."""
    sections: tuple[Section, ...]
    skim: tuple[SkimLine, ...]
    """What a reader sees who only skims."""
    heat: tuple[ParagraphHeat, ...]
    minutes: float
    """Reading time, code included."""
    words: int

    def top_changes(self, n: int = 3) -> tuple[Change, ...]:
        """The changes that would help most, one for each kind of mark, at most `n`."""
        groups: dict[str, list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault(finding.rule, []).append(finding)
        ranked = sorted(groups.values(), key=lambda group: -_weight(group))
        return tuple(
            Change(message=_summary(group), finding=group[0], count=len(group)) for group in ranked[:n]
        )


def assess(prose: Prose, title: str) -> Readability:
    """Look at a post as a reader does.

    Args:
        prose: The post as read.
        title: Its title; empty when it has none yet.
    """
    views = views_of(prose)
    marks, heat = mark_paragraphs(views)
    findings = sorted([*marks, *mark_post(prose, views)], key=lambda one: (one.start, one.end, one.rule))
    words = prose.words
    code_lines = sum(code.lines for code in prose.code)
    return Readability(
        findings=tuple(findings),
        sections=sections_of(prose, views, title),
        skim=skim_of(prose, views, title),
        heat=tuple(heat),
        minutes=round(words / WORDS_A_MINUTE + code_lines * SECONDS_A_CODE_LINE / 60, 1),
        words=words,
    )


_WEIGHTS = {
    "WallOfText": 9.0,
    "LongParagraph": 6.0,
    "HeadingLevel": 5.0,
    "HeadingEmpty": 4.0,
    "HeadingRepeated": 4.0,
    "TwoTitles": 4.0,
    "PictureAlt": 5.0,
    "AcronymUnexplained": 3.0,
    "LongSentence": 2.0,
    "LinkText": 2.0,
    "HeadingLong": 2.0,
    "Wordy": 1.5,
    "Filler": 1.0,
}


def _weight(group: list[Finding]) -> float:
    """The first of a kind weighs most; forty fillers must not drown one wall of text."""
    return _WEIGHTS.get(group[0].rule, 1.0) * (1 + 0.25 * min(len(group) - 1, 8))


_SUMMARIES = {
    "LongSentence": "{n} sentences are long; begin with the longest",
    "LongParagraph": "{n} paragraphs are long; split them",
    "WallOfText": "{n} stretches have no heading, list, picture or code",
    "Wordy": "{n} phrases say with many words what a few would",
    "Filler": "{n} words could go without loss",
    "AcronymUnexplained": "{n} acronyms are never spelled out",
    "PictureAlt": "{n} pictures say nothing to those who cannot see them",
    "LinkText": "{n} links do not say where they lead",
}


def _summary(group: list[Finding]) -> str:
    if len(group) == 1 or group[0].rule not in _SUMMARIES:
        return group[0].message
    return _SUMMARIES[group[0].rule].format(n=len(group)) + "."
