"""How words are made: of parts, with endings, and otherwise on the two sides of the ocean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftloop.loop.near_words import edit_distance

if TYPE_CHECKING:
    from draftloop.loop.lexicon import Lexicon

_TRIPLE = re.compile(r"(.)\1\1")
_PREFIX_PARTS = """
un re in pre post non sub super inter intra multi anti auto bi co counter cross de dis hyper meta micro mid
mini mono nano out over para poly pro proto pseudo semi tele trans ultra under up mis mega kilo giga
cyber crypto eco
"""
_ENDING_PARTS = """
i[sz]e[sd]? i[sz]ing i[sz]ations? i[sz]ers? able ably ability ness nesses less lessly lessness ful fully
ers? ors? ing ed al ish y ly ism ists? ities ity ify ified wise ward like hood ship dom esque ification ian
"""
_TWO_CONSONANTS = re.compile(r"([b-df-hj-np-tv-xz])(?!\1)[b-df-hj-np-tv-z]$")
_PREFIXES = re.compile(rf"(?:{'|'.join(_PREFIX_PARTS.split())})-?")
_SURELY_MEANT = {(1, 7): 3.2, (1, 8): 3.0, (1, 9): 3.0, (2, 9): 5.0}
"""By distance and length (9 stands for longer): how common a fix settles it, however a word is made."""
_BRITISH = (
    (re.compile(r"is(e[drs]?|ing|ations?|ers)$"), r"iz\1"),
    (re.compile(r"ys(e[drs]?|ing|ers)$"), r"yz\1"),
    (re.compile(r"(?<=\w)our"), "or"),
    (re.compile(r"ll(ed|ing|ers?)$"), r"l\1"),
    (re.compile(r"(?<=[tb])re(s?)$"), r"er\1"),
    (re.compile(r"ogue(s?)$"), r"og\1"),
    (re.compile(r"(?<=[hp])ae|(?<=e)ae|oe(?=[dstu]\w{3})"), "e"),
)
_DERIVATION = re.compile(rf"(?:{'|'.join(_ENDING_PARTS.split())})$")


def is_formed(word: str, fix: str, lexicon: Lexicon) -> bool:
    """Whether it is a word made of known parts rather than a slip for `fix`."""
    lower = word.lower()
    if " " in fix:
        return False
    distance = edit_distance(lower, fix.lower(), 3)
    if lower in _with_endings(fix.lower()) and lexicon.zipf(f"{lower[:-1]}ly") < 3.5:
        return True
    if _TRIPLE.search(lower) or lexicon.zipf(fix) >= _SURELY_MEANT.get((distance, min(len(lower), 9)), 9.0):
        return False
    shortest = 3 if distance > 1 else 4
    if any(_joins(lower[:cut], lower[cut:], lexicon) for cut in range(shortest, len(lower) - shortest + 1)):
        return True
    prefix = _PREFIXES.match(lower)
    rest = lower[prefix.end() :] if prefix else ""
    if len(rest) >= 3 and lexicon.zipf(rest) >= (3.5 if len(rest) > 3 else 5.0):
        return True
    if lower.endswith("s") and not lower.endswith("ss") and lexicon.zipf(lower[:-1]) >= 2.5:
        return True
    ending = _DERIVATION.search(lower)
    if ending is None or len(lower) - len(ending[0]) < 3:
        return False
    stem = lower[: ending.start()]
    stems = (stem, stem + "e", stem[:-1] + "y" if stem.endswith("i") else stem)
    if ending[0] == "ing" and _TWO_CONSONANTS.search(stem) and lexicon.zipf(stem) >= 3.5:
        return True  # a stem that nothing happens to: dumbing, whatever "dumping" says
    if ending[0] == "y" and lexicon.zipf(stem) >= 3.5 and not fix.lower().startswith(stem):
        return True  # bursty is rather of a burst than busty
    has_stem = any(lexicon.zipf(one) >= 3.0 or one in lexicon.tech for one in stems)
    return has_stem and len(stem) > 3 and (distance > 1 or not fix.lower().endswith(ending[0]))


def _joins(left: str, right: str, lexicon: Lexicon) -> bool:
    """Whether two words make a compound; of three letters only the commonest count."""
    return all(lexicon.zipf(part) >= (4.3 if len(part) > 3 else 5.3) for part in (left, right))


def _with_endings(stem: str) -> tuple[str, ...]:
    """Words of somebody's making: researchy, fixtured, subsetted, authorizer beside authorized."""
    starts = (stem, stem + stem[-1:]) if not stem.endswith("e") else (stem[:-1],)
    formed = [f"{start}{end}" for start in starts for end in ("y", "er", "ed", "ing")]
    return (*formed, f"{stem}y", f"{stem}r", f"{stem[:-1]}r")


def is_british(word: str, lexicon: Lexicon) -> bool:
    """Whether it is how an American word is written elsewhere in the world."""
    lower = word.lower()
    if not lower.isalpha():
        return False
    others = (pattern.sub(american, lower) for pattern, american in _BRITISH)
    return any(other != lower and (lexicon.zipf(other) > 2.0 or lexicon.is_rare(other)) for other in others)


def is_house_spelling(word: str, other: str) -> bool:
    """Whether it is British or older and no slip: "benefitting", "focusses"."""
    undoubled = re.sub(r"(?<=\w{4})([lpst])\1(?=e[dsr]|ing)", r"\1", word)
    american = re.sub(r"wards$", "ward", re.sub(r"(?<=\w)our", "or", word))
    return other in (undoubled, american, re.sub(r"isation", "ization", american))
