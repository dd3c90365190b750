"""Bad files, bad names and wrong use, by the real program: one line, the right exit, nothing lost."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.journeys.commands import Shell
from tests.journeys.refusing import IDEA, NOTES, OUTLINE, PLAN, SECOND, TEXT, refused, tree

pytestmark = pytest.mark.journey

READERS = {
    IDEA: [["idea", "show", "caches"], ["idea", "note", "caches", "x"], ["pick", "caches"]],
    NOTES: [["idea", "note", "retries", "x"], ["draft", "drop", "retries"]],
    PLAN: [["coverage", "retries"], ["compare", "retries"], ["park", "retries", "3"]],
    TEXT: [["check", "retries"], ["coverage", "retries"], ["show", "retries"]],
}
"""The commands that need a file, and so must name it."""
NOT_TEXT = {"latin-1": "caf\xe9\n".encode("latin-1"), "utf-16": "caf\xe9\n".encode("utf-16")}


@pytest.mark.parametrize("path", READERS)
@pytest.mark.parametrize("kind", [*NOT_TEXT, "folder", "pipe", "outside"])
def test_what_is_no_text_file_costs_only_itself(shell: Shell, path: str, kind: str) -> None:
    place = shell.folder / path
    place.unlink()
    if kind in NOT_TEXT:
        place.write_bytes(NOT_TEXT[kind])
    elif kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("/etc/passwd")
    for command in READERS[path]:
        is_unlisted = path == IDEA and kind not in NOT_TEXT
        said = refused(shell, *command)
        assert ("no idea" in said) if is_unlisted else (path in said), said
    before = tree(shell.folder)
    listed = {row["slug"] for row in shell.json("draft", "list")}
    assert listed == {"retries", "other"}
    assert shell.json("today")["draft"] in listed
    shell.json("idea", "list")
    shell.run("search", "free")
    shell.raw("doctor")
    assert tree(shell.folder) == before


@pytest.mark.parametrize(
    "block",
    [
        b"---\ntitle: [open\n---\n",
        b"---\ntitle: a\ntitle: b\n---\n",
        b"---\ntitle: a\0b\n---\n",
        b"---\na: " + b"[" * 30_000 + b"\n---\n",
    ],
    ids=["unclosed", "twice", "nul", "deep"],
)
@pytest.mark.parametrize("path", [IDEA, NOTES, TEXT])
def test_front_matter_that_cannot_be_read_is_never_written(shell: Shell, path: str, block: bytes) -> None:
    (shell.folder / path).write_bytes(block + b"\n- text\n")
    command = {IDEA: ["idea", "asked", "caches"], NOTES: ["draft", "drop", "retries"]}
    said = refused(shell, *command.get(path, ["check", "retries"]))
    assert re.search(rf"{re.escape(path)}:\d+: ", said), said
    assert shell.json("draft", "list")
    assert any(row["file"] == path and row["line"] for row in shell.json("doctor", expect=1))


def test_a_post_with_broken_front_matter_opens_in_an_editor_to_be_mended(shell: Shell) -> None:
    (shell.folder / TEXT).write_text("---\ntitle: [open\n---\n\ntext\n")
    shell.run("prose", "retries", "--editor", EDITOR="true")


def test_a_file_of_20_mb_is_named_and_left(shell: Shell) -> None:
    (shell.folder / TEXT).write_bytes(b"a line of words here\n" * 1_000_000)
    assert "larger than" in refused(shell, "check", "retries")
    assert len(shell.json("draft", "list")) == 2


@pytest.mark.parametrize("name", ["exported.toml", "corrections.toml", "ignores.toml"])
@pytest.mark.parametrize("data", [b"[[[\n", b"\xff\xfe"])
def test_a_broken_table_of_a_draft_costs_only_itself(shell: Shell, name: str, data: bytes) -> None:
    (shell.folder / "drafts/retries" / name).write_bytes(data)
    command = {"exported.toml": "ship", "corrections.toml": "compare", "ignores.toml": "check"}[name]
    if command != "ship":
        assert name in refused(shell, command, "retries")
    assert len(shell.json("draft", "list")) == 2
    assert shell.json("today")["draft"]
    assert any(name in row["file"] for row in shell.json("doctor", expect=1))


@pytest.mark.parametrize(
    "text",
    ["[[[\n", "\xff", "[week]\nweeks = 7\n", '[week]\npauses = ["2026-13-45/2026-99-99"]\n', "[weak]\n"],
)
def test_settings_that_cannot_be_used_are_named_and_capture_goes_on(shell: Shell, text: str) -> None:
    (shell.folder / "draftloop.toml").write_text(text, encoding="latin-1")
    for command in (["today"], ["idea", "list"], ["done", "retries"]):
        assert "draftloop.toml" in refused(shell, *command)
    assert shell.run("idea", "add", "Still kept").strip() == "still-kept"
    shell.run("recover")
    assert any("draftloop.toml" in row["file"] for row in shell.json("doctor", expect=1))


def test_a_pipe_for_settings_is_not_waited_for(shell: Shell) -> None:
    (shell.folder / "draftloop.toml").unlink()
    os.mkfifo(shell.folder / "draftloop.toml")
    assert "not a regular file" in refused(shell, "today")


NAMES = ["nope", "", "/", "..", "../x", "/etc/passwd", "a/b", "\x1b[31mx", "a\nb", "x" * 3000, "*", "\udce9"]
TAKERS = ["idea show", "draft show", "done", "coverage", "history", "compare", "pick", "show", "restore"]


@pytest.mark.parametrize("command", TAKERS)
def test_a_name_that_is_nobodys_is_said_in_one_line(
    shell: Shell, command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from draftloop.cli.main import run

    monkeypatch.chdir(shell.folder)
    before = tree(shell.folder)
    for name in NAMES:
        assert run([*command.split(), name]) == 2, name
        said = capfd.readouterr().err
        assert said.count("\n") == 1, said
        assert "no " in said
        assert "\x1b" not in said
    assert tree(shell.folder) == before


def test_the_start_of_several_names_lists_them(shell: Shell) -> None:
    shell.run("idea", "add", "Retry budgets")
    assert "retries, retry-budgets" in refused(shell, "idea", "show", "ret")


@pytest.mark.parametrize("version", ["@9", "@zzz", "@prose7", "@", "@-1", "@deadbeef", "@ship", "@1@2"])
def test_a_version_that_does_not_exist_is_said(shell: Shell, version: str) -> None:
    for command in (["show"], ["restore"], ["diff", "retries@1"]):
        assert "no " in refused(shell, *command, f"retries{version}")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["idea"], "needs one of add"),
        (["frobnicate"], "no command"),
        (["-C", "", "today"], "names no folder"),
        (["search", "\udce9"], "is not UTF-8"),
        (["idea", "rate", "caches", "7"], "is not 1, 2, 3"),
        (["idea", "signal", "caches", "--where", " "], "is empty"),
        (["done", "retries", "--minutes", "99999"], "range"),
        (["done", "retries", "--pass", "spelling"], "grammar and readability"),
        (["done", "other", "--pass", "grammar"], "no prose"),
        (["park", "retries", "99"], "no point of"),
        (["compare", "retries", "--let-go", "99"], "`draftloop compare retries` lists them"),
        (["check", "missing.md"], "no file called"),
        (["check", "nowhere"], "no draft called"),
        (["check", "./nowhere/"], "no file called"),
        (["check", "--dialect", "go", "retries"], "is no language"),
        (["check", "/dev/null"], "not a regular file"),
        (["diff", "/dev/zero", "retries"], "not a regular file"),
        (["check", "--engine", "nope", "retries"], "is none of"),
        (["export", "retries", "--out", ""], "is empty"),
        (["ship", "retries", "--to", ""], "is empty"),
        (["ship", "retries"], "no place to ship to"),
        (["outline", "other", "--editor", "--scaffold", "../x"], "no scaffold"),
        (["rewrite", "retries"], "the app needs one"),
        (["recover", "take", "nothing"], "no kept text"),
    ],
)
def test_wrong_use_says_what_to_do(shell: Shell, arguments: list[str], words: str) -> None:
    assert words in refused(shell, *arguments)


def test_an_engine_asked_for_by_name_that_cannot_work_is_no_clean_answer(shell: Shell) -> None:
    done = shell.raw("check", "retries", "--pass", "grammar", "--engine", "languagetool")
    assert (done.returncode, "switched off" in done.stderr) == (2, True)


def test_files_outside_are_compared_from_anywhere(shell: Shell, tmp_path: Path) -> None:
    for name, text in (("a.md", OUTLINE), ("b.md", SECOND)):
        (tmp_path / name).write_text(text)
    names = (str(tmp_path / "a.md"), str(tmp_path / "b.md"))
    assert shell.json("diff", *names)["old"]["points"] == 4
    inside = Shell(shell.folder / "drafts", now=shell.now)
    assert inside.json("diff", "../../a.md", "retries/outline.md")["new"]["points"] == 4
    assert inside.json("diff", "../../a.md", "retries@1")["dropped"] == []
