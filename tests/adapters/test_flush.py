from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from draftloop.adapters import flush
from draftloop.adapters.flush import flush_folder, make_folders


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths in the order in which they were flushed."""
    seen: list[str] = []
    monkeypatch.setattr(flush, "flush", lambda file: seen.append(os.readlink(f"/proc/self/fd/{file}")))
    return seen


def test_every_new_folder_is_flushed_into_its_parent(tmp_path: Path, flushed: list[str]) -> None:
    root = tmp_path.resolve()
    make_folders(str(root / "a" / "b" / "c"))
    assert flushed == [str(root), str(root / "a"), str(root / "a" / "b")]


def test_folder_that_is_there_costs_no_flush(tmp_path: Path, flushed: list[str]) -> None:
    (tmp_path / "a").mkdir(mode=0o750)
    make_folders(str(tmp_path / "a"))
    assert flushed == []
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o750


def test_new_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    make_folders(str(tmp_path / "a" / "b"))
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b")] == [0o700, 0o700]


def test_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(OSError, match=r"a'"):
        make_folders(str(tmp_path / "a"))


def test_folder_that_is_gone_has_no_names_to_lose(tmp_path: Path) -> None:
    flush_folder(str(tmp_path / "gone"))


def test_drive_is_asked_where_the_system_has_a_call_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda _file, call: asked.append(call))
    flush_folder(str(tmp_path))
    assert asked == [51]


def test_volume_without_that_call_is_flushed_the_usual_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_file: int, _call: int) -> None:
        raise OSError

    usual: list[int] = []
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", unknown)
    monkeypatch.setattr(os, "fsync", usual.append)
    flush_folder(str(tmp_path))
    assert len(usual) == 1
