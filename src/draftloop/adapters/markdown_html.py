"""The little of HTML that a reader sees and an author wants checked: captions, and alternative texts.

Everything else in a block of HTML is left alone.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from draftloop.adapters.markdown_runs import tag_effect
from draftloop.loop.blocks import Block, BlockKind, Run, RunKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftloop.loop.blocks import Span

_SEEN = re.compile(
    r"<(?P<hidden>script|style|svg|pre|code|textarea|template)\b|<!--"
    r"|<(?:img|Image|Img)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?\salt=(?:\"(?P<alt>[^\"]*)\"|'(?P<alt1>[^']*)')"
    r"|<(?P<tag>figcaption|caption|summary)\b[^<>]*>(?P<caption>.{0,2000}?)</(?P=tag)>",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 100_000
_PIECE = re.compile(
    r"(?P<break>[ \t]*(?:\r\n|\n|\r)[ \t]*)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<tag></?[A-Za-z][^<>]*>)|(?P<code>`+[^`]*`+)"
)
_MARKED_UP = re.compile(r"[*_\[\]{}\\|]|\$")
"""Markdown within HTML: what it does to the text differs between sites."""


def html_texts(source: str, start: int, end: int) -> Iterator[tuple[BlockKind, int, int]]:
    """Kind and place of each caption and alternative text of a stretch of HTML."""
    place, end = start, min(end, start + _LONGEST)
    while found := _SEEN.search(source, place, end):
        place = found.end()
        if found["hidden"] or found[0] == "<!--":
            closing = f"</{found['hidden'].lower()}>" if found["hidden"] else "-->"
            at = source.find(closing, place, end)
            if at < 0:
                return
            place = at
        elif found["caption"] is not None:
            yield BlockKind.CAPTION, *found.span("caption")
        else:
            yield BlockKind.ALT, *found.span("alt" if found["alt"] is not None else "alt1")


def text_block(source: str, kind: BlockKind, span: Span, *, line: int) -> Block | None:
    """A caption or an alternative text as a block; None when there is nothing to check in it."""
    start, end = span
    text = source[start:end]
    start += len(text) - len(text.lstrip())
    end = start + len(text.strip())
    runs = tuple(_runs(source, start, end))
    if not any(run.kind in (RunKind.TEXT, RunKind.ENTITY) for run in runs) or _MARKED_UP.search(text):
        return None
    return Block(kind=kind, runs=runs, start=start, end=end, line=line, forbidden="\"'<>")


def _runs(source: str, start: int, end: int) -> Iterator[Run]:
    place, hiding = start, ""
    for piece in _PIECE.finditer(source, start, end):
        if piece.start() > place:
            yield _text_run(source, place, piece.start(), hiding)
        kind, shown = _kind_of(piece)
        if piece["tag"]:
            kind, hides, is_closing = tag_effect(piece[0])
            hiding = ("" if is_closing else hides) if hides else hiding
        yield Run(kind=kind, text=shown, start=piece.start(), end=piece.end())
        place = piece.end()
    if place < end:
        yield _text_run(source, place, end, hiding)


def _text_run(source: str, start: int, end: int, hiding: str) -> Run:
    kind = RunKind.CODE if hiding else RunKind.TEXT
    return Run(kind=kind, text=source[start:end], start=start, end=end)


def _kind_of(piece: re.Match[str]) -> tuple[RunKind, str]:
    match piece.lastgroup:
        case "break":
            return RunKind.BREAK, piece[0]
        case "entity":
            return RunKind.ENTITY, html.unescape(piece[0])
        case "code":
            return RunKind.CODE, piece[0]
        case _:
            return RunKind.TAG, piece[0]
