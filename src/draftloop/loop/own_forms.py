"""Patterns of our own for forms after an auxiliary: "doesn't works", "is replace by", "this allow you".

Each fired on next to nothing but errors in thirty million words of published technical prose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftloop.loop.own_patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable

_REGULAR = """
use create add define configure handle implement install replace remove calculate render generate execute
include specify apply convert achieve enable disable provide describe ignore divide combine compare consider
require declare delete improve perform reduce resolve solve update introduce determine explain
"""
_IRREGULAR = (
    "write written do done make made take taken give given see seen find found know known build built"
)


def _past_participle(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if verb.endswith("y") else verb + "ed"


_PARTICIPLES = {verb: _past_participle(verb) for verb in _REGULAR.split()}
_AFTER_HAVE = "|".join(_PARTICIPLES)
_PAIRS = _IRREGULAR.split()
_PARTICIPLES.update(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_VERBS = "|".join(_PARTICIPLES)

_THIRD_PERSON = """
works work uses use needs need makes make takes take gives give wants want knows know exists exist appears
appear happens happen allows allow depends depend matters matter means mean contains contain returns return
supports support requires require provides provide seems seem has have goes go includes include handles handle
"""
_FORMS = _THIRD_PERSON.split()
_BASE_OF = dict(zip(_FORMS[::2], _FORMS[1::2], strict=True))
_ALLOWS = {base: form for form, base in _BASE_OF.items()}
_ALLOWS.update({"let": "lets", "ensure": "ensures", "enable": "enables"})
_PARTS = """
reason thing way problem feature advantage benefit challenge example lesson goal question change tool project
library language difference method step option file issue
"""
_SINGULARS = "|".join(_PARTS.split())


def _in(table: dict[str, str]) -> Callable[[re.Match[str]], str | None]:
    return lambda match: table.get(match["x"].lower())


FORM_PATTERNS = (
    Pattern(
        rule="BeParticiple",
        kind="Grammar",
        message="After a form of “be” stands the participle.",
        regex=re.compile(
            rf"\b(?:is|are|was|were|been|being)\s+(?P<x>{_VERBS})(?=\s+(?:by|as|for|from|when|with)\s)"
        ),
        fix=_in(_PARTICIPLES),
    ),
    Pattern(
        rule="HaveParticiple",
        kind="Grammar",
        message="After a form of “have” stands the participle.",
        regex=re.compile(
            rf"\b(?:have|has|had)\s+(?:(?:also|already|just|now|not)\s+)?(?P<x>{_AFTER_HAVE})"
            r"(?=\s+(?:the|a|an|this|our|your|their|it|all|some|my|these)\b)"
        ),
        fix=_in(_PARTICIPLES),
    ),
    Pattern(
        rule="DoBase",
        kind="Agreement",
        message="After “do” and “does” stands the base form.",
        regex=re.compile(
            r"\b(?:(?:do|does|did)(?:n['’]t|\s+not)|can['’]t|cannot|won['’]t|(?:should|could|would)n['’]t)\s+"
            rf"(?P<x>{'|'.join(_BASE_OF)})\b(?![-’'])"
        ),
        fix=_in(_BASE_OF),
    ),
    Pattern(
        rule="ThisAllows",
        kind="Agreement",
        message="Subject and verb do not agree.",
        regex=re.compile(
            r"(?:^|(?<=[.!?]\s))(?:This|It)\s+(?:also\s+|only\s+)?(?P<x>allow|make|mean|let|ensure|provide|enable|"
            r"depend|contain|happen)(?=\s+(?:the|a|an|you|us|it|that|on|for|to|sure|users|easier|more|when|if)\b)"
        ),
        fix=_in(_ALLOWS),
    ),
    Pattern(
        rule="OneOfPlural",
        kind="Agreement",
        message="One of several: the noun is a plural.",
        regex=re.compile(
            rf"\b[Oo]ne\s+of\s+(?:the|my|our|these|those)\s+(?:[a-z]+\s+)?(?P<x>{_SINGULARS})"
            r"(?=\s+(?:that|is|was|i|we|you|in|of|to|for|with|which|are)\b)"
        ),
        fix=lambda match: re.sub(r"(?<![aeiou])y$", "ie", match["x"]) + "s",
    ),
)
