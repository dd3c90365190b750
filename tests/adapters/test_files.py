from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest

from draftloop.adapters import files, moving, swap
from draftloop.adapters.files import fingerprint, read_file, write_file
from draftloop.adapters.moving import move_file
from draftloop.loop.errors import AlreadyThere, CannotWrite, ChangedOnDisk, NotFound, Unreadable


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return (tmp_path / "work").resolve()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_new_file_is_written_with_its_folders(root: Path) -> None:
    write_file(str(root), "drafts/x/post.md", b"text", expected="")
    assert (root / "drafts/x/post.md").read_bytes() == b"text"
    assert names(root / "drafts/x") == ["post.md"]


def test_replaced_file_keeps_its_mode(root: Path) -> None:
    file = root / "a.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write_file(str(root), "a.md", b"new", expected=fingerprint(b"old"))
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o640)


def test_private_file_is_for_its_owner(root: Path) -> None:
    write_file(str(root), "a", b"x", expected="", private=True)
    assert (root / "a").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("now", [b"theirs", None])
def test_unseen_version_is_never_replaced(root: Path, now: bytes | None) -> None:
    if now is not None:
        (root / "a.md").write_bytes(now)
    with pytest.raises(ChangedOnDisk):
        write_file(str(root), "a.md", b"mine", expected=fingerprint(b"base"))
    assert names(root) == ([] if now is None else ["a.md"])
    assert read_file(str(root), "a.md") == now


def test_name_that_was_taken_meanwhile_is_not_overwritten(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = files._check_unchanged

    def check_then_lose_the_race(folder: int, name: str, path: str, expected: str, rescue: object) -> None:
        checked(folder, name, path, expected)
        (root / "a.md").write_bytes(b"theirs")

    monkeypatch.setattr(files, "_check_unchanged", check_then_lose_the_race)
    with pytest.raises(ChangedOnDisk):
        write_file(str(root), "a.md", b"mine", expected="")
    assert (root / "a.md").read_bytes() == b"theirs"
    assert names(root) == ["a.md"]


def test_save_that_came_between_check_and_rename_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "a.md").write_bytes(b"base")
    exchanged = swap.exchange
    came = iter([True])

    def lose_the_race(folder: int, one: str, other: str) -> bool:
        if next(came, False):
            (root / "a.md").write_bytes(b"theirs")
        return exchanged(folder, one, other)

    monkeypatch.setattr(swap, "exchange", lose_the_race)
    with pytest.raises(ChangedOnDisk):
        write_file(str(root), "a.md", b"mine", expected=fingerprint(b"base"))
    assert (root / "a.md").read_bytes() == b"theirs"
    assert names(root) == ["a.md"]


