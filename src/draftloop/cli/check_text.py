"""Alarms for a person: where, what, the sentence with the place marked, and what would be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from draftloop.cli.output import columns
from draftloop.cli.wrapping import hang
from draftloop.loop.plain import safe

if TYPE_CHECKING:
    from draftloop.loop.finding import Finding

INDENT = "    "
CODE = "`…`"
"""Stands for code, a picture, a formula: the sentence is shown as the engines saw it."""
_OPAQUE = "\ufffc"
_CUT = "…"
MOST_FIXES = 3
MOST_WORDS = 40


def alarm_lines(shown: str, finding: Finding, width: int) -> list[str]:
    """One alarm as lines of at most `width` cells, but for a long file name."""
    tier = "" if finding.tier == "sure" else f"{finding.tier}: "
    lead = f"{shown}:{finding.line}:{finding.column}: "
    head = _wrapped(lead, f"{tier}{finding.message} [{finding.rule_name}]", width)
    lines = [*head, *excerpt_lines(finding, width)]
    if finding.fixes:
        lines += hang(f"{INDENT}→ ", " | ".join(map(one_fix, finding.fixes[:MOST_FIXES])), width)
    return lines


def _wrapped(lead: str, text: str, width: int) -> list[str]:
    """`text` behind a lead that may be as wide as the line: what goes on below has the excerpt's margin."""
    first, *rest = hang(lead, text, width)
    return [first, *(hang(INDENT, " ".join(rest), width) if rest else ())]


def one_fix(fix: str) -> str:
    """A fix as it is shown: what cannot be seen is said."""
    if not fix:
        return "(leave it out)"
    return fix if fix.strip() == fix else f"“{fix}”"


def word_lines(shown: str, findings: Sequence[Finding], width: int) -> list[str]:
    """The new words of a file as one quiet list."""
    counts = Counter(finding.text for finding in findings)
    words = list(counts)[:MOST_WORDS]
    rest = len(counts) - len(words)
    more = f" and {rest} more" if rest else ""
    noun = "word" if len(counts) == 1 else "words"
    return _wrapped(f"{shown}: ", f"{len(counts)} new {noun}: {', '.join(words)}{more}", width)


def excerpt_lines(finding: Finding, width: int) -> list[str]:
    """The sentence and below it the carets; cut around the place where it is too long for a line."""
    before, place, after = _parts(finding)
    if not before and not place and not after:
        return []
    room = width - columns(INDENT)
    place = _clipped(place, room - 2 * columns(_CUT), from_end=False)
    left_over = room - columns(place)
    right = min(columns(after), max(left_over - columns(before), left_over // 2))
    before = _clipped(before, left_over - right, from_end=True)
    after = _clipped(after, left_over - columns(before), from_end=False)
    marks = " " * columns(before) + "^" * max(1, columns(place))
    return [(INDENT + before + place + after).rstrip(), INDENT + marks]


def _parts(finding: Finding) -> tuple[str, str, str]:
    """The sentence before, at and behind the place, clean and on one line."""
    start, end = finding.sentence_at, finding.sentence_end
    if not 0 <= start <= end:
        return "", _clean(" ".join(finding.text.split())), ""
    sentence = finding.sentence
    return _clean(sentence[:start]), _clean(sentence[start:end]), _clean(sentence[end:])


def _clean(text: str) -> str:
    """What is as wide on any terminal as `columns` says: control characters as pictures, tabs as blanks."""
    return safe(text.replace(_OPAQUE, CODE)).replace("\t", " ").replace("\n", " ")


def _clipped(text: str, most: int, *, from_end: bool) -> str:
    """At most so many cells of a text, with a sign where something is cut off."""
    if columns(text) <= most:
        return text
    kept: list[str] = []
    used = columns(_CUT)
    for char in reversed(text) if from_end else text:
        used += columns(char)
        if used > most:
            break
        kept.append(char)
    shown = "".join(reversed(kept) if from_end else kept)
    if most < columns(_CUT):
        return ""
    while from_end and shown and columns(shown[0]) == 0:
        shown = shown[1:]  # a mark without the letter it sits on would go over to the sign
    return _CUT + shown if from_end else shown + _CUT
