"""A repository with a pipe, a device or a giant in the place of a file, and with names that are no UTF-8."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from draftloop.adapters.git_places import Repository, find_repository
from draftloop.adapters.history import GitHistory
from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.ports import HistoryState
from tests.git_folder import git, recorded_outline, turn


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@example.org\n")
    blog = tmp_path / "blog"
    blog.mkdir()
    return recorded_outline(blog)


@pytest.mark.parametrize(
    "name", ["HEAD", "config", "index", "packed-refs", "refs/heads/main", "info/attributes"]
)
@pytest.mark.parametrize("kind", ["pipe", "endless", "terabyte"])
def test_what_git_would_hang_on_is_not_entered(folder: Path, name: str, kind: str) -> None:
    place = folder / ".git" / name
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "endless":
        place.symlink_to("/dev/zero")
    else:
        with place.open("wb") as file:
            file.truncate(1 << 40)
    found = find_repository(str(folder))
    assert isinstance(found, HistoryState)
    assert "damaged" in found.reason or "another repository" in found.reason


def test_a_pipe_for_the_git_folder_is_not_waited_for(folder: Path) -> None:
    (folder / ".git").rename(folder / "moved")
    os.mkfifo(folder / ".git")
    assert isinstance(find_repository(str(folder)), HistoryState)


def test_a_giant_is_not_handed_to_git(folder: Path) -> None:
    with (folder / "drafts/x/film.mov").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(HistoryUnavailable, match="512 MB"):
        GitHistory(str(folder)).record(turn(2), ["drafts/x"])


def test_a_name_that_is_no_utf8_ends_no_history(folder: Path) -> None:
    odd = os.path.join(os.fsencode(folder), b"drafts", b"caf\xe9")
    os.mkdir(odd)
    with open(os.path.join(odd, b"outline.md"), "wb") as file:
        file.write(b"- a point\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "By hand")
    history = GitHistory(str(folder))
    assert len(history.timeline("x")) == 1
    assert history.timeline("caf\udce9") == []
    assert isinstance(find_repository(str(folder)), Repository)
