"""F4, power cuts: every state that a cut could leave, looked at by git and by the program."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import sys
from pathlib import Path

import pytest

from tests.faults.harness import Workspace, cases, needs, note
from tests.faults.power_actor import ACTIONS
from tests.faults.power_checks import Tally, failures, judge
from tests.faults.power_disk import Cuts
from tests.faults.power_model import Disk
from tests.faults.power_trace import traced
from tests.faults.tiers import seed

ROOT = Path(__file__).parents[2]
FAULT = "power cut"
SETTINGS = '[target.site]\nkind = "hugo"\nroot = "../site"\n'
QUICK = ("save", "commit", "idea", "take", "export", "autosave")
SINGLE = tuple((name,) for name in (*QUICK, *sorted(ACTIONS.keys() - set(QUICK))))
PAIRS = tuple(itertools.product(ACTIONS, repeat=2))
TRIPLES = tuple(itertools.product(ACTIONS, repeat=3))
SOME_TRIPLES = 200
"""Of nearly six thousand: what a third action meets, the second of a pair mostly met before it."""


def trace_of(actions: tuple[str, ...], base: Path) -> Disk:
    """What the real program does to a fresh workspace in the course of these actions."""
    workspace = Workspace.make(base, PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "src")]))
    (base / "site").mkdir()
    workspace.write("draftloop.toml", SETTINGS)
    disk = traced(
        [sys.executable, "-m", "tests.faults.power_actor", *actions],
        cwd=workspace.folder,
        env=workspace.env,
        below=base,
        marks=workspace.trace_file,
    )
    assert disk.status == 0, f"{' '.join(actions)}: {disk.said}"
    return disk


def check(actions: tuple[str, ...], base: Path) -> Tally:
    """All states of one workload; fails with the first broken one of each kind."""
    tally = Tally()
    try:
        disk = trace_of(actions, base)
        real = {str(p.relative_to(base)): p.read_bytes() for p in base.rglob("*") if p.is_file()}
        real.pop("trace.jsonl", None)
        model = {path: data for path, data in disk.tree().items() if not path.endswith("/")}
        assert model == real, "the trace does not tell all that happened"
        judge(disk, tally)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    survived = tally.distinct - len(tally.broken) - len(tally.lost)
    figure = "0 broken, 0 acknowledged and lost; a damaged index is built anew"
    note("P2 P3 P5 P12 P23", FAULT, tally.distinct, survived, figure)
    found = "\n\n".join(failures(tally))
    assert not found, f"{' '.join(actions)}: {found}"
    return tally


@pytest.mark.parametrize("workload", ["single", "several"])
def test_no_cut_breaks_a_file_or_takes_back_what_was_acknowledged(tmp_path: Path, workload: str) -> None:
    needs("linux", "strace", fault=FAULT)
    if workload == "single":
        for case in cases("F4 one action", fast=len(QUICK), full=len(SINGLE), weight=0.1):
            check(SINGLE[case.number], tmp_path / str(case.number))
        return
    order = sequences()
    for case in cases("F4 sequences of actions", fast=1, full=len(order), weight=0.9):
        check(order[case.number], tmp_path / str(case.number))


def sequences() -> list[tuple[str, ...]]:
    """Every pair and some triples, in an order of the seed's own: an early end saw a bit of everything."""
    choose = random.Random(f"F4/{seed()}")
    found = [*PAIRS, *choose.sample(TRIPLES, SOME_TRIPLES)]
    choose.shuffle(found)
    return found


def test_a_save_without_a_flush_is_found_out(tmp_path: Path) -> None:
    """The judge is judged: the careless ways of writing have to be called broken, the careful one not."""
    needs("linux", "strace", fault=FAULT)
    careless = "import os; open('blog/a.md', 'w').write('new')"
    half = "import os; open('blog/b', 'w').write('new'); os.rename('blog/b', 'blog/a.md')"
    synced = (
        "import os; f = open('blog/b', 'w'); f.write('new'); f.flush(); os.fsync(f.fileno()); "
        "os.rename('blog/b', 'blog/a.md')"
    )
    whole = f"{synced}; os.fsync(os.open('blog', os.O_RDONLY))"
    mark = "; open('marks', 'a').write('{\"event\": \"done\"}\\n')"
    found = {}
    for name, script in {"careless": careless, "half": half, "synced": synced, "whole": whole}.items():
        base = tmp_path / name
        (base / "blog").mkdir(parents=True)
        (base / "blog" / "a.md").write_text("old")
        disk = traced(
            [sys.executable, "-c", script + mark],
            cwd=base,
            env={"PATH": os.environ["PATH"]},
            below=base,
            marks=base / "marks",
        )
        assert disk.status == 0, disk.said
        states = [cut.tree.get("blog/a.md") for cut in Cuts(disk).ordered()]
        lost = [cut.tree.get("blog/a.md") for cut in Cuts(disk).ordered() if cut.until == len(disk.ops)]
        found[name] = (set(states) <= {b"old", b"new"}, set(lost) == {b"new"})
    assert found == {
        "careless": (False, False),
        "half": (False, False),
        "synced": (True, False),
        "whole": (True, True),
    }
