"""Which words and phrases the second pass looks for, and how it finds them.

The vendored lists name many words that technical prose needs ("about", "can", "framework"); what is looked
for is the part of them that a writer is nearly always better off without.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from draftloop.loop.data.style_words import BUZZWORDS, CLICHES, FILLERS, HEDGES, SIMPLER, WEASELS, WORDY
from draftloop.loop.readability_phrases import (
    BETTER,
    CLICHES_OF_THE_TRADE,
    CORPORATE,
    COUNTED_HEDGES,
    MORE_FILLERS,
    NEEDED_FILLERS,
    NEEDED_PHRASES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from draftloop.loop.lexicon import Lexicon
    from draftloop.loop.readability_views import Token


class Phrase(NamedTuple):
    """What is looked for, word by word, and what may stand in its place."""

    words: tuple[str, ...]
    better: tuple[str, ...]


class Hit(NamedTuple):
    """Where a phrase stands: places in the text, and the index of its first token."""

    start: int
    end: int
    better: tuple[str, ...]
    token: int


_POSSESSIVE_WORDS = "my your his her our their its one's someone's"
_POSSESSIVE = frozenset(_POSSESSIVE_WORDS.split())


@cache
def wordy_phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """Wordy phrases by first word: their words, and what says the same."""
    table: dict[str, tuple[str, ...]] = {
        phrase: better for phrase, better in SIMPLER.items() if " " in phrase and better
    }
    table |= {phrase: (BETTER[phrase],) for phrase in WORDY if phrase in BETTER}
    table |= {phrase: (better,) for phrase, better in BETTER.items()}
    return _by_first_word({phrase: table[phrase] for phrase in table if phrase not in NEEDED_PHRASES})


@cache
def filler_phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """Fillers and hedges by first word; leaving them out is all there is to do."""
    fillers = [word for word in FILLERS if word not in NEEDED_FILLERS]
    hedges = [phrase for phrase in HEDGES if " " in phrase and phrase not in NEEDED_PHRASES]
    return _by_first_word(dict.fromkeys((*fillers, *hedges, *MORE_FILLERS), ()))


@cache
def hedge_phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """The hedges and fillers that the figures count: those that speakers use most."""
    known = {*FILLERS, *HEDGES, *WEASELS}
    return _by_first_word(dict.fromkeys((word for word in COUNTED_HEDGES if word in known), ()))


@cache
def cliche_phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """Clichés by first word; `your` stands for any possessive."""
    return _by_first_word(
        {phrase: () for phrase in CLICHES if phrase not in CLICHES_OF_THE_TRADE and " " in phrase}
    )


@cache
def corporate_phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """What meetings say, by first word, with plainer words where there are any."""
    table = {phrase: () for phrase in BUZZWORDS if phrase in CORPORATE}
    return _by_first_word(
        table | {phrase: (better,) if better else () for phrase, better in CORPORATE.items()}
    )


@cache
def kinder_phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """Words that may hurt, by first word, without those that mean something else in this trade."""
    from draftloop.loop.data.kinder_words import KINDER
    from draftloop.loop.readability_phrases import NOT_UNKIND

    table = {
        phrase.lower(): better for phrase, better in KINDER.items() if better and phrase not in NOT_UNKIND
    }
    return _by_first_word(table)


def _by_first_word(table: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[Phrase, ...]]:
    index: dict[str, list[Phrase]] = {}
    for phrase, better in table.items():
        words = tuple(_folded(word) for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", phrase.lower()))
        if words:
            index.setdefault(words[0], []).append(Phrase(words, better))
    return {
        first: tuple(sorted(phrases, key=lambda one: -len(one.words))) for first, phrases in index.items()
    }


def _folded(word: str) -> str:
    return "your" if word in _POSSESSIVE else word


def find_phrases(
    text: str, tokens: Sequence[Token], phrases: Mapping[str, Sequence[Phrase]]
) -> Iterator[Hit]:
    """Where phrases stand in a text, longest first, without overlaps."""
    folded = [_folded(token.word) for token in tokens]
    place = 0
    while place < len(tokens):
        step = 1
        for phrase in phrases.get(folded[place], ()):
            length = len(phrase.words)
            if length > 1 and folded[place + 1 : place + 2] != [phrase.words[1]]:
                continue
            here = tokens[place : place + length]
            if tuple(folded[place : place + length]) == phrase.words and _are_joined(text, here):
                yield Hit(here[0].start, here[-1].end, phrase.better, place)
                step = length
                break
        place += step


def _are_joined(text: str, tokens: Sequence[Token]) -> bool:
    return all(text[one.end : other.start].isspace() for one, other in pairwise(tokens))


def cased(better: str, found: str) -> str:
    """A replacement with the capital of what it stands for."""
    return better[:1].upper() + better[1:] if found[:1].isupper() else better


def is_title_case(heading: str, known: Lexicon) -> bool:
    """Whether most of its longer common words have a capital; names prove nothing."""
    words = [
        word
        for word in re.findall(r"[^\W\d_]{4,}", heading)[1:]
        if word.islower() or not (known.is_tech(word) or known.is_name(word) or known.zipf(word) < 3.5)
    ]
    return len(words) >= 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words)
