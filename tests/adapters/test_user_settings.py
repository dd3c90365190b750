"""One key of the user's settings is changed, and nothing else in the file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from draftloop.adapters.user_settings import set_text
from draftloop.loop.errors import CannotWrite, Unreadable


def changed(path: Path, before: str | None, value: str = "managed") -> str:
    if before is not None:
        path.write_bytes(before.encode())
    set_text(str(path), "languagetool", "use", value)
    return path.read_bytes().decode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_it_is_made_for_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    assert changed(path, None) == '[languagetool]\nuse = "managed"\n'
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[languagetool]\nuse = "managed"\n'),
        ('[app]\ntheme = "nord"', '[app]\ntheme = "nord"\n\n[languagetool]\nuse = "managed"\n'),
        (
            '# mine\n[languagetool]\n  use = "off"  # for now\n\n[app]\nwidth = 70\n',
            '# mine\n[languagetool]\nuse = "managed"  # for now\n\n[app]\nwidth = 70\n',
        ),
        ("[languagetool]", '[languagetool]\nuse = "managed"\n'),
        ("[ languagetool ]\n[app]\n", '[ languagetool ]\nuse = "managed"\n[app]\n'),
        ("[app]\r\nwidth = 70\r\n", '[app]\r\nwidth = 70\r\n\r\n[languagetool]\r\nuse = "managed"\r\n'),
        ('[languagetool]\nuse="managed"\n', '[languagetool]\nuse = "managed"\n'),
    ],
)
def test_every_other_line_stays(path: Path, before: str, after: str) -> None:
    assert changed(path, before) == after


@pytest.mark.parametrize(
    "before",
    [
        'languagetool = {use = "off"}\n',
        'languagetool.use = "off"\n',
        "languagetool = 3\n",
        'note = """\n[languagetool]\n"""\n',
        '[languagetool]\nuse = """\noff"""\n',
        "not toml at all",
        "[languagetool\n",
    ],
)
def test_what_cannot_be_changed_safely_is_left_alone(path: Path, before: str) -> None:
    path.write_text(before)
    with pytest.raises(Unreadable):
        set_text(str(path), "languagetool", "use", "managed")
    assert path.read_text() == before
    assert os.listdir(path.parent) == ["config.toml"]


def test_a_file_that_is_no_text_is_named(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(Unreadable):
        set_text(str(path), "languagetool", "use", "managed")


def test_a_value_with_quotes_and_backslashes_comes_back(path: Path) -> None:
    assert changed(path, None, 'a "b" \\c') == '[languagetool]\nuse = "a \\"b\\" \\\\c"\n'


def test_a_link_and_its_permissions_are_kept(tmp_path: Path, path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("[app]\n")
    real.chmod(0o640)
    path.symlink_to(real)
    changed(path, None)
    assert path.is_symlink()
    assert "managed" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((CannotWrite, Unreadable)):
        set_text(str(tmp_path / "file" / "config.toml"), "languagetool", "use", "managed")
