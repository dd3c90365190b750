"""The stages of a draft, in the order of the loop, and the rule that says which one is next.

They advise and never lock. `steps/drafts.py` gathers the facts from the files and the history.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftloop.loop.iteration import Turn


class Stage(StrEnum):
    """What a draft asks for next (formats.md section 10), and what a commit of it is called."""

    IDEA = "idea"
    PICK = "pick"
    OUTLINE = "outline"
    REWRITE = "rewrite"
    COMPARE = "compare"
    PROSE = "prose"
    EDIT = "edit"
    SHIP = "ship"
    SHIPPED = "shipped"
    DROPPED = "dropped"
    RESTORE = "restore"
    RENAME = "rename"
    DROP = "drop"
    REVIVE = "revive"
    WORKSPACE = "workspace"


RAIL = (Stage.OUTLINE, Stage.REWRITE, Stage.PROSE, Stage.EDIT, Stage.SHIP)
"""The stages a person sees on the stage rail, in order."""

PASSES = ("grammar", "readability")
"""The two edit passes, in their order."""

_RANK_OF_FILE = {
    "notes.md": 0,
    "outline.md": 1,
    "parked.md": 1,
    "corrections.toml": 1,
}
_PROSE_RANK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFacts:
    """What the stage of a draft follows from."""

    is_dropped: bool = False
    is_public: bool = False
    """exported.toml knows a target where the post is public."""
    has_prose: bool = False
    """post.md has text below its front matter."""
    has_prose_recorded: bool = False
    has_edit_recorded: bool = False
    passes: frozenset[str] = frozenset()
    """Edit passes recorded since something other than an edit changed post.md; see `passes_recorded`."""
    gaps: int = 0
    """Gap markers left in post.md."""
    uncovered: int = 0
    """Outline points without a paragraph."""
    is_edit_day: bool = False
    has_own_points: bool = False
    """The committed outline has a point that is not the scaffold's."""
    round: int = 0
    """Rounds of the outline that were committed."""
    needs_another_round: bool = False
    """What the settledness advises after round 2."""
    allows_rewrite: bool = True
    """False for a scaffold that says `rewrite: false`."""


def stage_of(facts: DraftFacts) -> Stage:
    """What the draft asks for next: the first rule of formats.md section 10 that holds."""
    if facts.is_dropped:
        return Stage.DROPPED
    if facts.is_public:
        return Stage.SHIPPED
    if facts.has_prose:
        return _stage_of_prose(facts)
    if not facts.has_own_points:
        return Stage.OUTLINE
    if facts.allows_rewrite and (facts.round <= 1 or facts.needs_another_round):
        return Stage.REWRITE
    return Stage.PROSE


def _stage_of_prose(facts: DraftFacts) -> Stage:
    if facts.passes.issuperset(PASSES):
        return Stage.SHIP
    is_complete = facts.gaps == 0 and facts.uncovered == 0
    if facts.has_edit_recorded or is_complete or (facts.has_prose_recorded and facts.is_edit_day):
        return Stage.EDIT
    return Stage.PROSE


def passes_recorded(turns: Iterable[Turn]) -> frozenset[str]:
    """The edit passes that still hold: recorded, and only edits and ships changed post.md since.

    Args:
        turns: The draft's history, oldest first.
    """
    passes: set[str] = set()
    for turn in turns:
        if turn.stage is Stage.EDIT:
            passes.update({turn.pass_name} & set(PASSES))
        elif turn.stage is not Stage.SHIP and any(path.endswith("/post.md") for path in turn.paths):
            passes.clear()
    return frozenset(passes)


def stage_of_paths(paths: Iterable[str]) -> Stage:
    """The stage of a commit made by hand: that of the furthest file it touches.

    What else lies in the draft's folder (pictures, a voice sample) belongs to the prose.
    """
    furthest, is_idea = -1, False
    for path in paths:
        folder, _, name = path.rpartition("/")
        if "drafts" in folder.split("/"):
            furthest = max(furthest, _RANK_OF_FILE.get(name, _PROSE_RANK))
        else:
            is_idea = True
    match furthest:
        case 2:
            return Stage.PROSE
        case 1:
            return Stage.OUTLINE
        case 0 if is_idea:
            return Stage.PICK
        case _:
            return Stage.IDEA


def stage_of_changes(changed: Iterable[str], *, now: Stage, outline_before: str, outline_now: str) -> Stage:
    """The stage that `done` records when no sitting is open.

    Args:
        changed: Files of the draft that differ from the last commit.
        now: What `stage_of` says of the draft.
        outline_before: outline.md as last committed; empty when it never was.
        outline_now: outline.md as it is.
    """
    stage = stage_of_paths(changed)
    if stage is Stage.PROSE and now in (Stage.EDIT, Stage.SHIP):
        return Stage.EDIT
    if stage is Stage.OUTLINE and is_rewritten(outline_before, outline_now):
        return Stage.REWRITE
    return stage


def is_rewritten(before: str, now: str) -> bool:
    """Whether fewer than half of an outline's lines stand unchanged in the new one. Never for the first."""
    old = Counter(line.rstrip() for line in before.splitlines() if line.strip())
    new = Counter(line.rstrip() for line in now.splitlines() if line.strip())
    return bool(old) and (old & new).total() * 2 < old.total()
