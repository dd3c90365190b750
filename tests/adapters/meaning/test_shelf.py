"""The shelf of what the model said: kept, and never in the way."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from draftloop.adapters.meaning.shelf import Shelf, key_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "derived" / "meaning" / "kept.db"


@pytest.fixture
def shelf(path: Path) -> Iterator[Shelf]:
    shelf = Shelf(str(path), max_rows=100)
    yield shelf
    shelf.close()


def found_later(path: Path, key: bytes) -> bytes | None:
    """By another process, as it were."""
    shelf = Shelf(str(path), max_rows=100)
    try:
        return shelf.get(key)
    finally:
        shelf.close()


def test_what_is_put_is_found_again_and_later(shelf: Shelf, path: Path) -> None:
    shelf.put([(b"one", b"1"), (b"two", b"\0\xff")])
    assert (shelf.get(b"one"), shelf.get(b"two"), shelf.get(b"three")) == (b"1", b"\0\xff", None)
    assert found_later(path, b"two") == b"\0\xff"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_later_value_wins(shelf: Shelf) -> None:
    shelf.put([(b"one", b"1")])
    shelf.put([(b"one", b"2")])
    assert shelf.get(b"one") == b"2"


def test_nothing_is_made_before_it_is_used(shelf: Shelf, path: Path) -> None:
    assert not path.parent.exists()


def test_a_closed_shelf_opens_again(shelf: Shelf) -> None:
    shelf.put([(b"one", b"1")])
    shelf.close()
    shelf.close()
    assert shelf.get(b"one") == b"1"


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be looked at" * 9, b"x"])
def test_a_file_that_is_no_database_is_replaced(shelf: Shelf, path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert shelf.get(b"one") is None
    shelf.put([(b"one", b"1")])
    assert found_later(path, b"one") == b"1"


def test_a_database_with_broken_pages_is_replaced_when_that_shows(shelf: Shelf, path: Path) -> None:
    shelf.put((key_of(str(number)), bytes(2000)) for number in range(50))
    shelf.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))
    assert shelf.get(key_of("7")) is None
    shelf.put([(b"one", b"1")])
    assert shelf.get(b"one") == b"1"
    assert found_later(path, b"one") == b"1"


def test_a_folder_that_cannot_be_made_keeps_nothing_and_harms_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    shelf = Shelf(str(tmp_path / "file" / "kept.db"), max_rows=100)
    shelf.put([(b"one", b"1")])
    assert shelf.get(b"one") is None
    shelf.close()
    assert (tmp_path / "file").read_text() == "in the way"


def test_no_path_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shelf = Shelf("", max_rows=100)
    shelf.put([(b"one", b"1")])
    assert shelf.get(b"one") is None
    shelf.close()
    assert os.listdir(tmp_path) == []


def test_a_folder_in_its_place_is_left_alone(shelf: Shelf, path: Path) -> None:
    path.mkdir(parents=True)
    (path / "mine.txt").write_text("mine")
    shelf.put([(b"one", b"1")])
    assert shelf.get(b"one") is None
    assert (path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("target", ["a database elsewhere", ""])
def test_a_link_is_not_followed(shelf: Shelf, path: Path, tmp_path: Path, target: str) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    if target:
        elsewhere.write_text(target)
    path.parent.mkdir(parents=True)
    path.symlink_to(elsewhere)
    shelf.put([(b"one", b"1")])
    assert shelf.get(b"one") is None
    assert path.is_symlink()
    assert (elsewhere.read_text() if target else elsewhere.exists()) == (target or False)


def test_a_locked_database_is_left_whole(shelf: Shelf, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put([(b"one", b"1")])
    shelf.close()
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *args, **options: connect(*args, **{**options, "timeout": 0})
    )
    other = connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    shelf.put([(b"one", b"2")])
    other.execute("ROLLBACK")
    other.close()
    assert found_later(path, b"one") == b"1"


def test_a_full_shelf_is_thinned_to_half(path: Path) -> None:
    shelf = Shelf(str(path), max_rows=10)
    for number in range(11):
        shelf.put([(key_of(str(number)), b"x")])
    left = [number for number in range(11) if shelf.get(key_of(str(number)))]
    assert len(left) == 6
    shelf.put([(key_of("again"), b"y")])
    assert shelf.get(key_of("again")) == b"y"
    shelf.close()


def test_keys_tell_apart_where_one_text_ends_and_the_next_begins() -> None:
    keys = {key_of(), key_of(""), key_of("ab"), key_of("a", "b"), key_of("", "ab"), key_of("ab", "")}
    assert len(keys) == 6
    assert key_of("\ud83d") != key_of("?")
    assert {len(key) for key in keys} == {16}
