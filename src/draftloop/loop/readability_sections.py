"""Sections with their rhythm, and what a reader sees who only skims."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from draftloop.loop.blocks import PROSE_KINDS, BlockKind, RunKind, block_words
from draftloop.loop.readability_views import readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.blocks import CodeRange, Heading, Prose
    from draftloop.loop.readability_views import ProseView

SkimKind = Literal["title", "heading", "paragraph", "picture", "code", "bold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and the text up to the next one."""

    title: str
    """Empty for the text before the first heading when the post has no title."""
    level: int
    line: int
    start: int
    words: int
    minutes: float
    lengths: tuple[int, ...]
    """Words of its sentences in order, for a sparkline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkimLine:
    """One line of the skim view."""

    kind: SkimKind
    text: str
    line: int
    level: int = 0


def sections_of(prose: Prose, views: Sequence[ProseView], title: str) -> tuple[Section, ...]:
    """The sections in order; the opening is one when it has words."""
    starts: list[tuple[int, Heading | None]] = [(0, None)]
    starts += [(heading.start, heading) for heading in prose.headings]
    sections: list[Section] = []
    views = sorted(views, key=lambda view: view.block.start)
    view_starts = [view.block.start for view in views]
    counted = [block for block in prose.blocks if block.kind in PROSE_KINDS]
    counted.sort(key=lambda block: block.start)
    block_starts = [block.start for block in counted]
    for index, (start, heading) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else math.inf
        own = views[bisect_left(view_starts, start) : bisect_left(view_starts, end)]
        inside = counted[bisect_left(block_starts, start) : bisect_left(block_starts, end)]
        words = sum(block_words(block) for block in inside)
        if heading is None and not own:
            continue
        lengths = tuple(length for view in own for length in view.lengths if length)
        sections.append(
            Section(
                title=heading.text if heading else title,
                level=heading.level if heading else 0,
                line=heading.line if heading else 1,
                start=start,
                words=words,
                minutes=round(words / 238, 1),
                lengths=lengths,
            )
        )
    return tuple(sections)


def skim_of(prose: Prose, views: Sequence[ProseView], title: str) -> tuple[SkimLine, ...]:
    """Title, headings, first sentences, pictures, code, bold words: does this alone make sense?"""
    lines: list[tuple[int, SkimLine]] = []
    if title:
        lines.append((-1, SkimLine(kind="title", text=title, line=1)))
    lines += [
        (heading.start, SkimLine(kind="heading", text=heading.text, line=heading.line, level=heading.level))
        for heading in prose.headings
    ]
    for view in views:
        opening = _first_sentence(view) if view.block.kind is BlockKind.PARAGRAPH else ""
        if opening:
            shown = SkimLine(kind="paragraph", text=opening, line=view.block.line)
            lines.append((view.block.start, shown))
        lines += _bold_of(view)
    lines += [
        (picture.start, SkimLine(kind="picture", text=picture.alt, line=picture.line))
        for picture in prose.pictures
    ]
    lines += [(code.start, line) for code in prose.code if (line := _caption_of(code)) is not None]
    return tuple(line for _, line in sorted(lines, key=lambda pair: pair[0]))


def _first_sentence(view: ProseView) -> str:
    """As the reader sees it, code and all."""
    return readable(view.rendered, *view.sentences[0]) if view.sentences else ""


def _bold_of(view: ProseView) -> list[tuple[int, SkimLine]]:
    """Bold runs, but not the one that the first sentence shows already."""
    first_end = view.rendered.to_source(0, view.sentences[0][1])[1] if view.sentences else 0
    is_paragraph = view.block.kind is BlockKind.PARAGRAPH
    return [
        (run.start, SkimLine(kind="bold", text=run.text.strip(), line=view.block.line))
        for run in view.block.runs
        if run.is_strong
        and run.kind is RunKind.TEXT
        and run.text.strip()
        and (run.start >= first_end or not is_paragraph)
    ]


def _caption_of(code: CodeRange) -> SkimLine | None:
    if code.kind == "span":
        return None
    title = next((part for part in code.info.replace("{", " ").split() if part.startswith("title=")), "")
    text = title.removeprefix("title=").strip("\"'}") or code.info.split(" ")[0].strip("{}.")
    return SkimLine(kind="code", text=text or "code", line=code.line)
