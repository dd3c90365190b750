"""`doctor`: groups, counts what is alike, says what was looked at."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from draftloop.cli import doctor as module
from draftloop.cli.main import run
from draftloop.loop.ports import Trouble


@pytest.fixture
def blog(tmp_path: Path, clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace without git and without a trouble but that."""
    folder = tmp_path / "blog"
    for name in ("ideas", "drafts"):
        (folder / name).mkdir(parents=True)
    (folder / "draftloop.toml").write_text("")
    monkeypatch.chdir(folder)
    return folder


def test_rows_stand_under_what_they_are_about(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blog / "ideas/broken.md").write_text("---\ntitle: [\n---\n")
    (blog / "ideas/old.md").write_text('---\ntitle: "Old"\n---\n')
    os.utime(blog / "ideas/old.md", (4e9, 4e9))
    assert run(["doctor"]) == 1
    rows = capsys.readouterr().out.splitlines()
    assert rows[0] == "Files"
    assert rows[1].startswith("  error: ideas/broken.md:3: front matter:")
    assert "  warning: ideas/old.md: was changed in the future (2096-10-02" in rows[3]
    assert "git" in rows
    assert rows[-1].startswith("Looked at 2 ideas and 0 drafts")
    assert run(["doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {tuple(row) for row in found} == {("file", "line", "problem", "remedy", "severity")}


def test_what_is_alike_is_counted_after_its_first_rows(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(30):
        (blog / f"ideas/{number:02d}.md~").write_text("x")
    assert run(["doctor"]) == 0
    out = capsys.readouterr().out
    assert out.count("was left behind by an editor or a merge") == 8
    assert "  and 22 more like these; --json names them all" in out
    assert run(["doctor", "--json"]) == 0
    assert capsys.readouterr().out.count("left behind") == 30


def test_a_workspace_in_order_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    module._print([], "Looked at 3 ideas.")
    assert capsys.readouterr().out == "Looked at 3 ideas.\nNothing is wrong here.\n"


def test_every_topic_has_a_heading() -> None:
    assert set(get_args(get_type_hints(Trouble)["topic"])) == set(module.HEADINGS)
