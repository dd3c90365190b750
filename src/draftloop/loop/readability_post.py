"""Marks on the post as a whole: headings, walls of text, pictures, links, acronyms."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from draftloop.loop.blocks import PROSE_KINDS, BlockKind, RunKind
from draftloop.loop.data.style_words import ACRONYMS
from draftloop.loop.lexicon import lexicon
from draftloop.loop.readability_blocks import finding_at, mark_at
from draftloop.loop.readability_words import is_title_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftloop.loop.blocks import Heading, Link, Picture, Prose
    from draftloop.loop.finding import Finding
    from draftloop.loop.readability_blocks import ProseView

WALL = 400
"""Words without a heading, a list, a picture or code."""
LONG_HEADING = 70
LONG_ALT = 125
_VAGUE = frozenset(
    {"here", "this", "link", "this link", "click here", "this page", "this post", "this article", "read more"}
)
_ACRONYM = re.compile(r"\b(?P<short>[A-Z]{2,6})(?P<plural>s?)\b")
_FILE_NAME = re.compile(
    r"^[\w.-]+\.(?:png|jpe?g|gif|webp|svg|avif)$|^(?:image|screenshot|img|picture|photo)[\W\d]*$", re.I
)


def mark_post(prose: Prose, views: Sequence[ProseView]) -> list[Finding]:
    """All findings that no single paragraph shows."""
    return [
        *_headings(prose),
        *_walls(prose, views),
        *_pictures(prose),
        *_links(prose),
        *_acronyms(views),
    ]


def _mark(of: Heading | Picture | Link, rule: str, kind: str, message: str, sentence: str) -> Finding:
    return replace(mark_at((of.start, of.end), of.line, rule, kind, message), sentence=sentence)


def _headings(prose: Prose) -> Iterator[Finding]:
    def mark(heading: Heading, rule: str, message: str) -> Finding:
        return _mark(heading, rule, "heading", message, heading.text)

    seen: dict[tuple[str, ...], Heading] = {}
    trail: dict[int, str] = {}
    previous = 1
    tops = [heading for heading in prose.headings if heading.level == 1]
    for heading in prose.headings:
        if heading.level > previous + 1 and heading is not prose.headings[0]:
            yield mark(heading, "HeadingLevel", f"Jumps from level {previous} to level {heading.level}.")
        previous = heading.level
        if heading.level == 1 and len(tops) > 1 and heading is not tops[0]:
            yield mark(heading, "TwoTitles", "A second heading of the first level; a page has one title.")
        trail = {level: text for level, text in trail.items() if level < heading.level}
        trail[heading.level] = heading.text.casefold()
        path = tuple(trail.values())
        if heading.text and path in seen:
            yield mark(heading, "HeadingRepeated", f"The same heading stands in line {seen[path].line}.")
        seen.setdefault(path, heading)
        if len(heading.text) > LONG_HEADING:
            yield mark(heading, "HeadingLong", f"{len(heading.text)} characters; short headings are read.")
        if heading.text.endswith(".") and not heading.text.endswith(("..", "etc.")):
            yield mark(heading, "HeadingStop", "A heading needs no full stop.")
    yield from (
        mark(heading, "HeadingEmpty", "No text below this heading.") for heading in _empty_headings(prose)
    )
    yield from (
        mark(heading, "HeadingCase", "Most other headings are not in Title Case.")
        for heading in _odd_case(prose.headings)
    )


def _odd_case(headings: Sequence[Heading]) -> list[Heading]:
    """Headings in Title Case among at least three times as many that are not."""
    known = lexicon()
    titled = [heading for heading in headings if is_title_case(heading.text, known)]
    return titled if len(titled) * 4 <= len(headings) else []


def _empty_headings(prose: Prose) -> Iterator[Heading]:
    """Headings followed by nothing, or by a heading of the same or a higher level."""
    places = [block.start for block in prose.blocks if block.kind not in (BlockKind.HEADING, BlockKind.TITLE)]
    places += [code.start for code in prose.code] + [picture.start for picture in prose.pictures]
    places.sort()
    for heading, following in zip_longest(prose.headings, prose.headings[1:]):
        end = following.start if following else None
        has_text = any(heading.end <= place and (end is None or place < end) for place in places)
        is_parent = following is not None and following.level > heading.level
        if not has_text and not is_parent:
            yield heading


def _walls(prose: Prose, views: Sequence[ProseView]) -> Iterator[Finding]:
    stops = sorted(
        [heading.start for heading in prose.headings]
        + [code.start for code in prose.code if code.kind != "span"]
        + [picture.start for picture in prose.pictures]
        + [
            block.start
            for block in prose.blocks
            if block.kind in (BlockKind.ITEM, BlockKind.CELL, BlockKind.QUOTE)
        ]
    )
    first: ProseView | None = None
    words = stop = 0
    for view in views:
        if view.block.kind is not BlockKind.PARAGRAPH:
            continue
        while stop < len(stops) and stops[stop] < view.block.start:
            stop += 1
            first, words = None, 0
        first = first or view
        before, words = words, words + view.words
        if before <= WALL < words and first.sentences:
            start, end = first.sentences[0]
            message = f"Over {WALL} words from here on without a heading, a list, a picture or code."
            yield finding_at(first, start, end, rule="WallOfText", kind="wall of text", message=message)


def _pictures(prose: Prose) -> Iterator[Finding]:
    for picture in prose.pictures:
        name = picture.target.rsplit("/", 1)[-1]
        if not picture.alt.strip():
            message = "No text for those who cannot see the picture."
        elif picture.alt in (name, picture.target) or _FILE_NAME.match(picture.alt.strip()):
            message = "The text in place of the picture is only a file's name."
        elif len(picture.alt) > LONG_ALT:
            message = f"{len(picture.alt)} characters in place of a picture; say it in the text."
        else:
            continue
        yield _mark(picture, "PictureAlt", "picture", message, picture.alt)


def _links(prose: Prose) -> Iterator[Finding]:
    for link in prose.links:
        if link.text.strip(" .!").casefold() in _VAGUE:
            message = f"“{link.text}” does not say where the link leads."
            yield _mark(link, "LinkText", "link", message, link.text)


def _acronyms(views: Sequence[ProseView]) -> Iterator[Finding]:
    """Acronyms used twice or more, outside the trade's household names, and nowhere spelled out."""
    first: dict[str, tuple[ProseView, int, int]] = {}
    counts: dict[str, int] = {}
    explained: set[str] = set()
    known = lexicon()
    for view in views:
        if view.block.kind not in PROSE_KINDS:
            continue
        text = "".join(
            run.text if run.kind is RunKind.TEXT else " " * len(run.text) for run in view.block.runs
        )
        rendered = view.rendered.text
        for match in _ACRONYM.finditer(rendered):
            short = match["short"]
            if short in _HOUSEHOLD or known.is_tech(short) or known.zipf(short) > 4.0:
                continue
            counts[short] = counts.get(short, 0) + 1
            first.setdefault(short, (view, match.start(), match.end()))
            around = rendered[max(0, match.start() - 1) : match.end() + 2]
            if around.startswith("(") or re.search(r"\w s?\($|^.\w+\s\(", around) or f"({short}" in text:
                explained.add(short)
    for short, (view, start, end) in first.items():
        if counts[short] > 1 and short not in explained:
            message = f"“{short}” stands {counts[short]} times and is nowhere spelled out."
            yield finding_at(view, start, end, rule="AcronymUnexplained", kind="acronym", message=message)


_HOUSEHOLD_NAMES = """
API URL HTTP HTTPS HTML CSS SQL JSON XML YAML TOML CPU GPU RAM OS UI UX CLI GUI IDE SDK PDF CSV SSH
TLS SSL DNS IP TCP UDP AWS GCP USB ID OK FAQ PR CI CD QA TODO TL DR II III IV VI USA UK EU US AM PM
MB GB KB TB NOT AND OR
"""
_HOUSEHOLD = frozenset(ACRONYMS) | frozenset(_HOUSEHOLD_NAMES.split())
