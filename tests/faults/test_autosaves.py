"""F2 for autosaves: struck in the middle of one, what was acknowledged is there and the next one works."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from draftloop.adapters.autosave import GitAutosaves
from draftloop.loop.errors import HistoryUnavailable
from tests.faults.harness import Oracle, Workspace, cases, trying
from tests.faults.striking import Who, strike

WHEN = datetime(2026, 11, 14, 20, 0, tzinfo=UTC)
SLUG, POST = Workspace.slug, Workspace.post
STRIKES = 3
"""In one workspace, one after the other."""
MOST_DELAY_S = 0.1

SAVER = """
import sys
from datetime import datetime, timedelta
from draftloop.adapters.autosave import GitAutosaves
from draftloop.loop.errors import HistoryUnavailable
root, slug, path, when, first = sys.argv[1:]
store = GitAutosaves(root, "trash")
print("ready", flush=True)
for number in range(int(first), int(first) + 1_000):
    text = f"Take {number}. " * 500
    try:
        made = store.save(slug, {path: text}, datetime.fromisoformat(when) + timedelta(minutes=number))
    except HistoryUnavailable as error:
        print("failed", error.reason, flush=True)
    else:
        print(made, number, flush=True)
"""


def test_an_acknowledged_autosave_outlives_every_kill(tmp_path: Path) -> None:
    row = trying("P5", "kill -9 around an autosave")
    survived = strikes = 0
    told: Counter[str] = Counter()
    try:
        for case in cases("F2 autosaves", fast=4, full=250):
            workspace = Workspace.make(tmp_path / str(case.number))
            others = workspace.index(), workspace.git("rev-parse", "HEAD", "main")
            saved: dict[str, int] = {}
            for turn in range(STRIKES):
                who = case.random.choice([Who.ALONE, Who.ALL, Who.GIT])
                saved |= struck(workspace, who, case.random.uniform(0, MOST_DELAY_S), first=turn * 1_000)
                strikes += 1
                check(workspace, saved)
                told[f"{who}: {'a lock was left' if next_one(workspace, turn) else 'nothing was left'}"] += 1
            Oracle(workspace).check_sound()
            assert (workspace.index(), workspace.git("rev-parse", "HEAD", "main")) == others
            survived += 1
    finally:
        figure = f"{strikes} kills in the middle of autosaves, 0 acknowledged ones missing"
        row.note(survived, survived, figure)
    print(dict(sorted(told.items())))


def struck(workspace: Workspace, who: Who, delay_s: float, first: int) -> dict[str, int]:
    """Save without a rest until it is struck; the ids that were acknowledged, and which text each has."""
    process = subprocess.Popen(
        [sys.executable, "-c", SAVER, str(workspace.folder), SLUG, POST, WHEN.isoformat(), str(first)],
        env=workspace.env,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        assert strike(psutil.Process(process.pid), who, delay_s)
        process.kill()
        said = process.stdout.read().splitlines()
    lines = [line.split() for line in said if line[:1].isdigit()]
    return {words[0]: int(words[1]) for words in lines if len(words) == 2}


def check(workspace: Workspace, saved: dict[str, int]) -> None:
    """Git is sound, and every acknowledged text is read back whole."""
    workspace.git("fsck", "--strict", "--no-dangling")
    store = GitAutosaves(str(workspace.folder), "trash")
    found = store.texts(SLUG, [(id_, POST) for id_ in saved])
    missing = [
        id_
        for (id_, number), text in zip(saved.items(), found, strict=True)
        if text != f"Take {number}. " * 500
    ]
    assert missing == []


def next_one(workspace: Workspace, turn: int) -> bool:
    """The next one is saved; or says which lock is in the way, and is saved once that is gone."""
    store = GitAutosaves(str(workspace.folder), "trash")
    when = WHEN + timedelta(days=300 + turn)
    lock = next((workspace.folder / ".git/refs/draftloop").rglob("*.lock"), None)
    if lock is not None:
        with pytest.raises(HistoryUnavailable, match=re.escape(lock.name)):
            store.save(SLUG, {POST: f"After {turn}.\n"}, when)
        lock.unlink()
    assert store.save(SLUG, {POST: f"After {turn}.\n"}, when)
    return lock is not None
