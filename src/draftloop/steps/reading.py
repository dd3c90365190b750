"""The second pass on a text: how it reads, against what is usual for this author."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind
from draftloop.loop.coverage import Mark, cover
from draftloop.loop.errors import Unreadable
from draftloop.loop.readability import assess
from draftloop.loop.readability_figures import PUBLISHED, bands_of, figures_of
from draftloop.loop.readability_views import views_of
from draftloop.steps.bundle import folder_of
from draftloop.steps.lengths import shipped_drafts
from draftloop.steps.prose import open_outline_of, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from draftloop.loop.blocks import Prose
    from draftloop.loop.readability import Readability
    from draftloop.loop.readability_figures import Bands, Figures
    from draftloop.steps.desk import Desk

RECENT_POSTS = 12
"""How somebody writes changes; and reading these takes a tenth of a second, once."""


def read_post(
    desk: Desk, prose: Prose, text: str, *, bands: Bands = PUBLISHED, is_english: bool = True
) -> Readability:
    """Look at a post as a reader does, with the workspace's `[checks]`.

    Args:
        desk: Its settings.
        prose: The post as read from `text`.
        text: The source.
        bands: What is usual.
        is_english: Whether the word lists apply.
    """
    title = next((block.text for block in prose.blocks if block.kind is BlockKind.TITLE), "")
    checks = desk.settings.checks
    return assess(prose, title, text=text, bands=bands, off=checks.off, on=checks.on, is_english=is_english)


def usual_bands(desk: Desk, *, but: str = "") -> Bands:
    """The author's own bands once five posts are shipped, this draft left out; else the published ones."""
    shipped = [slug for slug in shipped_drafts(desk) if slug != but][-RECENT_POSTS:]
    texts = (desk.library.open(f"{folder_of(slug)}/post.md").text for slug in shipped)
    figures = (_figures_in(desk.markdown.read, text) for text in texts)
    return bands_of([one for one in figures if one is not None])


@lru_cache(maxsize=256)
def _figures_in(read: Callable[[str], Prose], text: str) -> Figures | None:
    """Remembered, because every pause in the pass asks again."""
    return figures_of(views_of(read(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """A point of the outline that has no paragraph yet, or half of one."""

    text: str
    is_begun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A paragraph that no point of the outline speaks of."""

    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """The outline held beside the post, both ways."""

    points: int
    """Without the headings: the points below them tell."""
    open_points: tuple[OpenPoint, ...]
    """Those without any paragraph first."""
    paragraphs: tuple[Stray, ...]


def covered(desk: Desk, slug: str, prose: Prose) -> Covered | None:
    """Which points have no paragraph, and which paragraphs no point; None without an outline to be read."""
    try:
        outline = open_outline_of(desk, slug)
    except Unreadable:
        return None  # `doctor` names it; the post reads as well without
    if not outline.points:
        return None
    paragraphs = paragraphs_of(prose)
    found = cover(outline, paragraphs)
    cells = {block.line for block in prose.blocks if block.kind is BlockKind.CELL}
    points = [
        (point.text, mark)
        for point, mark in zip(outline.points, found.marks, strict=True)
        if point.kind == "item"
    ]
    left = [
        OpenPoint(text=text, is_begun=mark is Mark.PARTLY) for text, mark in points if mark is not Mark.DONE
    ]
    strays = [paragraphs[number] for number in found.without_point]
    return Covered(
        points=len(points),
        open_points=tuple(sorted(left, key=lambda point: point.is_begun)),
        paragraphs=tuple(Stray(line=one.line, text=one.text) for one in strays if one.line not in cells),
    )
