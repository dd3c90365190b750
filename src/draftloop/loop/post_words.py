"""What a post says about its own words: how often they occur, and which stand in its code and addresses."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind, RunKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from draftloop.loop.blocks import Block, Prose, Span

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_IDENTIFIER = re.compile(r"[^\W\d_]{3,}")
_HUMP = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWords:
    """Counts over the whole post."""

    counts: Counter[str]
    """Occurrences in prose, lower case."""
    written: Counter[str]
    """Occurrences in prose, as written."""
    elsewhere: frozenset[str]
    """Lower-case words and parts of names in code, addresses, front matter and shortcodes."""

    def is_frequent(self, word: str) -> bool:
        """Three times is no slip."""
        return self.counts[word.lower().replace("’", "'")] >= 3


def post_words(text: str, prose: Prose) -> PostWords:
    """Count the words of a post. `prose` is what reading `text` gave."""
    written = Counter(
        word.replace("’", "'")
        for block in prose.blocks
        if block.kind is not BlockKind.ALT
        for run in block.runs
        if run.kind is RunKind.TEXT
        for word in _WORD.findall(run.text)
    )
    counts: Counter[str] = Counter()
    for word, count in written.items():
        counts[word.lower()] += count
    elsewhere: set[str] = set()
    for start, end in _gaps(prose.blocks, len(text)):
        for name in _IDENTIFIER.findall(text[start:end]):
            elsewhere.add(name.lower())
            elsewhere.update(part.lower() for part in _HUMP.findall(name))
    return PostWords(counts=counts, written=written, elsewhere=frozenset(elsewhere))


def _gaps(blocks: Iterable[Block], length: int) -> Iterator[Span]:
    """All that is no text run of any block."""
    spans = sorted((run.start, run.end) for block in blocks for run in block.runs if run.kind is RunKind.TEXT)
    place = 0
    for start, end in spans:
        if start > place:
            yield (place, start)
        place = max(place, end)
    if place < length:
        yield (place, length)
