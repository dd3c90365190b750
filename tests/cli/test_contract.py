"""The JSON of every command that prints data, key by key as scripts rely on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest

from draftloop.cli.main import MODULES, draftloop, run
from draftloop.wiring import make_workspace

FIRST = "## Why\n\n- retries are not free\n- three layers make 27 calls\n- jitter only spreads the load\n"
SECOND = "## Because\n\n- a retry is never free\n- layers multiply, three make 27\n"
POST = '---\ntitle: "Retries"\n---\n\n## Why\n\nA retry is never free, and the the layers multiply. TK\n'
SETTINGS = '[target.site]\nkind = "hugo"\nroot = "site"\nbase_url = "https://example.org"\n'


@pytest.fixture(scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contract") / "blog"


@pytest.fixture
def blog(_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A workspace with two ideas and a draft of two rounds with prose; the tests only read it."""
    monkeypatch.setenv("DRAFTLOOP_NOW", "2026-11-10T20:14:00+01:00")
    monkeypatch.setenv("DRAFTLOOP_STATE_DIR", str(_folder.parent / "state"))
    if not _folder.exists():
        make_workspace(str(_folder))
        (_folder / "site").mkdir()
        (_folder / "draftloop.toml").write_text(SETTINGS)
        monkeypatch.chdir(_folder)
        commands = ["idea add Caches --note n --tag x --asked-by M", "idea add Retries", "pick retries"]
        for command in commands:
            assert run(command.split()) == 0
        draft = _folder / "drafts/retries"
        for text in (FIRST, SECOND):
            (draft / "outline.md").write_text(text)
            assert run(["done", "retries", "--minutes", "20"]) == 0
        (draft / "parked.md").write_text("## Outline 1\n\n- jitter\n")
        (draft / "post.md").write_text(POST)
    monkeypatch.chdir(_folder)
    capsys.readouterr()
    return _folder


def data(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Any:
    assert run([*arguments, "--json"]) == status
    return json.loads(capsys.readouterr().out)


ROWS = {
    "idea list": "slug title created tags asked interest signals notes private status",
    "draft list": "slug title stage iteration points words settled due updated",
    "search retry": "kind slug title path line snippet score",
    "history retries": "version commit when stage iteration minutes words points subject",
    "parked": "slug text under line",
    "pick": "slug title reasons",
}
ALARM = "file start end line column pass tier engine rule message replacements"
ONE = {
    "today": "date week draft stage due next streak_weeks",
    "diff retries@1 retries@2": "old new links dropped added settled",
    "idea show caches": "slug title created tags asked interest signals notes private status",
    "show retries@1": "version slug commit stage path text",
    "coverage retries": "points without_point",
    "ship retries --dry-run --to site": "slug target folder address files notes rows",
}


@pytest.mark.parametrize("command", ROWS)
def test_rows_have_exactly_their_keys(blog: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    rows = data(capsys, *command.split())
    assert rows
    for row in rows:
        assert list(row) == ROWS[command].split()


@pytest.mark.parametrize("command", ONE)
def test_a_document_has_exactly_its_keys(
    blog: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    status = 1 if command.startswith("ship") else 0
    assert list(data(capsys, *command.split(), status=status)) == ONE[command].split()


def test_a_diff_names_every_point_once(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "diff", "retries@1", "retries@2")
    assert (found["old"], found["new"]) == ({"points": 4}, {"points": 3})
    for link in found["links"]:
        assert list(link) == ["old", "new", "kind", "score"]
        assert link["kind"] in ("kept", "reworded", "moved", "moved_reworded", "split", "merged")
    old = {link["old"] for link in found["links"]} | set(found["dropped"])
    new = {link["new"] for link in found["links"]} | set(found["added"])
    assert (old, new) == ({1, 3, 4, 5}, {1, 3, 4})
    assert 0 <= found["settled"] <= 1


def test_an_alarm_has_its_place_in_code_points(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "check", "retries", status=1)
    assert list(found) == ["alarms", "engines"]
    for alarm in found["alarms"]:
        assert list(alarm) == ALARM.split()
        assert alarm["tier"] in ("sure", "maybe", "style", "term")
    twice = next(alarm for alarm in found["alarms"] if alarm["tier"] == "sure")
    assert POST[twice["start"] : twice["end"]].split() == ["the", "the"]
    assert twice["line"] == 7
    assert found["engines"]["harper"] == "ok"


def test_doctor_and_recover_have_their_keys(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = blog / "ideas/broken.md"
    broken.write_bytes(b"\xff")
    try:
        row = next(row for row in data(capsys, "doctor", status=1) if row["severity"] == "error")
    finally:
        broken.unlink()
    assert list(row) == ["file", "line", "problem", "remedy", "severity"]
    assert (row["file"], row["line"]) == ("ideas/broken.md", 1)
    from draftloop.wiring import desk_for

    name = desk_for(str(blog)).recovery.keep("drafts/retries/post.md", "other words")
    (kept,) = data(capsys, "recover")
    assert list(kept) == [
        *("id", "file", "when", "words", "newer_than_file"),
        *("missing_words", "file_words", "file_when", "moved_from"),
    ]
    assert (kept["id"], kept["words"]) == (name, 2)
    assert run(["recover", "dismiss", name]) == 0


def test_times_carry_their_offset(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert data(capsys, "idea", "list")[0]["created"].endswith("+01:00")
    assert data(capsys, "draft", "list")[0]["updated"].endswith("+01:00")
    assert data(capsys, "history", "retries")[0]["when"].endswith("+01:00")


WRITERS = {
    "init",
    "demo",
    "add",
    "allow",
    "note",
    "asked",
    "signal",
    "rate",
    "drop",
    "revive",
    "take",
    "dismiss",
    "commit",
    "unlock",
    "park",
    "install",
    "remove",
    "teach",
    "reset",
    "off",
    "on",
}
IN_THE_APP = {"outline", "rewrite", "prose", "edit"}


def test_every_command_that_prints_data_takes_json() -> None:
    context = click.Context(draftloop)
    waiting = [draftloop.get_command(context, name) for name in MODULES]
    while waiting:
        command = waiting.pop()
        assert command is not None
        names = {option for parameter in command.params for option in parameter.opts}
        if isinstance(command, click.Group):
            waiting += command.commands.values()
            continue
        if command.name not in WRITERS | IN_THE_APP:
            is_text_of_recover = command.name in ("show", "diff") and "id" in {p.name for p in command.params}
            assert "--json" in names or is_text_of_recover, command.name
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help, parameter.name
        assert command.help, command.name
