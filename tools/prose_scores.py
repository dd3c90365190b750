"""Score the grammar pass on our own prose: the posts of tests/data/prose, clean and with seeded slips.

    python -m tools.prose_scores [--languagetool FOLDER-OR-URL] [--maybe] [--show]

The posts hold no error, so every alarm on them is false. A slip is found when an alarm meets it, or the word
before or after it where words and not letters are wrong; an alarm of a whole sentence finds nothing.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from draftloop.adapters.checkers.cache import CachedChecker, CheckCache
from draftloop.adapters.checkers.harper import HarperChecker
from draftloop.adapters.checkers.languagetool import NoLanguageTool, checker_for
from draftloop.adapters.markdown import Markdown
from draftloop.loop.settings import Settings
from draftloop.steps.edit import check_text

if TYPE_CHECKING:
    from draftloop.loop.blocks import Span
    from draftloop.loop.engine_ports import Checker
    from draftloop.loop.finding import Finding
    from draftloop.steps.desk import Desk

PROSE = Path(__file__).parents[1] / "tests" / "data" / "prose"
MOST_MARKED = 100
"""Characters; a longer alarm does not tell the author where the slip is."""
_LETTERS = {"typo-key", "typo-drop", "typo-swap", "typo-double", "natural-typo", "name-case", "sentence-case"}
"""Kinds whose place is the word itself and not its neighbors."""
_LANG = re.compile(r"^lang: (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A slip and where in the clean post it goes, in code points."""

    file: str
    copy: int
    """Which seeded copy of the post it is in, from 1."""
    start: int
    end: int
    right: str
    wrong: str
    kind: str
    by_hand: bool

    def to_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A slip in a seeded text: `text[start:end]` is wrong and ought to be `right`."""

    kind: str
    start: int
    end: int
    right: str
    zone: Span
    """Where an alarm has to be to count as having found it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What the pass says about a place of a text."""

    start: int
    end: int
    rule: str
    fix: str | None


Check = Callable[[str], Sequence[Alarm]]


@dataclass(slots=True, kw_only=True)
class Tally:
    """Slips of a kind: how many there are, were found, and were put right by the first fix."""

    seeded: int = 0
    found: int = 0
    fixed: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.seeded if self.seeded else 0.0

    @property
    def right_fixes(self) -> float:
        """The share of found slips whose first fix gives the clean text back."""
        return self.fixed / self.found if self.found else 0.0


@dataclass(slots=True, kw_only=True)
class Scores:
    """What a check is worth on the prose."""

    words: int = 0
    """Of the clean posts, markup and code left out."""
    clean: list[tuple[str, Alarm]] = field(default_factory=list)
    """By file: alarms on the clean posts."""
    false: list[tuple[str, Alarm]] = field(default_factory=list)
    """Alarms on the seeded copies that meet no slip; one on a clean place counts in every copy."""
    hits: int = 0
    """Alarms on the seeded copies that meet a slip."""
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    """File, kind and the words around every slip that was not found."""
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def total(self, kinds: Iterable[str] = ()) -> Tally:
        """All slips, or those of some kinds, together."""
        chosen = [self.kinds[kind] for kind in kinds] or list(self.kinds.values())
        return Tally(
            seeded=sum(one.seeded for one in chosen),
            found=sum(one.found for one in chosen),
            fixed=sum(one.fixed for one in chosen),
        )

    @property
    def recall(self) -> float:
        return self.total().recall

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + len(self.false)) if self.hits else 0.0

    @property
    def f05(self) -> float:
        precision, recall = self.precision, self.recall
        return 1.25 * precision * recall / (0.25 * precision + recall) if recall else 0.0

    @property
    def clean_per_1000(self) -> float:
        return len(self.clean) / self.words * 1000


def read_posts() -> dict[str, str]:
    """The clean posts by file name."""
    files = sorted((PROSE / "clean").iterdir())
    return {file.name: file.read_bytes().decode("utf-8") for file in files}


def read_slots() -> list[Slot]:
    """All slips, by hand and by script."""
    return [Slot(**row) for row in json.loads((PROSE / "errors.json").read_text(encoding="utf-8"))]


def seed(text: str, slots: Iterable[Slot]) -> tuple[str, list[Slip]]:
    """A copy of a post with its slips, and where they are in it."""
    parts: list[str] = []
    placed: list[tuple[Slot, int]] = []
    at = size = 0
    for slot in sorted(slots, key=lambda slot: slot.start):
        if slot.start < at or text[slot.start : slot.end] != slot.right:
            raise ValueError(f"{slot.file}:{slot.start} does not fit the post; run tools.seed_errors")
        parts += [text[at : slot.start], slot.wrong]
        size += slot.start - at
        placed.append((slot, size))
        size += len(slot.wrong)
        at = slot.end
    seeded = "".join(parts) + text[at:]
    return seeded, [_slip(seeded, slot, start) for slot, start in placed]


def _slip(text: str, slot: Slot, start: int) -> Slip:
    end = start + len(slot.wrong)
    zone = (start, end)
    if slot.kind not in _LETTERS:
        before = re.search(r"\S+\s*$", text[max(0, start - 40) : start].partition("\n")[0])
        after = re.match(r"[^\S\n]*\S+", text[end : end + 40])
        zone = (start - len(before[0]) if before else start, end + after.end() if after else end)
    return Slip(kind=slot.kind, start=start, end=end, right=slot.right, zone=zone)


def score(check: Check, posts: Mapping[str, str], slots: Sequence[Slot]) -> Scores:
    """Run a check over the posts and every seeded copy of them."""
    scores = Scores(words=sum(map(count_words, posts.values())))
    by_copy: dict[tuple[str, int], list[Slot]] = defaultdict(list)
    for slot in slots:
        by_copy[slot.file, slot.copy].append(slot)
    for file, text in posts.items():
        scores.clean += [(file, alarm) for alarm in check(text)]
    for (file, _), chosen in sorted(by_copy.items()):
        text, slips = seed(posts[file], chosen)
        _count(scores, file, text, slips, check(text))
    return scores


def _count(scores: Scores, file: str, text: str, slips: Sequence[Slip], alarms: Sequence[Alarm]) -> None:
    met: set[Alarm] = set()
    for slip in slips:
        hits = [alarm for alarm in alarms if _meets(alarm, slip)]
        tally = scores.kinds[slip.kind]
        tally.seeded += 1
        tally.found += bool(hits)
        tally.fixed += any(_puts_right(text, alarm, slip) for alarm in hits)
        met |= set(hits)
        if not hits:
            around = f"{text[max(0, slip.start - 30) : slip.start]}[{text[slip.start : slip.end]}"
            scores.missed.append(
                (file, slip.kind, f"{around}=>{slip.right}]{text[slip.end : slip.end + 30]}")
            )
    scores.hits += len(met)
    scores.false += [(file, alarm) for alarm in alarms if alarm not in met]


def _meets(alarm: Alarm, slip: Slip) -> bool:
    start, end = slip.zone
    short_enough = alarm.end - alarm.start <= MOST_MARKED
    return short_enough and alarm.start < end and start < max(alarm.end, alarm.start + 1)


def _puts_right(text: str, alarm: Alarm, slip: Slip) -> bool:
    if alarm.fix is None:
        return False
    start, end = min(alarm.start, slip.start), max(alarm.end, slip.end)
    got = text[start : alarm.start] + alarm.fix + text[alarm.end : end]
    want = text[start : slip.start] + slip.right + text[slip.end : end]
    return got.split() == want.split()


def count_words(text: str) -> int:
    """Words of the author's prose."""
    return sum(len(block.text.split()) for block in Markdown().read(text).blocks)


