"""Numbers, articles and pronouns that do not go with their noun or verb: "three owner", "they is".

No nouns are listed: a word counts as one when its plural is about as common as itself, and only where what
follows shows that it is the head of its phrase ("three day trips" is no slip).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftloop.loop.engine_ports import RawAlarm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftloop.loop.lexicon import Lexicon

_NOT_TIED = r"(?<![\w.,/:#$€£-])"
_HEAD = (
    r"(?=[.,;:!?)](?:\s|$)|$|\s+(?:of|that|which|who|are|were|have|has|when|where|is|was)\b|"
    r"\s+(?:in|from|for|with|on|at|by|we|you|they|i|to|and|or|but|as|if|so|it|can|could|will|would|should|do|"
    r"because|before|after|throughout)\b{})"
)
"""What follows a noun that has no other noun behind it."""
_COUNTED = re.compile(
    rf"{_NOT_TIED}(?<![Tt]hese )(?<![Tt]hose )"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:several|many|few|various|numerous|multiple)(?!\s+\w+,)|"
    r"[Oo]ne of (?:the|these|those|our|my|your|their|its)(?:\s+[a-z]+)??)\s+"
    rf"(?P<x>[a-z]{{3,}}){_HEAD.format('')}"
)
_THESE = re.compile(rf"{_NOT_TIED}(?:[Tt]hese|[Tt]hose)\s+(?P<x>[a-z]{{3,}})(?!,){_HEAD.format('(?!)')}")
_SINGLE = re.compile(rf"{_NOT_TIED}(?<![Tt]he )(?:an?|every|another)\s+(?P<x>[a-z]{{3,}}s){_HEAD.format('')}")
_AFTER_TO = (
    "use|see|get|make|create|add|write|read|avoid|keep|understand|find|know|give|take|send|remove|replace|define|"
    "choose|learn|build|install|implement|handle|ensure|provide|follow|open|perform|introduce|prevent|specify|"
    "configure|improve|reduce|solve|fix|check|delete|execute|explain|maintain|modify|obtain|parse|produce|publish|"
    "receive|render|rewrite|save|share|store|submit|throw|track|verify|visit|wait|access|become|be|have"
)
_TO = re.compile(
    r"\b(?i:able|in order|allow(?:s|ed|ing)?\s+(?:you|us|them|users|developers|people)|"
    r"(?:you|we|they|i|to|will|would)\s+(?:want|need)|wanted|trying|willing|supposed)\s+"
    rf"(?P<x>{_AFTER_TO})\b"
    r"(?=\s+(?:the|a|an|this|that|it|them|your|our|my|their|its|these|those|all|any|some|more)\b)"
)
_NO_NOUN_WORDS = """
more less other most much few many times percent hundred thousand million billion dozen fold each such
people long old big small new high low deep wide apart different same alone away ago late later early is
are was were have has had in on of for to from with at by and or but point half quarter third fourth fifth
sixth series species data media left right happen exist matter kind sort type sorts kinds provide include
occur claim work means parentheses lens argue say think believe feel want need show come go call this that
who what when where why how ones one two three four five six ten days things
"""
_NO_NOUN = frozenset(_NO_NOUN_WORDS.split())
_PRONOUN = re.compile(
    r"(?:^|[.,;:!?]\s+|\b(?:and|but|if|so|when|because|while|where|as|since|though|although|or|then|once|unless|"
    r"until|whether)\s+)(?P<who>we|they|you|he|she|it)\s+"
    r"(?P<x>(?:is|has|was|does|have|are|do)(?:n['’]t)?)\b(?!['’])",
    re.IGNORECASE,
)
_PLURAL_VERB = {"is": "are", "has": "have", "was": "were", "does": "do"}
_SINGULAR_VERB = {"have": "has", "are": "is", "do": "does"}


def agreement_alarms(text: str, lexicon: Lexicon) -> Iterator[RawAlarm]:
    """Alarms over a rendered block, in no order."""
    for match in (*_COUNTED.finditer(text), *_THESE.finditer(text)):
        plural = plural_of(match["x"].lower(), lexicon)
        if plural is not None:
            yield _alarm(match, "NounNumber", plural, "More than one: the noun is a plural.")
    for match in _SINGLE.finditer(text):
        singular = singular_of(match["x"].lower(), lexicon)
        if singular is not None:
            yield _alarm(match, "ArticleNumber", singular, "One of it: the noun is a singular.")
    for match in _PRONOUN.finditer(text):
        fix = _right_verb(match)
        if fix is not None:
            yield _alarm(match, "PronounVerb", fix, f"After “{match['who'].lower()}” stands “{fix}”.")
    for match in _TO.finditer(text):
        yield _alarm(match, "MissingToVerb", f"to {match['x']}", "A “to” is missing.")


def singular_of(noun: str, lexicon: Lexicon) -> str | None:
    """The singular of a plural noun; None for any other word."""
    if noun in _NO_NOUN or noun.endswith(("ss", "us", "is", "as", "os")):
        return None
    for singular in (f"{noun[:-3]}y", noun[:-1], noun[:-2]):
        if plural_of(singular, lexicon) == noun:
            return singular
    return None


def plural_of(noun: str, lexicon: Lexicon) -> str | None:
    """The plural of a word that is mostly used as a noun; None for any other word."""
    if noun in _NO_NOUN or noun.endswith(("s", "ly", "ing", "ed", "u", "i")):
        return None
    if noun.endswith("y") and noun[-2:-1] not in ("a", "e", "o", "u"):
        plural = f"{noun[:-1]}ies"
    elif noun.endswith(("ch", "sh", "x", "z")):
        plural = f"{noun}es"
    else:
        plural = f"{noun}s"
    common, many = lexicon.zipf(noun), lexicon.zipf(plural)
    return plural if many >= 3.8 and many >= common - 1.0 else None


def _right_verb(match: re.Match[str]) -> str | None:
    verb = re.sub(r"n['’]t$", "", match["x"])
    forms = _SINGULAR_VERB if match["who"].lower() in ("he", "she", "it") else _PLURAL_VERB
    right = forms.get(verb.lower())
    return None if right is None else right + match["x"][len(verb) :]


def _alarm(match: re.Match[str], rule: str, fix: str, message: str) -> RawAlarm:
    start, end = match.span("x")
    return RawAlarm(start=start, end=end, rule=rule, kind="Agreement", message=message, replacements=(fix,))
