"""Measure the grammar pass on public posts that are not kept here, only what is known of places in them.

    python -m tools.score_judged REPOSITORIES [--half HALF] [--languagetool FOLDER-OR-URL] [--cache FILE]

REPOSITORIES holds git repositories with their history, bare or not, in folders named owner+name or
owner/name. tests/data/judged says which of their files are read, at which commits, and what is there: errors
that their authors fixed later, and verdicts on alarms. Choose rules by the half `train`; `test` is for saying
in the end what they are worth. Files of repositories that are not there are left out and counted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from draftloop.adapters.checkers.cache import CachedChecker, CheckCache
from draftloop.adapters.checkers.harper import HarperChecker
from draftloop.adapters.checkers.languagetool import checker_for
from draftloop.adapters.markdown import Markdown
from draftloop.loop.blocks import count_words
from draftloop.loop.settings import Settings
from draftloop.steps.edit import check_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from draftloop.loop.blocks import Span
    from draftloop.loop.engine_ports import Checker
    from draftloop.loop.finding import Finding
    from draftloop.steps.desk import Desk

JUDGED = Path(__file__).parents[1] / "tests" / "data" / "judged"
MOST_MARKED = 100
"""Characters; a longer alarm does not tell the author where the slip is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """An error in a file and what its author made of it; code points."""

    start: int
    end: int
    kind: str
    fix: str

    def is_met_by(self, finding: Finding) -> bool:
        """Whether the alarm touches the place, or the character before or after it."""
        is_near = finding.start < max(self.end, self.start + 1) + 1 and finding.end > self.start - 1
        return is_near and finding.end - finding.start <= MOST_MARKED

    def is_mended_by(self, finding: Finding, text: str) -> bool:
        """Whether the first fix makes the text what its author made it, but for blanks."""
        start, end = min(finding.start, self.start), max(finding.end, self.end)
        best = finding.fixes[0] if finding.fixes else ""
        got = text[start : finding.start] + best + text[finding.end : end]
        want = text[start : self.start] + self.fix + text[self.end : end]
        return got.split() == want.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A file of a repository at a commit, and what is known of places in it."""

    repository: str
    revision: str
    path: str
    half: str
    slips: tuple[Slip, ...] = ()
    verdicts: tuple[tuple[int, int, str], ...] = ()
    """Where an alarm stood, and whether it was true, pedantic or false."""

    def verdict_on(self, finding: Finding) -> str:
        """What was said of an alarm at that place; of several, the kindest."""
        said = {
            verdict
            for start, end, verdict in self.verdicts
            if start < max(finding.end, finding.start + 1) and finding.start < max(end, start + 1)
        }
        return next((word for word in ("true", "pedantic", "false") if word in said), "unjudged")


def main() -> int:
    """Print the scores."""
    options = parse_options()
    checkers: dict[str, Checker] = {}
    desk = cast("Desk", SimpleNamespace(settings=Settings(), markdown=Markdown(), checkers=checkers))
    cache = CheckCache(options.cache)
    with tempfile.TemporaryDirectory() as scratch:
        checkers["harper"] = CachedChecker(HarperChecker(), cache)
        if options.languagetool != "off":
            second = checker_for(options.languagetool, own_folder="", run_folder=scratch)
            checkers["languagetool"] = CachedChecker(second, cache)
        for half in (options.half,) if options.half else ("train", "test"):
            print(f"== {half}, {' and '.join(checkers)}")
            for line in (*score_slips(desk, options, half), *score_published(desk, options, half)):
                print(line)
        for checker in checkers.values():
            checker.close()
    cache.close()
    return 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("repositories", type=Path)
    parser.add_argument("--half", choices=("train", "test"))
    parser.add_argument("--languagetool", default="off", metavar="FOLDER-OR-URL")
    parser.add_argument("--cache", help="SQLite file for the engines' answers")
    parser.add_argument("--judged", type=Path, default=JUDGED, help=argparse.SUPPRESS)
    return parser.parse_args()


def score_slips(desk: Desk, options: argparse.Namespace, half: str) -> Iterator[str]:
    """How many of the errors that authors fixed meet a sure alarm, by kind, and how many it mends."""
    found: Counter[str] = Counter()
    mended: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for post, text in texts_of(options.repositories, natural_posts(options.judged / "natural.json"), half):
        for slip in post.slips:
            alarms = sure_alarms(desk, post, text, within=(slip.start, slip.end))
            met = [alarm for alarm in alarms if slip.is_met_by(alarm)]
            known[slip.kind] += 1
            found[slip.kind] += bool(met)
            mended[slip.kind] += any(slip.is_mended_by(alarm, text) for alarm in met)
    for kind, count in known.most_common():
        yield f"{kind:26} {found[kind]:4}/{count:<4} {share(found[kind], count)}"
    yield (
        f"errors of authors: {found.total()}/{known.total()} found = {share(found.total(), known.total())}, "
        f"the author's fix first {share(mended.total(), found.total())}"
    )


def score_published(desk: Desk, options: argparse.Namespace, half: str) -> Iterator[str]:
    """How often sure alarms come in posts as published, and what was said of alarms at their places."""
    verdicts: Counter[str] = Counter()
    words = 0
    for post, text in texts_of(options.repositories, clean_posts(options.judged / "clean.json"), half):
        words += count_words(desk.markdown.read(text).blocks)
        verdicts.update(post.verdict_on(alarm) for alarm in sure_alarms(desk, post, text))
    judged = verdicts.total() - verdicts["unjudged"]
    kinds = ", ".join(f"{verdicts[kind]} {kind}" for kind in ("pedantic", "false", "unjudged"))
    yield (
        f"published: {verdicts.total()} sure alarms in {words} words = "
        f"{1000 * verdicts.total() / max(1, words):.2f} per 1,000, "
        f"true {share(verdicts['true'], judged)} of {judged} judged ({kinds})"
    )


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def sure_alarms(desk: Desk, post: Post, text: str, *, within: Span | None = None) -> list[Finding]:
    engines = tuple(desk.checkers)
    report = check_text(desk, text, file=post.path, passes=("grammar",), engines=engines, within=within)
    silent = [f"{name}: {report.engines[name]}" for name in engines if report.engines[name] != "ok"]
    if silent:
        sys.exit(f"{post.path} was not checked. {'; '.join(silent)}")
    return [finding for finding in report.findings if finding.tier == "sure"]


def natural_posts(file: Path) -> list[Post]:
    """The files with errors that were fixed: each as it was before the commit that is named."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    return [post_of(row, revision=f"{row['commit']}^") for row in rows]


