from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from draftloop.adapters import git_flush
from draftloop.adapters.git_flush import flush_objects, flush_ref


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the folders in the order in which they were flushed."""
    seen: list[str] = []
    monkeypatch.setattr(git_flush, "flush_folder", lambda path: seen.append(os.path.basename(path)))
    monkeypatch.setattr(git_flush, "_flushed", {})
    return seen


@pytest.fixture
def git_dir(tmp_path: Path) -> Path:
    for name in ("00", "01", "pack"):
        folder = tmp_path / "objects" / name
        folder.mkdir(parents=True)
        os.utime(folder, (1_000_000_000, 1_000_000_000))
    return tmp_path


def test_only_folders_of_new_objects_are_flushed_and_the_one_above_last(
    git_dir: Path, flushed: list[str]
) -> None:
    os.utime(git_dir / "objects" / "01")
    flush_objects(str(git_dir))
    assert flushed == ["01", "objects"]


def test_disk_with_a_clock_of_its_own_is_understood(git_dir: Path, flushed: list[str]) -> None:
    ahead = time.time() + 86_400
    os.utime(git_dir / "objects" / "pack", (ahead, ahead))
    flush_objects(str(git_dir))
    assert flushed == ["pack", "objects"]


def test_commits_in_a_row_flush_no_folder_again_that_did_not_change(
    git_dir: Path, flushed: list[str]
) -> None:
    a_while_ago = time.time() - 5
    os.utime(git_dir / "objects" / "00", (a_while_ago, a_while_ago))
    flush_objects(str(git_dir))
    os.utime(git_dir / "objects" / "01")
    flush_objects(str(git_dir))
    assert flushed == ["00", "objects", "01", "objects"]


def test_folders_that_git_made_for_a_ref_are_flushed_up_to_its_own(git_dir: Path, flushed: list[str]) -> None:
    flush_ref(str(git_dir), "refs/tags/ship/post")
    assert flushed == ["ship", "tags", "refs"]


def test_repository_without_objects_is_no_reason_to_stop(tmp_path: Path, flushed: list[str]) -> None:
    flush_objects(str(tmp_path))
    assert flushed == ["objects"]
