"""Count words in public technical prose and write src/draftloop/loop/data/trade_words.py.

    python tools/count_trade_words.py FOLDER [--leave-out NAME]...

FOLDER holds bare git repositories as FOLDER/OWNER+NAME/repo. Of each at most 150 English Markdown files are
read through draftloop's own front end. Kept are words in small letters that at least three repositories use,
and how often; no text. Three things come of it: how common a word is where people write about software, how
names are written there, and which of the vendored words of the trade are most likely slips in those lists.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from draftloop.adapters.markdown import Markdown
from draftloop.loop.blocks import RunKind
from draftloop.loop.lexicon import Lexicon, vendored
from draftloop.loop.near_words import one_edit_away
from tools.vendor_words import write_packed

FILES_A_REPOSITORY = 150
LARGEST_FILE = 60_000
REPOSITORIES = 3
"""A word that fewer use may be somebody's own."""
COMMONER_NEIGHBOR = 12
"""A word whose neighbor is so many times as common is taken for a slip, unless six repositories use it."""
ALSO_WORDS = frozenset(
    {"apple", "august", "chromium", "electron", "google", "march", "raspberry", "safari", "united"}
)
"""Names that are words as well."""
_WORD = re.compile(r"(?<![\w@#./_’'-])[A-Za-z]{3,}(?![\w@#/_’'])")
_OTHER_LANGUAGE = re.compile(
    r"(^|[/.])(zh|ja|ko|fr|es|de|pt|ru|it|pl|tr|id|vi|uk|ar|fa|nl|sv|cs|hi|bn)([-_]\w+)?[/.]|i18n|translat"
    r"|node_modules|CHANGELOG"
)


def main() -> int:
    """Write the generated module."""
    options = parse_options()
    counts: Counter[str] = Counter()
    repositories: Counter[str] = Counter()
    markdown = Markdown()
    for place in sorted(options.folder.glob("*+*/repo")):
        if place.parent.name in options.leave_out:
            continue
        own: Counter[str] = Counter()
        for text in texts_of(place):
            for block in markdown.read(text).blocks:
                shown = " ".join(run.text if run.kind is RunKind.TEXT else "\ufffc" for run in block.runs)
                own.update(_WORD.findall(shown))
        counts += own
        repositories.update(own.keys())
    lexicon = vendored()
    rows = [
        f"{word} {value}" for word, value in sorted(trade_frequencies(counts, repositories, lexicon).items())
    ]
    doubtful = sorted(doubtful_words(counts, repositories, lexicon))
    write_packed(
        "trade_words", "Words and log10 of their use in a billion words of technical prose, times 100", rows
    )
    write_packed("doubtful_words", "Words of the trade's lists that are most likely slips", doubtful)
    names = sorted(name_forms(counts, repositories, lexicon))
    write_packed("name_forms", "Names as they are written; a + where small letters are a slip too", names)
    print(f"{sum(counts.values()):,} words, {len(rows):,} rows, {len(doubtful)} doubtful, {len(names)} names")
    return 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--leave-out", action="append", default=[], metavar="OWNER+NAME")
    return parser.parse_args()


def texts_of(repository: Path) -> list[str]:
    """A sample of the English Markdown files of the newest commit."""
    listed = (
        git(repository, "ls-tree", "-r", "--name-only", "-z", "HEAD").decode("utf-8", "replace").split("\0")
    )
    files = [
        name
        for name in listed
        if name.endswith((".md", ".mdx", ".markdown", ".qmd")) and not _OTHER_LANGUAGE.search(name)
    ]
    random.Random(5).shuffle(files)
    texts: list[str] = []
    for name in files[:FILES_A_REPOSITORY]:
        data = git(repository, "show", f"HEAD:{name}")
        if len(data) <= LARGEST_FILE:
            texts.append(data.decode("utf-8", "replace"))
    return texts


def git(repository: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, check=False)
    return done.stdout


def trade_frequencies(counts: Counter[str], repositories: Counter[str], lexicon: Lexicon) -> dict[str, int]:
    """Zipf values times 100 of words that no list has, or that are much commoner here than in all English."""
    total = sum(counts.values())
    found: dict[str, int] = {}
    for word, count in counts.items():
        if not word.islower() or repositories[word] < REPOSITORIES:
            continue
        zipf = math.log10(count / total * 1e9)
        is_listed = lexicon.zipf(word) > 0 or lexicon.is_tech(word) or lexicon.is_rare(word)
        if (is_listed and zipf > lexicon.zipf(word) + 0.4) or (
            not is_listed and not is_likely_slip(word, counts, repositories, lexicon)
        ):
            found[word] = round(100 * zipf)
    return found


def name_forms(counts: Counter[str], repositories: Counter[str], lexicon: Lexicon) -> list[str]:
    """Names nearly everybody writes alike: with a capital inside (GitHub) or always with a first (Ubuntu)."""
    forms: dict[str, dict[str, int]] = {}
    for word, count in counts.items():
        forms.setdefault(word.lower(), {})[word] = count
    found: list[str] = []
    for lower, ways in forms.items():
        best = max(ways, key=lambda way: ways[way])
        is_plain = best == lower or best.isupper() or len(lower) < 4 or best.rstrip("s").isupper()
        if is_plain or not best.isalpha() or lower in ALSO_WORDS:
            continue
        capitalized = sum(count for way, count in ways.items() if way != lower)
        small = ways.get(lower, 0) / (ways.get(lower, 0) + ways[best])
        has_inner_capital = best[1:] != best[1:].lower()
        is_word = lexicon.zipf(lower) > 3.4 and small > 0.1
        if ways[best] < 0.85 * capitalized or is_word:
            continue
        if has_inner_capital and repositories[best] >= 6:
            found.append(best + ("+" if small <= 0.05 and len(best) > 5 and repositories[best] >= 10 else ""))
        elif lower not in lexicon.names and repositories[best] >= 20 and small <= 0.03 and len(best) > 4:
            found.append(f"{best}+")
    return found


def is_likely_slip(word: str, counts: Counter[str], repositories: Counter[str], lexicon: Lexicon) -> bool:
    limit = COMMONER_NEIGHBOR if repositories[word] < 6 else 5 * COMMONER_NEIGHBOR
    return neighbor_ratio(word, counts, lexicon) > limit


def neighbor_ratio(word: str, counts: Counter[str], lexicon: Lexicon) -> float:
    """How many times as common the commonest word one letter away is."""
    neighbors = [counts[near] for near in one_edit_away(word, lexicon)]
    return max(neighbors, default=0) / max(1, counts[word])


def doubtful_words(counts: Counter[str], repositories: Counter[str], lexicon: Lexicon) -> set[str]:
    """Long words of the lists, one letter from a common word, that hardly anybody uses in prose."""
    return {
        word
        for word in lexicon.tech
        if len(word) >= 7
        and word.isalpha()
        and (repositories[word] < 2 or neighbor_ratio(word, counts, lexicon) > 8 * COMMONER_NEIGHBOR)
        and repositories[word] < 6
        and not lexicon.is_rare(word)
        and any(lexicon.zipf(near) >= 3.3 for near in one_edit_away(word, lexicon))
    }


if __name__ == "__main__":
    sys.exit(main())
