"""Processes: their environment, their end, and the git commands that may never run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from draftloop.adapters.git_commands import (
    ALLOWED,
    ForbiddenGitCommand,
    check_allowed,
    git_environment,
)
from draftloop.adapters.run import find_program, run, run_on_terminal
from draftloop.loop.errors import ToolMissing


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_streams_and_status_come_back(tmp_path: Path) -> None:
    code = "import sys; print(sys.stdin.read().upper(), end=''); print('no', file=sys.stderr); sys.exit(3)"
    result = run(python(code), cwd=str(tmp_path), stdin="über".encode())
    assert (result.status, result.stdout.decode(), result.complaint) == (3, "ÜBER", "no")


def test_child_has_a_session_of_its_own(tmp_path: Path) -> None:
    result = run(python("import os; print(os.getsid(0) == os.getpid())"), cwd=str(tmp_path))
    assert result.stdout == b"True\n"


def test_child_over_its_time_is_killed_with_its_children(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time;"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    result = run(python(code), cwd=str(tmp_path), timeout_s=1.0)
    assert result.timed_out
    assert not result.is_ok
    assert _ends(int(result.stdout))


def _ends(pid: int, within_s: float = 5.0) -> bool:
    """A killed process is gone when the kernel has come round to it, not at once."""
    deadline = time.monotonic() + within_s
    while _is_running(pid):
        if time.monotonic() > deadline:
            return False
    return True


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing) as caught:
        run(["/nowhere/harper"], cwd=str(tmp_path))
    assert caught.value.tool == "harper"


def test_program_in_the_current_folder_is_never_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "git"
    fake.write_text("#!/bin/sh\n")
    fake.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}bin")
    assert find_program("git") is None


def test_program_on_the_terminal_gets_the_interrupt_for_itself(tmp_path: Path) -> None:
    code = "import os, signal; os.kill(os.getppid(), signal.SIGINT); raise SystemExit(4)"
    before = signal.getsignal(signal.SIGINT)
    assert run_on_terminal(python(code), cwd=str(tmp_path)) == 4
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    "arguments",
    [
        ("reset", "--hard"),
        ("stash",),
        ("rebase", "main"),
        ("push", "--force"),
        ("gc",),
        ("checkout", "--", "x"),
        ("commit", "--amend"),
        ("commit", "--all"),
        ("commit", "--no-verify"),
        ("tag", "--delete", "x"),
        ("tag", "--force", "x"),
        ("config", "--unset", "x"),
        ("add", "--force", "--", "x"),
        ("update-ref", "-d", "refs/heads/main"),
        ("update-ref", "--no-deref", "refs/heads/main", "1" * 40, "0" * 40),
        ("update-ref", "refs/draftloop/autosave/x", "1" * 40, "0" * 40),
        ("update-ref", "--no-deref", "--", "refs/draftloop/autosave/x", "1" * 40, "0" * 40),
    ],
)
def test_git_never_rewrites_nor_throws_away(arguments: tuple[str, ...]) -> None:
    with pytest.raises(ForbiddenGitCommand):
        check_allowed(arguments[0], arguments[1:])


def test_names_after_two_dashes_are_no_options() -> None:
    check_allowed("add", ("--intent-to-add", "--", "--force"))


def test_nothing_on_the_list_can_destroy() -> None:
    dangerous = {"--force", "-f", "-d", "--delete", "--hard", "--amend", "--all", "-a"}
    assert not {option for options in ALLOWED.values() for option in options} & dangerous


def test_a_branch_moves_only_on_from_the_commit_that_is_named() -> None:
    old, new = "a" * 40, "b" * 40
    check_allowed("update-ref", ("--no-deref", "-m", "commit: x", "refs/heads/main", new, old))
    for arguments in (
        ("--no-deref", "-m", "x", "refs/heads/main", new, ""),
        ("--no-deref", "refs/heads/main", new, old),
        ("--no-deref", "-m", "x", "refs/remotes/origin/main", new, old),
        ("--no-deref", "-m", "x", "HEAD", new, old),
    ):
        with pytest.raises(ForbiddenGitCommand):
            check_allowed("update-ref", arguments)


def test_variables_that_lead_git_astray_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_SSH_COMMAND"):
        monkeypatch.setenv(name, "/elsewhere")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada")
    made = git_environment()
    assert "/elsewhere" not in made.values()
    assert made["GIT_AUTHOR_NAME"] == "Ada"


def test_settings_that_start_programs_are_overridden() -> None:
    made = git_environment()
    count = int(made["GIT_CONFIG_COUNT"])
    settings = {made[f"GIT_CONFIG_KEY_{i}"]: made[f"GIT_CONFIG_VALUE_{i}"] for i in range(count)}
    assert settings["core.hooksPath"] == os.devnull
    assert settings["core.fsmonitor"] == "false"
    assert (settings["core.fsync"], settings["core.fsyncMethod"]) == ("all", "fsync")
    assert made["GIT_TERMINAL_PROMPT"] == "0"


def test_hooks_run_only_when_the_user_said_so() -> None:
    assert "core.hooksPath" not in git_environment(None).values()


@pytest.mark.parametrize(("ends_with_us", "status"), [(True, -signal.SIGTERM), (False, 0)])
def test_ctrl_c_ends_only_the_child_whose_work_would_be_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends_with_us: bool, status: int
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    communicate = subprocess.Popen.communicate

    def is_interrupted_once(
        process: subprocess.Popen[bytes], *args: Any, **kwargs: Any
    ) -> tuple[bytes, bytes]:
        if process not in started:
            started.append(process)
            raise KeyboardInterrupt
        return communicate(process, *args, **kwargs)

    monkeypatch.setattr(subprocess.Popen, "communicate", is_interrupted_once)
    seconds = "60" if ends_with_us else "0"
    with pytest.raises(KeyboardInterrupt):
        run(python(f"import time; time.sleep({seconds})"), cwd=str(tmp_path), ends_with_us=ends_with_us)
    assert started[0].wait() == status


def test_what_a_program_leaves_running_is_not_waited_for(tmp_path: Path) -> None:
    leaves = (
        "import subprocess, sys; subprocess.Popen(['sleep', '20'], start_new_session=True); print('done')"
    )
    began = time.monotonic()
    result = run(python(leaves), cwd=str(tmp_path))
    assert (result.stdout, result.is_ok) == (b"done\n", True)
    assert time.monotonic() - began < 10


def test_a_program_over_its_time_may_tidy_up(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    works = (
        "import pathlib, signal, sys, time\n"
        "lock = pathlib.Path('lock'); lock.touch()\n"
        "def end(*_): lock.unlink(); sys.exit(1)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "time.sleep(60)\n"
    )
    assert run(python(works), cwd=str(tmp_path), timeout_s=2).timed_out
    assert not lock.exists()


def test_much_input_reaches_a_reader_that_takes_its_time(tmp_path: Path) -> None:
    slow = "import sys, time; time.sleep(0.6); sys.stdout.buffer.write(sys.stdin.buffer.read())"
    sent = b"0123456789" * 100_000
    assert run(python(slow), cwd=str(tmp_path), stdin=sent, timeout_s=20).stdout == sent
