"""Which line of reverse.md belongs to which paragraph of the post, by the quoted first words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from draftloop.loop.outline import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from draftloop.loop.passages import Passage
    from draftloop.loop.reverse_file import Entry

_STARTS = (1, 2, 4, 8, 16, 32)
"""Lengths of beginnings that are looked up, so that ten thousand paragraphs cost no second."""
_LEAST_INSIDE = 3
"""Words a quote needs to be looked for within a paragraph that no longer begins with it."""


def entries_of(passages: Sequence[Passage], entries: Sequence[Entry]) -> dict[int, Entry]:
    """Index of a passage to its entry; each of both occurs once.

    First words under the same heading win over first words anywhere, these over words inside the only
    paragraph that has them: a paragraph may be moved, and a sentence put before its first.
    """
    search = _Search(passages)
    found: dict[int, Entry] = {}
    waiting = [(entry, normalized(entry.quote)) for entry in entries if normalized(entry.quote)]
    for look in (search.at_home, search.anywhere, search.inside):
        left = []
        for entry, quote in waiting:
            index = look(entry, quote, found)
            if index is None:
                left.append((entry, quote))
            else:
                found[index] = entry
        waiting = left
    return found


class _Search:
    """The passages of a post, ready to be asked for one quote after another."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._keys = [normalized(passage.text) if passage.kind != "heading" else "" for passage in passages]
        self._titles = [normalized(passage.heading) for passage in passages]
        self._by_start: dict[str, list[int]] = defaultdict(list)
        for index, key in enumerate(self._keys):
            for size in _STARTS:
                if size <= len(key):
                    self._by_start[key[:size]].append(index)
        self._by_words: dict[tuple[str, ...], list[int]] | None = None

    def at_home(self, entry: Entry, quote: str, found: Mapping[int, Entry]) -> int | None:
        """The first passage under the entry's heading that begins with the quote."""
        home = normalized(entry.heading)
        begun = (index for index in self._begun_with(quote) if self._titles[index] == home)
        return next((index for index in begun if index not in found), None)

    def anywhere(self, _: Entry, quote: str, found: Mapping[int, Entry]) -> int | None:
        """The first passage that begins with the quote."""
        return next((index for index in self._begun_with(quote) if index not in found), None)

    def inside(self, _: Entry, quote: str, found: Mapping[int, Entry]) -> int | None:
        """The only passage that has the quote in it."""
        words = tuple(quote.split())
        if len(words) < _LEAST_INSIDE:
            return None
        having = [
            index
            for index in dict.fromkeys(self._having(words[:_LEAST_INSIDE]))
            if index not in found and f" {quote} " in f" {self._keys[index]} "
        ]
        return having[0] if len(having) == 1 else None

    def _begun_with(self, quote: str) -> Iterator[int]:
        size = max(size for size in _STARTS if size <= len(quote))
        return (index for index in self._by_start[quote[:size]] if self._keys[index].startswith(quote))

    def _having(self, words: tuple[str, ...]) -> Sequence[int]:
        if self._by_words is None:
            self._by_words = defaultdict(list)
            for index, key in enumerate(self._keys):
                own = key.split()
                for at in range(len(own) - _LEAST_INSIDE + 1):
                    self._by_words[tuple(own[at : at + _LEAST_INSIDE])].append(index)
        return self._by_words.get(words, ())
