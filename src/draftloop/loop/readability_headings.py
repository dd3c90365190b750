"""Marks on the headings, read as the outline that a skimming reader sees."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import zip_longest
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind
from draftloop.loop.lexicon import lexicon
from draftloop.loop.readability_views import Candidate
from draftloop.loop.readability_words import is_title_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftloop.loop.blocks import Heading, Prose

LONG_HEADING, SHOWN_HEADING = 70, 90
"""Characters; longer ones are cut off in a list of contents."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_UNDERLINE = " \t\r\n=-#"


def heading_marks(prose: Prose, text: str) -> Iterator[Candidate]:
    """Levels, repetitions, length, full stops, case, and headings with nothing below them.

    Args:
        prose: The post.
        text: Its source, so that HTML below a heading counts; empty: only Markdown does.
    """
    linked = [link.start for link in prose.links]

    def is_linked(heading: Heading) -> bool:
        """Whether it is the title of somebody else's page."""
        index = bisect_left(linked, heading.start)
        return index < len(linked) and linked[index] < heading.end

    seen: dict[tuple[str, ...], Heading] = {}
    trail: dict[int, str] = {}
    previous = 0
    tops = [heading for heading in prose.headings if heading.level == 1]
    has_title = any(block.kind is BlockKind.TITLE for block in prose.blocks)
    for heading in prose.headings:
        if previous and heading.level > previous + 1:
            jump = f"Jumps from level {previous} to level {heading.level}."
            yield _mark(heading, "HeadingLevel", jump, 2.0)
        previous = heading.level
        if heading.level == 1 and len(tops) == 2 and heading is tops[1] and not has_title:
            yield _mark(
                heading, "TwoTitles", "A second heading of the first level; a page has one title.", 1.5
            )
        trail = {level: words for level, words in trail.items() if level < heading.level}
        trail[heading.level] = heading.text.casefold()
        path = tuple(trail.values())
        if heading.text and path in seen:
            repeated = f"The same heading stands in line {seen[path].line}."
            yield _mark(heading, "HeadingRepeated", repeated, 1.5)
        seen.setdefault(path, heading)
        if len(heading.text) > LONG_HEADING and not is_linked(heading):
            long = f"{len(heading.text)} characters; a heading is read at a glance."
            yield _mark(heading, "HeadingLong", long, 1.0, len(heading.text) <= SHOWN_HEADING)
        if re.search(r"[^\W\d_]{3,}\.$", heading.text) and heading.text.count(".") == 1:
            yield _mark(heading, "HeadingStop", "A heading needs no full stop.", 0.8)
    for heading in _empty_headings(prose, text):
        yield _mark(heading, "HeadingEmpty", "No text below this heading.", 2.0)
    for heading in _odd_case(prose.headings):
        if is_linked(heading):
            continue
        yield _mark(heading, "HeadingCase", "Most other headings are not in Title Case.", 0.8)


def _mark(heading: Heading, rule: str, message: str, weight: float, is_minor: bool = False) -> Candidate:
    return Candidate(
        start=heading.start,
        end=heading.end,
        line=heading.line,
        rule=rule,
        kind="heading",
        message=message,
        weight=weight,
        is_minor=is_minor,
        sentence=heading.text,
    )


def _odd_case(headings: Sequence[Heading]) -> list[Heading]:
    """Headings in Title Case among at least three times as many that are not."""
    known = lexicon()
    titled = [heading for heading in headings if is_title_case(heading.text, known)]
    return titled if len(titled) * 4 <= len(headings) else []


def _empty_headings(prose: Prose, text: str) -> Iterator[Heading]:
    """Headings followed by nothing, or by a heading of the same or a higher level."""
    places = [block.start for block in prose.blocks if block.kind not in (BlockKind.HEADING, BlockKind.TITLE)]
    places += [code.start for code in prose.code] + [picture.start for picture in prose.pictures]
    places.sort()
    for heading, following in zip_longest(prose.headings, prose.headings[1:]):
        if following is not None and following.level > heading.level:
            continue
        index = bisect_left(places, heading.end)
        end = following.start if following else None
        has_text = index < len(places) and (end is None or places[index] < end)
        if not has_text and not _COMMENT.sub("", text[heading.end : end]).strip(_UNDERLINE):
            yield heading
