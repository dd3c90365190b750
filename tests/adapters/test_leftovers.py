"""Copies beside a file: which of them are ours and nobody's any more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from draftloop.adapters.leftovers import REST_S, LeftoverFiles
from draftloop.loop.errors import ChangedOnDisk

POST = "drafts/d/post.md"
COPY = "drafts/d/.post.md.0a1b2c3d4e5f.tmp"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, POST, "stands")
    return tmp_path


def write(root: Path, path: str, text: str = "left") -> Path:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    return place


def later(root: Path, seconds: float = REST_S + 1) -> LeftoverFiles:
    return LeftoverFiles(str(root), clock=lambda: time.time() + seconds)


def paths(root: Path) -> list[str]:
    return [one.path for one in later(root).found()]


def test_a_copy_is_found_with_the_file_it_was_made_beside(root: Path) -> None:
    write(root, COPY)
    (found,) = later(root).found()
    assert (found.path, found.file, found.data) == (COPY, POST, b"left")


@pytest.mark.parametrize(
    "path",
    [
        COPY,
        "drafts/d/.post.md.0a1b2c3d4e5f.old.tmp",
        "drafts/d/.ignores.toml.0a1b2c3d4e5f.tmp",
        "ideas/.caches-lie.md.0a1b2c3d4e5f.tmp",
        "ideas/inbox/.a line.md.0a1b2c3d4e5f.tmp",
    ],
)
def test_copies_in_ideas_and_drafts_are_ours(root: Path, path: str) -> None:
    write(root, path)
    assert paths(root) == [path]


@pytest.mark.parametrize(
    "path",
    [
        "drafts/d/post.md.0a1b2c3d4e5f.tmp",
        "drafts/d/.post.md.0a1b2c3d4e5.tmp",
        "drafts/d/.post.md.0A1B2C3D4E5F.tmp",
        "drafts/d/.post.md.0a1b2c3d4e5f.tmp~",
        "drafts/d/.post.md.0a1b2c3d4e5f.bak.tmp",
        "drafts/d/.picture.png.0a1b2c3d4e5f.tmp",
        "drafts/d/.0a1b2c3d4e5f.tmp",
        "drafts/d/pictures/.post.md.0a1b2c3d4e5f.tmp",
        ".draftloop.toml.0a1b2c3d4e5f.tmp",
        "notes/.post.md.0a1b2c3d4e5f.tmp",
        ".git/.post.md.0a1b2c3d4e5f.tmp",
    ],
)
def test_whatever_else_lies_around_is_not_ours(root: Path, path: str) -> None:
    write(root, path)
    assert paths(root) == []


def test_a_long_name_is_found_by_its_beginning(root: Path) -> None:
    long = f"{'x' * 150}.md"
    write(root, f"ideas/{long}")
    write(root, f"ideas/.{'x' * 100}.0a1b2c3d4e5f.tmp")
    assert [one.file for one in later(root).found()] == [f"ideas/{long}"]
    write(root, f"ideas/{'x' * 151}.md")
    assert paths(root) == []


def test_a_copy_of_this_hour_may_still_be_somebodys(root: Path) -> None:
    place = write(root, COPY)
    os.utime(place, (0, 0))
    assert later(root, REST_S - 60).found() == []


def test_a_copy_of_the_future_is_left_alone(root: Path) -> None:
    write(root, COPY)
    assert later(root, -86_400).found() == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has a file open")
def test_a_copy_that_somebody_has_open_is_left_alone(root: Path) -> None:
    place = write(root, COPY)
    with place.open("ab"):
        assert paths(root) == []
    assert paths(root) == [COPY]


def test_links_and_folders_are_no_copies(root: Path, tmp_path: Path) -> None:
    outside = write(tmp_path, "elsewhere/secret.md", "secret")
    (root / COPY).symlink_to(outside)
    (root / "drafts/d/.outline.md.0a1b2c3d4e5f.tmp").mkdir()
    os.mkfifo(root / "drafts/d/.notes.md.0a1b2c3d4e5f.tmp")
    write(tmp_path, "elsewhere/.post.md.0a1b2c3d4e5f.tmp")
    (root / "drafts/link").symlink_to(tmp_path / "elsewhere")
    assert paths(root) == []
    assert outside.read_text() == "secret"


def test_removing_takes_what_was_read_and_nothing_newer(root: Path) -> None:
    write(root, COPY)
    (found,) = later(root).found()
    (root / COPY).write_text("something else")
    with pytest.raises(ChangedOnDisk):
        later(root).remove(found)
    assert (root / COPY).read_text() == "something else"
    (root / COPY).write_text("left")
    later(root).remove(found)
    later(root).remove(found)
    assert not (root / COPY).exists()
    assert (root / POST).read_text() == "stands"


def test_a_workspace_without_folders_has_none(tmp_path: Path) -> None:
    assert paths(tmp_path) == []


def test_what_a_killed_save_leaves_is_found(root: Path) -> None:
    program = (
        "import os, signal\n"
        "from draftloop.adapters import files, swap\n"
        "swap.swap_in = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"files.write_file({str(root)!r}, {POST!r}, b'written', expected=files.fingerprint(b'stands'))\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], check=False)
    assert ended.returncode == -signal.SIGKILL
    (found,) = later(root).found()
    assert (found.file, found.data) == (POST, b"written")
