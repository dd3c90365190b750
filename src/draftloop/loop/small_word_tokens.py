"""A sentence as the small-words model reads it: words in lower case, and one mark for each kind of the rest.

Names, numbers and code say little about the grammar around them but where they stand, so every name is the
same token to the model, and so are every number and every piece of code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container

CODE, NUMBER, NAME, OWNER, ACRONYM, ACRONYMS = "¤", "#", "Xx", "Xx's", "XX", "XXs"
"""What stands for code and formulas, numbers, names, names in the genitive, and capitals."""
MARKS = frozenset((CODE, NUMBER, NAME, OWNER, ACRONYM, ACRONYMS))

_LETTERS = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
_SYMBOLS = r"\w#@/\\=<>{}$%^&*+~|`"
TOKEN = re.compile(
    rf"{_LETTERS}(?:-{_LETTERS})*|\ufffc+|[{_SYMBOLS}]*[\d_#@/\\=<>{{}}$%^&*+~|`]+[{_SYMBOLS}]*|\.{{2,}}|--+|[^\w\s]"
)
_NUMBER = re.compile(r"[\d.,:]+%?$")
_OPENING = frozenset('.!?:"“”(—–•*-;')
"""After these a capital says nothing: it may begin a sentence."""
_PLAIN = {
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "–": "—",
    "--": "—",
    "---": "—",
    "…": "...",
    "..": "...",
}
_FIRST_PERSON = frozenset(("I", "I'm", "I've", "I'll", "I'd"))


class Token(NamedTuple):
    """A word or sign, as the model calls it, and where it stands."""

    word: str
    start: int
    end: int


def read_tokens(text: str, start: int, end: int, known: Container[str]) -> list[Token]:
    """The tokens of the sentence that stands at `start` to `end` of `text`.

    Args:
        text: A rendered block.
        start: Where the sentence begins.
        end: Where it ends.
        known: English words, lower case: a capital at the beginning makes them no name.
    """
    found: list[Token] = []
    opens = True
    for match in TOKEN.finditer(text, start, end):
        token = match[0]
        found.append(Token(plain_word(token, known, opens=opens), match.start(), match.end()))
        opens = token[-1] in _OPENING
    return found


def plain_word(token: str, known: Container[str], *, opens: bool) -> str:
    """What the model calls `token`; `opens`: a sentence may begin with it."""
    if not token[0].isalpha():
        return _plain_sign(token)
    token = token.replace("’", "'")
    lower = token.lower()
    if token == lower:
        return lower if token.isalpha() or "'" in token or "-" in token else CODE
    if token in _FIRST_PERSON:
        return lower
    is_genitive = lower.endswith("'s")
    if token[1:] == lower[1:]:
        is_common = lower in known or (is_genitive and lower[:-2] in known) or "'" in lower
        if opens and is_common:
            return lower
    elif token.isupper():
        return ACRONYM
    elif token[:-1].isupper() and token[-1] == "s":
        return ACRONYMS
    return OWNER if is_genitive else NAME


def _plain_sign(token: str) -> str:
    if token[0] == "\ufffc":
        return CODE
    if len(token) == 1 and not token.isdigit():
        return _PLAIN.get(token, token)
    if _NUMBER.match(token):
        return NUMBER
    return _PLAIN.get(token, CODE)