def clean_posts(file: Path) -> list[Post]:
    """The files as published, with the verdicts on alarms."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    return [post_of(row, revision=row["commit"]) for row in rows]


def post_of(row: dict[str, Any], *, revision: str) -> Post:
    return Post(
        repository=row["repo"],
        revision=revision,
        path=row["path"],
        half=row["half"],
        slips=tuple(
            Slip(start=start, end=end, kind=kind, fix=fix) for start, end, kind, fix in row.get("errors", ())
        ),
        verdicts=tuple((start, end, verdict) for start, end, _, verdict in row.get("alarms", ())),
    )


def texts_of(repositories: Path, posts: Sequence[Post], half: str) -> Iterator[tuple[Post, str]]:
    """The posts of a half with their texts; those that cannot be read are counted on standard error."""
    absent: Counter[str] = Counter()
    for post in posts:
        if post.half != half:
            continue
        text = read_post(repositories, post)
        if text is None:
            absent[post.repository] += 1
        else:
            yield post, text
    if absent:
        print(f"left out, not there: {listed(absent.items())}", file=sys.stderr)


def listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in sorted(counts))


def read_post(repositories: Path, post: Post) -> str | None:
    """The text as it stands in the repository; None when there is no such repository, commit or file."""
    for name in (post.repository.replace("/", "+"), post.repository):
        folder = repositories / name
        for git_dir in (folder / ".git", folder / "repo" / ".git", folder / "repo", folder):
            if (git_dir / "objects").is_dir():
                shown = subprocess.run(
                    ["git", "--git-dir", git_dir, "show", f"{post.revision}:{post.path}"],
                    capture_output=True,
                    check=False,
                )
                return shown.stdout.decode("utf-8") if shown.returncode == 0 else None
    return None


if __name__ == "__main__":
    sys.exit(main())
