"""The patterns of our own rules, as a table; `own_rules.py` looks for them.

Each was kept only if it fires on next to nothing but errors in published technical posts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.word_patterns import (
    BASE_VERBS,
    PAST_TO_BASE,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A pattern whose group `x` is the slip."""

    rule: str
    kind: str
    message: str
    regex: re.Pattern[str]
    fix: Callable[[re.Match[str]], str | None]
    """What should stand for `x`; None when it is no slip after all."""


def _const(text: str) -> Callable[[re.Match[str]], str | None]:
    return lambda match: text[:1].upper() + text[1:] if match["x"][:1].isupper() else text


def _from(table: dict[str, str]) -> Callable[[re.Match[str]], str | None]:
    return lambda match: table.get(match["x"].lower())


_NOT_LET_US = (
    r"(?!\s+(?:you|me|us|him|her|them|it|users|people|developers|anyone|everyone|the|a|an|your|my|our|"
    r"this)\b)"
)
_AFTER_PREPOSITION = r"(?:in|of|with|on|from|by|into|about|at|through|within|do|does|using|between)"
_NO_CLAUSE = (
    r"(?!\s+(?:not|a|an|the|been|also|that|only|just|very|all|really|so|too|more|still|no|possible|like|"
    r"what|about|"
    r"because|now|already|never|always|in|on|at|to|for|as|important|easy|hard|good|bad|better|worth|clear|"
    r"true|"
    r"\w+(?:ing|ed|ly))\b)"
)
_MODAL = (
    r"(?:can|could|will|would|should|must|might|may|cannot|(?:do|does|did|ca|could|wo|would|should)n['’]t|to)"
)
_NOUN_BEFORE_TO = re.compile(
    r"\b(?:due|related|according|similar|thanks|compared|response|respect|limited|access|addition|prior|"
    r"opposed|equal|"
    r"applied|applies|apply|refers?|changes|regard|close|specific|relative|attention|switch|[^\w\s])\s*$"
)
"""What a "to" belongs to that is followed by a noun: "due to used memory"."""
_COMPARATIVE = re.compile(
    r"\b(?:more|less|rather|other|different|fewer|better|worse|sooner|no|else|greater|larger|smaller|"
    r"higher|lower|\w+er)\b",
    re.IGNORECASE,
)


def _comma_than(match: re.Match[str]) -> str | None:
    """Nothing compared in the sentence so far: it is "then"."""
    before = match.string[max(0, match.start() - 300) : match.start()]
    sentence = re.split(r"[.!?]\s", before)[-1]
    return None if _COMPARATIVE.search(sentence) else "then"


def _past_after_modal(match: re.Match[str]) -> str | None:
    word = match["x"].lower()
    before = match["before"].lower()
    if before == "to" and word.endswith("ed") and _NOUN_BEFORE_TO.search(match.string[: match.start()]):
        return None
    if before == "to" and word in (
        "found",
        "left",
        "saw",
        "felt",
        "bore",
        "built",
        "lay",
        "held",
        "thought",
        "lost",
    ):
        return None
    return PAST_TO_BASE.get(word)


