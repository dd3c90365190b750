"""`diff --engine`: by meaning where the model is installed, and the report says what it went by."""

from __future__ import annotations

import json
from pathlib import Path

import psutil
import pytest

from draftloop.cli.main import run

OLD = (
    "- a brief failure lasts for hours once every client tries again\n"
    "- basil wants less sun\n"
    "- profile the program first\n"
    "- the bakery closes at noon\n"
)
NEW = (
    "- measure before you make anything faster\n"
    "- the shop that sells bread shuts at midday\n"
    "- retries turn a short outage into a long one\n"
    "- buy a bigger cluster\n"
)
BY_MEANING = [(1, 3), (3, 1), (4, 2)]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder outside any workspace, with two outlines that say the same in other words."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.md").write_text(OLD)
    (tmp_path / "new.md").write_text(NEW)
    return tmp_path


@pytest.fixture
def installed(model_folder: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The real model where the command looks for it."""
    monkeypatch.setenv("DRAFTLOOP_MODEL_DIR", model_folder)
    return model_folder


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert run(["diff", "old.md", "new.md", *arguments]) == status
    captured = capsys.readouterr()
    return captured.out, captured.err


def last_line(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    told, complaint = said(capsys, *arguments)
    assert complaint == ""
    return told.splitlines()[-1]


@pytest.mark.usefixtures("installed")
def test_meaning_is_used_when_it_is_installed_and_the_report_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert last_line(capsys).endswith("compared by meaning")
    assert last_line(capsys, "--engine", "meaning").endswith("compared by meaning")
    assert last_line(capsys, "--engine", "words").endswith("compared by words")


@pytest.mark.usefixtures("installed")
def test_points_in_other_words_are_found_and_what_was_said_is_kept(
    capsys: pytest.CaptureFixture[str], clean_environment: Path
) -> None:
    first = json.loads(said(capsys, "--engine", "meaning", "--json")[0])
    assert [(link["old"], link["new"]) for link in first["links"]] == BY_MEANING
    kept = clean_environment / "state" / "derived" / "meaning"
    assert (kept / "likeness.db").exists()
    assert (kept / "readings.db").exists()
    assert json.loads(said(capsys, "--json")[0]) == first
    assert psutil.Process().children() == []


def test_without_the_model_words_do_and_nothing_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert last_line(capsys).endswith("compared by words")
    assert last_line(capsys, "--engine", "words").endswith("compared by words")


def test_meaning_that_is_not_installed_is_refused_with_the_way_to_get_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told, line = said(capsys, "--engine", "meaning", status=2)
    assert told == ""
    assert line.startswith("draftloop: cannot compare by meaning: its model is not installed")
    assert "draftloop meaning install" in line
    assert line.count("\n") == 1


@pytest.fixture
def broken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files in the right place, and no model in them."""
    monkeypatch.setattr("draftloop.adapters.meaning.engine.PACKAGES", ("json",))
    monkeypatch.setenv("DRAFTLOOP_MODEL_DIR", str(folder))
    (folder / "model.onnx").write_bytes(b"no model")
    (folder / "tokenizer.json").write_bytes(b"{}")


@pytest.mark.usefixtures("broken")
def test_a_model_that_does_not_start_leaves_words_and_a_note(capsys: pytest.CaptureFixture[str]) -> None:
    told, note = said(capsys)
    assert told.splitlines()[-1].endswith("compared by words")
    assert note.startswith("compared by words: ")
    assert note.count("\n") == 1
    assert "draftloop: cannot compare by meaning" in said(capsys, "--engine", "meaning", status=2)[1]


@pytest.mark.usefixtures("broken")
def test_words_that_are_asked_for_start_no_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert last_line(capsys, "--engine", "words").endswith("compared by words")


def test_another_engine_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "'words', 'meaning'" in said(capsys, "--engine", "magic", status=2)[1]
