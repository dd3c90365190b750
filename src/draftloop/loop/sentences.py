"""Where sentences begin and end in a rendered block of technical prose."""

from __future__ import annotations

import re
from bisect import bisect_right
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from draftloop.loop.blocks import Span

_NEVER_LAST_WORDS = "e.g i.e vs cf fig eq nos sec ch approx dr mr mrs ms prof st pp ver a.k.a w.r.t"
_SOMETIMES_LAST_WORDS = """
etc al resp ca sr jr inc ltd co corp dept est v vol p ed eds misc incl excl max min
jan feb mar apr jun jul aug sep sept oct nov dec
"""
_NEVER_LAST = frozenset(_NEVER_LAST_WORDS.split())
_SOMETIMES_LAST = frozenset(_SOMETIMES_LAST_WORDS.split())
_END = re.compile(r"(?:[.!?…]+|[。！？])[\"'”’)\]*_]*(?=\s|$)|[。！？]")
_FIRST_WORD = re.compile(
    r"\s+(?:The|This|That|These|It|We|You|I|He|She|They|In|On|But|And|So|If|When|For|A|An)\b"
)
"""After an initial these begin a sentence; any other capital may be the name that goes with it."""
_AHEAD = 80
"""Characters behind a full stop within which the next word begins."""
_LAST_WORD = re.compile(r"[\w.]+$")


def sentence_spans(text: str) -> list[Span]:
    """The sentences of `text`, in order, without the blanks around them.

    A full stop ends no sentence after an abbreviation or an initial, within a version, a decimal or a name,
    or before a lower-case word.
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if not _is_end(text, match):
            continue
        _append(spans, text, start, match.end())
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    stripped = piece.strip()
    if stripped:
        spans.append((start + left, start + left + len(stripped)))


def _is_end(text: str, match: re.Match[str]) -> bool:
    mark = match[0].rstrip("\"'”’)]*_")
    if mark != ".":
        following = text[match.end() : match.end() + _AHEAD].lstrip()[:1]
        return not (mark in ("…", "...", "..") and following.islower())
    following = text[match.end() : match.end() + _AHEAD].lstrip(" \t\"'“‘([*_")[:1]
    if following.islower():
        return False
    last = _LAST_WORD.search(text[max(0, match.start() - 30) : match.start()])
    word = last[0].lower() if last else ""
    if last is not None and len(word) == 1 and last[0].isupper() and word != "i":
        return _FIRST_WORD.match(text, match.end()) is not None
    if word == "no":
        return not following.isdigit()
    return not (word in _NEVER_LAST or (word in _SOMETIMES_LAST and not following.isupper()))


def sentence_at(text: str, place: int) -> str:
    """The sentence that holds the character at `place`."""
    return sentence_around(text, place)[0]


def sentence_around(text: str, place: int) -> tuple[str, int]:
    """The sentence that holds the character at `place`, and where it begins in `text`."""
    spans = sentence_spans(text)
    if not spans:
        return ("", 0)
    start, end = spans[max(0, bisect_right(spans, place, key=lambda span: span[0]) - 1)]
    return (text[start:end], start)


def sentence_hash(sentence: str) -> str:
    """A name for a sentence that survives new line breaks: blake2b-64 of it with all blanks folded."""
    folded = " ".join(sentence.split())
    return blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
