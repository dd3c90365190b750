"""Verbs in a form that cannot stand where they stand: "can be send", "have ran", "effects that depends"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.own_agreement import singular_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftloop.loop.lexicon import Lexicon

_IRREGULAR = """
go gone take taken write written see seen give given know known begin begun break broken choose
chosen speak spoken forget forgotten grow grown went gone took taken wrote written saw seen gave
given knew known began begun broke broken chose chosen spoke spoken forgot forgotten grew grown
did done came come became become ran run threw thrown fell fallen drove driven do done make made
find found send sent build built keep kept learn learned
"""
_WORDS = _IRREGULAR.split()
_PARTICIPLE = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
_REGULAR = """
use call handle compile implement create add define execute replace remove install configure avoid achieve
apply expect require include store move test show need ignore load render convert generate provide update
modify share explain solve perform consider allow calculate specify enable disable describe divide combine
compare declare delete improve reduce resolve introduce determine
"""
_TO_PARTICIPLE = (
    "send",
    "build",
    "find",
    "make",
    "give",
    "take",
    "write",
    "see",
    "know",
    "keep",
    *_REGULAR.split(),
)
_AFTER_VERB = (
    r"(?=\s+(?:to|by|in|for|with|on|as|from|when|if|at|and|or|before|after|instead|directly|only|without|like|"
    r"into|via|using)\b|[.,;])"
)
_AFTER_OBJECT = (
    r"(?=\s+(?:the|a|an|this|that|it|them|your|our|my|their|its|to|in|on|with|from|into|out|up|away|through|"
    r"some|all|more)\b|[.,;])"
)
_PASSIVE = re.compile(
    r"(?:\b(?:can|could|will|would|should|must|might|may|to|cannot|has|have|had|not|n['’]t)\s+(?:be|been)\s+"
    r"(?:(?:also|only|easily|not|then|always|directly|just|either|automatically)\s+)?"
    rf"(?P<x>{'|'.join(_TO_PARTICIPLE)})\b(?!['’-]){_AFTER_VERB}"
    rf"|\b(?:is|are|was|were|been|being)\s+(?P<y>{'|'.join(_TO_PARTICIPLE)})"
    r"(?=\s+(?:by|as|for|from|when|with)\s))"
)
_PERFECT = re.compile(
    r"(?:\b(?:has|have|had|having)(?:n['’]t)?|['’]ve)\s+"
    r"(?:(?:also|already|just|never|not|always|only|recently|since|finally|now)\s+)?"
    rf"(?:(?P<x>{'|'.join(_PARTICIPLE)})\b(?!['’-]){_AFTER_OBJECT}"
    rf"|(?P<y>{'|'.join(_REGULAR.split())})(?=\s+(?:the|a|an|this|our|your|their|it|all|some|my|these)\b))"
)
_PLURAL_THAT = re.compile(
    r"(?P<before>\b[\w’']+\s+)?\b(?P<noun>[a-z]{4,}s)\s+that\s+(?:(?:only|also|just|always|then|still)\s+)?"
    r"(?P<x>works|depends|needs|requires|contains|involves|allows|provides|uses|takes|gets|makes|runs|has|exists|lets|"
    r"returns|comes|goes|does|helps)\b"
)
_ONE_OF_MANY = re.compile(
    r"\b(?:of|with|in|from|for|on|and|or|one|an?|each|another|every)\b[^.,;]*$", re.IGNORECASE
)
"""Another noun before, which the verb may belong to: "a set of effects that depends on it"."""
_PLURAL_VERB = {"has": "have", "goes": "go", "does": "do"}


def verb_alarms(text: str, lexicon: Lexicon) -> Iterator[RawAlarm]:
    """Alarms over a rendered block, in no order."""
    for match in _PASSIVE.finditer(text):
        yield _alarm(match, "BeParticiple", "After a form of “be” stands the participle.")
    for match in _PERFECT.finditer(text):
        yield _alarm(match, "HaveParticiple", "After a form of “have” stands the participle.")
    for match in _PLURAL_THAT.finditer(text):
        before = text[max(0, match.start() - 40) : match.start("noun")]
        if singular_of(match["noun"], lexicon) and not _ONE_OF_MANY.search(before):
            verb = match["x"]
            message = f"“{match['noun']}” is a plural."
            yield _alarm(match, "PluralThat", message, _PLURAL_VERB.get(verb, verb[:-1]))


def participle(verb: str) -> str:
    """The past participle of a base form, or of a past tense mistaken for it."""
    found = _PARTICIPLE.get(verb)
    return found or (
        f"{verb}d" if verb.endswith("e") else f"{verb[:-1]}ied" if verb.endswith("y") else f"{verb}ed"
    )


def _alarm(match: re.Match[str], rule: str, message: str, fix: str = "") -> RawAlarm:
    """The alarm at the group that matched; without a fix it is the participle of what stands there."""
    group = "x" if match["x"] is not None else "y"
    start, end = match.span(group)
    return RawAlarm(
        start=start,
        end=end,
        rule=rule,
        kind="Grammar",
        message=message,
        replacements=(fix or participle(match[group]),),
    )
