"""What was said once is remembered, and a folder that refuses says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from draftloop.adapters.hints import HintFolder
from draftloop.loop.errors import CannotWrite


def test_a_hint_is_told_once_and_for_good(tmp_path: Path) -> None:
    hints = HintFolder(str(tmp_path / "state"))
    assert not hints.is_told("meaning")
    assert not (tmp_path / "state").exists()
    hints.tell("meaning")
    hints.tell("meaning")
    assert HintFolder(str(tmp_path / "state")).is_told("meaning")


def test_a_state_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with pytest.raises(CannotWrite, match="hints"):
        HintFolder(str(tmp_path / "state")).tell("meaning")
