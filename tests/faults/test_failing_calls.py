"""F6: every n-th call to the system fails, in fifteen sessions of commands; then the fault is lifted."""

from __future__ import annotations

import hashlib
import importlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.faults.failing_calls import NOT_ONCE, Fault, Outcome, Plan, run_in_child
from tests.faults.failing_sessions import SCRIPTS, Script
from tests.faults.harness import Workspace, cases, needs, tier, trying
from tests.faults.tiers import seed

NAME = "every n-th call fails"
QUICK = ("idea add", "idea note", "prose in an editor", "recover", "export", "outline in an editor")
ONE_IN: dict[Fault, int] = {"EIO": 5, "EACCES": 5, "ENOENT": 5, "EMFILE": 5, "MEMORY": 5}
"""Of the hundreds of calls that only look something up, each fails in one of these ways."""


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """Every module is loaded before the first fork: a case then costs no start of Python."""
    from draftloop.cli import main

    for module in set(main.MODULES.values()):
        importlib.import_module(f"draftloop.cli.{module}")


@pytest.fixture(scope="module")
def patterns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("patterns")


def test_a_failing_call_costs_no_word_and_the_next_try_succeeds(tmp_path: Path, patterns: Path) -> None:
    needs("linux", fault=NAME)
    row = trying("P1 P5 P22", NAME)
    chosen = [script for script in SCRIPTS if tier() != "fast" or script.name in QUICK]
    plans = list(_plans(chosen, patterns))
    random.Random(seed()).shuffle(plans)
    for case in cases("F6 failing calls", fast=20, full=len(plans), weight=1.8):
        script, plan = plans[case.number]
        base = tmp_path / str(case.number)
        try:
            _check(script, plan, base, patterns)
        finally:
            shutil.rmtree(base, ignore_errors=True)
        row.note(figure="0 tracebacks, every word kept, the second try succeeds")


def test_a_call_that_a_signal_interrupts_is_made_again(tmp_path: Path) -> None:
    needs("linux", "strace", fault="interrupted calls")
    row = trying("P2", "interrupted calls")
    calls = [(call, number) for call in ("write", "fsync") for number in range(1, 6)]
    workspace = Workspace.make(tmp_path / "base")
    for case in cases("F6 interrupted calls", fast=2, full=len(calls), weight=0.2):
        call, number = calls[case.number * 7 % len(calls)]
        # Of reading and opening the start of Python itself would die.
        inject = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"inject={call}:error=EINTR:when={number}"]
        done = subprocess.run(
            [*inject, sys.executable, "-m", "draftloop", "idea", "add", f"Budget {case.number}"],
            cwd=workspace.folder,
            env=workspace.env,
            capture_output=True,
            text=True,
            check=False,
        )
        told = f"{call} {number}: exit {done.returncode}: {done.stdout}{done.stderr}"
        assert done.returncode == 0, told
        assert f"Budget {case.number}" in workspace.read(f"ideas/{done.stdout.strip()}.md"), told
        row.note(figure="made again, nothing short")


def _plans(scripts: Sequence[Script], patterns: Path) -> Iterator[tuple[Script, Plan]]:
    """Every way in which every session is tried."""
    for index, script in enumerate(scripts):
        calls = _outcome(script, Plan(number=0, fault="EIO"), _copy(script, patterns)).calls
        for fault, count in calls.items():
            if script.run is not None and fault == "MEMORY":
                continue  # the app ends and says where the words are; here that would be its exception
            step = ONE_IN.get(fault, 1)
            first = 1 + list(ONE_IN).index(fault) if fault in ONE_IN else 1
            for number in range(first + index % step if step > 1 else 1, count + 1, step):
                yield script, Plan(number=number, fault=fault)
                if fault in NOT_ONCE:
                    yield script, Plan(number=number, fault=fault, lasts=True)


def _copy(script: Script, patterns: Path, base: Path | None = None) -> Workspace:
    """A fresh workspace, prepared for the session where it stands: the net knows it by its path."""
    base = base or patterns / "baseline"
    shutil.rmtree(base, ignore_errors=True)
    workspace = Workspace.make(base)
    script.prepare(workspace)
    return workspace


def _outcome(script: Script, plan: Plan, workspace: Workspace) -> Outcome:
    return run_in_child(
        script.work,
        cwd=workspace.folder,
        env={**workspace.env, **script.env},
        below=workspace.base,
        plan=plan,
    )


def _check(script: Script, plan: Plan, base: Path, patterns: Path) -> None:
    workspace = _copy(script, patterns, base)
    before = _contents(workspace)
    outcome = _outcome(script, plan, workspace)
    told = f"{script.name}, {plan}: {outcome.failed}\nexit {outcome.status}: {outcome.said}"
    _check_what_was_said(outcome, told)
    new = [script.words] if script.had_the_words(workspace, outcome, plan) else []
    # Line by line: what the program itself writes beside them may be new.
    old = {line for text in before.values() for line in text.splitlines() if line not in script.mends}
    for words in (*new, *sorted(old)):
        assert not words or _is_kept(workspace, words), f"nowhere: {words!r}\n{told}"
    # What cannot be removed stays, under a name that every listing passes over.
    litter = [p.name for p in base.rglob("*.lock")]
    if not plan.lasts and not outcome.failed.startswith("unlink"):
        litter += [p.name for p in workspace.folder.rglob("*.tmp")]
    assert not litter, f"{litter}\n{told}"
    # Of the app the exit status says only that it was left.
    if outcome.status == 0 and script.run is None:
        assert script.is_done(workspace), f"said done, and is not\n{told}"
    again = _outcome(script, Plan(number=0, fault=plan.fault), workspace)
    told += f"\nthen exit {again.status}: {again.said}"
    _check_what_was_said(again, told)
    assert again.status in script.again_may_say, f"does not go on after the fault\n{told}"
    assert script.is_done(workspace), f"is not done in the end\n{told}"


def _check_what_was_said(outcome: Outcome, told: str) -> None:
    assert "Traceback" not in outcome.said, told
    assert "a fault of its own" not in outcome.said, told
    assert 0 <= outcome.status <= 3, told
    if outcome.status:
        assert outcome.said.strip(), told


def _contents(workspace: Workspace) -> dict[str, str]:
    return {path: workspace.read(path) for path in workspace.tree()}


def _is_kept(workspace: Workspace, words: str) -> bool:
    """Whether a text is in a file, in the net, or in git."""
    wanted = words.strip().encode("utf-8", "surrogateescape")
    for path in workspace.base.rglob("*"):
        if path.is_file() and ".git/" not in str(path) and path.name not in ("said.txt", "stdin.txt"):
            found = path.read_bytes()
            if wanted in found or wanted.replace(b"\n", b"\\n") in found:
                return True
    blob = words.encode("utf-8", "surrogateescape")
    name = hashlib.sha1(b"blob %d\0" % len(blob) + blob).hexdigest()
    if workspace.git("cat-file", "-t", name, check=False).strip() == "blob":
        return True
    return wanted.decode("utf-8", "replace") in workspace.git("log", "--all", "-p", check=False)
