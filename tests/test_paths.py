from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from draftloop import paths


def fault(text: str) -> Exception:
    try:
        try:
            raise KeyError(text)
        except KeyError as error:
            raise ValueError(f"cannot take {text!r}") from error
    except ValueError as outer:
        return outer


def test_a_fault_is_kept_with_its_lines_and_without_anybodys_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRAFTLOOP_STATE_DIR", str(tmp_path / "state"))
    before = os.umask(0)
    try:
        where = Path(paths.log_fault(fault("my secret \x1b]0;words")))
    finally:
        os.umask(before)
    said = where.read_text()
    assert "test_paths.py" in said
    assert "builtins.KeyError" in said
    assert "builtins.ValueError" in said
    assert "secret" not in said
    assert "\x1b" not in said
    assert stat.S_IMODE(where.stat().st_mode) == 0o600
    assert stat.S_IMODE(where.parent.stat().st_mode) == 0o700


def test_what_python_says_of_code_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAFTLOOP_STATE_DIR", str(tmp_path))
    try:
        None.nothing  # type: ignore[attr-defined]  # noqa: B018 - meant to fail
    except AttributeError as error:
        where = paths.log_fault(error)
    assert "'NoneType' object has no attribute 'nothing'" in Path(where).read_text()


def test_a_link_in_the_place_of_the_log_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRAFTLOOP_STATE_DIR", str(tmp_path))
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "faults.log").symlink_to(tmp_path / "elsewhere")
    assert paths.log_fault(None).startswith("no log")
    assert not (tmp_path / "elsewhere").exists()


def test_who_has_no_home_gets_no_folder_called_like_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DRAFTLOOP_STATE_DIR", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for home in ("relative", ""):
        monkeypatch.setenv("HOME", home)
        assert paths.state_folder() == "/.local/state/draftloop"
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("XDG_STATE_HOME", "not/absolute")
    assert paths.state_folder() == "/home/ada/.local/state/draftloop"
