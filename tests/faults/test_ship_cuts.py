"""P23: a ship that was cut off anywhere is finished by the next one, and looking at one writes nothing."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from draftloop.loop.ledger import digest, parse_ledger
from tests.faults.harness import Workspace, cases, needs, trying
from tests.faults.power_checks import Judge, Tally
from tests.faults.power_disk import Cuts
from tests.faults.power_trace import traced
from tests.faults.test_power import ROOT, SETTINGS, trace_of

FAULT = "a ship cut off anywhere"
SHIP = ("ship", Workspace.slug, "--to", "site", "--anyway")
LEDGER = f"drafts/{Workspace.slug}/exported.toml"
BUILT_ANEW = ("/.git/draftloop/", "/state/")
"""Lists and diffs that may be lost at any time."""


def test_a_ship_that_was_cut_off_is_finished_by_the_next(tmp_path: Path) -> None:
    needs("linux", "strace", fault=FAULT)
    row = trying("P23", FAULT)
    for case in cases("F4 ship again", fast=1, full=120):
        base = tmp_path / str(case.number)
        disk = trace_of(("ship",), base)
        # A lock that git left is a matter of its own: `waiting unlock` asks before it goes.
        states = [cut for cut in Cuts(disk).ordered() if not any(path.endswith(".lock") for path in cut.tree)]
        Judge(disk, Tally()).put(case.random.choice(states).tree)
        workspace = Workspace(base=base)
        workspace.ok(*SHIP)
        (page,) = (base / "site").rglob("index.md")
        entry = parse_ledger(workspace.read(LEDGER), LEDGER)["site"]
        assert entry.files == {str(page.relative_to(base / "site")): digest(page.read_bytes())}
        assert workspace.head(LEDGER) == workspace.read(LEDGER)
        assert "ship/" in workspace.git("tag")
        before = workspace.git("rev-parse", "HEAD")
        assert "Nothing has changed" in workspace.ok(*SHIP)
        assert workspace.git("rev-parse", "HEAD") == before
        shutil.rmtree(base)
        row.note(figure="the next ship finishes it, one more changes nothing")


def test_looking_at_a_ship_writes_nothing_and_exporting_twice_changes_nothing(tmp_path: Path) -> None:
    needs("linux", "strace", fault=FAULT)
    row = trying("P23", "a dry run, and an export done twice")
    workspace = Workspace.make(tmp_path / "base")
    (workspace.base / "site").mkdir()
    workspace.write("draftloop.toml", SETTINGS)
    export = ("export", Workspace.slug, "--to", "site", "--out", "../out")
    workspace.ok(*export)
    env = {**workspace.env, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    for arguments in ((*SHIP, "--dry-run"), export):
        disk = traced(
            [sys.executable, "-m", "draftloop", *arguments],
            cwd=workspace.folder,
            env=env,
            below=workspace.base,
            marks=workspace.trace_file,
        )
        assert disk.status == 0, disk.said
        first = {path: disk.first_of(path) for path in disk.tree()}
        changed = [
            path
            for path, data in disk.tree().items()
            if first[path] != data and not any(part in f"/{path}" for part in BUILT_ANEW)
        ]
        assert changed == [], f"{arguments}: {changed}"
    row.note(2, 2, "no file changed")
