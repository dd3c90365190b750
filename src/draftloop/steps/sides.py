"""Any two states of a draft's ideas beside each other: two rounds, or a round and the finished prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.errors import BadValue
from draftloop.loop.outline import parse_outline
from draftloop.steps.bundle import must_read, read_bundle
from draftloop.steps.reverse import reverse_of
from draftloop.steps.rounds import (
    TreeDiff,
    compare_texts,
    compare_trees,
    corrections_of,
    outline_text,
    rounds_of,
)

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What stands left and right, and how the two match."""

    left: int
    """Number of the round on the left."""
    with_prose: bool
    """Whether the post's own points stand on the right, rather than outline.md as it is."""
    pair: TreeDiff


def sides_of(desk: Desk, slug: str, *, newest: int, left: int, with_prose: bool) -> Sides:
    """A round beside outline.md as it is, or beside the points that the prose makes.

    Args:
        desk: The desk.
        slug: An exact slug.
        newest: The number that outline.md has.
        left: The wanted round; the nearest one that can stand on the left is taken.
        with_prose: The post on the right; then outline.md itself can stand on the left.

    Raises:
        BadValue: there is no prose yet, or no other round.
        Unreadable: one of the files.
    """
    bundle = read_bundle(desk, slug)
    text = must_read(bundle, "outline.md").text
    commits = {
        found.number: found.commit
        for found in rounds_of(desk.history.timeline(slug))
        if found.number < newest
    }
    known = sorted(commits) + ([newest] if with_prose else [])
    if not known:
        raise BadValue("round", str(left), "is the only one so far")
    number = min(known, key=lambda each: (abs(each - left), -each))
    old_text = text if number == newest else outline_text(desk, slug, commits[number])
    corrections = corrections_of(desk, slug)
    if not with_prose:
        pair = compare_texts(old_text, text, corrections, meaning=desk.meaning, starts_model=True)
        return Sides(left=number, with_prose=False, pair=pair)
    must_read(bundle, "post.md")
    if not bundle.has_prose:
        raise BadValue("draft", slug, "has no prose yet to hold the outline against")
    prose = reverse_of(desk, slug).outline
    pair = compare_trees(parse_outline(old_text), prose, corrections, meaning=desk.meaning)
    return Sides(left=number, with_prose=True, pair=pair)
