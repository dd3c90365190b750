"""Two outlines compared by name: files, or versions of a draft. A post stands for its reverse outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.errors import Unreadable
from draftloop.loop.outline import Outline, parse_outline
from draftloop.loop.outline_diff import OutlineDiff, diff_outlines
from draftloop.loop.settledness import Settled, settledness
from draftloop.steps.history import Version
from draftloop.steps.rounds import corrections_of

if TYPE_CHECKING:
    from draftloop.loop.outline_diff import Correction
    from draftloop.steps.desk import Desk

ENGINE = "words"
"""What points are matched by, where nobody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDiff:
    """Two outlines, how they match, and how settled the newer is."""

    old: Outline
    new: Outline
    diff: OutlineDiff
    settled: Settled
    engine: str = ENGINE
    """What the points were matched by, for whoever reads the result."""

    def to_json(self) -> dict[str, object]:
        """As cli.md fixes it."""
        return {**self.diff.to_json(self.old, self.new), "settled": round(self.settled.total, 4)}


def diff_texts(old_text: str, new_text: str, corrections: tuple[Correction, ...] = ()) -> NamedDiff:
    """Compare two outline texts."""
    return diff_trees(parse_outline(old_text), parse_outline(new_text), corrections)


def diff_trees(old: Outline, new: Outline, corrections: tuple[Correction, ...] = ()) -> NamedDiff:
    """Compare two outlines."""
    diff = diff_outlines(old, new, corrections=corrections)
    return NamedDiff(old=old, new=new, diff=diff, settled=settledness(diff, old, new))


def diff_versions(desk: Desk, first: Version, second: Version) -> NamedDiff:
    """Compare two texts that were read already; of one draft, its corrections count.

    Raises:
        Unreadable: corrections.toml, or a text that is none.
    """
    slug = first.slug if first.slug == second.slug else ""
    corrections = corrections_of(desk, slug) if slug else ()
    return diff_trees(outline_of(first), outline_of(second), corrections)


def outline_of(version: Version) -> Outline:
    """The points that a version stands for. Raises Unreadable for what is no text."""
    if "\0" in version.text:
        line = version.text.count("\n", 0, version.text.index("\0")) + 1
        raise Unreadable(version.path, "holds NUL characters and so is no text", "name a text file", line)
    return parse_outline(version.text)
