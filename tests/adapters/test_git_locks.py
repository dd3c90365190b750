"""Locks that a dead git left behind: told from those that somebody holds, and removed after a yes only."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from draftloop.adapters.git_commands import init_repository
from draftloop.adapters.git_locks import GitLocks

NAMES = (
    "index.lock",
    "HEAD.lock",
    "logs/HEAD.lock",
    "config.lock",
    "packed-refs.lock",
    "refs/heads/main.lock",
    "refs/heads/drafts/x.lock",
    "logs/refs/heads/main.lock",
    "next-index-4711.lock",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    init_repository(str(tmp_path))
    return tmp_path


def lock(root: Path, name: str = "index.lock", *, age_s: float = 600) -> Path:
    path = root / ".git" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, (time.time() - age_s,) * 2)
    return path


def locks(root: Path) -> GitLocks:
    return GitLocks(str(root), pause=lambda _: None)


def test_without_a_lock_nothing_is_waited_for(root: Path) -> None:
    def pause(_: float) -> None:
        raise AssertionError

    assert GitLocks(str(root), pause=pause).left() == []


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_of_a_dead_git_is_found_and_removed(root: Path, name: str) -> None:
    path = lock(root, name)
    (found,) = locks(root).left()
    assert (found.path, found.doubt) == (f".git/{name}", "")
    assert locks(root).remove([found]) == [f".git/{name}"]
    assert not path.exists()


def test_looking_removes_nothing(root: Path) -> None:
    path = lock(root)
    locks(root).left()
    assert path.exists()


def test_a_lock_of_this_minute_is_somebody_s(root: Path) -> None:
    path = lock(root, age_s=20)
    (found,) = locks(root).left()
    assert found.doubt == "it is not a minute old"
    assert locks(root).remove([found]) == []
    assert path.exists()


def test_a_lock_from_the_future_is_judged_by_the_rest(root: Path) -> None:
    lock(root, age_s=-86_400)
    (found,) = locks(root).left()
    assert found.doubt == ""


def test_a_lock_that_moves_is_somebody_s(root: Path) -> None:
    path = lock(root)

    def somebody_writes(_: float) -> None:
        path.write_text("more")

    (found,) = GitLocks(str(root), pause=somebody_writes).left()
    assert found.doubt == "it changes while one looks"


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="open files can be seen under /proc only")
def test_a_lock_that_a_program_has_open_is_its_own(root: Path) -> None:
    path = lock(root)
    with path.open("rb"):
        (found,) = locks(root).left()
        assert found.doubt == f"process {os.getpid()} has it open"
        assert locks(root).remove([found]) == []
    assert locks(root).left()[0].doubt == ""


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="where it runs is seen under /proc only")
def test_a_git_that_runs_here_keeps_its_locks(root: Path, tmp_path: Path) -> None:
    path = lock(root)
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.symlink_to(sys.executable)
    with subprocess.Popen(
        [str(git), "-c", "print(flush=True); input()"], cwd=root, stdin=-1, stdout=-1
    ) as at_work:
        assert at_work.stdout is not None
        at_work.stdout.readline()
        (found,) = locks(root).left()
        assert found.doubt == f"a git runs in this repository (process {at_work.pid})"
        assert at_work.stdin is not None
        at_work.stdin.write(b"\n")
    assert path.exists()


def test_one_that_came_back_between_look_and_yes_stays(root: Path) -> None:
    path = lock(root)
    found = locks(root).left()
    path.unlink()
    path.touch()
    assert locks(root).remove(found) == []
    assert path.exists()


def test_a_link_in_a_lock_s_place_is_not_followed_and_stays(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.touch()
    (root / ".git" / "index.lock").symlink_to(outside)
    assert locks(root).left() == []
    assert outside.exists()
