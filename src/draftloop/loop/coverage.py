"""Which points of an outline have their paragraph in the post, and which paragraphs have no point.

Judged by shared words, rare ones first, within two sentences; one common word proves nothing. A hint beside
the text, fast enough to follow the typing, and never a verdict.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from draftloop.loop.outline import normalized
from draftloop.loop.outline_related import related
from draftloop.loop.outline_words import stems_of

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from draftloop.loop.outline import Outline

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_PREFIX = 5
"""Words that begin with as many equal letters count nearly as the same."""
_PREFIX_SHARE, _RELATED_SHARE = 0.8, 0.3
_SECTION_BONUS = 0.12
_DONE, _DONE_LONG, _DONE_SHORT, _PARTLY = 0.60, 0.46, 0.68, 0.42
"""Tuned on drafts with their posts against points held beside strangers' posts: under 2 % marked there."""
_LONG_POINT, _SHORT_POINT = 8, 3
"""Content words from which on less of a point has to be found, and up to which more."""
_RARE = 0.35
"""Weight that at least one shared word needs: a word that stands everywhere proves nothing."""
_SHORT_PARAGRAPH = 6
"""Paragraphs with fewer words need no point."""
_LOOKED_AT = 5
"""Paragraphs that are read closely for each point."""


class Mark(StrEnum):
    """How far a point has come."""

    DONE = "done"
    PARTLY = "partly"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, list item, quote or heading of the post."""

    line: int
    """1-based."""
    text: str
    heading: tuple[str, ...] = ()
    """The headings it stands under, outermost first; of a heading itself with its own text last."""
    is_heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Marks of all points, and what is left over."""

    marks: tuple[Mark, ...]
    """One for each point of the outline."""
    found: tuple[int | None, ...]
    """For each point the index of its paragraph; None where the mark is `none`."""
    without_point: tuple[int, ...]
    """Indices of paragraphs that no point of the outline speaks of."""


@dataclass(frozen=True, slots=True)
class ParagraphWords:
    """What is worked out once for each text of a paragraph."""

    key: str
    stems: frozenset[str]
    windows: tuple[frozenset[str], ...]
    """Stems of each two sentences in a row."""
    count: int


CoverageCache: TypeAlias = "MutableMapping[str, ParagraphWords]"
"""Paragraph text to its words; the same one passed again saves reading unchanged paragraphs."""


def cover(
    outline: Outline, paragraphs: Sequence[Paragraph], *, cache: CoverageCache | None = None
) -> Coverage:
    """Find the paragraph of each point.

    Args:
        outline: The outline as it is now.
        paragraphs: The post in reading order, with or without its headings.
        cache: Filled and used; entries of texts that are gone may be dropped by the caller at any time.
    """
    known: CoverageCache = {} if cache is None else cache
    texts = [_words_of(paragraph.text, known) for paragraph in paragraphs]
    points = [stems_of(point.text)[0] for point in outline.points]
    search = _Search(outline, points, paragraphs, texts)
    marks = [Mark.NONE] * len(points)
    found: list[int | None] = [None] * len(points)
    claimed: set[int] = set()
    children: dict[int, list[int]] = defaultdict(list)
    for index in range(len(points) - 1, -1, -1):
        point = outline.points[index]
        mark, place = search.heading_for(index) if point.kind == "heading" else (Mark.NONE, None)
        if place is None:
            mark, place = search.paragraph_for(index, claimed)
        below = children[index]
        if below and mark is not Mark.DONE:
            mark, place = _from_children([marks[c] for c in below], [found[c] for c in below], mark, place)
        marks[index], found[index] = mark, place
        if point.parent is not None:
            children[point.parent].insert(0, index)
    claimed.update(place for place in found if place is not None)
    return Coverage(
        marks=tuple(marks),
        found=tuple(found),
        without_point=tuple(
            number
            for number, paragraph in enumerate(paragraphs)
            if number not in claimed and not paragraph.is_heading and texts[number].count >= _SHORT_PARAGRAPH
        ),
    )


def _from_children(
    marks: Sequence[Mark], found: Sequence[int | None], own: Mark, place: int | None
) -> tuple[Mark, int | None]:
    """A point whose children are all done is done with them; one of them is a beginning."""
    first = next((number for number in found if number is not None), None)
    where = first if place is None else place
    if all(mark is Mark.DONE for mark in marks):
        return Mark.DONE, where
    if any(mark is not Mark.NONE for mark in marks):
        return Mark.PARTLY, where
    return own, place


def _words_of(text: str, cache: CoverageCache) -> ParagraphWords:
    words = cache.get(text)
    if words is None:
        stems, count = stems_of(text)
        sentences = [stems_of(sentence)[0] for sentence in _SENTENCE_END.split(text) if sentence.strip()]
        windows = [a | b for a, b in pairwise(sentences)] or sentences
        words = ParagraphWords(normalized(text), stems, tuple(windows), count)
        cache[text] = words
    return words


