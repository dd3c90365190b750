"""`make faults` and `make faults-full`: every part in the time there is, counts printed, the report written.

    python -m tests.faults long      FAULTS_MINUTES (60) split over the parts
    python -m tests.faults full      until every figure of the design is reached; ctrl-c and come back
    python -m tests.faults report    write docs/reliability.md from the results that are there

A part is a file tests/faults/test_*.py. FAULTS_PARTS="typing git" chooses some; FAULTS_NEW=1 forgets what
earlier sittings of the full run did.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.faults import report
from tests.faults.tiers import Tier

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".faults"
WIDE = {"typing": 11.0, "git": 11.0, "soak": 7.0, "two_writers_app": 5.0}
"""Parts that use all cores by themselves and whose figures are times: nothing runs beside them."""
NARROW = {
    "power": 12.0,
    "failing_calls": 8.0,
    "full_disks": 5.0,
    "two_writers": 8.0,
    "two_writers_races": 4.0,
    "hostile": 6.0,
    "fuzz": 4.0,
    "environment": 10.0,
    "clock": 5.0,
    "outside": 4.0,
    "foreign_bytes": 1.0,
    "tripwires": 1.0,
    "harness": 1.0,
}
"""Parts of one process, so that as many run as there are cores. Both: shares of the time."""
_OTHERS = 2.0
_BEGINS = 0.92
"""In this share of the time new cases begin; what is under way by then is finished in the rest."""
_SLACK_S = 600.0
"""A part that is this much over its time hangs."""
_TESTS_FAILED = 1
"""How pytest ends then; anything else says that it did not come so far."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file of tests."""

    file: Path
    seconds: float

    @property
    def name(self) -> str:
        return self.file.stem.removeprefix("test_")

    @property
    def is_wide(self) -> bool:
        return self.name in WIDE


def main(arguments: list[str]) -> int:
    """Run a tier; 0 when every part passed."""
    named = arguments[0] if arguments else ""
    if named == "report":
        for each in ("long", "full"):
            report.write(each, results_of(each))
        return 0
    if named not in ("long", "full"):
        print(__doc__, file=sys.stderr)
        return 2
    tier: Tier = "long" if named == "long" else "full"
    PLACE.mkdir(exist_ok=True)
    results = results_of(tier)
    if tier == "long" or os.environ.get("FAULTS_NEW"):
        results.unlink(missing_ok=True)
    seed = seed_of(results, tier)
    minutes = float(os.environ.get("FAULTS_MINUTES", "60"))
    parts = plan(minutes * 60)
    print(f"{len(parts)} parts, seed {seed}, {f'{minutes:g} minutes' if tier == 'long' else 'no limit'}")
    failed, is_interrupted = [], False
    try:
        failed = run_all(parts, tier, seed, results)
    except KeyboardInterrupt:
        is_interrupted = True
    report.write(tier, results)
    print(report.table(results))
    for name in failed:
        print(f"failed: {name}")
    if is_interrupted:
        print(
            "interrupted; what was done is kept" + (", `make faults-full` goes on" if tier == "full" else "")
        )
        return 128 + signal.SIGINT
    return 1 if failed else 0


def results_of(tier: Tier) -> Path:
    return PLACE / f"{tier}.jsonl"


def seed_of(results: Path, tier: Tier) -> int:
    """A full run has the same seed in every sitting. A sitting begins by saying what it runs on."""
    rows = report.read(results)
    before = [row["seed"] for row in rows if "sitting" in row]
    seed = int(os.environ.get("FAULTS_SEED") or (before[0] if before else time.time()))
    append(results, {"sitting": int(time.time()), "tier": tier, "seed": seed, **report.machine()})
    return seed


def append(results: Path, row: report.Row) -> None:
    with results.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def plan(seconds: float) -> list[Part]:
    """Every part with its share of the time: the wide ones, then the others beside each other."""
    chosen = os.environ.get("FAULTS_PARTS", "").split()
    names = {}
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        name = file.stem.removeprefix("test_")
        if not chosen or name in chosen:
            names[file] = WIDE.get(name) or NARROW.get(name, _OTHERS)
    cores = os.cpu_count() or 1
    wide = sum(weight for file, weight in names.items() if file.stem.removeprefix("test_") in WIDE)
    total = wide + (sum(names.values()) - wide) / cores
    parts = [Part(file=file, seconds=_BEGINS * seconds * weight / total) for file, weight in names.items()]
    return sorted(parts, key=lambda part: (not part.is_wide, -part.seconds))


def run_all(parts: list[Part], tier: Tier, seed: int, results: Path) -> list[str]:
    """Run them; the names of those that failed."""
    failed, running = [], dict[Part, tuple[subprocess.Popen[bytes], float]]()
    waiting = list(parts)
    try:
        while waiting or running:
            room = (os.cpu_count() or 1) - len(running)
            if waiting and (not running or (room > 0 and not any(part.is_wide for part in running))):
                part = waiting.pop(0)
                print(f"{part.name} ...", flush=True)
                running[part] = (start(part, tier, seed, results), time.monotonic())
                continue
            time.sleep(0.2)
            failed += ended(running, tier, results)
    finally:
        for process, _ in running.values():
            stop(process)
    return failed


def ended(running: dict[Part, tuple[subprocess.Popen[bytes], float]], tier: Tier, results: Path) -> list[str]:
    """Take out the parts that have ended; those of them that failed."""
    failed = []
    for part, (process, began) in list(running.items()):
        seconds = time.monotonic() - began
        if process.poll() is None:
            if tier != "long" or seconds < part.seconds + _SLACK_S:
                continue
            stop(process)
        del running[part]
        if process.returncode == 0:
            print(f"{part.name}: passed in {seconds:.0f} s", flush=True)
        else:
            print(f"{part.name}: FAILED, exit {process.returncode}; see {log_of(part).name}", flush=True)
            failed.append(f"{part.name} (.faults/{log_of(part).name})")
            if process.returncode != _TESTS_FAILED:  # then each of them is in the table
                fault = f"the part {part.name} did not end by itself"
                count = {"cases": 1, "survived": 0, "figure": "", "samples": []}
                append(results, {"promise": "run", "fault": fault, **count})
    return failed


def start(part: Part, tier: Tier, seed: int, results: Path) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "FAULTS_TIER": tier,
        "FAULTS_SEED": str(seed),
        "FAULTS_SHARE": f"{part.seconds:.0f}",
        "FAULTS_RESULTS": str(results),
    }
    with log_of(part).open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-rs", "-s", "-p", "no:cacheprovider", str(part.file)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """Interrupt it as a person would, so that it clears away what it made; then kill what is left."""
    for number, patience_s in ((signal.SIGINT, 20), (signal.SIGKILL, 5)):
        if process.poll() is None:
            os.killpg(process.pid, number)
            try:
                process.wait(patience_s)
            except subprocess.TimeoutExpired:
                continue


def log_of(part: Part) -> Path:
    return PLACE / f"{part.name}.log"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
