"""Taking points out of an outline's text, with everything below them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from draftloop.loop.outline import Outline
from draftloop.loop.outline_edit import extent_of
from draftloop.loop.outline_lines import split_lines

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")


def without_points(text: str, outline: Outline, indices: Iterable[int]) -> str:
    """`text` without these points and their subtrees; every other line stays byte for byte.

    Args:
        text: What `outline` was read from.
        outline: The outline.
        indices: The points; one that stands below another of them goes with it.
    """
    plain = split_lines(text)
    lines = _LINE.findall(text)
    gone: set[int] = set()
    for index in indices:
        start, end = extent_of(plain, outline.points[index].line - 1)
        gone.update(range(start, end))
    return "".join(line for row, line in enumerate(lines) if row not in gone)
