"""docs/reliability.md: the tables between its markers, made from what a run left behind."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.faults.tiers import Tier

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reliability.md"
HEAD = "| promise | cases | faults survived | figure |\n| --- | ---: | ---: | --- |\n"
Row = dict[str, Any]


def read(results: Path) -> list[Row]:
    """The rows of a results file; a last line cut short by a kill is left out."""
    found: list[Row] = []
    for line in results.read_text(encoding="utf-8").splitlines() if results.exists() else ():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def machine() -> dict[str, str]:
    """The class of this machine, and nothing by which it could be told from others of its class."""
    kernel = re.match(r"\d+\.\d+", platform.release())
    return {
        "commit": _ask("git", "rev-parse", "--short=10", "HEAD"),
        "cores": str(os.cpu_count()),
        "kernel": f"{platform.system()} {kernel[0] if kernel else ''}".strip(),
        "git": _ask("git", "--version").removeprefix("git version ").split(" ")[0],
        "python": platform.python_version(),
    }


def write(tier: Tier, results: Path, page: Path = PAGE) -> None:
    """Put the table of a run between the markers of its tier; without a run the page stays as it is."""
    rows = read(results)
    if not any("promise" in row for row in rows):
        return
    text = page.read_text(encoding="utf-8")
    begin, end = f"<!-- faults:{tier} -->\n", f"<!-- /faults:{tier} -->"
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{page.name} has no place for the {tier} run: {begin.strip()} … {end}")
    page.write_text(f"{before}{begin}{summary(rows)}\n{table(results)}{end}{after}", encoding="utf-8")


def summary(rows: Iterable[Row]) -> str:
    """When, on which commits and on what class of machine."""
    sittings = [row for row in rows if "sitting" in row]
    last = sittings[-1]
    commits = list(dict.fromkeys(row["commit"] for row in sittings))
    days = [datetime.fromtimestamp(row["sitting"], tz=UTC).strftime("%Y-%m-%d") for row in sittings]
    when = days[-1] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    times = f", {len(sittings)} sittings" if len(sittings) > 1 else ""
    commit = f"commit {commits[0]}" if len(commits) == 1 else f"commits {commits[0]} to {commits[-1]}"
    return (
        f"{when}{times}; {commit}; {last['cores']} cores, {last['kernel']}, git {last['git']}, "
        f"Python {last['python']}.\n"
    )


def table(results: Path) -> str:
    """One row for each fault of each promise, counts added up; below it what could not be tried."""
    rows = read(results)
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if "promise" in row:
            groups.setdefault((row["promise"], row["fault"]), []).append(row)
    lines = []
    for (promise, fault), notes in sorted(groups.items(), key=lambda group: _in_order(group[0])):
        cases = sum(note["cases"] for note in notes)
        survived = sum(note["survived"] for note in notes)
        lines.append(
            f"| {_cell(promise)}: {_cell(fault)} | {cases:,} | {survived:,} | "
            f"{_cell(figure(notes, failed=cases - survived))} |\n"
        )
    skipped = sorted({(row["fault"], row["skipped"]) for row in rows if "skipped" in row})
    text = HEAD + "".join(lines)
    if skipped:
        text += "\nNot tried on this machine:\n\n"
        text += "".join(f"- {_cell(fault)}: {_cell(reason)}\n" for fault, reason in skipped)
    return text


def figure(notes: Sequence[Row], failed: int = 0) -> str:
    """The last words about it, with the distribution of all samples; where any failed that comes first."""
    measured = _measured(notes)
    if not failed:
        return measured
    # "0 words lost" is not true of such a row.
    has_samples = any(note["samples"] for note in notes)
    return "; ".join([f"**{failed:,} did not survive**", *([measured] if has_samples and measured else [])])


def _measured(notes: Sequence[Row]) -> str:
    told = next((note["figure"] for note in reversed(notes) if note["figure"]), "")
    samples = sorted(value for note in notes for value in note["samples"])
    if not samples:
        return "" if "{median}" in told else told
    for name, share in (("median", 0.5), ("p95", 0.95), ("max", 1.0)):
        at = min(len(samples) - 1, int(share * len(samples)))
        told = told.replace("{" + name + "}", f"{samples[at]:.3g}")
    return f"{told}"


def _in_order(group: tuple[str, str]) -> tuple[int, str, str]:
    number = re.search(r"\d+", group[0])
    return (int(number[0]) if number else 99, *group)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _ask(*argv: str) -> str:
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
