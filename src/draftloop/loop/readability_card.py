"""The card on top of the second pass: the three changes that would help most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.readability_figures import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.finding import Finding
    from draftloop.loop.readability_figures import Bands, FigureName, Outlier


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change that would help most."""

    message: str
    finding: Finding
    """Where to begin."""
    count: int
    """How many findings it stands for."""


_WEIGHTS = {
    "WallOfText": 9.0,
    "LongParagraph": 5.0,
    "PictureAlt": 5.0,
    "LongOpening": 4.5,
    "HeadingLevel": 4.0,
    "HeadingEmpty": 4.0,
    "HeadingRepeated": 4.0,
    "TwoTitles": 4.0,
    "Promise": 4.0,
    "ThroatClearing": 3.5,
    "AcronymUnexplained": 3.0,
    "LongSentence": 3.0,
    "LinkText": 2.0,
    "HeadingLong": 2.0,
    "Passive": 2.0,
    "EvenRhythm": 2.0,
    "Wordy": 1.5,
    "Filler": 1.5,
}
_BY_FIGURE: dict[FigureName, tuple[str, ...]] = {
    "long": ("LongSentence",),
    "sentence": ("LongSentence",),
    "spread": ("EvenRhythm",),
    "paragraph": ("LongParagraph", "WallOfText"),
    "passive": ("Passive",),
    "fillers": ("Filler",),
}
_FIGURE_WEIGHT = 3.0
"""A kind of mark weighs more when the figure behind it is outside its band."""
_FIGURES: dict[FigureName, str] = {
    "long": "Long sentences: {value} have over 30 words; {most} stay below {high}",
    "sentence": "Sentences have {value} words on average; {most} stay below {high}",
    "spread": "Sentences are much of a length; mix short ones in",
    "paragraph": "Half of the paragraphs have over {value} words; {most} stay below {high}",
    "passive": "Passives: {value} a sentence; {most} stay below {high}",
    "fillers": "Fillers: {value} in 1,000 words; {most} stay below {high}",
}
_SUMMARIES = {
    "LongSentence": "{n} sentences are long; begin with the longest",
    "LongParagraph": "{n} paragraphs are long; split them",
    "WallOfText": "{n} stretches have no heading, list, picture or code",
    "Wordy": "{n} phrases say with many words what a few would",
    "Filler": "{n} paragraphs are padded with words that could go",
    "AcronymUnexplained": "{n} acronyms are never spelled out",
    "PictureAlt": "{n} pictures say nothing to those who cannot see them",
    "LinkText": "{n} links do not say where they lead",
    "HeadingLong": "{n} headings are too long for a glance",
    "Passive": "{n} sentences do not say who acts",
    "Corporate": "{n} phrases are meeting language",
    "Cliche": "{n} sayings that everybody has heard",
    "SameOpening": "{n} times sentences in a row begin alike",
    "Echo": "{n} words echo within a few lines",
}


def changes_of(
    findings: Sequence[Finding],
    more: Sequence[Finding],
    outliers: Sequence[Outlier],
    bands: Bands,
    n: int,
) -> tuple[Change, ...]:
    """The changes that would help most, one for each kind of mark, at most `n`.

    Of what is held back only what a figure outside its band is made of.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.rule, []).append(finding)
    behind: dict[str, Outlier] = {}
    for outlier in outliers:
        for rule in _BY_FIGURE.get(outlier.name, ()):
            behind.setdefault(rule, outlier)
    for finding in more:
        if finding.rule in behind and finding.rule not in groups:
            groups[finding.rule] = [finding]
    ranked = sorted(groups.values(), key=lambda group: -_weight(group, group[0].rule in behind))
    return tuple(
        Change(
            message=_summary(group, behind.get(group[0].rule), bands),
            finding=_worst(group),
            count=len(group),
        )
        for group in ranked[:n]
    )


def _weight(group: list[Finding], is_outlier: bool) -> float:
    """The first of a kind weighs most; forty fillers must not drown one wall of text."""
    weight = _WEIGHTS.get(group[0].rule, 1.0) * (1 + 0.25 * min(len(group) - 1, 8))
    return weight + (_FIGURE_WEIGHT if is_outlier else 0.0)


def _worst(group: list[Finding]) -> Finding:
    """The longest sentence; of other kinds the first in the text."""
    if group[0].rule == "LongSentence":
        return max(group, key=lambda one: len(one.sentence.split()))
    return group[0]


def _summary(group: list[Finding], outlier: Outlier | None, bands: Bands) -> str:
    if outlier is not None and outlier.name in _FIGURES:
        most = "your other posts" if bands.are_own else "most posts"
        value, high = said(outlier.name, outlier.value), said(outlier.name, outlier.band.high)
        if value != high:  # rounded they may look alike
            return _FIGURES[outlier.name].format(value=value, high=high, most=most) + "."
    if len(group) == 1 or group[0].rule not in _SUMMARIES:
        return group[0].message
    return _SUMMARIES[group[0].rule].format(n=len(group)) + "."
