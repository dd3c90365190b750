"""Acronyms that are used and never introduced."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind
from draftloop.loop.data.style_words import ACRONYMS
from draftloop.loop.lexicon import lexicon
from draftloop.loop.readability_views import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftloop.loop.blocks import Prose
    from draftloop.loop.readability_views import ProseView

_ACRONYM = re.compile(r"(?<![\w@#$/\\.&'’-])(?P<short>[A-Z]{3,6})(?:s|['’]s)?(?![\w/\\(&-]|\.\w)")
_SMALL_WORDS = "a an the of and or for to in on by with"
_SMALL = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_USES, _OFTEN = 2, 3
"""What stands twice is worth a look, what stands more often a mark."""
_FEW_WORDS = 100_000
"""Words of a text that are searched for the words behind the letters."""


def acronym_marks(prose: Prose, views: Sequence[ProseView], title: str) -> Iterator[Candidate]:
    """The first use of each acronym that stands twice or more and is nowhere spelled out.

    Not of household names, not of what the title holds, and not of what a link explains.
    """
    first: dict[str, tuple[ProseView, int, int]] = {}
    counts: dict[str, int] = {}
    introduced = {match["short"] for match in _ACRONYM.finditer(title)}
    for view in views:
        text = view.text
        for match in _ACRONYM.finditer(text):
            short = match["short"]
            if short in introduced or _is_household(short) or not view.is_own:
                continue
            if _is_introduced(text, match) or view.is_spared(*match.span("short")):
                introduced.add(short)
                continue
            counts[short] = counts.get(short, 0) + 1
            first.setdefault(short, (view, *match.span("short")))
    wanted = {short for short, count in counts.items() if count >= _USES and short not in introduced}
    wanted -= _spelled_out(prose, wanted)
    for short in sorted(wanted, key=list(first).index):
        view, start, end = first[short]
        yield Candidate(
            view=view,
            start=start,
            end=end,
            rule="AcronymUnexplained",
            kind="acronym",
            message=f"“{short}” stands {counts[short]} times and is nowhere spelled out.",
            weight=1.2,
            is_minor=counts[short] < _OFTEN,
        )


@lru_cache(maxsize=4096)
def _is_household(short: str) -> bool:
    known = lexicon()
    return short in _HOUSEHOLD or known.is_tech(short) or known.zipf(short) > 3.4 or known.is_name(short)


def _is_introduced(text: str, match: re.Match[str]) -> bool:
    """`Quick Zone (QZX)`, `QZX (quick zone)`, `QZX, short for`, `QZX stands for`, `QZX: quick zone`."""
    before = text[max(0, match.start() - 2) : match.start()]
    behind = text[match.end() : match.end() + 24].lstrip(' "”*')
    return before.endswith(("(", "(“", '("')) or behind.startswith(
        (
            "(",
            "stands for",
            "is short for",
            ", short for",
            ", which stands",
            ", or ",
            "means ",
            ": ",
            "– ",
            "— ",
        )
    )


def _spelled_out(prose: Prose, wanted: set[str]) -> set[str]:
    """Those whose letters begin words in a row somewhere in the post, small words between them or not."""
    if not wanted:
        return set()
    found: set[str] = set()
    for block in prose.blocks:
        if block.kind is BlockKind.ALT:
            continue
        words = [word for word in _WORD.findall(block.text)[:_FEW_WORDS] if not word.isupper()]
        for letters in (
            "".join(word[0] for word in words).upper(),
            "".join(word[0] for word in words if word.lower() not in _SMALL).upper(),
        ):
            found.update(short for short in wanted - found if len(short) > 2 and short in letters)
    return found


_HOUSEHOLD_NAMES = """
API URL HTTP HTTPS HTML CSS SQL JSON XML YAML TOML CPU GPU RAM OS UI UX CLI GUI IDE SDK PDF CSV SSH TLS
SSL DNS IP TCP UDP AWS GCP USB ID OK FAQ PR CI CD QA TODO TL DR TLDR II III IV VI USA UK EU US AM PM MB GB
KB TB NOT AND OR PS LLM AI ML VM DB FS IO RFC PEP CVE GNU BSD MIT GPL LGPL AGPL IBM NASA NIST ISO IEEE ACM
IETF WWW SMS HR PC MAC LAN WAN VPN NAT IRC IMHO IMO AFAIK BTW FWIW WTF LOL ASAP ETA CEO CTO CFO VP PHD MSC
BSC NYC DIY GIF PNG JPG JPEG SVG MP ASCII UTF REST CRUD MVP NB EDIT UPDATE NOTE WARNING GET POST PUT PATCH
HEAD DELETE SELECT FROM WHERE JOIN TRUE FALSE NULL NONE GSOC TV DVD CD SD HD HDD SSD ICANN QWERTY FUD DIMM MRI
DNA HIV GPG PGP GMT UTC PST EST CET TM DOS NPC LGTM WIP NDA GDPR LED LCD WIFI JS TS PHP GCC LLVM MSVC JVM
NPM DOM SEO
"""
_HOUSEHOLD = frozenset(ACRONYMS) | frozenset(_HOUSEHOLD_NAMES.split())
