"""Holes the author left in a text on purpose."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from draftloop.loop.blocks import Gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.blocks import CodeRange, Span

_GAP = re.compile(
    r"\[(?:TK|TODO|FIXME|XXX)\b[ \t]*:?[^\[\]\r\n]{0,400}\](?!\()"
    r"|\[\?\]"
    r"|(?<![\w/#.@&=?%-])(?:TK|TODO|FIXME|XXX)(?![\w/=-])"
)


def find_gaps(
    text: str, code: Sequence[CodeRange], addresses: Sequence[Span], lines: Sequence[int]
) -> tuple[Gap, ...]:
    """All gaps outside code and outside the addresses of links, in order; `code` is in order."""
    code_starts = [one.start for one in code]
    address_starts = [start for start, _ in addresses]
    gaps: list[Gap] = []
    for match in _GAP.finditer(text):
        start = match.start()
        nearest = bisect_right(code_starts, start) - 1
        if nearest >= 0 and start < code[nearest].end:
            continue
        address = bisect_right(address_starts, start) - 1
        if address >= 0 and start < addresses[address][1]:
            continue
        line = bisect_right(lines, start)
        column = start - lines[line - 1] + 1
        gaps.append(Gap(text=match[0], start=start, end=match.end(), line=line, column=column))
    return tuple(gaps)
