"""Git trailers as text: `Draftloop-Stage: prose`. What they mean is said in `iteration.py`."""

from __future__ import annotations

import re

PREFIX = "Draftloop-"
"""Every trailer of ours begins with it."""

_PREFIX = PREFIX.lower()
_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TRAILER = re.compile(rf"{PREFIX}([A-Za-z]+):[ \t]*(.*)", re.IGNORECASE)
_MAX_NUMBER = 1_000_000
_MAX_DIGITS = 7

Trailers = dict[str, tuple[str, ...]]
"""Values by lower-case key without the prefix, in their order."""


def fold(text: str) -> str:
    """Text on one line: line ends and control characters become single blanks, so no value can add a line."""
    if text.isprintable() and "  " not in text:
        return text.strip()  # nothing to replace: most texts, and a long history has thousands
    return _SPACES.sub(" ", text).strip()


def parse_trailers(message: str) -> Trailers:
    """Our trailers in the last paragraph of a commit message.

    Other people's trailers and anything above the last paragraph are passed over: a note may quote
    what it likes.
    """
    if _PREFIX not in message.lower():
        return {}  # most commits of a site are not ours
    found: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in last_paragraph(message):
        match = _TRAILER.fullmatch(line.rstrip())
        if match:
            last = found.setdefault(match[1].lower(), [])
            last.append(fold(match[2]))
        elif line[:1] in (" ", "\t") and last:
            last[-1] = f"{last[-1]} {fold(line)}".strip()
        else:
            last = None
    return {key: tuple(values) for key, values in found.items()}


def last_paragraph(message: str) -> list[str]:
    """The lines of the last paragraph; none when the message is a subject alone."""
    # Not splitlines(): a form feed or U+2028 inside a value is no line end for git.
    lines = message.replace("\r\n", "\n").rstrip().split("\n")
    start = len(lines)
    while start and lines[start - 1].strip():
        start -= 1
    return lines[start:] if start else []


def last_value(trailers: Trailers, key: str) -> str:
    """The value of a trailer that stands once; of several the last; empty when there is none."""
    values = trailers.get(key)
    return values[-1] if values else ""


def last_number(trailers: Trailers, key: str) -> int | None:
    """The same as a count; None when it is missing or not a sane number."""
    text = last_value(trailers, key)
    # ASCII digits of a sane length: int() takes other scripts and texts of any length.
    if not text.isascii() or not text.isdecimal() or len(text) > _MAX_DIGITS or int(text) > _MAX_NUMBER:
        return None
    return int(text)
