"""Bad streams, clocks and folders, by the real program: one line, the right exit, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.commands import Shell
from tests.journeys.refusing import POST, TEXT, refused, tree

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("closing", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_fault(shell: Shell, closing: str) -> None:
    for arguments in ("today", "today --json", "idea add X", "idea add -", "nope"):
        line = f"exec {sys.executable} -m draftloop {arguments} {closing}"
        environment = {**os.environ, "DRAFTLOOP_NOW": shell.now}
        done = subprocess.run(
            ["sh", "-c", line], cwd=shell.folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == (2 if arguments == "nope" else 0), done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("arguments", ["today", "idea list --json", "idea add Title"])
def test_a_full_disk_behind_standard_output_is_one_line(shell: Shell, arguments: str) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "draftloop", *arguments.split()],
            cwd=shell.folder, env={**os.environ}, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr == "draftloop: standard output: No space left on device\n"


def test_a_reader_that_goes_away_ends_it_as_by_its_signal(shell: Shell) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "draftloop", "idea", "list"],
        cwd=shell.folder, env={**os.environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 141


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_is_json_whatever_the_terminal_speaks(shell: Shell, encoding: str) -> None:
    shell.run("idea", "add", "Überall Ångström 日本")
    shell.extra["PYTHONIOENCODING"] = encoding
    assert "Überall Ångström 日本" in [row["title"] for row in shell.json("idea", "list")]
    assert shell.run("idea", "list", COLUMNS="20", LC_ALL="C", NO_COLOR="1", PYTHONIOENCODING="ascii")


@pytest.mark.parametrize(
    "now", ["nonsense", "2026-11-09T20:14:00", "9999-12-31T23:00+00:00", "1969-01-01T00:00+00:00"]
)
def test_a_clock_that_cannot_be_is_refused(shell: Shell, now: str) -> None:
    shell.now = now
    for command in (["today"], ["idea", "add", "x"], ["done", "retries"]):
        assert "DRAFTLOOP_NOW" in refused(shell, *command)


@pytest.mark.parametrize(
    "command", ["today", "idea add x", "recover", "done retries", "draft list", "doctor"]
)
def test_a_state_folder_that_is_a_file_costs_the_net_alone(shell: Shell, command: str) -> None:
    (shell.folder / TEXT).write_text(POST + "\nMore.\n")
    shell.run(*command.split(), DRAFTLOOP_STATE_DIR="/etc/passwd")


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    for arguments in ("", "today", "init", "idea add x", "demo --no-app x", "diff a.md b.md"):
        line = f"cd {gone} && rmdir {gone} && {sys.executable} -m draftloop {arguments}"
        done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
        assert done.returncode == 2, done.stderr
        assert "fault of its own" not in done.stderr
        gone.mkdir()


def test_an_empty_folder_says_what_to_do_and_stays_empty(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    done = shell.raw()
    assert done.returncode == 2
    assert "draftloop init" in done.stderr
    assert "draftloop init" in refused(shell, "today")
    assert list(tmp_path.iterdir()) == []


def test_init_twice_changes_nothing_and_a_taken_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    shell = Shell(tmp_path / "a")
    shell.run("init")
    before = tree(shell.folder)
    assert "a workspace already" in shell.run("init")
    assert tree(shell.folder) == before
    for name, as_folder in (("ideas", False), ("draftloop.toml", True)):
        other = tmp_path / f"taken-{name}"
        other.mkdir()
        (other / name).mkdir() if as_folder else (other / name).write_text("mine")
        assert name in refused(Shell(other), "init", status=3)
    assert "already there" in refused(shell, "demo", "--no-app", str(shell.folder), status=3)


def test_init_in_a_folder_of_a_repository_uses_that_one(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    shell = Shell(tmp_path)
    assert str(tmp_path) in shell.run("init", "blog")
    assert not (tmp_path / "blog/.git").exists()
