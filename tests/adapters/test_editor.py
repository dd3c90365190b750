from __future__ import annotations

from pathlib import Path

import pytest

from draftloop.adapters.editor import TerminalEditor
from draftloop.loop.errors import CannotWrite


@pytest.fixture
def editor(tmp_path: Path) -> TerminalEditor:
    return TerminalEditor(str(tmp_path), str(tmp_path / "scratch"), "sh -c 'printf written >\"$1\"' sh")


def scratch_files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "scratch").rglob("*") if path.is_file()]


def test_scratch_file_goes_once_its_text_is_kept(editor: TerminalEditor, tmp_path: Path) -> None:
    assert editor.edit_text("page", name="x-outline.md", keep=lambda text: text == "written")
    assert scratch_files(tmp_path) == []


def test_text_that_no_disk_takes_stays_in_the_scratch_file_and_is_told(
    editor: TerminalEditor, tmp_path: Path
) -> None:
    def refuse(_text: str) -> bool:
        raise CannotWrite("drafts/x/outline.md", "the disk is full")

    with pytest.raises(CannotWrite) as refused:
        editor.edit_text("page", name="x-outline.md", keep=refuse)
    (place,) = scratch_files(tmp_path)
    assert place.read_text() == "written"
    assert str(place) in refused.value.remedy


def test_state_folder_that_takes_no_scratch_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "scratch").write_bytes(b"")
    editor = TerminalEditor(str(tmp_path), str(tmp_path / "scratch"), "true")
    with pytest.raises(CannotWrite, match="scratch"):
        editor.edit_text("page", name="x.md", keep=bool)
