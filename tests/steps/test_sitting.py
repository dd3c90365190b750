"""Minutes of a sitting: added up, and never at the cost of an open rewrite."""

from __future__ import annotations

from draftloop.loop.ports import Sitting
from draftloop.loop.stage import Stage
from draftloop.steps.sitting import count_minutes, minutes_so_far
from tests.builders import workbench


def test_minutes_add_up_in_the_sitting_of_the_stage() -> None:
    desk = workbench().desk
    count_minutes(desk, "retries", Stage.OUTLINE, 1.5)
    assert count_minutes(desk, "retries", Stage.OUTLINE, 2.0).minutes == 3.5
    assert minutes_so_far(desk, "retries", Stage.OUTLINE) == 3.5
    assert minutes_so_far(desk, "retries", Stage.PROSE) == 0.0


def test_another_stage_begins_a_sitting_of_its_own() -> None:
    desk = workbench().desk
    count_minutes(desk, "retries", Stage.OUTLINE, 5)
    sitting = count_minutes(desk, "retries", Stage.PROSE, 1)
    assert (sitting.stage, sitting.minutes) == (Stage.PROSE, 1)


def test_an_open_rewrite_keeps_its_base_and_its_peeks() -> None:
    desk = workbench().desk
    begun = Sitting(slug="retries", stage=Stage.REWRITE, began=desk.now(), peeks=2, base_commit="abc")
    desk.sittings.keep(begun)
    sitting = count_minutes(desk, "retries", Stage.OUTLINE, 4)
    assert (sitting.stage, sitting.peeks, sitting.base_commit) == (Stage.REWRITE, 2, "abc")
    assert sitting.minutes == 4
