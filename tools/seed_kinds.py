"""Twenty-two kinds of slips that a script can put into correct English, and where in a text each could go.

A text comes here with everything that is not the author's prose blanked out by `BLANK`, place for place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from draftloop.loop.lexicon import lexicon

BLANK = "\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """An error in place of what is right."""

    start: int
    end: int
    """Code points of the correct text, end exclusive."""
    wrong: str


Slips = Callable[[str, Random], Iterator[Slip]]

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEXT_KEYS = {
    key: [row[i] for i in (at - 1, at + 1) if 0 <= i < len(row)]
    for row in _KEYS
    for at, key in enumerate(row)
}
_LONG_WORD = re.compile(r"(?<![\w'’-])[a-z]{5,}(?![\w'’-])")
_COMMON = 1.5
"""Zipf value from which a changed word could be meant."""


def replacing(pattern: str, wrong: Callable[[re.Match[str]], str | None]) -> Slips:
    """The group `it` of every match, or the whole match, replaced by what `wrong` says."""
    compiled = re.compile(pattern)
    group = "it" if "it" in compiled.groupindex else 0

    def slips(text: str, random: Random) -> Iterator[Slip]:
        for match in compiled.finditer(text):
            made = wrong(match)
            if made is not None and made != match[group]:
                yield Slip(start=match.start(group), end=match.end(group), wrong=made)

    return slips


def swapping(pairs: str) -> Slips:
    """Whole words or phrases by a table `right = wrong, right = wrong`; a capital at the front is kept."""
    table = _table(pairs)
    table |= {_capital(right): _capital(wrong) for right, wrong in table.items() if right[0].islower()}
    words = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
    return replacing(rf"(?<![\w'’-])(?:{words})(?![\w'’-])", lambda match: table[match[0]])


def _table(pairs: str) -> dict[str, str]:
    rows = (pair.partition(" = ") for pair in re.split(r",\s+", pairs.strip()))
    return {right: wrong for right, _, wrong in rows}


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def mistyping(change: Callable[[str, int, Random], str]) -> Slips:
    """Long words with one change inside that makes no other word."""

    def slips(text: str, random: Random) -> Iterator[Slip]:
        known = lexicon()
        for match in _LONG_WORD.finditer(text):
            word = match[0]
            made = change(word, random.randrange(1, len(word) - 1), random)
            if made != word and known.zipf(word) > _COMMON > known.zipf(made) and not known.is_tech(made):
                yield Slip(start=match.start(), end=match.end(), wrong=made)

    return slips


def _wrong_key(word: str, at: int, random: Random) -> str:
    return word[:at] + random.choice(_NEXT_KEYS[word[at]]) + word[at + 1 :]


def _dropped(word: str, at: int, random: Random) -> str:
    return word[:at] + word[at + 1 :]


def _swapped(word: str, at: int, random: Random) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _doubled(word: str, at: int, random: Random) -> str:
    return word[: at + 1] + word[at:]


def _lower_first(match: re.Match[str]) -> str:
    return match["it"].lower()


def _other_article(match: re.Match[str]) -> str:
    return {"a": "an", "an": "a", "A": "An", "An": "A"}[match["it"]]


def _joined(match: re.Match[str]) -> str | None:
    both = match["it"].replace(" ", "")
    return both if lexicon().zipf(both) < _COMMON else None


_SINGULAR = r"(?:[Ii]t|[Hh]e|[Ss]he|[Tt]his|[Nn]obody|[Ee]verybody|[Ss]omebody)"
_PLURAL = r"(?:[Tt]hey|[Ww]e|[Yy]ou|these|those)"
_OTHER_NUMBER = {"is": "are", "was": "were", "has": "have", "are": "is", "were": "was", "have": "has"}
_SEVERAL = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d\d+|many|several|few|these|those|both)"
)
_BEFORE_BASE = (
    r"(?:can|could|will|would|should|don't|doesn't|didn't|can't|couldn't|won't|wouldn't|might|must|to)"
)
_PAST = _table(
    """know = knew, keep = kept, make = made, take = took, find = found, get = got, go = went, see = saw,
    write = wrote, tell = told, think = thought, leave = left, come = came, stop = stopped, try = tried,
    read = reads, show = showed, give = gave, lose = lost, rely = relied, need = needs, fix = fixed,
    use = used, work = worked, start = started, change = changed, ask = asked, add = added, help = helped,
    move = moved, call = called, happen = happened, look = looked, want = wanted,
    learn = learned, expect = expected, return = returned, notice = noticed"""
)
_PADDED = _table(
    """can = can to, will = will to, should = should to, must = must to, might = might to, would = would to,
    my = the my, our = the our, its = the its, discuss = discuss about, mention = mention about,
    explain = explain about, without = without of, despite = despite of, because = because that,
    better = more better, larger = more larger, faster = more faster, easier = more easier,
    slower = more slower, simpler = more simpler, all = all of all"""
)
_OPENERS = (
    r"(?:However|If|When|After|Since|Because|Although|Before|As long as|With|Without|For|In|By|Naturally"
    r"|Finally|Next|To|On|At|Once|Otherwise|Should|Whenever|Suddenly|Last|First)"
)
_BEFORE_SMALL = (
    r"(?:in|of|on|at|from|is|was|want|need|have|has|lot|part|number|one|will|can|should|tried|able)"
)

KINDS: dict[str, Slips] = {
    "typo-key": mistyping(_wrong_key),
    "typo-drop": mistyping(_dropped),
    "typo-swap": mistyping(_swapped),
    "typo-double": mistyping(_doubled),
    "doubled-word": replacing(
        r"(?<=[a-z] )(?P<it>the|a|to|of|in|on|is|it|and|for|with|can|be|we|you|at|as|are|was)(?= [a-z])",
        lambda match: f"{match['it']} {match['it']}",
    ),
    "joined-words": replacing(
        r"(?<=[a-z] )(?P<it>(?:of|to|in|on|for|is|at|and|with|from|by|that)"
        r" (?:the|be|this|it|that|our|my|his))(?= [a-z])",
        _joined,
    ),
    "a-an": replacing(r"(?<![\w'’.-])(?P<it>an?|An?)(?= [A-Za-z]{3,})", _other_article),
    "missing-word": replacing(
        rf"\b{_BEFORE_SMALL}(?P<it> (?:the|to|a|an|of|be))(?= [a-z])", lambda match: ""
    ),
    "extra-word": replacing(
        rf"(?<=[a-z] )(?P<it>{'|'.join(_PADDED)})(?= [a-z])", lambda match: _PADDED[match["it"]]
    ),
    "intro-comma": replacing(
        rf"(?:(?<=[.?!] )|(?<=\0)|(?<=\n)){_OPENERS}\b[^,.?!:;\0\n]{{0,70}}(?P<it>,)"
        r"(?= (?!(?:and|or|but|so|which|who|while|as)\b)[a-z])",
        lambda match: "",
    ),
    "agreement": replacing(
        rf"\b(?:{_SINGULAR} (?=is|was|has)|{_PLURAL} (?=are|were|have))(?P<it>is|was|has|are|were|have)\b",
        lambda match: _OTHER_NUMBER[match["it"]],
    ),
    "noun-number": replacing(
        rf"(?<!above )\b{_SEVERAL} (?P<it>[a-z]{{3,}}[a-rt-z]s)\b(?! [a-z]+s\b)",
        lambda match: None if match["it"].endswith(("us", "is", "ies")) else match["it"][:-1],
    ),
    "tense": replacing(rf"\b{_BEFORE_BASE} (?P<it>{'|'.join(_PAST)})\b", lambda match: _PAST[match["it"]]),
    "sentence-case": replacing(r"(?<=[a-z)][.?!] )(?P<it>[A-HJ-Z])(?=[a-z]+ [a-z])", _lower_first),
    "apostrophe": replacing(
        r"\b(?P<it>(?:[Dd]on|[Dd]oesn|[Dd]idn|[Ii]sn|[Ww]asn|[Ww]eren|[Hh]aven|[Hh]adn|[Cc]ouldn|[Ww]ouldn"
        r"|[Aa]ren)'t|I'm|I've|[Tt]hat's|[Ll]et's|[Yy]ou've|[Tt]here's|[Tt]hey've|[Ww]hat's)\b",
        lambda match: match["it"].replace("'", ""),
    ),
    "its-it's": swapping("its = it's, it's = its"),
    "your-there": swapping(
        """their = there, they're = their, your = you're, you're = your, there is = their is,
        there are = their are, there was = their was, there's = theirs"""
    ),
    "then-than": swapping("than = then, then = than"),
    "confusable": swapping(
        """through = trough, where = were, were = where, from = form, quite = quiet, whether = weather,
        affect = effect, led = lead, past = passed, whose = who's, know = no, here = hear, lose = loose,
        knew = new, too = to, passed = past, out of = out off, as soon = as son, piece = peace"""
    ),
    "preposition": swapping(
        """instead of = instead to, rest of = rest from, lot of = lot from, part of = part in,
        end of = end from, based on = based in, depends on = depends of, responsible for = responsible of,
        interested in = interested on, look at = look to, looks at = looks to, looked at = looked to,
        wait for = wait to, kind of = kind from, number of = number from, listen to = listen at,
        at least = in least, in practice = at practice, for example = by example,
        consists of = consists in, handful of = handful from"""
    ),
    "phrase-slip": swapping(
        """without = with out, someone = some one, into = in to, a lot = alot, as well = aswell,
        at least = atleast, each other = eachother, would have = would of, should have = should of,
        could have = could of, in fact = infact, another = an other, already = all ready,
        nobody = no body, in order to = inorder to, because of = because off, used to be = use to be,
        supposed to = suppose to, of course = ofcourse, every time = everytime, as if = asif"""
    ),
    "name-case": swapping(
        """GitHub = Github, PostgreSQL = Postgresql, JavaScript = Javascript, TypeScript = Typescript,
        Python = python, Rust = rust, Linux = linux, Windows = windows, Monday = monday,
        Tuesday = tuesday, Thursday = thursday, Friday = friday, Saturday = saturday, Sunday = sunday,
        January = january, February = february, April = april, August = august, October = october,
        December = december, NumPy = Numpy, SQLite = SQlite, Debian = debian, Germany = germany,
        HAProxy = HAproxy, Portugal = portugal"""
    ),
}
