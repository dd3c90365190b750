"""`check` on files as they are on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from draftloop.cli.main import run

LONG = "word " * 45 + "and so on until the end of it."


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_offsets_count_from_the_start_of_the_file(
    mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "post.md").write_text(f"{mark}{LONG}\n", encoding="utf-8")
    run(["check", "post.md", "--pass", "readability", "--json"])
    (alarm,) = json.loads(capsys.readouterr().out)["alarms"]
    text = (tmp_path / "post.md").read_bytes().decode("utf-8")
    assert text[alarm["start"] : alarm["end"]] == LONG
    assert alarm["column"] == 1 + len(mark)
