"""Two outlines compared by name: files, or versions of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.outline import Outline
from draftloop.loop.outline_diff import OutlineDiff
from draftloop.loop.settledness import Settled, settledness
from draftloop.steps.history import Version
from draftloop.steps.rounds import compare_texts, corrections_of

if TYPE_CHECKING:
    from draftloop.loop.outline_diff import Correction
    from draftloop.steps.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDiff:
    """Two outlines, how they match, and how settled the newer is."""

    old: Outline
    new: Outline
    diff: OutlineDiff
    settled: Settled

    def to_json(self) -> dict[str, object]:
        """As cli.md fixes it."""
        return {**self.diff.to_json(self.old, self.new), "settled": round(self.settled.total, 4)}


def diff_texts(old_text: str, new_text: str, corrections: tuple[Correction, ...] = ()) -> NamedDiff:
    """Compare two outline texts."""
    pair = compare_texts(old_text, new_text, corrections)
    return NamedDiff(
        old=pair.old, new=pair.new, diff=pair.diff, settled=settledness(pair.diff, pair.old, pair.new)
    )


def diff_versions(desk: Desk, first: Version, second: Version) -> NamedDiff:
    """Compare two texts that were read already; of one draft, its corrections count. Raises Unreadable."""
    slug = first.slug if first.slug == second.slug else ""
    corrections = corrections_of(desk, slug) if slug else ()
    return diff_texts(first.text, second.text, corrections)
