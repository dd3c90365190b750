"""`rules`, `words` and `teach`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from draftloop.adapters.tally import TallyFile
from draftloop.cli.main import run
from tests.cli.test_check import blog, place
from tests.loop.test_ignores import ALARM

__all__ = ["blog", "place"]


@pytest.fixture
def tally(clean_environment: Path) -> TallyFile:
    made = TallyFile(str(clean_environment / "state"))
    for _ in range(6):
        made.count(ALARM, "sure", taken=0, ignored=1)
    return made


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert run(arguments) == status
    return capsys.readouterr().out


def test_the_rules_say_what_moved_them(
    place: Path, tally: TallyFile, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *why = said(capsys, "rules").splitlines()
    assert first.split() == ["harper:AnA", "maybe", "0", "taken", "6", "ignored"]
    assert " ".join(" ".join(why).split()).startswith("harper:AnA was sure: ignored 6 of 6 times, at least")
    (row,) = json.loads(said(capsys, "rules", "--json"))
    assert list(row) == ["rule", "engine", "tier", "taken", "ignored", "moved", "off"]


@pytest.mark.parametrize("name", ["AnA", "harper:AnA"])
def test_a_rule_begins_anew(
    name: str, place: Path, tally: TallyFile, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "rules", "reset", name) == f"{name} begins anew.\n"
    assert said(capsys, "rules") == "Nothing is decided about any rule yet.\n"
    assert said(capsys, "rules", "reset", name) == f"Nothing was decided about {name}.\n"


def test_a_rule_is_switched_off_and_on_in_the_workspace(
    blog: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(blog)
    before = (blog / "draftloop.toml").read_text()
    assert said(capsys, "check", "retries", status=1)
    assert said(capsys, "rules", "off", "draftloop:DoubledWord") == "draftloop:DoubledWord is off.\n"
    assert said(capsys, "check", "retries").startswith("Nothing")
    assert said(capsys, "rules").splitlines()[-1] == "Switched off: draftloop:DoubledWord"
    assert "was off already" in said(capsys, "rules", "off", "draftloop:DoubledWord")
    assert said(capsys, "rules", "on", "draftloop:DoubledWord") == "draftloop:DoubledWord is on again.\n"
    assert said(capsys, "check", "retries", status=1)
    assert (blog / "draftloop.toml").read_text().startswith(before)


def test_outside_a_workspace_there_is_nothing_to_switch(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "rules", "off", "AnA", status=2)


def test_words_are_taught_to_the_workspace_or_to_oneself(
    blog: Path, clean_environment: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(blog)
    assert run(["teach", "pgvector's", "Zookeeper"]) == 0
    assert (blog / "dictionary.txt").read_text() == "pgvector\nZookeeper\n"
    assert run(["teach", "alpha", "--for-me"]) == 0
    own = clean_environment / ".config/draftloop/dictionary.txt"
    assert own.read_text() == "alpha\n"
    assert "your own dictionary" in capsys.readouterr().err
    assert run(["teach", "3.14"]) == 2


def test_outside_a_workspace_words_go_into_the_own_dictionary(
    place: Path, clean_environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["teach", "alpha"]) == 0
    assert (clean_environment / ".config/draftloop/dictionary.txt").read_text() == "alpha\n"


def test_new_words_are_listed_and_taught_at_once(
    blog: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(blog)
    toml = (blog / "draftloop.toml").read_text()
    (blog / "draftloop.toml").write_text(f'{toml}\n[checks]\nengines = ["harper"]\n')
    (blog / "drafts/retries/post.md").write_text("We frobnicate and zorbulate it.\n")
    assert [line.split() for line in said(capsys, "words", "retries").splitlines()] == [
        ["frobnicate", "drafts/retries/post.md:1"],
        ["zorbulate", "drafts/retries/post.md:1"],
    ]
    rows = json.loads(said(capsys, "words", "retries", "--json"))
    assert [row["word"] for row in rows] == ["frobnicate", "zorbulate"]
    assert list(rows[0]) == ["word", "file", "line", "column"]
    said(capsys, "words", "retries", "--teach", "--but", "zorbulate")
    assert (blog / "dictionary.txt").read_text() == "frobnicate\n"
    assert [row["word"] for row in json.loads(said(capsys, "words", "retries", "--json"))] == ["zorbulate"]
    said(capsys, "words", "missing", status=2)
