"""P21: two draftloops on one workspace, in two terminals, and commands beside them."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.harness import Death, Session, Workspace, needs, tier, trying

READS = "Open in another draftloop"
DEATHS = (Death.KILL, Death.TERM, Death.HUP)
longer = pytest.mark.skipif(tier() == "fast", reason="in the longer tiers")


@pytest.mark.parametrize("death", DEATHS if tier() != "fast" else DEATHS[:1])
def test_the_second_reads_and_takes_over_when_the_first_is_gone(death: Death, tmp_path: Path) -> None:
    row = trying("P21", "a second draftloop, the first one ended")
    workspace = Workspace.make(tmp_path)
    first = Session(workspace, "prose", workspace.slug)
    first.wait("saved")
    second = Session(workspace, "prose", workspace.slug)
    second.wait(READS)
    assert f"process {first.terminal.pid}" in " ".join(second.text.split())
    second.wait("saved")
    before = workspace.read(workspace.post)
    second.type("lost words")
    second.paste("and pasted ones")
    second.press("ctrl+s", "ctrl+g")
    second.wait("Nothing was changed")
    second.pause(2.5)
    assert workspace.read(workspace.post) == before
    assert workspace.offers() == []
    first.type(" From the first. ")
    first.wait("typing")
    first.wait("saved")
    blow_s = first.kill(death)
    second.wait_gone(READS)
    took_s = time.monotonic() - blow_s
    second.wait("From the first.")
    second.type(" From the second. ")
    second.pause(3)
    text = workspace.read(workspace.post)
    assert "From the first." in text
    assert "From the second." in text
    assert "lost words" not in text
    assert second.leave() == 0
    assert took_s < 8  # a second or two on a machine that does nothing else
    row.note(samples=[took_s], figure="took over in {median} s")


@longer
def test_the_same_folder_by_another_way_is_the_same(tmp_path: Path) -> None:
    row = trying("P21", "the same workspace by a link, and with another state folder")
    workspace = Workspace.make(tmp_path)
    link = tmp_path / "link"
    link.symlink_to(workspace.folder)
    with_other_state = {"DRAFTLOOP_STATE_DIR": str(tmp_path / "other")}
    first = Session(workspace)
    first.wait("Today")
    for env, folder in ((None, link), (with_other_state, workspace.folder)):
        second = Session(workspace, "-C", str(folder), env=env)
        second.wait(READS)
        second.kill()
    assert first.leave() == 0
    row.note(cases=2, survived=2)


@longer
def test_a_bind_mount_is_the_same_folder(tmp_path: Path) -> None:
    needs("root", "mounts", fault="a bind mount of the workspace")
    row = trying("P21", "the same workspace by a bind mount")
    workspace = Workspace.make(tmp_path)
    target = tmp_path / "bound"
    target.mkdir()
    bound = subprocess.run(["mount", "--bind", str(workspace.folder), str(target)], check=False)
    if bound.returncode:
        pytest.skip("no bind mounts here")
    try:
        first = Session(workspace)
        first.wait("Today")
        second = Session(workspace, "-C", str(target))
        second.wait(READS)
        second.kill()
        assert first.leave() == 0
    finally:
        subprocess.run(["umount", "-l", str(target)], check=False)
    row.note()


def test_commands_beside_the_app_record_whole_thoughts(tmp_path: Path) -> None:
    row = trying("P21", "`done` beside an app with unsaved words")
    workspace = Workspace.make(tmp_path)
    session = Session(workspace, "prose", workspace.slug)
    session.wait("saved")
    session.type(" A thought that is whole. ")
    session.wait("thought")
    session.pause(0.5)  # in the journal by now, and not in the file
    done = workspace.draftloop("done", workspace.slug)
    assert done.returncode == 0, done.stderr
    assert "A thought that is whole." in workspace.head(workspace.post)
    folder = workspace.folder / "drafts" / workspace.slug
    try:
        # Another program's text under the open one: the app asks, and its words stay out of the file.
        session.type(" Words in dispute. ")
        session.wait("dispute")
        workspace.write(workspace.post, workspace.read(workspace.post) + "\nTheirs.\n")
        session.pause(4)
        done = workspace.draftloop("done", workspace.slug)
        assert "Words in dispute." in workspace.head(workspace.post) or (
            "is not in the file" in done.stderr and str(session.terminal.pid) in done.stderr
        ), done
    finally:
        session.kill()
    assert os.path.isdir(folder)
    assert any("Words in dispute." in offer["text"] for offer in workspace.offers()) or (
        "Words in dispute." in workspace.read(workspace.post)
    )
    row.note()
