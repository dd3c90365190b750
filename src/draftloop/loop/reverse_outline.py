"""The reverse outline: a finished post as the points it makes, to be held against the plan.

Its headings and, under them, one point a paragraph: the author's own line from reverse.md where there is one,
else the paragraph's first sentence. List items are points below the paragraph that leads to them. The points
name lines of the post.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.outline import Outline, Point
from draftloop.loop.outline_lines import split_lines
from draftloop.loop.passages import passages_of
from draftloop.loop.reverse_file import read_entries
from draftloop.loop.reverse_match import entries_of

if TYPE_CHECKING:
    from draftloop.loop.blocks import Prose
    from draftloop.loop.passages import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseOutline:
    """The points of a post, and how many of them are in the author's own words."""

    outline: Outline
    """Its lines are the post's; a point's body is its paragraph, where that says more than the point."""
    passages: tuple[Passage, ...]
    """One for each point of the outline, in the same order."""
    is_own: tuple[bool, ...]
    """For each point whether it is the author's line from reverse.md."""
    gone: tuple[str, ...]
    """Lines of reverse.md whose paragraph is not there any more."""

    @property
    def paragraphs(self) -> int:
        """Paragraphs that reverse.md asks a line for."""
        return sum(passage.kind == "paragraph" for passage in self.passages)

    @property
    def written(self) -> int:
        """How many points have the author's line."""
        return sum(self.is_own)


def reverse_outline(prose: Prose, text: str, reverse_text: str = "") -> ReverseOutline:
    """The reverse outline of a post.

    Args:
        prose: What the Markdown reader saw in `text`.
        text: The post's whole file, front matter included.
        reverse_text: reverse.md; empty when there is none.
    """
    passages = passages_of(prose, text)
    entries = read_entries(reverse_text)
    found = entries_of(passages, entries)
    own = {index: entry.own for index, entry in found.items() if entry.own}
    placed = {id(entry) for entry in found.values()}
    return ReverseOutline(
        outline=Outline(points=_points(passages, own), lines=tuple(split_lines(text))),
        passages=passages,
        is_own=tuple(index in own for index in range(len(passages))),
        gone=tuple(entry.own for entry in entries if entry.own and id(entry) not in placed),
    )


def as_list(reverse: ReverseOutline) -> str:
    """The reverse outline as an outline file: headings, and a bullet a point."""
    lines: list[str] = []
    for point, passage in zip(reverse.outline.points, reverse.passages, strict=True):
        if passage.kind == "heading":
            lines += ["", f"{'#' * passage.level} {point.text}", ""]
        else:
            lines.append(f"{'  ' * passage.level}- {point.text}")
    return "\n".join(lines).strip("\n") + "\n" if lines else ""


def _points(passages: tuple[Passage, ...], own: dict[int, str]) -> tuple[Point, ...]:
    points: list[Point] = []
    headings: list[tuple[int, int]] = []
    items: list[tuple[int, int]] = []
    """Level and index of what a list item can stand below; a paragraph has level 0."""
    for index, passage in enumerate(passages):
        if passage.kind == "heading":
            items.clear()
            while headings and headings[-1][0] >= passage.level:
                headings.pop()
        elif passage.kind == "paragraph":
            items.clear()
        else:
            while items and items[-1][0] >= passage.level:
                items.pop()
        above = items or headings
        parent = above[-1][1] if above else None
        text = own.get(index) or (passage.text if passage.kind == "heading" else passage.first_sentence)
        points.append(
            Point(
                line=passage.line,
                parent=parent,
                depth=0 if parent is None else points[parent].depth + 1,
                text=text,
                kind="heading" if passage.kind == "heading" else "item",
                body=() if text == passage.text else (passage.text,),
                end=passage.end,
            )
        )
        (headings if passage.kind == "heading" else items).append((passage.level, index))
    return tuple(points)
