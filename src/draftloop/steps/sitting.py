"""Minutes of an open sitting: counted while the author writes, recorded when the iteration ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from draftloop.loop.ports import Sitting
from draftloop.loop.stage import Stage

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


def count_minutes(desk: Desk, slug: str, stage: Stage, minutes: float) -> Sitting:
    """Add writing time to the open sitting of a draft, or open one.

    An open rewrite stays a rewrite: it holds the outline it began from, and its peeks.
    """
    open_one = desk.sittings.open(slug)
    if open_one is None or (open_one.stage != stage and open_one.stage != Stage.REWRITE):
        open_one = Sitting(slug=slug, stage=stage, began=desk.now())
    counted = replace(open_one, minutes=open_one.minutes + minutes)
    desk.sittings.keep(counted)
    return counted


def minutes_so_far(desk: Desk, slug: str, stage: Stage) -> float:
    """Minutes already counted in an open sitting of this stage."""
    open_one = desk.sittings.open(slug)
    return open_one.minutes if open_one is not None and open_one.stage == stage else 0.0
