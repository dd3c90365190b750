"""Score the grammar pass on posts with seeded errors, the same posts as published, and errors authors fixed.

    python -m tools.score_checks FOLDER [--languagetool FOLDER-OR-URL] [--cache FILE] [--keep FOLDER]

FOLDER holds prose/ (clean/, injected/, manifest.json, judged.json, score.py) and natural-errors/ (posts/,
gold.json, manifest.json, score.py). Printed are, for Harper alone and with LanguageTool, the scores of the
pass as it is, and those with the rules chosen by leaving one repository out: for each repository a rule is
believed only if over all the others its hits are at least twice its misses and one more. Spelling and our own
rules, which have no list of trusted ones, are always on. Answers of the engines are kept in the cache file.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from draftloop.adapters.checkers.cache import CachedChecker, CheckCache
from draftloop.adapters.checkers.harper import HarperChecker
from draftloop.adapters.checkers.languagetool import checker_for
from draftloop.adapters.markdown import Markdown
from draftloop.loop.findings_filter import SPELLING_RULES
from draftloop.loop.settings import Settings
from draftloop.steps.edit import check_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from draftloop.loop.engine_ports import Checker
    from draftloop.loop.finding import Finding
    from draftloop.steps.desk import Desk

SETS = ("clean", "injected", "natural")
Row = dict[str, Any]
"""An alarm as the scorers read it, with its rule, its tier and the repository of its post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """By rule and repository: how often it was right and how often not."""

    hits: Mapping[str, Counter[str]]
    misses: Mapping[str, Counter[str]]

    def is_trusted(self, rule: str, but: str) -> bool:
        """Whether the other repositories speak for the rule."""
        hits = sum(count for repository, count in self.hits[rule].items() if repository != but)
        misses = sum(count for repository, count in self.misses[rule].items() if repository != but)
        return hits > 0 and hits >= 2 * misses + 1


def main() -> int:
    """Print the scores."""
    options = parse_options()
    cache = CheckCache(options.cache)
    checkers: dict[str, Checker] = {"harper": CachedChecker(HarperChecker(), cache)}
    desk = cast("Desk", SimpleNamespace(settings=Settings(), markdown=Markdown(), checkers=checkers))
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(options.keep or scratch)
        if options.languagetool != "off":
            second = checker_for(options.languagetool, own_folder="", run_folder=scratch)
            checkers["languagetool"] = CachedChecker(second, cache)
        for engines in [tuple(checkers)[:size] for size in range(1, len(checkers) + 1)]:
            rows = {name: alarms_of(desk, options.folder, name, engines) for name in SETS}
            title = " and ".join(engines)
            print(f"\n== {title}, as it is")
            run_scorers(options.folder, place, rows, lambda row: row["tier"] == "sure")
            print(f"\n== {title}, rules chosen by leaving one repository out")
            evidence = weigh(options.folder, rows)
            run_scorers(options.folder, place, rows, partial(is_kept, evidence))
    for checker in checkers.values():
        checker.close()
    cache.close()
    return 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--languagetool", default="off", metavar="FOLDER-OR-URL")
    parser.add_argument("--cache", help="SQLite file for the engines' answers")
    parser.add_argument("--keep", help="folder for the alarms as JSON")
    return parser.parse_args()


def alarms_of(desk: Desk, folder: Path, name: str, engines: Sequence[str]) -> list[Row]:
    """Every sure or doubtful alarm on the posts of a set."""
    place = folder / "natural-errors" / "posts" if name == "natural" else folder / "prose" / name
    repositories = repositories_of(folder, name)
    rows: list[Row] = []
    for file in sorted(place.rglob("*.m*d*")):
        text = file.read_bytes().decode("utf-8")
        report = check_text(desk, text, file=file.name, passes=("grammar",), engines=engines)
        rows += [
            row_of(finding, repositories.get(file.name, ""))
            for finding in report.findings
            if finding.tier in ("sure", "maybe")
        ]
    return rows


def repositories_of(folder: Path, name: str) -> dict[str, str]:
    """The repository each post came from."""
    if name != "natural":
        posts = read(folder / "prose" / "manifest.json")["posts"]
        return {post["file"]: post["repo"] for post in posts}
    place = folder / "natural-errors"
    pairs = zip(read(place / "gold.json"), read(place / "manifest.json"), strict=True)
    return {gold["file"]: source["repo"] for gold, source in pairs}


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def row_of(finding: Finding, repository: str) -> Row:
    row: Row = {
        "file": finding.file,
        "start": finding.start,
        "end": finding.end,
        "message": f"{finding.rule}: {finding.text!r} -> {finding.fixes[:1]}",
        "rule": finding.rule_name,
        "tier": finding.tier,
        "repository": repository,
    }
    if finding.fixes:
        row["replacement"] = finding.fixes[0]
    return row


def is_kept(evidence: Evidence, row: Row) -> bool:
    engine, _, rule = row["rule"].partition(":")
    if engine == "draftloop" or rule in SPELLING_RULES:
        return bool(row["tier"] == "sure")
    return evidence.is_trusted(row["rule"], row["repository"])


def weigh(folder: Path, rows: Mapping[str, Sequence[Row]]) -> Evidence:
    """What each post says of the rules that fired in it; an unjudged alarm on a published post is a miss."""
    hits: Mapping[str, Counter[str]] = defaultdict(Counter)
    misses: Mapping[str, Counter[str]] = defaultdict(Counter)
    judged = places(read(folder / "prose" / "judged.json")["alarms"], "verdict")
    for row in rows["clean"]:
        verdicts = meets(row, judged)
        (hits if "true" in verdicts else misses)[row["rule"]][row["repository"]] += 1
    seeded = places(read(folder / "prose" / "injected" / "gold.json")["errors"], "kind")
    fixed = places(read(folder / "natural-errors" / "gold.json"), "kind")
    for name, gold in (("injected", seeded), ("natural", fixed)):
        for row in rows[name]:
            if meets(row, gold):
                hits[row["rule"]][row["repository"]] += 1
    return Evidence(hits=hits, misses=misses)


def places(records: Iterable[Row], what: str) -> Mapping[str, list[tuple[int, int, str]]]:
    found: Mapping[str, list[tuple[int, int, str]]] = defaultdict(list)
    for record in records:
        start, end = record.get("zone") or (record["start"], record["end"])
        found[record["file"]].append((start - 1, max(end, start + 1) + 1, record[what]))
    return found


def meets(row: Row, gold: Mapping[str, Sequence[tuple[int, int, str]]]) -> list[str]:
    """What is known of the places the alarm meets."""
    return [
        said
        for start, end, said in gold[row["file"]]
        if row["start"] < end and start < max(row["end"], row["start"] + 1)
    ]


def run_scorers(
    folder: Path, place: Path, rows: Mapping[str, Sequence[Row]], wanted: Callable[[Row], bool]
) -> None:
    """Print what the scorers beside the posts say of the wanted alarms."""
    for name in SETS:
        target = place / f"{name}.json"
        target.write_text(json.dumps([row for row in rows[name] if wanted(row)]), encoding="utf-8")
        if name == "natural":
            command = [str(folder / "natural-errors" / "score.py"), str(target)]
        else:
            flags = ["--clean"] if name == "clean" else []
            command = [str(folder / "prose" / "score.py"), *flags, str(folder / "prose" / name), str(target)]
        subprocess.run([sys.executable, *command], check=True)


if __name__ == "__main__":
    sys.exit(main())