PATTERNS = (
    Pattern(
        rule="ImContraction",
        kind="Punctuation",
        message="“I'm” needs its apostrophe.",
        regex=re.compile(r"(?<![\w.])(?P<x>Im)(?=\s+[a-z])"),
        fix=_const("I'm"),
    ),
    Pattern(
        rule="LetsApostrophe",
        kind="Punctuation",
        message="“Let's” is short for “let us”.",
        regex=re.compile(
            rf"(?:^|(?<=[.!?:]\s)|(?<=, )|(?<=\bso )|(?<=\bnow )|(?<=\bthen ))(?P<x>[Ll]ets){_NOT_LET_US}"
            rf"(?=\s+(?:now\s+|first\s+|also\s+|just\s+)?(?:{BASE_VERBS})\b)"
        ),
        fix=_const("let's"),
    ),
    Pattern(
        rule="ItsOwn",
        kind="Agreement",
        message="The possessive is “its”.",
        regex=re.compile(r"\b(?P<x>[Ii]t['’]s)(?=\s+(?:own|respective)\b)"),
        fix=_const("its"),
    ),
    Pattern(
        rule="ItsAfterPreposition",
        kind="Agreement",
        message="The possessive is “its”; “it's” is short for “it is”.",
        regex=re.compile(rf"\b{_AFTER_PREPOSITION}\s+(?P<x>it['’]s){_NO_CLAUSE}(?=\s+[a-z]+)"),
        fix=_const("its"),
    ),
    Pattern(
        rule="ItIs",
        kind="Punctuation",
        message="“It's” is short for “it is”; “its” is the possessive.",
        regex=re.compile(
            r"\b(?P<x>[Ii]ts)(?=\s+(?:not|a|an|the|been|just\s+\w+ing|still\s+an?|going\s+to|because|"
            r"also\s+an?|too|"
            r"(?:hard|easy|possible|impossible|important|difficult)\s+(?:to|"
            r"for|that))\b)"
        ),
        fix=_const("it's"),
    ),
    Pattern(
        rule="YourAfterPreposition",
        kind="Agreement",
        message="The possessive is “your”; “you're” is short for “you are”.",
        regex=re.compile(
            r"\b(?:in|of|for|with|on|from|by|into|at|to|using|inside|across)\s+(?P<x>you['’]re)"
            rf"{_NO_CLAUSE}(?!\s+(?:interested|able|sure|new|happy|free|ready|welcome|likely|familiar|"
            rf"done|right|unsure|"
            r"aware|comfortable|running|used|curious|unable|willing|lucky|stuck|building|"
            r"looking)\b)(?=\s+[a-z]+)"
        ),
        fix=_const("your"),
    ),
    Pattern(
        rule="YourOwn",
        kind="Agreement",
        message="The possessive is “your”.",
        regex=re.compile(r"\b(?P<x>[Yy]ou['’]re)(?=\s+own\b)"),
        fix=_const("your"),
    ),
    Pattern(
        rule="ThereOwn",
        kind="Agreement",
        message="The possessive is “their”.",
        regex=re.compile(
            r"\b(?:to|of|from|with|in|on|for|by)\s+(?P<x>there)(?=\s+(?:own|personal|respective|users?|"
            r"needs?|data|code|"
            r"projects?|teams?|jobs?|work|business|friends?|customers?|systems?|tools?)\b)"
        ),
        fix=_const("their"),
    ),
    Pattern(
        rule="CommaThan",
        kind="WordChoice",
        message="After a condition or a step it is “then”.",
        regex=re.compile(
            r",\s+(?P<x>than)(?=\s+(?:I|we|you|he|she|they|it|the|a|this|that|there|consider|use|try|just|"
            r"click|run|\w+ing)\b)"
        ),
        fix=_comma_than,
    ),
    Pattern(
        rule="PastAfterModal",
        kind="Grammar",
        message="After “to” or a modal verb stands the base form.",
        regex=re.compile(
            rf"\b(?P<before>{_MODAL})\s+(?:(?:not|also|never|always|just|only)\s+)?"
            rf"(?P<x>{'|'.join(PAST_TO_BASE)})\b(?![-’'])"
        ),
        fix=_past_after_modal,
    ),
    Pattern(
        rule="ThisAre",
        kind="Agreement",
        message="Subject and verb do not agree.",
        regex=re.compile(
            r"(?:^|(?<=[.!?]\s))(?P<x>This (?:are|were|have)|It (?:have|are|were|seem))\b(?! to\b)"
        ),
        fix=_from(
            {
                "this are": "This is",
                "this were": "This was",
                "this have": "This has",
                "it have": "It has",
                "it are": "It is",
                "it were": "It was",
                "it seem": "It seems",
            }
        ),
    ),
    Pattern(
        rule="ModalTo",
        kind="Grammar",
        message="No “to” after a modal verb.",
        regex=re.compile(
            r"\b(?:can|could|should|might|must|will|would)(?P<x>\s+to)(?=\s+(?:be|have|do|get|make|use|"
            r"see)\b)"
        ),
        fix=lambda match: "",
    ),
    Pattern(
        rule="MoreComparative",
        kind="Grammar",
        message="One comparative is enough.",
        regex=re.compile(
            r"\b(?P<x>more\s+(?P<word>easier|better|faster|slower|simpler|cheaper|harder|smaller|bigger|"
            r"larger|safer|"
            r"cleaner|worse|quicker|stronger|nicer|closer|longer|shorter|higher|lower))\b(?! and\b)"
        ),
        fix=lambda match: match["word"],
    ),
    Pattern(
        rule="WithIn",
        kind="WordChoice",
        message="“Within” is one word.",
        regex=re.compile(
            r"\b(?<!start )(?<!begin )(?<!go )(?<!along )(?<!ed )(?<!deal )(?P<x>with in)"
            r"(?=\s+(?:the|our|your|my|companies|common|"
            r"\w+s)\b)"
        ),
        fix=_const("within"),
    ),
    Pattern(
        rule="FormFrom",
        kind="WordChoice",
        message="“Form” is a shape; here it should be “from”.",
        regex=re.compile(
            r"\b(?:follows?|comes?|came|coming|away|different|data|results?|taken|derived|far|apart|"
            r"takeaways|learned|aside|"
            r"removed|read|inherits?|import(?:ed|s)?|return(?:ed|s)?|photos|values?|copied|moved|"
            r"starting)\s+(?P<x>form)"
            r"(?=\s+(?:the|this|that|a|an|my|your|our|their|it|them|these|[A-Z]\w+)\b)"
        ),
        fix=_const("from"),
    ),
    Pattern(
        rule="GoingOnHear",
        kind="WordChoice",
        message="“Hear” is what ears do; here it should be “here”.",
        regex=re.compile(
            r"\b(?:on|key|trick|point|idea|happening|share|goal|problem|is|are|"
            r"out)\s+(?P<x>hear)(?=[.,!?:]|\s+(?:is|are|was)\b)"
        ),
        fix=_const("here"),
    ),
    Pattern(
        rule="NoKnow",
        kind="WordChoice",
        message="Here it should be “know”.",
        regex=re.compile(
            r"\b(?:don['’]t|didn['’]t|doesn['’]t|(?:need|want|have|get|got) to|you|I|"
            r"we)\s+(?P<x>no)(?=\s+(?:if|how|what|why|that|where|"
            r"anything|when|which|about|whether)\b)"
        ),
        fix=_const("know"),
    ),
    Pattern(
        rule="QuietQuite",
        kind="WordChoice",
        message="“Quiet” is without noise; here it should be “quite”.",
        regex=re.compile(
            r"\b(?P<x>quiet)(?=\s+(?:a\s+(?:lot|few|bit)|at\s+the|the\s+same|easy|simple|similar|often|"
            r"nice|different|an?\s)\b)"
        ),
        fix=_const("quite"),
    ),
    Pattern(
        rule="CapableOf",
        kind="WordChoice",
        message="The preposition is “of”.",
        regex=re.compile(r"\b[Cc]apable\s+(?P<x>to)(?=\s+(?:\w+ing|it\s+being)\b)"),
        fix=_const("of"),
    ),
    Pattern(
        rule="SimilarTo",
        kind="WordChoice",
        message="The preposition is “to”.",
        regex=re.compile(r"\bsimilar\s+(?P<x>of|than)(?=\s+(?:how|what|the|a|last|that|this)\b)"),
        fix=_const("to"),
    ),
    Pattern(
        rule="WouldLikeTo",
        kind="Grammar",
        message="A “to” is missing.",
        regex=re.compile(
            r"\b(?:would|['’]d)\s+(?P<x>like)(?=\s+(?:thank|extend|say|share|see|use|know|add|make|"
            r"mention|point|talk|do|try|"
            r"build|write|get|go|have|help|keep|learn)\b)"
        ),
        fix=lambda match: "like to",
    ),
    Pattern(
        rule="OneOfThe",
        kind="Grammar",
        message="An “of” is missing.",
        regex=re.compile(
            r"(?<![-\w] )\b(?P<x>[Oo]ne|kind|sort|couple)(?=\s+(?:these|those|my|your|our|their)\b)"
        ),
        fix=lambda match: f"{match['x']} of" if _lacks_of(match) else None,
    ),
)


def _lacks_of(match: re.Match[str]) -> bool:
    """Whether it is "one my colleagues", and not "no one these days" or "a kind person"."""
    following = match.string[match.end() :].split()[:1]
    plural = match.string[match.end() :].split()[1:3]
    if match["x"].lower() != "one" or not following:
        return False
    before = match.string[: match.start()].split()[-1:]
    if before and before[0].lower() in (
        "no",
        "any",
        "every",
        "some",
        "this",
        "that",
        "each",
        "which",
        "the",
        "for",
    ):
        return False
    return any(word.rstrip(".,").endswith("s") for word in plural) and "days" not in plural
