"""Installing the jars: fetched by a stub of mvn, tried by a stub of java, there whole or not at all."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from draftloop.adapters.checkers.lt_install import LanguageToolInstaller
from draftloop.adapters.checkers.lt_pom import pom_for
from draftloop.loop.errors import BadValue, CannotWrite, DraftloopError, ToolMissing, Unreadable
from tests.adapters.languagetool.stub import Stub, make_jars, make_java

FIND_OUT = 'for one in "$@"; do case $one in -Dou*) out=${one#-DoutputDirectory=};; esac; done'
"""A shell's way to the folder that jars are wanted in."""


class Machine:
    """A machine with a Maven and a Java of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        make_java(folder)
        self.jars = make_jars(folder / "fetched")
        self.put_mvn(f'mkdir -p "$out" && cp {self.jars}/*.jar "$out"')
        monkeypatch.delenv("JAVA_HOME", raising=False)
        monkeypatch.setenv("PATH", f"{folder / 'bin'}:{os.defpath}")
        self.place = folder / "data" / "languagetool"

    def put_mvn(self, body: str) -> None:
        mvn = self.folder / "bin" / "mvn"
        mvn.write_text(f"#!/bin/sh\necho \"$@\" >> '{self.folder}/mvn-calls'\n{FIND_OUT}\n{body}\n")
        mvn.chmod(0o755)

    def plan(self, *words: str) -> None:
        (self.folder / "plan").write_text(" ".join(words))

    def installer(self, use: str = "managed") -> LanguageToolInstaller:
        return LanguageToolInstaller(str(self.place), str(self.folder / "run"), use)

    def install(self, *languages: str) -> list[int]:
        sizes: list[int] = []
        installer = self.installer()
        installer.install(installer.languages(languages), sizes.append)
        return sizes

    def refusal(self, *languages: str) -> DraftloopError:
        with pytest.raises((Unreadable, ToolMissing, CannotWrite)) as caught:
            self.install(*languages)
        return caught.value


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    # What the trial of an install says is wrong, for a stub knows one slip only.
    monkeypatch.setattr("draftloop.adapters.checkers.lt_install._TRIAL", "This is bad.")
    return Machine(tmp_path, monkeypatch)


def test_the_jars_are_tried_and_put_in_place(machine: Machine) -> None:
    machine.install()
    assert sorted(os.listdir(machine.place)) == ["jars", "languages.txt", "pom.xml"]
    assert (machine.place / "languages.txt").read_text() == "en\n"
    assert "languagetool-server" in (machine.place / "pom.xml").read_text()
    assert os.listdir(machine.place.parent) == ["languagetool"]
    (call,) = (machine.folder / "calls").read_text().splitlines()
    assert "org.languagetool.server.HTTPServer" in call


def test_mvn_leaves_nothing_in_the_users_own_repository_and_checks_what_came(machine: Machine) -> None:
    machine.install()
    (call,) = (machine.folder / "mvn-calls").read_text().splitlines()
    assert f"-Dmaven.repo.local={machine.place.parent}/.draftloop-languagetool-" in call
    assert " -C " in call
    assert "dependency:copy-dependencies" in call


def test_it_tells_how_much_has_come(machine: Machine) -> None:
    machine.put_mvn(
        f'head -c 3000000 /dev/zero > bytes; sleep 1; mkdir -p "$out" && cp {machine.jars}/*.jar "$out"'
    )
    assert max(machine.install()) >= 3_000_000


def test_another_language_comes_with_those_that_are_there(machine: Machine) -> None:
    machine.install()
    installer = machine.installer()
    assert installer.languages(("de-AT", "FR")) == ("en", "de", "fr")
    assert installer.has(("en",))
    assert not installer.has(("en", "de"))
    assert "German and French" in installer.size(("en", "de", "fr"))
    with pytest.raises(BadValue):
        installer.languages(("klingon",))


def test_a_second_install_takes_the_place_of_the_first_and_leaves_what_is_not_its_own(
    machine: Machine,
) -> None:
    machine.install()
    (machine.place / "jars" / "old.jar").write_text("")
    (machine.place / "mine.txt").write_text("kept")
    machine.install()
    assert not (machine.place / "jars" / "old.jar").exists()
    assert (machine.place / "mine.txt").read_text() == "kept"


def test_removing_takes_only_its_own(machine: Machine) -> None:
    assert not machine.installer().remove()
    machine.install()
    assert machine.installer().remove()
    assert not machine.place.exists()
    machine.install()
    (machine.place / "mine.txt").write_text("kept")
    machine.installer().remove()
    assert os.listdir(machine.place) == ["mine.txt"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("echo '[ERROR] Could not transfer artifact: Connection refused'; exit 1", "Connection refused"),
        ("exit 1", "mvn did not get it"),
        ("exit 0", "no languagetool-server.jar"),
        ('mkdir -p "$out"; echo cut > "$out/languagetool-server-6.8.jar"', "is broken"),
    ],
)
def test_what_cannot_be_fetched_changes_nothing(machine: Machine, body: str, said: str) -> None:
    machine.put_mvn(body)
    error = machine.refusal()
    assert isinstance(error, Unreadable)
    assert said in error.reason
    assert not machine.place.parent.exists()


def test_jars_that_do_not_run_are_not_put_in_place(machine: Machine) -> None:
    machine.install()
    before = os.stat(machine.place / "jars").st_ino
    machine.plan("ends")
    error = machine.refusal()
    assert isinstance(error, Unreadable)
    assert "the heap is too small" in error.reason
    assert os.stat(machine.place / "jars").st_ino == before


def test_a_server_that_finds_nothing_wrong_is_not_put_in_place(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("draftloop.adapters.checkers.lt_install._TRIAL", "This is fine.")
    error = machine.refusal()
    assert isinstance(error, Unreadable)
    assert "finds nothing wrong" in error.reason


def test_mvn_and_java_are_asked_for_first(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    (machine.folder / "bin" / "java").unlink()
    monkeypatch.setenv("PATH", str(machine.folder / "bin"))
    error = machine.refusal()
    assert isinstance(error, ToolMissing)
    assert "Java" in error.reason
    (machine.folder / "bin" / "mvn").unlink()
    error = machine.refusal()
    assert isinstance(error, ToolMissing)
    assert error.tool == "mvn"
    assert not (machine.folder / "mvn-calls").exists()


def test_a_folder_that_cannot_be_made_is_named(machine: Machine) -> None:
    (machine.folder / "data").write_text("a file is in the way")
    assert isinstance(machine.refusal(), CannotWrite)


def test_what_a_killed_install_left_is_thrown_away(machine: Machine) -> None:
    left = machine.place.parent / ".draftloop-languagetool-x"
    left.mkdir(parents=True)
    os.utime(left, (time.time() - 7200,) * 2)
    machine.install()
    assert not left.exists()


def test_status_tries_what_is_set_up(machine: Machine) -> None:
    before = machine.installer().status()
    assert (before.is_there, before.answers) == (False, False)
    assert before.remedy == "draftloop languagetool install"
    machine.install()
    found = machine.installer("off").status()
    assert (found.is_there, found.answers, found.version, found.languages) == (True, True, "6.8", ("en",))
    assert (found.jars, found.problem) == (2, "")
    assert found.size_bytes > 0
    assert found.java.endswith("version 17")
    machine.plan("ends")
    assert "the heap is too small" in machine.installer().status().problem


def test_status_asks_the_server_that_is_set(machine: Machine, stub: Stub) -> None:
    found = machine.installer(stub.address).status()
    assert "finds nothing wrong" in found.problem
    assert stub.texts == ["This is bad."]


def test_doctor_names_a_setting_that_cannot_work(machine: Machine) -> None:
    assert machine.installer("off").trouble() is None
    assert machine.installer("https://lt.example").trouble() is None
    missing = machine.installer("managed").trouble()
    assert missing is not None
    assert missing.remedy == "draftloop languagetool install"
    machine.install()
    assert machine.installer("managed").trouble() is None
    for use in ("sometimes", "/nowhere", "http://lt.example"):
        assert machine.installer(use).trouble() is not None, use


def test_languages_the_server_asks_for_come_without_their_dictionaries() -> None:
    english, german, spanish = pom_for(("en",)), pom_for(("en", "de")), pom_for(("en", "es"))
    assert english.count("<groupId>*</groupId>") == german.count("<groupId>*</groupId>") == 3
    assert spanish.count("<groupId>*</groupId>") == 2
    assert "hunspell" in english
    assert "hunspell" not in german
