"""Markdown as prose, read with pyromark; the only import of it. Pure: text in, values out.

pyromark gives the UTF-8 byte range of every inline event, so every run knows its place in the file. What
CommonMark does not know is covered first, see `markdown_mask.py`; the events become blocks in
`markdown_blocks.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, cast

import pyromark

from draftloop.adapters.markdown_blocks import BlockBuilder
from draftloop.adapters.markdown_gaps import find_gaps
from draftloop.adapters.markdown_mask import Mask, front_matter_span, mask_foreign, mask_money
from draftloop.loop.blocks import CodeRange, Prose, line_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftloop.adapters.markdown_blocks import Event, Shape
    from draftloop.loop.blocks import Span

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_GFM
)


class Markdown:
    """Reads Markdown; fills the `MarkdownReader` port."""

    def read(self, text: str) -> Prose:
        """Blocks, headings, links, pictures, code and gaps of `text`, which may hold anything at all."""
        front_matter = front_matter_span(text)
        mask, events = _masked_events(text, front_matter)
        builder = BlockBuilder(text, mask.text, mask.filler, line_starts(text))
        if front_matter is not None:
            builder.add_front_matter(front_matter)
        builder.run(events)
        return Prose(
            blocks=tuple(builder.blocks),
            headings=tuple(builder.headings),
            links=tuple(builder.links),
            pictures=tuple(builder.pictures),
            code=tuple(builder.code),
            gaps=find_gaps(text, builder.code, builder.addresses, builder.lines),
            front_matter=front_matter,
        )


def code_ranges(text: str) -> tuple[CodeRange, ...]:
    """All code of a Markdown text, blocks and spans, in order; offsets are code points."""
    mask, events = _masked_events(text, front_matter_span(text))
    builder = BlockBuilder(text, mask.text, mask.filler, line_starts(text))
    builder.run(events)
    return tuple(builder.code)


def _masked_events(text: str, front_matter: Span | None) -> tuple[Mask, list[Event]]:
    mask = Mask(text)
    if front_matter is not None:
        mask.blank(*front_matter)
    elif text.startswith("\ufeff"):
        mask.put(0, " ")
    mask.apply()
    mask.is_changed = False
    events = list(_events(mask.text))
    mask_money(mask, [span for name, span in _leaves(events) if name == "InlineMath"])
    if _MAY_HOLD_FOREIGN.search(mask.text):
        mask_foreign(mask, _code_spans(events))
    if mask.is_changed:
        events = list(_events(mask.text))
    return mask, events


_MAY_HOLD_FOREIGN = re.compile(
    r"<!--|\{\{|\{%|\{:|\\\(|\\\[|\\begin\{|^[ \t]*(?::::|!!!|import |\[+_?toc)|^export ", re.MULTILINE | re.I
)


def _events(text: str) -> Iterator[Event]:
    """Pyromark's events with ranges in code points."""
    ranged = pyromark.events_with_range(text, options=_OPTIONS)
    if text.isascii():
        for event, place in ranged:
            yield cast("Shape", event), place["start"], place["end"]
        return
    to_char = _ByteMap(text)
    for event, place in ranged:
        yield cast("Shape", event), to_char(place["start"]), to_char(place["end"])


class _ByteMap:
    """From UTF-8 offsets to code points. Remembers only where characters of more than one byte stand."""

    def __init__(self, text: str) -> None:
        self._places: list[int] = []
        self._extra: list[int] = [0]
        extra = 0
        for match in _NON_ASCII.finditer(text):
            code = ord(match[0])
            self._places.append(match.start() + extra)
            extra += 1 if code < 0x800 else 2 if code < 0x10000 else 3
            self._extra.append(extra)

    def __call__(self, offset: int) -> int:
        return offset - self._extra[bisect_right(self._places, offset - 1)]


_NON_ASCII = re.compile(r"[^\x00-\x7f]")


def _leaves(events: list[Event]) -> Iterator[tuple[str, Span]]:
    for event, start, end in events:
        if isinstance(event, dict):
            for name in event:
                yield name, (start, end)


def _code_spans(events: list[Event]) -> list[Span]:
    """Code blocks and code spans in order."""
    spans: list[Span] = []
    for event, start, end in events:
        if isinstance(event, dict) and ("Code" in event or _opens_code(event)):
            spans.append((start, end))
    return spans


def _opens_code(event: dict[str, object]) -> bool:
    opened = event.get("Start")
    return isinstance(opened, dict) and "CodeBlock" in opened
