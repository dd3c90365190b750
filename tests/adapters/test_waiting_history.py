"""What changed, told of git and the queue together, also where git cannot tell."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from draftloop.adapters.history import GitHistory
from draftloop.adapters.queue import QueueFolder
from draftloop.adapters.waiting_history import FileTree, WaitingHistory
from tests.git_folder import OUTLINE, recorded_outline, turn, write

OBJECTS = os.path.join(".git", "objects")


@pytest.fixture
def folder(tmp_path: Path, clean_environment: Path) -> Path:
    folder = tmp_path / "blog"
    folder.mkdir()
    return recorded_outline(folder)


def history_of(folder: Path) -> WaitingHistory:
    queue = QueueFolder(str(folder.parent / "state"), str(folder), "ws")
    return WaitingHistory(GitHistory(str(folder)), queue, FileTree(str(folder)))


def fail_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look at git's objects fails, as an error of the disk lets `isdir` say no."""
    real, looks = os.path.isdir, []

    def isdir(path: str) -> bool:
        if str(path).endswith(OBJECTS):
            looks.append(path)
            return len(looks) > 1 and real(path)
        return real(path)

    monkeypatch.setattr(os.path, "isdir", isdir)


def test_one_look_that_fails_is_never_taken_for_nothing_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, OUTLINE, "- new\n")
    fail_once(monkeypatch)
    assert history_of(folder).changed(["drafts/x"]) == [OUTLINE]


def test_where_git_cannot_tell_every_file_may_have_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "drafts/x/post.md", "words\n")
    fail_once(monkeypatch)
    assert history_of(folder).changed(["drafts/x"]) == [OUTLINE, "drafts/x/post.md"]
    assert history_of(folder).changed(["drafts/x"]) == ["drafts/x/post.md"]


def test_what_waits_has_not_changed_although_git_cannot_tell(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, OUTLINE, "- new\n")
    queue = QueueFolder(str(folder.parent / "state"), str(folder), "ws")
    queue.add(turn(2), [OUTLINE])
    fail_once(monkeypatch)
    assert history_of(folder).changed(["drafts/x"]) == []


def test_an_iteration_that_another_draftloop_records_meanwhile_is_looked_for_in_git(folder: Path) -> None:
    write(folder, OUTLINE, "- new\n")
    queue = QueueFolder(str(folder.parent / "state"), str(folder), "ws")
    entry = queue.add(turn(2), [OUTLINE])

    class Overtaken(GitHistory):
        def changed(self, paths: Sequence[str]) -> list[str]:
            if queue.waiting():
                queue.remove(entry.id, self.record(turn(2), [OUTLINE]) or "")
            return super().changed(paths)

    history = WaitingHistory(Overtaken(str(folder)), queue, FileTree(str(folder)))
    assert history.changed(["drafts/x"]) == []
    assert history.text_at("HEAD", OUTLINE) == "- new\n"
