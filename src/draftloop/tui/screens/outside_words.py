"""What is said when another program wrote the open file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from draftloop.tui.widgets.figures import count, listed

if TYPE_CHECKING:
    from draftloop.steps.outside import Neighbors, Sides


def told(sides: Sides, name: str, now: datetime, *, can_undo: bool) -> str:
    """One line about what was taken over without a question."""
    at = f"{sides.found_at or now:%H:%M}"
    what = "both texts went together" if sides.is_unsaved else "taken over"
    undo = "; ctrl+z brings yours back" if can_undo else ""
    return f"{name} was changed outside {at}: {what}{undo}"


def beside(found: Neighbors, name: str) -> str:
    """What lies beside the file and matters here; empty when nothing does."""
    if found.copies:
        names = listed(found.copies[:3])
        return f"a sync program left {names} beside {name}: words of yours may be there only"
    if found.other_names:
        names = count(found.other_names, "other name")
        return f"{name} has {names} on this disk (hard links): a save leaves the old text there"
    return ""


def trouble(sides: Sides, name: str) -> str:
    """Why a person is asked."""
    if sides.is_gone:
        return f"{name} was deleted or moved by another program; nothing is lost"
    if sides.is_shrunk:
        before, now = len(sides.base.split()), len(sides.theirs.split())
        left = f"only {now:,} {'is' if now == 1 else 'are'} left" if now else "none is left"
        return f"another program took words out of {name}: of {count(before, 'word')} {left}, here all are"
    return f"{name} was changed by another program, in the same words as here; nothing is lost"