class _Search:
    """The post, ready to be asked for one point after another."""

    def __init__(
        self,
        outline: Outline,
        points: Sequence[frozenset[str]],
        paragraphs: Sequence[Paragraph],
        texts: Sequence[ParagraphWords],
    ) -> None:
        self._outline, self._points, self._texts = outline, points, texts
        self._headings: dict[str, int] = {}
        self._heading_stems: dict[int, frozenset[str]] = {}
        self._sections: list[frozenset[str]] = []
        self._body: list[int] = []
        frequency: Counter[str] = Counter()
        for stems in (*points, *(words.stems for words in texts)):
            frequency.update(stems)
        total = len(points) + len(texts) + 1.0
        # A point and its own paragraph make two; only from the third on is a word a common one.
        self._weight = {
            stem: math.log(total / max(1, n - 1)) / math.log(total) for stem, n in frequency.items()
        }
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, paragraph in enumerate(paragraphs):
            titles = paragraph.heading
            self._sections.append(frozenset(normalized(title) for title in titles))
            for title in titles:
                self._headings.setdefault(normalized(title), number)
            if paragraph.is_heading:
                self._headings.setdefault(texts[number].key, number)
                continue
            self._body.append(number)
            for stem in texts[number].stems:
                self._postings[stem[:_PREFIX]].append(number)
        for title, number in self._headings.items():
            self._heading_stems[number] = stems_of(title)[0]

    def heading_for(self, index: int) -> tuple[Mark, int | None]:
        """The heading of the post that a heading of the outline became."""
        own = self._points[index]
        number = self._headings.get(normalized(self._outline.points[index].text))
        if number is not None:
            return Mark.DONE, number
        best, place = 0.0, None
        for number, stems in self._heading_stems.items():
            shared = own & stems
            # Both ways: "Costs" is not "What the costs of a missing index taught us".
            score = len(shared) / max(len(own), len(stems)) if shared else 0.0
            if score > best and (len(shared) > 1 or own == stems):
                best, place = score, number
        return (Mark.DONE, place) if best >= 0.5 else (Mark.NONE, None)

    def paragraph_for(self, index: int, claimed: set[int]) -> tuple[Mark, int | None]:
        """The paragraph that says most of a point; every one that speaks of it is added to `claimed`."""
        own = self._points[index]
        rough: dict[int, float] = defaultdict(float)
        for stem in own:
            for number in self._postings.get(stem[:_PREFIX], ()):
                rough[number] += self._weight[stem]
        above = self._titles_above(index)
        close = sorted(rough, key=lambda number: (-rough[number], number))[:_LOOKED_AT]
        best: tuple[int, float, int] = (0, 0.0, 0)
        for number in close:
            grade, score = self._grade(index, number, above)
            if grade:
                claimed.add(number)
                best = max(best, (grade, score, -number))
        if not best[0]:
            return Mark.NONE, None
        return (Mark.DONE if best[0] == 2 else Mark.PARTLY), -best[2]

    def _grade(self, index: int, number: int, above: frozenset[str]) -> tuple[int, float]:
        """2 done, 1 partly, 0 not this paragraph; and how much of the point it says."""
        own, words = self._points[index], self._texts[number]
        is_near = bool(above & self._sections[number])
        bonus = _SECTION_BONUS if is_near else 0.0
        score, hits, rarest = max(self._said(own, window) for window in words.windows)
        if words.key == normalized(self._outline.points[index].text):
            return 1, 1.0
        if len(own) == 1:
            return (0, 0.0) if score < _PREFIX_SHARE or rarest < _RARE else (1 + is_near, score)
        if hits < 2 or rarest < _RARE:
            return 0, 0.0
        enough = _DONE_LONG if len(own) >= _LONG_POINT else _DONE_SHORT if len(own) <= _SHORT_POINT else _DONE
        score += bonus
        return 2 if score >= enough else 1 if score >= _PARTLY else 0, score

    def _said(self, own: frozenset[str], window: frozenset[str]) -> tuple[float, int, float]:
        """Share of a point's words in a window, by weight; how many; and the weight of the rarest."""
        starts = {stem[:_PREFIX] for stem in window if len(stem) >= _PREFIX}
        table = related()
        said = total = rarest = 0.0
        hits = 0
        topics: frozenset[int] | None = None
        for stem in own:
            weight = self._weight[stem]
            total += weight
            if stem in window or stem[:_PREFIX] in starts:
                said += weight if stem in window else weight * _PREFIX_SHARE
                hits += 1
                rarest = max(rarest, weight)
            elif stem in table:
                if topics is None:
                    topics = frozenset(topic for one in window for topic in table.get(one, ()))
                said += weight * _RELATED_SHARE if topics & table[stem] else 0.0
        return (said / total if total else 0.0), hits, rarest

    def _titles_above(self, index: int) -> frozenset[str]:
        titles = []
        parent = self._outline.points[index].parent
        while parent is not None:
            titles.append(normalized(self._outline.points[parent].text))
            parent = self._outline.points[parent].parent
        return frozenset(titles)
