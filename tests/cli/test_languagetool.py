"""`languagetool install`, `status` and `remove` as commands: asked first, told plainly."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from draftloop.cli.main import run
from tests.adapters.languagetool.stub import make_jars, make_java
from tests.adapters.languagetool.test_install import FIND_OUT


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where jars are put, on a machine whose mvn and java are stubs."""
    make_java(tmp_path)
    jars = make_jars(tmp_path / "fetched")
    mvn = tmp_path / "bin" / "mvn"
    mvn.write_text(f'#!/bin/sh\n{FIND_OUT}\nmkdir -p "$out" && cp {jars}/*.jar "$out"\n')
    mvn.chmod(0o755)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.defpath}")
    monkeypatch.setenv("DRAFTLOOP_LANGUAGETOOL_DIR", str(tmp_path / "place"))
    monkeypatch.setattr("draftloop.adapters.checkers.lt_install._TRIAL", "This is bad.")
    return tmp_path / "place"


@pytest.fixture
def settings(clean_environment: Path) -> Path:
    return clean_environment / ".config" / "draftloop" / "config.toml"


def test_install_says_what_from_where_and_to_where(
    place: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["languagetool", "install", "--yes"]) == 0
    said = capsys.readouterr().out
    assert "LanguageTool 6.8 (LGPL-2.1 license): 94 jars, 52 MB\n" in said
    assert f"  from  Maven Central, or the mirror that your mvn is set up with\n  to    {place}\n" in said
    assert f"put this into {settings}" in said
    assert 'use = "managed"' in said
    assert not settings.exists()
    assert (place / "jars").is_dir()


def test_a_script_has_to_say_yes(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["languagetool", "install"]) == 3
    assert "draftloop languagetool install --yes" in capsys.readouterr().err
    assert not place.exists()


@pytest.mark.parametrize(("answer", "status"), [("n", 1), ("y", 0)])
def test_a_person_is_asked(place: Path, monkeypatch: pytest.MonkeyPatch, answer: str, status: int) -> None:
    monkeypatch.setattr("draftloop.cli.installing.can_ask", lambda: True)
    monkeypatch.setattr("click.confirm", lambda *_, **__: answer == "y")
    assert run(["languagetool", "install"]) == status
    assert place.exists() == (answer == "y")


def test_it_is_switched_on_where_that_is_asked_for(
    place: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.parent.mkdir(parents=True)
    settings.write_text('[app]\ntheme = "nord"  # mine\n')
    assert run(["languagetool", "install", "--yes", "--use"]) == 0
    assert settings.read_text() == '[app]\ntheme = "nord"  # mine\n\n[languagetool]\nuse = "managed"\n'
    capsys.readouterr()
    assert run(["languagetool", "install"]) == 0
    assert f"is installed already, in {place}" in capsys.readouterr().out


@pytest.mark.parametrize("missing", ["mvn", "java"])
def test_what_is_missing_comes_before_any_question(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    programs = place.parent / "bin"
    (programs / missing).unlink()
    monkeypatch.setenv("PATH", str(programs))
    assert run(["languagetool", "install"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "install" in said.err


def test_a_language_without_a_jar_is_wrong_input(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["languagetool", "install", "--language", "klingon", "--yes"]) == 2
    assert "klingon" in capsys.readouterr().err
    assert not place.exists()


def test_status_says_what_is_there_and_whether_it_works(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["languagetool", "status"]) == 0
    said = capsys.readouterr().out
    assert f"none in {place}" in said
    assert "draftloop languagetool install" in said
    run(["languagetool", "install", "--yes"])
    capsys.readouterr()
    assert run(["languagetool", "status"]) == 0
    said = capsys.readouterr().out
    assert f"2 of version 6.8, 0 MB, in {place}" in said
    assert "answers    yes" in said
    assert 'use is "off"' in said
    assert run(["languagetool", "status", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["installed"] is found["answers"] is True
    assert (found["use"], found["version"], found["languages"]) == ("off", "6.8", ["en"])


def test_remove_takes_it_away_and_reminds_of_the_setting(
    place: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["languagetool", "install", "--yes", "--use"])
    capsys.readouterr()
    assert run(["languagetool", "remove"]) == 0
    said = capsys.readouterr().out
    assert "is gone" in said
    assert f'{settings} still says use = "managed"' in said
    assert not place.exists()
    assert run(["languagetool", "remove"]) == 0
    assert "nothing was changed" in capsys.readouterr().out


def test_doctor_names_a_setting_that_cannot_work(
    tmp_path: Path, place: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.parent.mkdir(parents=True)
    settings.write_text('[languagetool]\nuse = "managed"\n')
    blog = tmp_path / "blog"
    assert run(["init", str(blog)]) == 0
    capsys.readouterr()
    run(["-C", str(blog), "doctor"])
    said = capsys.readouterr().out
    assert "LanguageTool cannot work: it is not there: no folder" in said
    assert "draftloop languagetool install" in said


def test_another_machine_is_named_once_before_text_goes_there(
    tmp_path: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.parent.mkdir(parents=True)
    settings.write_text('[languagetool]\nuse = "http://lt.example"\n')  # refused, as it is not https
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("Fine.\n")
    files = [str(tmp_path / "a.md"), str(tmp_path / "b.md")]
    assert run(["languagetool", "allow"]) == 0
    assert "may go to lt.example" in capsys.readouterr().out
    assert run(["check", *files, "--engine", "languagetool"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "languagetool reads along at lt.example, as your settings say"
    assert sum("lt.example" in line for line in said) == 1
    assert "by https only" in said[1]


def test_no_text_goes_to_another_machine_before_a_yes(
    tmp_path: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.parent.mkdir(parents=True)
    settings.write_text('[languagetool]\nuse = "https://127.0.0.1.example:1/"\n')
    (tmp_path / "a.md").write_text("Fine.\n")
    assert run(["check", str(tmp_path / "a.md"), "--engine", "languagetool"]) == 2
    said = capsys.readouterr().err
    assert "no text of this workspace was sent there so far" in said
    assert "`draftloop languagetool allow`" in said
    assert "reads along" not in said


def test_a_server_on_this_machine_needs_no_yes(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.parent.mkdir(parents=True)
    settings.write_text('[languagetool]\nuse = "http://127.0.0.1:8081/"\n')
    assert run(["languagetool", "allow"]) == 0
    assert "Nothing to allow" in capsys.readouterr().out
