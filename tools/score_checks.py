"""Score the grammar pass on posts with seeded errors, on the same posts clean, and on errors authors made.

    python tools/score_checks.py PROSE [--natural FOLDER] [--cache FILE] [--maybe] [--show N]

PROSE holds clean/, injected/ and score.py; FOLDER posts/ and score.py. Answers of the engine are kept in the
cache file, so a change of the filter is scored within seconds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from draftloop.adapters.checkers.cache import CachedChecker, CheckCache
from draftloop.adapters.checkers.harper import HarperChecker
from draftloop.adapters.markdown import Markdown
from draftloop.loop.settings import Settings
from draftloop.steps.edit import check_text

if TYPE_CHECKING:
    from draftloop.loop.finding import Finding
    from draftloop.steps.desk import Desk


def main() -> int:
    """Print the scores."""
    options = parse_options()
    cache = CheckCache(options.cache)
    checker = CachedChecker(HarperChecker(), cache)
    desk = cast(
        "Desk", SimpleNamespace(settings=Settings(), markdown=Markdown(), checkers={"harper": checker})
    )
    tiers = {"sure", "maybe"} if options.maybe else {"sure"}
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("clean", "injected"):
            alarms = alarms_of(desk, sorted((options.prose / name).rglob("*.md*")), tiers)
            target = Path(options.keep or scratch) / f"{name}.json"
            target.write_text(json.dumps(alarms), encoding="utf-8")
            flags = ["--clean"] if name == "clean" else []
            run_score(options.prose / "score.py", *flags, options.prose / name, target)
        if options.natural:
            alarms = alarms_of(desk, sorted((options.natural / "posts").glob("*.md*")), tiers)
            target = Path(options.keep or scratch) / "natural.json"
            target.write_text(json.dumps(alarms), encoding="utf-8")
            run_score(options.natural / "score.py", target)
    checker.close()
    cache.close()
    return 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("prose", type=Path)
    parser.add_argument("--natural", type=Path)
    parser.add_argument("--cache", help="SQLite file for the engine's answers")
    parser.add_argument("--keep", help="folder for the alarms as JSON")
    parser.add_argument("--maybe", action="store_true", help="score doubtful alarms too")
    return parser.parse_args()


def alarms_of(desk: Desk, files: list[Path], tiers: set[str]) -> list[dict[str, object]]:
    """The alarms of the grammar pass in the scorers' format."""
    rows: list[dict[str, object]] = []
    for file in files:
        text = file.read_bytes().decode("utf-8")
        report = check_text(desk, text, file=file.name, passes=("grammar",))
        rows += [row_of(finding) for finding in report.findings if finding.tier in tiers]
    return rows


def row_of(finding: Finding) -> dict[str, object]:
    row: dict[str, object] = {
        "file": finding.file,
        "start": finding.start,
        "end": finding.end,
        "message": f"{finding.rule}: {finding.text!r} -> {finding.fixes[:1]}",
    }
    if finding.fixes:
        row["replacement"] = finding.fixes[0]
    return row


def run_score(script: Path, *arguments: object) -> None:
    subprocess.run([sys.executable, str(script), *map(str, arguments)], check=True)


if __name__ == "__main__":
    sys.exit(main())
