"""Patterns of our own for verbs and their subjects: "doesn't works", "this allow you".

Each fired on next to nothing but errors in thirty million words of published technical prose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftloop.loop.own_patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable

_THIRD_PERSON = """
works work uses use needs need makes make takes take gives give wants want knows know exists exist appears
appear happens happen allows allow depends depend matters matter means mean contains contain returns return
supports support requires require provides provide seems seem has have goes go includes include handles handle
"""
_FORMS = _THIRD_PERSON.split()
_BASE_OF = dict(zip(_FORMS[::2], _FORMS[1::2], strict=True))
_ALLOWS = {base: form for form, base in _BASE_OF.items()}
_ALLOWS.update({"let": "lets", "ensure": "ensures", "enable": "enables"})


def _in(table: dict[str, str]) -> Callable[[re.Match[str]], str | None]:
    return lambda match: table.get(match["x"].lower())


FORM_PATTERNS = (
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
)
