"""F7: the clock jumps while the program runs, between its runs, and in the times of files."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faults.clock import JUMPS, YEAR, ToldClock, looks_sane
from tests.faults.harness import Session, Workspace, tier, trying

FAST = ("back a year",)


@pytest.mark.parametrize("jump", FAST if tier() == "fast" else JUMPS)
def test_a_clock_that_jumps_while_somebody_writes_loses_nothing(jump: str, tmp_path: Path) -> None:
    row = trying("P20", f"the clock jumps {jump} while writing")
    workspace = Workspace.make(tmp_path)
    clock = ToldClock.make(tmp_path)
    session = Session(workspace, "prose", workspace.slug, env=clock.env)
    session.wait("saved")
    session.type(" Before.")
    session.wait("typing")
    session.wait("saved")
    clock.jump(JUMPS[jump])
    session.type(" After the jump.")
    session.pause(3.0)
    session.type(" At the end")
    session.pause(2.2)
    session.kill()
    offered = "".join(offer["text"] for offer in workspace.offers())
    text = workspace.read(workspace.post)
    for words in ("Before.", "After the jump."):
        assert words in text, f"{words!r} is not in the file"
    assert "At the end" in text + offered
    # The newest text is the newest, whatever the clock said when it was kept.
    if tier() != "fast":
        looks_sane(workspace, clock)
        again = Session(workspace, env=clock.env)
        again.wait("Today")
        assert again.leave() == 0
    done = workspace.draftloop("done", workspace.slug, timeout_s=120, **clock.env)
    assert done.returncode == 0, done.stderr
    assert "After the jump." in workspace.head(workspace.post)
    assert workspace.iterations()[0].startswith("Prose 2")
    looks_sane(workspace, clock)
    row.note(figure="nothing lost, nothing negative shown")


@pytest.mark.parametrize("jump", ["to 2106"] if tier() == "fast" else list(JUMPS))
def test_iterations_keep_their_order_whatever_the_clock_says(jump: str, tmp_path: Path) -> None:
    row = trying("P20", f"the clock jumps {jump} between iterations")
    workspace = Workspace.make(tmp_path)
    clock = ToldClock.make(tmp_path)
    clock.jump(JUMPS[jump])
    for number in (4, 5) if tier() != "fast" else (4,):
        workspace.write(workspace.outline, f"## Anew {number}\n\n- point {number}\n- other {number}\n")
        done = workspace.draftloop("done", workspace.slug, timeout_s=120, **clock.env)
        assert done.returncode == 0, done.stderr
        assert workspace.iterations()[0].startswith(f"Rewrite {number}:")
    rows = workspace.json("history", workspace.slug, **clock.env)
    subjects = [row["subject"] for row in rows]
    assert subjects == list(reversed([one for one in workspace.iterations() if one in subjects]))
    looks_sane(workspace, clock)
    row.note()


def test_files_of_the_future_win_nothing_for_being_newer(tmp_path: Path) -> None:
    """An old file with a date of 2100 does not push what was typed later off the offer."""
    row = trying("P20 P6", "files dated in the future")
    workspace = Workspace.make(tmp_path)
    session = Session(workspace, "prose", workspace.slug)
    session.wait("saved")
    session.type(" Saved.")
    session.wait("typing")
    session.wait("saved")
    folder = workspace.folder / "drafts" / workspace.slug
    before = workspace.read(workspace.post)
    session.type(" Not saved yet")
    session.pause(1.0)
    session.kill()
    # What was in the file before, from a machine whose clock is far ahead.
    workspace.write(workspace.post, before)
    for path in folder.iterdir():
        os.utime(path, (4_102_444_800, 4_102_444_800))
    offers = [offer for offer in workspace.offers() if offer["file"] == workspace.post]
    assert any("Not saved yet" in offer["text"] for offer in offers), offers
    assert any("was changed in the future" in row["problem"] for row in workspace.json("doctor"))
    row.note()


def test_another_zone_between_two_runs_changes_no_order(tmp_path: Path) -> None:
    row = trying("P20", "another time zone between two runs")
    workspace = Workspace.make(tmp_path)
    zones = ("Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu")
    for number, zone in enumerate(zones if tier() != "fast" else zones[:2]):
        workspace.write(workspace.post, f'---\ntitle: "Retries are a loan"\n---\n\nText {number}.\n')
        assert workspace.draftloop("done", workspace.slug, TZ=zone).returncode == 0
        assert f"Text {number}." in workspace.head(workspace.post)
    made = [row["subject"] for row in workspace.json("history", workspace.slug, TZ="UTC")]
    assert made == [one for one in reversed(workspace.iterations()) if one in made]
    row.note()


def test_a_script_s_clock_may_go_back_and_far_ahead(tmp_path: Path) -> None:
    row = trying("P20", "$DRAFTLOOP_NOW back a year, in 1970, in 2106")
    workspace = Workspace.make(tmp_path)
    now = datetime.now(tz=UTC).replace(microsecond=0)
    moments = [now, now - timedelta(hours=1), now - timedelta(seconds=YEAR)]
    moments += [datetime(1970, 1, 1, tzinfo=UTC), datetime(2106, 2, 7, 6, 28, 17, tzinfo=UTC)]
    for number, moment in enumerate(moments if tier() != "fast" else moments[-1:]):
        said = moment.isoformat()
        added = workspace.draftloop("idea", "add", f"Moment {number}", DRAFTLOOP_NOW=said)
        assert added.returncode == 0, added.stderr
        workspace.write(workspace.post, f'---\ntitle: "Retries are a loan"\n---\n\nMoment {number}.\n')
        done = workspace.draftloop("done", workspace.slug, DRAFTLOOP_NOW=said)
        assert done.returncode == 0, f"{said}: {done.stderr}"
        assert f"Moment {number}." in workspace.head(workspace.post)
        assert workspace.draftloop("today", DRAFTLOOP_NOW=said).returncode == 0
    row.note()
