"""consent.toml: a yes holds for one workspace, one thing, one value, on this machine."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from draftloop.adapters.consent import ConsentFile
from draftloop.loop.errors import CannotWrite, Unreadable


def test_nothing_is_given_and_nothing_is_made_by_asking(tmp_path: Path) -> None:
    consent = ConsentFile(str(tmp_path / "config" / "consent.toml"), "ws")
    assert not consent.is_given("folder", "/blog")
    assert list(tmp_path.iterdir()) == []


def test_a_yes_holds_for_its_workspace_thing_and_value_only(tmp_path: Path) -> None:
    path = tmp_path / "config" / "consent.toml"
    ConsentFile(str(path), "ws").give("folder", '/bl"og\n é')
    again = ConsentFile(str(path), "ws")
    assert again.is_given("folder", '/bl"og\n é')
    assert not again.is_given("folder", "/blog2")
    assert not again.is_given("program", '/bl"og\n é')
    assert not ConsentFile(str(path), "other").is_given("folder", '/bl"og\n é')
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_giving_twice_changes_nothing_and_other_entries_stay(tmp_path: Path) -> None:
    path = tmp_path / "consent.toml"
    path.write_text("# mine\n[[yes]]\nworkspace = 'ws'\nwhat = 'folder'\nvalue = '/a'\n")
    consent = ConsentFile(str(path), "ws")
    consent.give("folder", "/a")
    assert path.read_text().count("[[yes]]") == 1
    consent.give("folder", "/b")
    assert path.read_text().startswith("# mine\n")
    assert consent.is_given("folder", "/a")
    assert consent.is_given("folder", "/b")


def test_a_disk_that_refuses_is_named_and_nothing_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "consent.toml"
    consent = ConsentFile(str(path), "ws")
    consent.give("folder", "/a")

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(CannotWrite):
            consent.give("folder", "/b")
    assert consent.is_given("folder", "/a")
    assert not consent.is_given("folder", "/b")
    assert os.listdir(tmp_path) == ["consent.toml"]


@pytest.mark.parametrize("text", ["[[yes\n", "yes = 3\n", "[yes]\nworkspace = 'ws'\n"])
def test_a_broken_file_is_never_a_yes(tmp_path: Path, text: str) -> None:
    path = tmp_path / "consent.toml"
    path.write_text(text)
    try:
        assert not ConsentFile(str(path), "ws").is_given("folder", "/a")
    except Unreadable:
        assert path.read_text() == text


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "consent.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(Unreadable):
        ConsentFile(str(path), "ws").give("folder", "/a")


def test_of_many_yeses_in_one_instant_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "consent.toml"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: ConsentFile(str(path), "ws").give("folder", f"/{number}"), range(40)))
    asked = ConsentFile(str(path), "ws")
    assert [number for number in range(40) if not asked.is_given("folder", f"/{number}")] == []


def test_a_file_that_is_a_link_stays_one(tmp_path: Path) -> None:
    real, path = tmp_path / "dotfiles.toml", tmp_path / "consent.toml"
    real.write_text("")
    path.symlink_to(real)
    ConsentFile(str(path), "ws").give("folder", "/a")
    assert path.is_symlink()
    assert "/a" in real.read_text()