def grammar_check(checkers: Mapping[str, Checker], *, tiers: Iterable[str] = ("sure",)) -> Check:
    """The grammar pass with these engines, each post in its own dialect."""
    desk = cast("Desk", SimpleNamespace(settings=Settings(), markdown=Markdown(), checkers=checkers))
    wanted = frozenset(tiers)

    def check(text: str) -> list[Alarm]:
        lang = _LANG.search(text)
        dialect = lang[1] if lang and "-" in lang[1] else ""
        report = check_text(
            desk, text, file="post.md", passes=("grammar",), engines=tuple(checkers), dialect=dialect
        )
        troubled = [state for state in report.engines.values() if state not in ("ok", "off")]
        if troubled or report.unchecked:
            raise RuntimeError(f"not everything was checked: {troubled or report.unchecked}")
        return [_alarm(finding) for finding in report.findings if finding.tier in wanted]

    return check


def _alarm(finding: Finding) -> Alarm:
    fix = finding.fixes[0] if finding.fixes else None
    return Alarm(start=finding.start, end=finding.end, rule=finding.rule_name, fix=fix)


@contextmanager
def engines(languagetool: str = "") -> Iterator[dict[str, Checker]]:
    """Harper, and LanguageTool when its folder or address is given; every answer is kept in memory."""
    cache = CheckCache(None)
    with TemporaryDirectory() as run_folder:
        checkers: dict[str, Checker] = {"harper": CachedChecker(HarperChecker(), cache)}
        if languagetool:
            second = checker_for(languagetool, own_folder="", run_folder=run_folder)
            checkers[second.name] = (
                second if isinstance(second, NoLanguageTool) else CachedChecker(second, cache)
            )
        try:
            yield checkers
        finally:
            for checker in checkers.values():
                checker.close()
            cache.close()


def main() -> int:
    """Print the scores."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--languagetool", default="", help="its folder or address; without it Harper alone")
    parser.add_argument("--maybe", action="store_true", help="score doubtful alarms too")
    parser.add_argument("--show", action="store_true", help="list false alarms and missed slips")
    options = parser.parse_args()
    tiers = ("sure", "maybe") if options.maybe else ("sure",)
    posts = read_posts()
    with engines(options.languagetool) as checkers:
        scores = score(grammar_check(checkers, tiers=tiers), posts, read_slots())
    print_scores(scores, posts, show=options.show)
    return 0


def print_scores(scores: Scores, posts: Mapping[str, str], *, show: bool) -> None:
    total = scores.total()
    print(
        f"{scores.words} words, {len(scores.clean)} alarms on the clean posts:"
        f" {scores.clean_per_1000:.2f} per 1,000"
    )
    print(
        f"{total.seeded} slips: precision {scores.precision:.3f}, recall {scores.recall:.3f},"
        f" F0.5 {scores.f05:.3f}, right first fix {total.right_fixes:.3f}"
    )
    for kind, tally in sorted(scores.kinds.items()):
        print(f"  {kind:18} {tally.found:3}/{tally.seeded:<3} {tally.recall:.2f}  fixed {tally.fixed}")
    if show:
        for file, alarm in scores.clean:
            text = posts[file]
            before, marked = text[max(0, alarm.start - 30) : alarm.start], text[alarm.start : alarm.end]
            around = f"{before}[{marked}]{text[alarm.end : alarm.end + 30]}"
            print(f"clean  {file} {alarm.rule}: {around!r} -> {alarm.fix}")
        for file, kind, words in scores.missed:
            print(f"missed {file} {kind}: {words!r}")


if __name__ == "__main__":
    sys.exit(main())
