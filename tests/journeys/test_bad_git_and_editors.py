"""A git that cannot record and editors that go wrong, by the real program: nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.commands import Shell
from tests.journeys.refusing import OTHER, PLAN, POST, SECOND, TEXT, refused

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        ("rm -r .git", "not in a git repository"),
        ("touch .git/MERGE_HEAD", "a merge"),
        ("mkdir .git/rebase-merge", "a rebase"),
        ("touch .git/CHERRY_PICK_HEAD", "a cherry-pick"),
        ("touch .git/BISECT_LOG", "a bisect"),
        ("git checkout -q --detach", "no branch"),
        ("touch -d '10 minutes ago' .git/index.lock", "git is busy"),
        ("rm -r .git/objects; touch .git/objects", "damaged"),
        ("echo nonsense > .git/HEAD", "git"),
        ("echo 0123456789012345678901234567890123456789 > .git/refs/heads/main", "git"),
        ("echo '[[[' >> .git/config", "git"),
        ("rm -r .git; mkdir .git", "damaged"),
    ],
)
def test_a_git_that_cannot_record_stops_the_record_and_nothing_else(
    shell: Shell, spoil: str, word: str
) -> None:
    (shell.folder / TEXT).write_text(POST + "\nMore.\n")
    subprocess.run(["sh", "-c", spoil], cwd=shell.folder, check=True)
    assert word in refused(shell, "done", "retries", status=3)
    assert {row["slug"] for row in shell.json("draft", "list")} == {"retries", "other"}
    assert shell.json("today")["draft"] in ("retries", "other")
    shell.run("draft", "show", "retries")
    shell.run("idea", "add", "Kept all the same")
    shell.run("park", "retries", "3")
    shell.run("coverage", "retries")
    shell.run("doctor")


def test_without_git_on_the_path_a_version_says_why_there_is_none(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    alone = str(tmp_path / "bin")
    assert "git is not installed" in refused(shell, "show", "retries@1", PATH=alone)
    assert "git is not installed" in refused(shell, "done", "retries", status=3, PATH=alone)
    assert shell.run("today", PATH=alone)
    assert "A workspace" in shell.run("init", str(tmp_path / "new"), PATH=alone)


def test_without_an_identity_nothing_is_recorded_and_the_command_is_given(
    shell: Shell, tmp_path: Path
) -> None:
    (shell.folder / TEXT).write_text(POST + "\nMore.\n")
    assert "git config --global user.name" in refused(
        shell, "done", "retries", status=3, HOME=str(tmp_path), DRAFTLOOP_STATE_DIR=str(tmp_path / "s")
    )


EDITORS = {
    "fails": 'echo "- half" >> "$1"; exit 3',
    "is killed": 'echo "- half" >> "$1"; kill -9 $$',
    "deletes": 'rm "$1"',
    "recodes": "printf -- '- caf\\351\\n' >> \"$1\"",
    "leaves a folder": 'rm "$1"; mkdir "$1"',
}


@pytest.mark.parametrize("kind", EDITORS)
@pytest.mark.parametrize("command", ["prose retries", "outline retries", "rewrite retries"])
def test_an_editor_that_goes_wrong_loses_nothing(
    shell: Shell, tmp_path: Path, kind: str, command: str
) -> None:
    script = tmp_path / "editor.sh"
    script.write_text(f"#!/bin/sh\n{EDITORS[kind]}\n")
    script.chmod(0o755)
    done = shell.raw(*command.split(), "--editor", EDITOR=str(script))
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    assert "a fault of its own" not in done.stderr
    path = TEXT if "prose" in command else PLAN
    if "rewrite" in command:
        assert (shell.folder / path).read_text() == SECOND
    elif kind in ("deletes", "recodes", "leaves a folder"):
        (kept,) = shell.json("recover")
        assert kept["file"] == path
        assert shell.run("recover", "show", kept["id"]) == (POST if path == TEXT else SECOND)


@pytest.mark.parametrize("editor", ["/nowhere/editor", "no-such-editor --wait", "'unclosed", ""])
def test_no_editor_is_said_with_its_remedy(shell: Shell, editor: str) -> None:
    for command in ("prose", "outline", "rewrite"):
        refused(shell, command, "retries", "--editor", EDITOR=editor)
    assert "Nothing has changed" in shell.run("done", "retries")


def test_an_emptied_rewrite_is_called_off(shell: Shell, tmp_path: Path) -> None:
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\n: > "$1"\n')
    script.chmod(0o755)
    shell.run("rewrite", "retries", "--editor", EDITOR=str(script))
    assert (shell.folder / PLAN).read_text() == SECOND


def test_a_file_written_by_another_while_the_editor_was_open_is_not_overwritten(
    shell: Shell, tmp_path: Path
) -> None:
    script = tmp_path / "editor.sh"
    script.write_text(f'#!/bin/sh\necho "- theirs" >> "{shell.folder / PLAN}"\necho "- mine" >> "$1"\n')
    script.chmod(0o755)
    done = shell.raw("rewrite", "retries", "--editor", EDITOR=str(script))
    assert done.returncode == 3
    assert (shell.folder / PLAN).read_text() == SECOND + "- theirs\n"
    (kept,) = shell.json("recover")
    assert "- mine" in shell.run("recover", "show", kept["id"])


def test_six_at_once_lose_no_commit_and_no_idea(shell: Shell) -> None:
    environment = {**os.environ, "DRAFTLOOP_NOW": shell.now}

    def start(*arguments: str) -> subprocess.Popen[str]:
        argv = [sys.executable, "-m", "draftloop", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(argv, cwd=shell.folder, env=environment, stdout=pipe, stderr=pipe, text=True)

    before = int(shell.git("rev-list", "--count", "HEAD"))
    running = []
    for number in range(6):
        slug = ("retries", "other")[number % 2]
        with (shell.folder / f"drafts/{slug}/outline.md").open("a") as file:
            file.write(f"- point {number}\n")
        running += [start("done", slug), start("idea", "add", "Same title")]
    ended = [(process.communicate(timeout=60), process.returncode) for process in running]
    for (out, err), status in ended:
        assert status in (0, 3), err
        assert "fault of its own" not in err
        assert out or err.count("\n") == 1
    shell.run("done", "retries")
    shell.run("done", "other")
    said = [out for (out, _), _ in ended]
    made = sum("Nothing has changed" not in out and "(" in out for out in said)
    assert int(shell.git("rev-list", "--count", "HEAD")) >= before + made
    assert len(list((shell.folder / "ideas").glob("same-title*.md"))) == 6
    assert "point 5" in shell.git("show", f"HEAD:{OTHER}")
    shell.git("fsck", "--strict", "--no-dangling")
