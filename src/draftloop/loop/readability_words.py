"""Which words and phrases the second pass looks for, and how it finds them.

The vendored lists name many words that technical prose needs ("about", "can", "additional"); what is looked
for is the part of them that a writer is nearly always better off without.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from draftloop.loop.data.style_words import FILLERS, HEDGES, SIMPLER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from draftloop.loop.lexicon import Lexicon

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_NEEDED_FILLERS = """
actual amazing approximately badly begin easily effectively especially exactly fully generally heavily
like might most much necessarily nicely ok okay particularly precisely primarily real relatively right
significantly slightly so specifically start strongly things too try typically usually well whatever
whenever wherever whoever widely anyway frequently hardly highly largely maybe mostly perhaps possibly
probably rather ultimately
"""
_NEEDED_PHRASES = """
adjacent to
adversely impact
all of
already existing
as to
as yet
attributable to
be advised
benefit from
comply with
combat environment
failed to
in addition
in between
in many cases
in terms of
is responsible for
it appears
it is
limited number
not certain
not many
not often
not unlike
not unless
on the contrary
on the other hand
one particular
provided that
put simply
relative to
similar to
the use of
there are
there is
time period
whether or not
your office
not later than
inter alia
the month of
this day and age
take action to
pass away
in general
at least
so far
be sure
consistent with
look like
looks like
in my opinion
in my view
almost never
don't know
and so forth
in light of
"""
_PLAIN_WORDS = {
    "utilize": "use",
    "utilizes": "uses",
    "utilized": "used",
    "utilizing": "using",
    "utilization": "use",
    "utilise": "use",
    "utilises": "uses",
    "utilised": "used",
    "utilising": "using",
    "commence": "start",
    "commences": "starts",
    "commenced": "started",
    "commencing": "starting",
    "ascertain": "find out",
    "endeavor": "try",
    "endeavour": "try",
    "facilitate": "help",
    "facilitates": "helps",
    "facilitated": "helped",
    "aforementioned": "",
    "heretofore": "until now",
    "henceforth": "from now on",
    "thusly": "thus",
    "irregardless": "regardless",
    "whilst": "while",
    "amongst": "among",
}
_MORE_PHRASES = {
    "in order to": "to",
    "so as to": "to",
    "the fact that": "that",
    "despite the fact that": "although",
    "in spite of the fact that": "although",
    "a large number of": "many",
    "a majority of": "most",
    "the majority of": "most",
    "at this point in time": "now",
    "has the ability to": "can",
    "have the ability to": "can",
    "is able to": "can",
    "are able to": "can",
    "in the case that": "if",
    "in the event that": "if",
    "make use of": "use",
    "makes use of": "uses",
    "making use of": "using",
    "on a regular basis": "regularly",
    "on a daily basis": "daily",
    "it should be noted that": "",
    "it is important to note that": "",
    "it is worth noting that": "",
    "needless to say": "",
    "as a matter of fact": "",
    "take into consideration": "consider",
    "with regard to": "about",
    "with regards to": "about",
    "for the most part": "mostly",
    "in close proximity to": "near",
    "until such time as": "until",
    "each and every": "each",
    "first and foremost": "first",
}
_MORE_HEDGES = (
    "I think that",
    "I believe that",
    "of course",
    "in fact",
    "needless to say",
    "just",
    "quite",
    "simply",
)
_NEEDED = frozenset(_NEEDED_FILLERS.split())
_KEPT = frozenset(_NEEDED_PHRASES.strip().splitlines())


@cache
def plain_phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """Wordy phrases by first word: their words, and what says the same."""
    table: dict[str, tuple[str, ...]] = {
        phrase: better for phrase, better in SIMPLER.items() if " " in phrase and phrase not in _KEPT
    }
    table |= {phrase: (better,) for phrase, better in (_PLAIN_WORDS | _MORE_PHRASES).items()}
    return _by_first_word(table)


@cache
def filler_phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """Fillers and hedges by first word; leaving them out is all there is to do."""
    fillers = (word for word in FILLERS if word not in _NEEDED)
    hedges = (phrase for phrase in HEDGES if " " in phrase and phrase not in _KEPT)
    return _by_first_word(dict.fromkeys((*fillers, *hedges, *_MORE_HEDGES), ("",)))


def _by_first_word(
    table: Mapping[str, tuple[str, ...]],
) -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    index: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for phrase, better in table.items():
        words = tuple(phrase.lower().split())
        index.setdefault(words[0], []).append((words, better))
    return {
        first: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for first, entries in index.items()
    }


def find_phrases(
    text: str, phrases: Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where phrases stand in a text, longest first, without overlaps; start, end, what may stand instead."""
    tokens = [(match.group().lower().replace("’", "'"), *match.span()) for match in _TOKEN.finditer(text)]
    place = 0
    while place < len(tokens):
        word = tokens[place][0]
        for words, better in phrases.get(word, ()):
            here = tokens[place : place + len(words)]
            if tuple(token for token, _, _ in here) == words and _are_joined(text, here):
                yield here[0][1], here[-1][2], better
                place += len(words) - 1
                break
        place += 1


def _are_joined(text: str, tokens: Sequence[tuple[str, int, int]]) -> bool:
    return all(text[one[2] : other[1]].isspace() for one, other in pairwise(tokens))


def words_in(text: str) -> int:
    """Words of a sentence; code and other opaque pieces count as one each."""
    return len(_WORDS.findall(text))


_WORDS = re.compile(r"[^\W_][\w'’.-]*|\ufffc")


def is_title_case(heading: str, known: Lexicon) -> bool:
    """Whether most of its longer common words have a capital; names prove nothing."""
    words = [
        word
        for word in re.findall(r"[^\W\d_]{4,}", heading)[1:]
        if word.islower() or not (known.is_tech(word) or known.is_name(word) or known.zipf(word) < 3.5)
    ]
    return len(words) >= 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words)
