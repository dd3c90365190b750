"""The queue on the disk: private, flushed, whole or not there, and never read wrongly."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from draftloop.adapters import queue as queues
from draftloop.adapters.queue import QueueFolder
from draftloop.loop.errors import CannotWrite
from draftloop.loop.iteration import Iteration
from draftloop.loop.stage import Stage

POST = "drafts/x/post.md"
TURN = Iteration(stage=Stage.PROSE, when=datetime(2026, 11, 9, 20, 0, tzinfo=UTC), draft="x", number=1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "blog" / "drafts" / "x").mkdir(parents=True)
    (tmp_path / "blog" / POST).write_text("words\n")
    return tmp_path / "blog"


def queue_of(root: Path) -> QueueFolder:
    return QueueFolder(str(root.parent / "state"), str(root), "ws")


def folder_of(root: Path) -> Path:
    return root.parent / "state" / "queue" / "ws"


def test_another_draftloop_sees_what_waits(root: Path) -> None:
    added = queue_of(root).add(TURN, [POST])
    assert queue_of(root).waiting() == [added]
    assert queue_of(root).content(added.id, POST) == b"words\n"


def test_nobody_else_may_read_it(root: Path) -> None:
    queue_of(root).add(TURN, [POST])
    folder = folder_of(root)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_it_is_on_the_disk_before_it_is_said_to_wait(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        flushed.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    queue_of(root).add(TURN, [POST])
    folder = str(folder_of(root))
    assert folder in flushed
    assert any(path.startswith(f"{folder}/.") for path in flushed)


def cut(length: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:length]


@pytest.mark.parametrize(
    ("damage", "problem", "draft"),
    [
        (cut(0), "it is empty", ""),
        (cut(1), "its first line does not say what it is", ""),
        (cut(200), "its first line does not say what it is", ""),
        (cut(-1), "it holds {left} bytes, and {whole} were written", "x"),
        (lambda data: bytes(len(data)), "its first line does not say what it is", ""),
        (lambda data: data[:-6] + bytes(6), "its bytes are not those that were written", "x"),
        (lambda data: data.replace(b"words", b"wordy"), "its bytes are not those that were written", "x"),
        (
            lambda data: data.replace(b'"prose"', b'"poetry"'),
            "its bytes are not those that were written",
            "x",
        ),
        (lambda data: data.replace(b"post.md", b"note.md"), "its bytes are not those that were written", "x"),
    ],
)
def test_a_file_that_is_not_as_it_was_written_is_passed_over_and_named(
    root: Path, damage: Callable[[bytes], bytes], problem: str, draft: str
) -> None:
    queue_of(root).add(TURN, [POST])
    (file,) = folder_of(root).glob("*.iteration")
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert queue_of(root).waiting() == []
    (found,) = queue_of(root).damaged()
    problem = problem.format(left=len(whole) - 1, whole=len(whole))
    assert (found.file, found.problem, found.draft, found.is_shut) == (str(file), problem, draft, False)
    assert found.when == (TURN.when if draft else None)
    (root / POST).write_text("more words\n")
    queue_of(root).add(TURN, [POST])
    assert len(queue_of(root).waiting()) == 1
    assert file.exists()


def test_what_cannot_be_opened_is_named_and_waits_again_when_it_can(root: Path) -> None:
    added = queue_of(root).add(TURN, [POST])
    (file,) = folder_of(root).glob("*.iteration")
    file.rename(root / "away")
    file.symlink_to(root / "away")
    (found,) = queue_of(root).damaged()
    assert (found.problem, found.is_shut) == ("it is no plain file", True)
    file.unlink()
    (root / "away").rename(file)
    assert queue_of(root).waiting() == [added]


def test_a_file_that_may_not_be_read_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    added = queue_of(root).add(TURN, [POST])
    with monkeypatch.context() as forbidden:

        def deny(path: str, flags: int) -> int:
            raise PermissionError(errno.EACCES, "Permission denied", path)

        forbidden.setattr(os, "open", deny)
        assert queue_of(root).waiting() == []
        (found,) = queue_of(root).damaged()
    assert (found.problem, found.is_shut) == ("Permission denied", True)
    assert queue_of(root).waiting() == [added]


def test_a_folder_that_cannot_be_listed_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue_of(root).add(TURN, [POST])

    def listdir(path: str) -> list[str]:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr(os, "listdir", listdir)
    (found,) = queue_of(root).damaged()
    assert found.file == str(folder_of(root))
    assert found.problem == "the folder of all that wait cannot be listed: Permission denied"


def test_what_went_to_git_while_it_was_looked_at_is_not_damaged(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_of(root).add(TURN, [POST])
    names = os.listdir(folder_of(root))
    for file in folder_of(root).glob("*.iteration"):
        file.unlink()
    monkeypatch.setattr(os, "listdir", lambda path: names)
    assert (queue_of(root).waiting(), queue_of(root).damaged()) == ([], [])


@pytest.mark.parametrize(
    "header", [b"[]", b'{"files": 1}', b"null", b"{" * 5000, b'{"files": [{"path": "../x", "size": 0}]}']
)
def test_what_is_no_file_of_ours_does_no_harm(root: Path, header: bytes) -> None:
    folder = folder_of(root)
    folder.mkdir(parents=True)
    (folder / "00000001-x.iteration").write_bytes(header + b"\n")
    assert queue_of(root).waiting() == []


def test_a_picture_too_large_to_keep_is_named_and_taken_as_it_will_be(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "MAX_FILE_BYTES", 3)
    entry = queue_of(root).add(TURN, [POST])
    assert entry.files[0].state == "as-it-is"
    assert queue_of(root).content(entry.id, POST) is None


def test_a_link_is_not_followed_and_an_executable_stays_one(root: Path) -> None:
    (root / "drafts/x/link.md").symlink_to("post.md")
    (root / "drafts/x/run.sh").write_text("true\n")
    (root / "drafts/x/run.sh").chmod(0o755)
    entry = queue_of(root).add(TURN, ["drafts/x/link.md", "drafts/x/run.sh"])
    assert [(file.state, file.is_executable) for file in entry.files] == [("as-it-is", False), ("text", True)]


def test_a_state_folder_that_takes_nothing_says_so(root: Path) -> None:
    (root.parent / "state").write_text("a file in the folder's place\n")
    with pytest.raises(CannotWrite):
        queue_of(root).add(TURN, [POST])
    assert queue_of(root).waiting() == []


def test_two_that_empty_it_at_once_take_turns(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "PATIENCE_S", 0.0)
    one, other = queue_of(root), queue_of(root)
    one.add(TURN, [POST])
    with one.alone() as first:
        assert first
        with other.alone() as second:
            assert not second
    with other.alone() as now:
        assert now
