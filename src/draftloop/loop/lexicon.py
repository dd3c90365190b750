"""Words the checks know before any author taught them one: of the trade, of people, of English."""

from __future__ import annotations

import zlib
from binascii import a2b_base64
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from draftloop.loop.word_filter import WordFilter

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """What is known of words. One is equal to itself only: what is made from it may be remembered by it."""

    tech: frozenset[str]
    """Words of the trade, lower case."""
    casing: Mapping[str, frozenset[str]]
    """How words of the trade with capitals inside are written, by their lower-case form."""
    names: frozenset[str]
    """Given and family names, lower case."""
    frequency: Mapping[str, float]
    """Lower-case English words and log10 of their use in a billion words: "the" 7.6, a rare word 1."""
    rare: WordFilter = field(default_factory=lambda: WordFilter(bits=b""))
    """Words and names of large dictionaries that are in none of the lists above, as written there."""
    written_as: Mapping[str, str] = field(default_factory=dict)
    """How nearly everybody writes a name, by its small letters; with a + where those are a slip too."""

    def zipf(self, word: str) -> float:
        """How common `word` is; 0.0 when unknown. A possessive or contraction counts as its stem."""
        lower = word.lower().replace("’", "'")
        found = self.frequency.get(lower)
        if found is None and "'" in lower:
            found = self.frequency.get(lower.partition("'")[0])
        return found or 0.0

    def is_tech(self, word: str) -> bool:
        """Whether it is a word of the trade, also in plural or possessive."""
        return any(form in self.tech for form in word_forms(word.lower()))

    def is_rare(self, word: str) -> bool:
        """Whether it is a word that large dictionaries have and few use; also in plural or possessive."""
        return f"{word.lower()}s" in self.frequency or any(
            form in self.rare or form.lower() in self.rare or form.lower() in self.frequency
            for form in word_forms(word)
            if form == word or len(form) > 3
        )

    def is_name(self, word: str) -> bool:
        """Whether it is a name of people, also in plural or possessive."""
        return any(form in self.names for form in word_forms(word.lower()))


def word_forms(word: str) -> tuple[str, ...]:
    """The word and what it may be the plural or possessive of."""
    word = word.replace("’", "'")
    forms = [word]
    forms.extend(
        word[: -len(ending)] + ("s" if ending == "s'" else "")
        for ending in ("'s", "s'", "'", "s")
        if word.endswith(ending) and len(word) > len(ending) + 1 and not word.endswith("ss")
    )
    if word.endswith("es") and len(word) > 4:
        forms.append(word[:-2])
    if word.endswith("ies") and len(word) > 5:
        forms.append(f"{word[:-3]}y")
    return tuple(forms)


@cache
def lexicon() -> Lexicon:
    """The vendored lists and what technical prose says of them, unpacked at the first call."""
    from draftloop.loop.data import doubtful_words, name_forms, trade_words

    lists = vendored()
    frequency = dict(lists.frequency)
    for row in _lines(trade_words.DATA):
        word, _, value = row.rpartition(" ")
        frequency[word] = int(value) / 100
    tech = lists.tech.difference(_lines(doubtful_words.DATA))
    return Lexicon(
        tech=tech,
        casing=lists.casing,
        names=lists.names,
        frequency=frequency,
        rare=lists.rare,
        written_as={form.removesuffix("+").lower(): form for form in _lines(name_forms.DATA)},
    )


def vendored() -> Lexicon:
    """The lists as their makers have them (about a tenth of a second)."""
    from draftloop.loop.data import frequencies, people_names, rare_words, tech_words

    tech = _lines(tech_words.DATA)
    casing: dict[str, set[str]] = {}
    for word in tech:
        if word[1:] != word[1:].lower() or word[:1].isupper():
            casing.setdefault(word.lower(), set()).add(word)
    rows = (row.rpartition(" ") for row in _lines(frequencies.DATA))
    return Lexicon(
        tech=frozenset(word.lower() for word in tech),
        casing={lower: frozenset(forms) for lower, forms in casing.items()},
        names=frozenset(word.lower() for word in _lines(people_names.DATA)),
        frequency={word: int(value) / 100 for word, _, value in rows},
        rare=WordFilter(bits=a2b_base64(rare_words.DATA)),
    )


def _lines(packed: bytes) -> list[str]:
    return zlib.decompress(a2b_base64(packed)).decode("utf-8").split("\n")
