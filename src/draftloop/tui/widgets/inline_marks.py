"""Where the Markdown marks of a line stand, for an editor to dim them. A pure function of one line.

Not a parser: it decides how a line looks while it is typed, one line at a time and in microseconds. What a
text means is read elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_LEAD = re.compile(
    r"(?P<heading> {0,3}#{1,6}(?=\s|$))|(?P<quote>\s*(?:>\s?)+)|(?P<bullet>\s*(?:[-*+]|\d{1,9}[.)])(?=\s|$))"
)
_INLINE = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<strong>(?P<stars>\*\*|__)(?=\S)(?:(?!(?P=stars)).)+?(?<=\S)(?P=stars))"
    r"|(?P<em>(?<![\w*_])(?P<star>[*_])(?![\s*_])(?:(?!(?P=star)).)+?(?<=\S)(?P=star)(?![\w*_]))"
    r"|(?P<link>!?\[(?P<label>[^\[\]\n]*)\]\((?P<target>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\))"
    r"|(?P<gap>\[(?:TK|TODO|\?)[^\]\n]*\]|\bTK\b)"
    r"|(?P<comment><!--.*?-->)"
)
FENCE = re.compile(r"\s{0,3}(?:`{3,}|~{3,})")
_LONG = 1000
_LONGEST = 20_000
"""Characters; a longer line is one that nobody reads, and gets no marks."""


class Mark(NamedTuple):
    """A stretch of a line and the name of its look: mark, heading, strong, em, code, link, gap."""

    start: int
    end: int
    look: str


def marks_of(line: str, is_code: bool) -> tuple[Mark, ...]:
    """The looks of a line; later ones lie over earlier ones.

    Args:
        line: One line of Markdown.
        is_code: Whether it stands inside a fenced block, or is the fence itself.
    """
    if not line or len(line) > _LONGEST:
        return ()
    if is_code:
        return (Mark(0, len(line), "code"),)
    return (_short_marks if len(line) <= _LONG else _long_marks)(line)


def _read_marks(line: str) -> tuple[Mark, ...]:
    found: list[Mark] = []
    lead = _LEAD.match(line)
    begin = 0
    if lead is not None:
        begin = lead.end()
        if lead.lastgroup == "heading":
            found.append(Mark(begin, len(line), "heading"))
        found.append(Mark(0, begin, "mark"))
    for match in _INLINE.finditer(line, begin):
        found.extend(_inline(match))
    return tuple(found)


_short_marks = lru_cache(maxsize=4096)(_read_marks)
_long_marks = lru_cache(maxsize=64)(_read_marks)
"""Each key in a long line makes another long line: few of them are kept."""


def _inline(match: re.Match[str]) -> list[Mark]:
    start, end = match.span()
    if match["code"] is not None:
        ticks = len(match["ticks"])
        return [Mark(start, end, "code"), Mark(start, start + ticks, "mark"), Mark(end - ticks, end, "mark")]
    if match["strong"] is not None:
        return [Mark(start, end, "strong"), Mark(start, start + 2, "mark"), Mark(end - 2, end, "mark")]
    if match["em"] is not None:
        return [Mark(start, end, "em"), Mark(start, start + 1, "mark"), Mark(end - 1, end, "mark")]
    if match["link"] is not None:
        label_start, label_end = match.span("label")
        return [
            Mark(label_start, label_end, "link"),
            Mark(start, label_start, "mark"),
            Mark(label_end, end, "mark"),
        ]
    return [Mark(start, end, "gap" if match["gap"] is not None else "mark")]


def code_rows(lines: list[str]) -> frozenset[int]:
    """Rows of fenced blocks, fences included. A block that is never closed reaches to the end."""
    rows: set[int] = set()
    fence = ""
    for number, line in enumerate(lines):
        opened = FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            rows.add(number)
            if opened and opened.group().strip().startswith(fence) and not line[opened.end() :].strip():
                fence = ""
        elif opened:
            rows.add(number)
            fence = opened.group().strip()
    return frozenset(rows)
