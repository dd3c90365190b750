"""Markdown as prose, read with pyromark; the only import of it. Pure: text in, values out.

pyromark gives the UTF-8 byte range of every inline event, so every run knows its place in the file. What
CommonMark does not know is covered first, see `markdown_mask.py`; the events become blocks in
`markdown_blocks.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pyromark

from draftloop.adapters.markdown_blocks import BlockBuilder
from draftloop.adapters.markdown_foreign import MAY_HOLD as MAY_HOLD_FOREIGN
from draftloop.adapters.markdown_foreign import cover_bracketed
from draftloop.adapters.markdown_front import front_matter_span
from draftloop.adapters.markdown_gaps import find_gaps
from draftloop.adapters.markdown_jsx import MAY_HOLD as MAY_HOLD_MDX
from draftloop.adapters.markdown_jsx import cover_mdx
from draftloop.adapters.markdown_marks import MAY_HOLD as MAY_HOLD_MARKS
from draftloop.adapters.markdown_marks import MAY_HOLD_CONTAINERS, cover_containers, cover_marks, cover_notes
from draftloop.adapters.markdown_mask import Mask, mask_money
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
        text = _CR_ALONE.sub("\n", text) if "\r" in text else text
        front_matter = front_matter_span(text)
        covered = _cover(text, front_matter)
        lines = line_starts(text)
        builder = BlockBuilder(text, covered.mask, lines)
        if front_matter is not None:
            builder.add_front_matter(front_matter)
        builder.run(covered.events)
        for start, end in covered.notes:
            inner = (
                (event, start + first, start + last)
                for event, first, last in _events(covered.open[start:end])
            )
            builder.add_note(covered.open, inner)
        return Prose(
            blocks=builder.in_order(),
            headings=tuple(builder.headings),
            links=tuple(builder.links),
            pictures=tuple(builder.pictures),
            code=tuple(builder.code),
            gaps=find_gaps(text, builder.code, builder.addresses, lines),
            front_matter=front_matter,
        )


def code_ranges(text: str) -> tuple[CodeRange, ...]:
    """All code of a Markdown text, blocks and spans, in order; offsets are code points."""
    text = _CR_ALONE.sub("\n", text) if "\r" in text else text
    covered = _cover(text, front_matter_span(text))
    builder = BlockBuilder(text, covered.mask, line_starts(text))
    builder.run(covered.events)
    return tuple(builder.code)


_CR_ALONE = re.compile(r"\r(?!\n)")
"""A line end of old; one character for one, so that no place moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Covered:
    """A text whose foreign constructs are covered, and what the parser says to it."""

    mask: Mask
    events: list[Event]
    notes: list[Span]
    """Where the texts of notes within the line stand; they are covered, too."""
    open: str
    """The covered text before the notes were."""


def _parsed_containers(mask: Mask) -> tuple[list[Event], list[Span], list[Span]]:
    """What the parser says once containers are made items: events, all code, its fenced blocks."""
    for _ in range(_MAX_NESTED):
        events = list(_events(mask.text))
        code, fences = _code_spans(events)
        if not (MAY_HOLD_CONTAINERS.search(mask.text) and cover_containers(mask, code)):
            break
    else:
        events = list(_events(mask.text))
        code, fences = _code_spans(events)
    mask.is_changed = False
    return events, code, fences


_MAX_NESTED = 6
"""Depth of containers within containers that is looked into; deeper ones are taken for indented code."""


def _cover(text: str, front_matter: Span | None) -> _Covered:
    mask = Mask(text)
    if front_matter is not None:
        mask.blank(*front_matter)
    elif text.startswith("\ufeff"):
        mask.put(0, " ")
    mask.apply()
    events, code, fences = _parsed_containers(mask)
    mask_money(mask, [span for name, span in _leaves(events) if name == "InlineMath"])
    if MAY_HOLD_MDX.search(mask.text):
        cover_mdx(mask, code)
    if MAY_HOLD_FOREIGN.search(mask.text):
        cover_bracketed(mask, code, fences)
        mask.apply()
    if mask.is_changed:
        events, code, _ = _parsed_containers(mask)  # a comment may have stood before a container
    if MAY_HOLD_MARKS.search(mask.text):
        cover_marks(mask, code)
    before = mask.text
    notes = cover_notes(mask, code) if "^[" in before else []
    if mask.is_changed:
        events = list(_events(mask.text))
    return _Covered(mask=mask, events=events, notes=notes, open=before)


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


def _code_spans(events: list[Event]) -> tuple[list[Span], list[Span]]:
    """Code blocks and code spans in order, and the fenced blocks among them."""
    spans: list[Span] = []
    fences: list[Span] = []
    for event, start, end in events:
        if not isinstance(event, dict):
            continue
        opened = event.get("Start")
        if "Code" in event or (isinstance(opened, dict) and "CodeBlock" in opened):
            spans.append((start, end))
        if isinstance(opened, dict) and isinstance(opened.get("CodeBlock"), dict):
            fences.append((start, end))
    return spans, fences
