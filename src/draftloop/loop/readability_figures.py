"""How a post is written, in seven figures, and the bands in which other posts lie.

The bands of published technical posts are tenth, middle and ninetieth percentile of 108 posts by some forty
authors; once an author has shipped five, the author's own take their place.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields
from statistics import fmean, median, pstdev, quantiles
from typing import TYPE_CHECKING, Literal

from draftloop.loop.blocks import BlockKind
from draftloop.loop.readability_passive import count_passives
from draftloop.loop.readability_words import find_phrases, hedge_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.readability_views import ProseView

ENOUGH_POSTS = 5
ENOUGH_WORDS = 200
"""A shorter text has no figures worth a comparison."""
ENOUGH_SENTENCES = 10
LONG_SENTENCE = 30
"""Words; published technical posts have 6 % of their sentences above it."""

FigureName = Literal["sentence", "spread", "long", "paragraph", "passive", "adverbs", "fillers"]
_ADVERB = re.compile(r"\b[a-z]{2,}ly\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is counted in one post."""

    sentence: float
    """Mean words of a sentence."""
    spread: float
    """Standard deviation of its sentences' words: low is monotonous."""
    long: float
    """Share of sentences over thirty words, 0 to 1."""
    paragraph: float
    """Median words of a paragraph."""
    passive: float
    """Passive clauses a sentence."""
    adverbs: float
    """Words that end in -ly, in a thousand."""
    fillers: float
    """Hedges and fillers in a thousand words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Between `low` and `high` lie eight of ten posts."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """A band for every figure."""

    sentence: Band
    spread: Band
    long: Band
    paragraph: Band
    passive: Band
    adverbs: Band
    fillers: Band
    posts: int = 0
    """How many of the author's own posts they come from; 0: those of published technical posts."""

    @property
    def are_own(self) -> bool:
        """Whether they are the author's own."""
        return self.posts > 0

    def of(self, name: FigureName) -> Band:
        """The band of a figure."""
        band: Band = getattr(self, name)
        return band


PUBLISHED = Bands(
    sentence=Band(low=13.0, middle=16.1, high=20.8),
    spread=Band(low=6.4, middle=8.3, high=11.3),
    long=Band(low=0.01, middle=0.06, high=0.16),
    paragraph=Band(low=18, middle=31, high=67),
    passive=Band(low=0.02, middle=0.08, high=0.26),
    adverbs=Band(low=8, middle=16, high=23),
    fillers=Band(low=2.3, middle=6.2, high=13.3),
)
"""Of published technical posts."""

FIGURE_NAMES: tuple[FigureName, ...] = (
    "sentence", "spread", "long", "paragraph", "passive", "adverbs", "fillers",
)  # fmt: skip


def figures_of(views: Sequence[ProseView]) -> Figures | None:
    """The figures of a post; None when it is too short to have any."""
    own = [view for view in views if view.is_own]
    words = sum(view.words for view in own)
    lengths = [length for view in own for length in view.lengths if length > 2]
    if words < ENOUGH_WORDS or len(lengths) < ENOUGH_SENTENCES:
        return None
    paragraphs = [view.words for view in own if view.block.kind is BlockKind.PARAGRAPH and view.words]
    hedges = hedge_phrases()
    return Figures(
        sentence=round(fmean(lengths), 1),
        spread=round(pstdev(lengths), 1),
        long=round(sum(length > LONG_SENTENCE for length in lengths) / len(lengths), 3),
        paragraph=median(paragraphs or [0]),
        passive=round(sum(count_passives(view) for view in own) / len(lengths), 3),
        adverbs=round(sum(len(_ADVERB.findall(view.text)) for view in own) * 1000 / words, 1),
        fillers=round(
            sum(1 for view in own for _ in find_phrases(view.text, view.tokens, hedges)) * 1000 / words, 1
        ),
    )


def bands_of(posts: Sequence[Figures]) -> Bands:
    """The author's own bands, or those of published posts until five have been shipped.

    Few posts that happen to be alike make no narrow band: none gets less than half the width that published
    posts have.
    """
    if len(posts) < ENOUGH_POSTS:
        return PUBLISHED
    found: dict[str, Band] = {}
    for field in fields(Figures):
        values = [float(getattr(post, field.name)) for post in posts]
        tenths = quantiles(values, n=10, method="inclusive")
        middle = median(values)
        known: Band = getattr(PUBLISHED, field.name)
        found[field.name] = Band(
            low=max(0.0, min(tenths[0], middle - (known.middle - known.low) / 2)),
            middle=middle,
            high=max(tenths[-1], middle + (known.high - known.middle) / 2),
        )
    return Bands(**found, posts=len(posts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """A figure outside its band."""

    name: FigureName
    value: float
    band: Band
    is_high: bool


_HIGH_ONLY = frozenset({"long", "paragraph", "passive", "adverbs", "fillers", "sentence"})
_LOW_TOO = frozenset({"spread"})


def outliers(figures: Figures, bands: Bands) -> tuple[Outlier, ...]:
    """The figures a reader may feel: too much of something, or sentences all of a length."""
    found: list[Outlier] = []
    for name in FIGURE_NAMES:
        value, band = float(getattr(figures, name)), bands.of(name)
        if name in _HIGH_ONLY and value > band.high:
            found.append(Outlier(name=name, value=value, band=band, is_high=True))
        elif name in _LOW_TOO and value < band.low:
            found.append(Outlier(name=name, value=value, band=band, is_high=False))
    return tuple(found)


def said(name: FigureName, value: float) -> str:
    """A figure as it is written: `16.4`, `6 %`."""
    if name == "long":
        return f"{math.floor(value * 100 + 0.5)} %"
    if name == "passive":
        return f"{value:.2f}"
    return f"{value:.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"
