"""Parked points: cut from the outline, kept in parked.md, found by search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.errors import BadValue, HistoryUnavailable
from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_cut import without_points
from draftloop.loop.verdicts import park_text
from draftloop.steps.bundle import folder_of, must_read, read_bundle
from draftloop.steps.lengths import draft_slugs
from draftloop.steps.rounds import rounds_of

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """One parked point."""

    slug: str
    text: str
    under: str
    """The heading that says where it comes from."""
    line: int


def park_lines(desk: Desk, slug: str, lines: Sequence[int]) -> tuple[str, ...]:
    """Move points (1-based lines of outline.md) with their children to parked.md; their texts.

    parked.md is written first: a crash in between leaves a point twice, never nowhere.

    Raises:
        BadValue: a line without a point.
        ChangedOnDisk: somebody else changed one of the files.
    """
    document = must_read(read_bundle(desk, slug), "outline.md")
    outline = parse_outline(document.text)
    by_line = {point.line: index for index, point in enumerate(outline.points)}
    for line in lines:
        if line not in by_line:
            raise BadValue("line", str(line), f"no point of {document.path} stands there")
    indices = [by_line[line] for line in dict.fromkeys(lines)]
    heading = f"Outline {_round(desk, slug)}, {desk.now().date().isoformat()}"
    shelf = desk.library.open(f"{folder_of(slug)}/parked.md")
    desk.library.save(shelf, park_text(shelf.text, heading, outline, indices))
    desk.library.save(document, without_points(document.text, outline, indices))
    return tuple(outline.points[index].text for index in indices)


def _round(desk: Desk, slug: str) -> int:
    try:
        rounds = rounds_of(desk.history.timeline(slug))
    except HistoryUnavailable:
        return 1  # only the heading in parked.md depends on it
    return rounds[-1].number if rounds else 1


def parked(desk: Desk, slug: str | None = None) -> list[Parked]:
    """What is parked in one draft, or in all of them."""
    found = []
    for name in [slug] if slug else draft_slugs(desk):
        outline = parse_outline(desk.library.open(f"{folder_of(name)}/parked.md").text)
        for point in outline.points:
            if point.kind == "item":
                parent = outline.points[point.parent].text if point.parent is not None else ""
                found.append(Parked(slug=name, text=point.text, under=parent, line=point.line))
    return found
