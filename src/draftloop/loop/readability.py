"""The second pass: what makes a technical post hard to read, as few marks as help.

No grade and no score: marks and figures a writer can act on, against what published technical posts do and
later against the author's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from draftloop.loop.readability_acronyms import acronym_marks
from draftloop.loop.readability_blocks import (
    ParagraphHeat,
    heat_of,
    long_paragraph,
    long_sentences,
    sentence_limit,
    walls,
)
from draftloop.loop.readability_caps import settle
from draftloop.loop.readability_card import Change, changes_of
from draftloop.loop.readability_figures import PUBLISHED, Bands, Figures, Outlier, figures_of, outliers
from draftloop.loop.readability_headings import heading_marks
from draftloop.loop.readability_opening import long_opening, promise_marks
from draftloop.loop.readability_passive import agentless
from draftloop.loop.readability_post import break_places, link_marks, picture_marks
from draftloop.loop.readability_repeats import echoes, even_runs, repeated_openings
from draftloop.loop.readability_sections import Section, SkimLine, sections_of, skim_of
from draftloop.loop.readability_views import Candidate, ProseView, views_of
from draftloop.loop.readability_wording import (
    NEAR_FILLERS,
    NEAR_IN_PADDED,
    cliches,
    corporate,
    fillers,
    unkind,
    wordy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from draftloop.loop.blocks import Prose
    from draftloop.loop.finding import Finding

WORDS_A_MINUTE = 238
SECONDS_A_CODE_LINE = 1.2
"""Twelve seconds for a block of ten lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """What the second pass sees in a post."""

    findings: tuple[Finding, ...]
    """In the order of the text; `file`, `column` and `text` are filled in by `steps/edit.py`."""
    more: tuple[Finding, ...]
    """Marks that would be too many to read at once."""
    sections: tuple[Section, ...]
    skim: tuple[SkimLine, ...]
    """What a reader sees who only skims."""
    heat: tuple[ParagraphHeat, ...]
    minutes: float
    """Reading time, code included."""
    words: int
    figures: Figures | None
    """None for a text that is too short to have any."""
    bands: Bands
    outliers: tuple[Outlier, ...]
    """Figures outside their bands."""
    code_share: float
    """Lines of code for each line of code and prose, 0 to 1."""
    questions: int
    addressed: int
    """How often the reader is spoken to: "you", "your"."""

    def top_changes(self, n: int = 3) -> tuple[Change, ...]:
        """The changes that would help most, one for each kind of mark, at most `n`."""
        return changes_of(self.findings, self.more, self.outliers, self.bands, n)


def assess(
    prose: Prose,
    title: str,
    *,
    text: str = "",
    bands: Bands = PUBLISHED,
    off: Collection[str] = (),
    on: Collection[str] = (),
    is_english: bool = True,
) -> Readability:
    """Look at a post as a reader does.

    Args:
        prose: The post as read.
        title: Its title; empty when it has none yet.
        text: The source it was read from, for HTML; empty: only Markdown is looked at.
        bands: What is usual, of published posts or of the author's own.
        off: Rules, kinds or `engine:rule` names that are not looked for.
        on: Checks that run only when asked for: `insensitive`.
        is_english: Whether the word lists apply; structure and lengths are looked at in any language.
    """
    views = views_of(prose)
    figures = figures_of(views)
    out = outliers(figures, bands) if figures is not None else ()
    found = _Look(prose, views, title, text, bands, out, on, is_english).candidates()
    silent = {name.removeprefix("draftloop:") for name in off}
    wanted = [one for one in found if one.rule not in silent and one.kind not in silent]
    words = prose.words
    settled = settle(wanted, words)
    code_lines = sum(code.lines for code in prose.code)
    return Readability(
        findings=tuple(one.finding() for one in settled.shown),
        more=tuple(one.finding() for one in settled.more),
        sections=sections_of(prose, views, title),
        skim=skim_of(prose, views, title),
        heat=_heat(views, wanted, sentence_limit(bands)),
        minutes=round(words / WORDS_A_MINUTE + code_lines * SECONDS_A_CODE_LINE / 60, 1),
        words=words,
        figures=figures,
        bands=bands,
        outliers=tuple(one for one in out if one.name not in silent),
        code_share=round(code_lines / max(1, code_lines + words // 12), 2),
        questions=sum(
            view.text[start:end].rstrip('"”)*_').endswith("?")
            for view in views
            for start, end in view.sentences
        ),
        addressed=sum(token.word in _YOU for view in views for token in view.tokens),
    )


_YOU_WORDS = "you your yours yourself you're you'll you've you'd"
_YOU = frozenset(_YOU_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at a post: everything the fifteen checks need."""

    prose: Prose
    views: Sequence[ProseView]
    title: str
    text: str
    bands: Bands
    outliers: Sequence[Outlier]
    on: Collection[str]
    is_english: bool

    def candidates(self) -> list[Candidate]:
        """All that may be marked, in no order."""
        prose, views = self.prose, self.views
        found: list[Candidate] = []
        by_view = self._by_view()
        for view in views:
            if view.is_own:
                for finder in by_view:
                    found += finder(view)
        high = {one.name for one in self.outliers}
        if "spread" in high:
            found += even_runs(views)
        found += walls(prose, views, break_places(self.text))
        found += long_opening(views)
        found += heading_marks(prose, self.text)
        found += picture_marks(prose, self.text)
        found += link_marks(prose, views)
        found += repeated_openings(views)
        if self.is_english:
            found += echoes(views, self._subject())
            found += promise_marks(prose, views, self.title)
            found += acronym_marks(prose, views, self.title)
        return found

    def _by_view(self) -> list[Callable[[ProseView], Iterator[Candidate]]]:
        limit = sentence_limit(self.bands)
        high = {one.name for one in self.outliers}
        finders: list[Callable[[ProseView], Iterator[Candidate]]] = [
            lambda view: long_sentences(view, limit),
            long_paragraph,
        ]
        if not self.is_english:
            return finders
        near = NEAR_IN_PADDED if "fillers" in high else NEAR_FILLERS
        finders += [wordy, lambda view: fillers(view, near), cliches, corporate]
        if "passive" in high:
            finders.append(agentless)
        if "insensitive" in self.on:
            finders.append(unkind)
        return finders

    def _subject(self) -> set[str]:
        titles = " ".join([self.title, *(heading.text for heading in self.prose.headings)])
        return set(titles.lower().split())


def _heat(
    views: Sequence[ProseView], candidates: Sequence[Candidate], limit: int
) -> tuple[ParagraphHeat, ...]:
    marks: dict[int, list[Candidate]] = {}
    for one in candidates:
        if one.view is not None:
            marks.setdefault(id(one.view), []).append(one)
    return tuple(heat_of(view, marks.get(id(view), ()), limit) for view in views)


def placed_by(seen: Readability, place: Callable[[Finding], Finding]) -> Readability:
    """The same with every finding completed by `place`."""
    return replace(
        seen,
        findings=tuple(place(one) for one in seen.findings),
        more=tuple(place(one) for one in seen.more),
    )


def kept_of(seen: Readability, keep: Callable[[Sequence[Finding]], tuple[Finding, ...]]) -> Readability:
    """The same with only those marks that `keep` leaves."""
    return replace(seen, findings=keep(seen.findings), more=keep(seen.more))
