"""What a kind of site would run or drop, and the writing that keeps it as it is: cures as data.

A cure is a pattern and what is put in its place. Code and prose are treated apart, by the ranges of the
Markdown reader; measured against the real generators (see tests/hugo).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from draftloop.loop.blocks import CodeRange, Prose
from draftloop.loop.destinations import find_comments, find_destinations, find_tags, in_code
from draftloop.loop.publication import Splice

_MORE = re.compile(r"<!--\s*more\s*-->")
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>|<[^\s<>@]+@[^\s<>@]+>")
_CLOSING_TAG = re.compile(r"</[A-Za-z][\w-]*\s*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cure:
    """One construct and its writing."""

    pattern: re.Pattern[str]
    write: Callable[[re.Match[str]], str]


def cure_code(text: str, code: Sequence[CodeRange], cures: Sequence[Cure]) -> list[Splice]:
    """Splices for every construct inside code. The first cure that matches at a place wins."""
    return [splice for span in code for splice in _cure_range(text, span.start, span.end, cures)]


def cure_prose(text: str, start: int, code: Sequence[CodeRange], cures: Sequence[Cure]) -> list[Splice]:
    """Splices for every construct from `start` on that does not begin inside code."""
    splices: list[Splice] = []
    place = start
    for span in code:
        splices += _cure_range(text, place, span.start, cures)
        place = max(place, span.end)
    return splices + _cure_range(text, place, len(text), cures)


def _cure_range(text: str, start: int, end: int, cures: Sequence[Cure]) -> list[Splice]:
    found: list[Splice] = []
    for cure in cures:
        fresh = [
            Splice(start=match.start(), end=match.end(), text=cure.write(match))
            for match in cure.pattern.finditer(text, start, end)
            if _is_free(found, match.start(), match.end())
        ]
        found = sorted((*found, *fresh), key=lambda one: one.start)
    return found


def _is_free(taken: Sequence[Splice], start: int, end: int) -> bool:
    """Whether nothing in `taken`, ordered and disjoint, touches the range."""
    after = bisect_left(taken, end, key=lambda one: one.start)
    return after == 0 or taken[after - 1].end <= start


def normalize_more(text: str, prose: Prose, start: int, wanted: str) -> list[Splice]:
    """The excerpt mark `<!-- more -->` outside code, written as the site wants it; only the first counts."""
    marks = (match for match in _MORE.finditer(text, start) if not in_code(prose.code, match.start()))
    first = next(marks, None)
    return [] if first is None else [Splice(start=first.start(), end=first.end(), text=wanted)]


def drop_comments(text: str, prose: Prose, start: int) -> list[Splice]:
    """Comments other than the excerpt mark left out: a site that drops raw HTML would complain about them."""
    return [
        Splice(start=opening, end=end, text="")
        for opening, end in find_comments(text, prose.code, start)
        if not _MORE.fullmatch(text, opening, end)
    ]


def raw_html(text: str, prose: Prose, start: int) -> list[tuple[int, str]]:
    """Tags of raw HTML outside code and comments: place and source of each, addresses in brackets not."""
    targets = {at.start for at in find_destinations(text, prose, start)}
    tags = [
        (match.start(), match[0])
        for match in find_tags(text, prose.code, start)
        if match.start() not in targets
    ]
    tags += [
        (match.start(), match[0])
        for match in _CLOSING_TAG.finditer(text, start)
        if not in_code(prose.code, match.start())
    ]
    return sorted((place, tag) for place, tag in tags if not _AUTOLINK.fullmatch(tag))
