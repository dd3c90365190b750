"""What is known about a body of prose at one moment, ready to be shown. Runs in a thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.coverage import Mark
from draftloop.steps.prose import ProseDesk, paragraphs_of, progress
from draftloop.steps.prose_signs import Sign, signs
from draftloop.tui.widgets.coverage_pane import MarkName, PaneRow

if TYPE_CHECKING:
    from draftloop.loop.outline import Outline
    from draftloop.steps.desk import Desk

_MARKS: dict[Mark, MarkName] = {Mark.DONE: "done", Mark.PARTLY: "partly", Mark.NONE: "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The answer for one revision of the text."""

    revision: int
    words: int
    target_words: int
    points: tuple[PaneRow, ...]
    gaps: tuple[PaneRow, ...]
    signs: tuple[Sign, ...]

    @property
    def open_points(self) -> tuple[PaneRow, ...]:
        """Points that have no paragraph or only half of one."""
        return tuple(row for row in self.points if row.mark in ("none", "partly"))


def measure(desk: Desk, slug: str, opened: ProseDesk, body: str, revision: int) -> Measured:
    """Measure a body against the outline it was opened with."""
    found = progress(desk, opened.outline, body, target=opened.target_words)
    paragraphs = paragraphs_of(found.prose)
    outline = opened.outline
    marks = zip(outline.points, found.coverage.marks, found.coverage.found, strict=True)
    points = tuple(
        PaneRow(
            key=f"{number}",
            text=point.text,
            depth=_depth(outline, number),
            mark=_MARKS[mark],
            line=None if place is None else paragraphs[place].line,
            is_heading=point.kind == "heading",
        )
        for number, (point, mark, place) in enumerate(marks)
    )
    gaps = tuple(
        PaneRow(key=f"{gap.line}:{gap.column}", text=_around(body, gap.start, gap.end), line=gap.line)
        for gap in found.gaps
    )
    return Measured(
        revision=revision,
        words=found.words,
        target_words=found.target_words,
        points=points,
        gaps=gaps,
        signs=signs(desk, slug, body, found.prose),
    )


def _depth(outline: Outline, number: int) -> int:
    """How many list points stand above this one; headings take no room in a narrow pane."""
    depth, parent = 0, outline.points[number].parent
    while parent is not None:
        depth += outline.points[parent].kind == "item"
        parent = outline.points[parent].parent
    return depth


def _around(text: str, start: int, end: int) -> str:
    """A gap's own words, or for a bare TK those before it."""
    gap = text[start:end]
    if len(gap) > len("[TK: ]"):
        return gap
    line = text.rfind("\n", 0, start) + 1
    return text[max(line, start - 30) : end].strip()
