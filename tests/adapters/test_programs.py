"""Programs of the definition of done: how each way to end is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from draftloop.adapters import programs


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("print('fine')", ""),
        ("import sys; print('a\\nlast words', file=sys.stderr); sys.exit(3)", "ended with 3: last words"),
        ("import sys; print('on stdout'); sys.exit(1)", "ended with 1: on stdout"),
        ("import sys; sys.exit(1)", "ended with 1"),
        ("import os, sys; sys.exit(os.path.basename(os.getcwd()) != 'here')", ""),
    ],
)
def test_how_a_program_ended(tmp_path: Path, code: str, told: str) -> None:
    (tmp_path / "here").mkdir()
    assert programs.OwnPrograms().run([sys.executable, "-c", code], str(tmp_path / "here")) == told


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "does not start" in programs.OwnPrograms().run(["no-such-program-here"], str(tmp_path))


def test_a_program_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "TIMEOUT_S", 0.3)
    told = programs.OwnPrograms().run([sys.executable, "-c", "import time; time.sleep(60)"], str(tmp_path))
    assert told.startswith("did not end")
