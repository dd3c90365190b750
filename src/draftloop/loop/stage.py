"""The stages of a draft, in the order of the loop. They advise and never lock."""

from __future__ import annotations

from enum import StrEnum


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