def test_replacing_works_where_names_cannot_be_exchanged(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "a.md").write_bytes(b"old")
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
    write_file(str(root), "a.md", b"new", expected=fingerprint(b"old"))
    assert (root / "a.md").read_bytes() == b"new"
    assert names(root) == ["a.md"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("call", ["os.write", "os.fsync", "swap.exchange"])
def test_failing_disk_costs_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    (root / "a.md").write_bytes(b"old")

    def fail(*_: object, **__: object) -> int:
        raise OSError(code, os.strerror(code))

    place = "draftloop.adapters." + (call if call.startswith("swap") else f"files.{call}")
    monkeypatch.setattr(place, fail)
    with pytest.raises(CannotWrite) as caught:
        write_file(str(root), "a.md", b"new", expected=fingerprint(b"old"))
    assert caught.value.path == "a.md"
    assert caught.value.remedy
    assert (root / "a.md").read_bytes() == b"old"
    assert names(root) == ["a.md"]


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", "", "a//b", "a/./b", "a\0b"])
def test_path_that_is_not_plain_is_refused(root: Path, path: str) -> None:
    with pytest.raises(Unreadable):
        read_file(str(root), path)
    with pytest.raises(Unreadable):
        write_file(str(root), path, b"x", expected="")


def test_link_out_of_the_root_is_neither_read_nor_written(root: Path) -> None:
    secret = root.parent / "secret"
    secret.write_text("s")
    (root / "a.md").symlink_to(secret)
    (root / "out").symlink_to(root.parent)
    for path in ("a.md", "out/secret"):
        with pytest.raises(Unreadable):
            read_file(str(root), path)
        with pytest.raises(Unreadable):
            write_file(str(root), path, b"x", expected=fingerprint(b"s"))
    assert secret.read_text() == "s"


def test_link_inside_the_root_is_followed_and_stays(root: Path) -> None:
    (root / "real.md").write_bytes(b"old")
    (root / "a.md").symlink_to("real.md")
    assert read_file(str(root), "a.md") == b"old"
    write_file(str(root), "a.md", b"new", expected=fingerprint(b"old"))
    assert (root / "a.md").is_symlink()
    assert (root / "real.md").read_bytes() == b"new"


def test_fifo_and_folder_are_no_files(root: Path) -> None:
    os.mkfifo(root / "pipe.md")
    (root / "folder.md").mkdir()
    for path in ("pipe.md", "folder.md"):
        with pytest.raises(Unreadable):
            read_file(str(root), path)
        with pytest.raises(Unreadable):
            write_file(str(root), path, b"x", expected="")


def test_large_file_is_refused_before_it_is_read(root: Path) -> None:
    with open(root / "big.md", "wb") as file:
        file.truncate(files.MAX_BYTES + 1)
    with pytest.raises(Unreadable):
        read_file(str(root), "big.md")


def test_missing_file_is_none(root: Path) -> None:
    assert read_file(str(root), "ideas/none.md") is None
    (root / "file").write_text("x")
    assert read_file(str(root), "file/below") is None


def test_move_never_replaces(root: Path) -> None:
    (root / "a.md").write_text("a")
    (root / "b.md").write_text("b")
    with pytest.raises(AlreadyThere):
        move_file(str(root), "a.md", "b.md")
    with pytest.raises(NotFound):
        move_file(str(root), "c.md", "d.md")
    with pytest.raises(NotFound):
        move_file(str(root), "nowhere/c.md", "d.md")
    move_file(str(root), "a.md", "drafts/a/notes.md")
    assert (root / "drafts/a/notes.md").read_text() == "a"
    assert not (root / "a.md").exists()


def test_folder_moves_whole(root: Path) -> None:
    (root / "drafts/a").mkdir(parents=True)
    (root / "drafts/a/post.md").write_text("p")
    move_file(str(root), "drafts/a", "drafts/b")
    assert (root / "drafts/b/post.md").read_text() == "p"


def test_every_version_that_came_in_the_moment_of_the_exchange_is_rescued_and_the_newest_stays(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "a.md"
    file.write_bytes(b"base")
    exchanged = swap.exchange
    saves = iter([b"first", b"second", b"third"])

    def lose_the_race_again(folder: int, one: str, other: str) -> bool:
        if (theirs := next(saves, None)) is not None:
            (root / "theirs").write_bytes(theirs)
            (root / "theirs").rename(file)
        return exchanged(folder, one, other)

    monkeypatch.setattr(swap, "exchange", lose_the_race_again)
    rescued: list[bytes] = []
    with pytest.raises(ChangedOnDisk) as caught:
        write_file(str(root), "a.md", b"mine", expected=fingerprint(b"base"), rescue=rescued.append)
    assert file.read_bytes() == b"third"
    assert set(rescued) == {b"first", b"second", b"third"}
    assert caught.value.found == fingerprint(b"first")
    assert names(root) == ["a.md"]


def test_file_removed_in_the_moment_of_the_exchange_is_not_made_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "a.md").write_bytes(b"base")
    exchanged = swap.exchange

    def lose_the_race(folder: int, one: str, other: str) -> bool:
        (root / "a.md").unlink(missing_ok=True)
        return exchanged(folder, one, other)

    monkeypatch.setattr(swap, "exchange", lose_the_race)
    with pytest.raises(ChangedOnDisk) as caught:
        write_file(str(root), "a.md", b"mine", expected=fingerprint(b"base"))
    assert caught.value.found == ""
    assert names(root) == []


@pytest.mark.skipif(not hasattr(fcntl, "F_SETLEASE"), reason="only Linux can tell who has a file open")
@pytest.mark.parametrize("exchanges", [True, False])
def test_file_that_another_program_holds_open_to_write_is_left_to_it(
    root: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(swap, "exchange", lambda *_: False)
    monkeypatch.setattr(swap, "_BUSY_WAIT_S", 0.02)
    file = root / "a.md"
    file.write_bytes(b"base")
    with file.open("ab") as theirs:
        with pytest.raises(CannotWrite, match="another program"):
            write_file(str(root), "a.md", b"mine", expected=fingerprint(b"base"))
        theirs.write(b" and more")
    assert file.read_bytes() == b"base and more"
    assert names(root) == ["a.md"]


def test_save_that_came_before_a_plain_rename_goes_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = root / "a.md"
    file.write_bytes(b"base")

    def lose_the_race(*_: object) -> bool:
        file.write_bytes(b"theirs")
        return False

    monkeypatch.setattr(swap, "exchange", lose_the_race)
    rescued: list[bytes] = []
    with pytest.raises(ChangedOnDisk):
        write_file(str(root), "a.md", b"mine", expected=fingerprint(b"base"), rescue=rescued.append)
    assert (file.read_bytes(), rescued) == (b"theirs", [b"theirs"])
    assert names(root) == ["a.md"]


def test_new_file_where_there_are_no_links_replaces_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    write_file(str(root), "a.md", b"one", expected="")
    monkeypatch.setattr(swap, "rename_new", lambda *_: False)
    write_file(str(root), "b.md", b"two", expected="")
    with pytest.raises(ChangedOnDisk):
        files._name_without_link(os.open(root, os.O_RDONLY), "a.md", "b.md", "b.md")
    assert ((root / "a.md").read_bytes(), (root / "b.md").read_bytes()) == (b"one", b"two")


def test_mode_that_changed_in_the_moment_of_the_exchange_is_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "a.md"
    file.write_bytes(b"base")
    exchanged = swap.exchange

    def change_first(folder: int, one: str, other: str) -> bool:
        file.chmod(0o600)
        return exchanged(folder, one, other)

    monkeypatch.setattr(swap, "exchange", change_first)
    write_file(str(root), "a.md", b"mine", expected=fingerprint(b"base"))
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"mine", 0o600)


def test_folder_that_becomes_a_link_is_not_followed_out(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "drafts").mkdir()
    (root / "drafts/post.md").write_bytes(b"base")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/post.md").write_bytes(b"base")
    resolved = files.real_path

    def swap_after(place: str, path: str) -> str:
        found = resolved(place, path)
        (root / "drafts").rename(root / "was")
        (root / "drafts").symlink_to(tmp_path / "outside")
        return found

    monkeypatch.setattr(files, "real_path", swap_after)
    with pytest.raises(CannotWrite):
        write_file(str(root), "drafts/post.md", b"mine", expected=fingerprint(b"base"))
    assert (tmp_path / "outside/post.md").read_bytes() == b"base"
    assert (root / "was/post.md").read_bytes() == b"base"


def test_moved_file_takes_along_what_came_in_that_moment(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "a.md").write_bytes(b"base")
    renamed = swap.rename_new

    def save_first(source: int, old: str, target: int, new: str) -> bool:
        (root / "a.md").write_bytes(b"theirs")
        return renamed(source, old, target, new)

    monkeypatch.setattr(moving, "rename_new", save_first)
    move_file(str(root), "a.md", "b.md")
    assert (root / "b.md").read_bytes() == b"theirs"


def test_move_never_replaces_where_the_system_cannot_promise_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "rename_new", lambda *_: False)
    test_move_never_replaces(root)
    (root / "x").mkdir()
    (root / "y").mkdir()
    with pytest.raises(AlreadyThere):
        move_file(str(root), "x", "y")
