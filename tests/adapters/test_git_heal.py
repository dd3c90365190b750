from __future__ import annotations

from pathlib import Path

import pytest

from draftloop.adapters.git_heal import KEPT
from draftloop.adapters.history import GitHistory
from draftloop.loop.errors import HistoryUnavailable
from tests.git_folder import OUTLINE, git, recorded_outline, turn, write

TORN = (b"", b"\0" * 200, b"DIRC\0\0\0\2\0\0\0\5 and no more")


def test_index_whose_end_is_missing_is_built_anew_before_git_believes_it(tmp_path: Path) -> None:
    folder = recorded_outline(tmp_path)
    index = folder / ".git" / "index"
    whole = index.read_bytes()
    index.write_bytes(whole[:-30])
    assert GitHistory(str(folder)).state().is_ready
    assert git(folder, "fsck", "--no-dangling") == ""
    assert (folder / ".git" / KEPT).read_bytes() == whole[:-30]


def test_sound_index_is_left_alone(tmp_path: Path) -> None:
    folder = recorded_outline(tmp_path)
    before = (folder / ".git" / "index").read_bytes()
    assert GitHistory(str(folder)).state().is_ready
    assert (folder / ".git" / "index").read_bytes() == before
    assert not (folder / ".git" / KEPT).exists()


@pytest.mark.parametrize("damaged", TORN)
def test_iteration_is_recorded_over_an_index_that_a_power_cut_tore(tmp_path: Path, damaged: bytes) -> None:
    folder = recorded_outline(tmp_path)
    write(folder, "drafts/y/outline.md", "- other\n")
    git(folder, "add", "drafts/y")
    git(folder, "commit", "-qm", "By hand")
    write(folder, OUTLINE, "- a\n- more\n")
    (folder / ".git" / "index").write_bytes(damaged)
    assert GitHistory(str(folder)).record(turn(2), ["drafts/x"])
    assert git(folder, "status", "--porcelain").split() == []
    assert git(folder, "ls-files").split() == [OUTLINE, "drafts/y/outline.md"]
    assert (folder / ".git" / KEPT).read_bytes() == damaged


def test_nothing_is_touched_while_another_git_holds_the_lock(tmp_path: Path) -> None:
    folder = recorded_outline(tmp_path)
    (folder / ".git" / "index").write_bytes(b"torn")
    (folder / ".git" / "index.lock").touch()
    with pytest.raises(HistoryUnavailable):
        GitHistory(str(folder)).record(turn(2), ["drafts/x"])
    assert (folder / ".git" / "index").read_bytes() == b"torn"
