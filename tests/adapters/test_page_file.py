"""A page is written whole, and never over something else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from draftloop.adapters.page_file import write_page
from draftloop.loop.errors import AlreadyThere, CannotWrite, NotFound, Unreadable

MARK = "<meta page>"
PAGE = f"<!doctype html>{MARK}<p>one</p>"


def test_a_new_page_and_then_the_next_one(tmp_path: Path) -> None:
    place = tmp_path / "a.html"
    write_page(str(place), PAGE, MARK)
    write_page(str(place), PAGE + "two", MARK)
    assert place.read_text() == PAGE + "two"
    assert os.listdir(tmp_path) == ["a.html"]


def test_an_empty_file_is_taken_and_keeps_its_mode(tmp_path: Path) -> None:
    place = tmp_path / "a.html"
    place.touch(mode=0o600)
    write_page(str(place), PAGE, MARK)
    assert place.read_text() == PAGE
    assert place.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"my notes\n", b"\xff\x00", b" " * 5000 + MARK.encode()])
def test_another_file_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "post.md"
    place.write_bytes(content)
    with pytest.raises(AlreadyThere) as caught:
        write_page(str(place), PAGE, MARK)
    assert caught.value.path == str(place)
    assert place.read_bytes() == content


def test_what_is_no_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, reason in (
        ("folder", "is a folder"),
        ("new/", "is a folder"),
        ("pipe", "is not a regular file"),
        ("/dev/null", "is not a regular file"),
    ):
        with pytest.raises(Unreadable) as caught:
            write_page(name, PAGE, MARK)
        assert (caught.value.path, caught.value.reason) == (name, reason)
    with pytest.raises(NotFound):
        write_page("missing/a.html", PAGE, MARK)


def test_a_link_leads_to_the_page(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "a.html").symlink_to("there/b.html")
    write_page(str(tmp_path / "a.html"), PAGE, MARK)
    assert (tmp_path / "there/b.html").read_text() == PAGE
    assert (tmp_path / "a.html").is_symlink()


def test_a_disk_that_refuses_is_told_with_the_name_that_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    place = str(tmp_path / "a.html")
    with pytest.raises(CannotWrite) as caught:
        write_page(place, PAGE, MARK)
    assert caught.value.path == place
    assert os.listdir(tmp_path) == []
