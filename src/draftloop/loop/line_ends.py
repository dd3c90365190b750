"""Line ends between a file and an editor that knows only one kind: what was not edited keeps its own (P7)."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import zip_longest

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_NEWLINES = ("\n", "\r\n", "\r")
_OTHER_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SLOW = 2_000
"""Lines from which on the diff takes frequent lines (blank ones) for noise, as it is quadratic with them."""

Line = tuple[str, str]
"""Content and line end; the last line of a text has the end ""."""


def editor_text(text: str) -> str:
    """`text` as an editor shows it: every kind of line end as LF."""
    return _LINE_END.sub("\n", text)


def carry_over(original: str, edited: str) -> str:
    """The edit that led from `editor_text(original)` to `edited`, applied to `original`.

    Lines that were not edited keep their line ends byte for byte, also VT, FF, NEL and the like; new lines
    get the end most of the file has.
    """
    if _ends_with_lf_only(original) and _ends_with_lf_only(edited):
        return edited  # nearly every text; asked while somebody types a megabyte
    edited = editor_text(edited)
    if edited == editor_text(original):
        return original
    ends = Counter(_LINE_END.findall(original))
    usual = next((end for end, _ in ends.most_common() if end in _NEWLINES), "\n")
    if not ends or set(ends) == {usual}:
        return edited if usual == "\n" else edited.replace("\n", usual)
    old, new = _lines(original), edited.split("\n")
    start = _common(old, new)
    stop = _common(old[start:][::-1], new[start:][::-1])
    for end in (usual, "\r"):
        middle = _merge(old[start : len(old) - stop], new[start : len(new) - stop], end)
        merged = _joined([*old[:start], *middle, *old[len(old) - stop :]], end)
        if editor_text(merged) == edited:
            return merged
    # A lone CR kept before a line that became empty reads as CR LF, whatever new lines end with: then the
    # words count, not the ends.
    return edited.replace("\n", usual)


def _ends_with_lf_only(text: str) -> bool:
    return not any(end in text for end in _OTHER_ENDS)


def _lines(text: str) -> list[Line]:
    lines, at = [], 0
    for match in _LINE_END.finditer(text):
        lines.append((text[at : match.start()], match.group()))
        at = match.end()
    return [*lines, (text[at:], "")]


def _common(old: list[Line], new: list[str]) -> int:
    count = 0
    for (content, _), line in zip(old, new, strict=False):
        if content != line:
            break
        count += 1
    return count


def _merge(old: list[Line], new: list[str], usual: str) -> list[Line]:
    matcher = SequenceMatcher(None, [line for line, _ in old], new, autojunk=len(old) > _SLOW)
    merged: list[Line] = []
    for tag, old_start, old_stop, new_start, new_stop in matcher.get_opcodes():
        if tag == "equal":
            merged += old[old_start:old_stop]
        elif new_stop - new_start == old_stop - old_start:
            # Edited line by line: the words changed, what ends each line did not.
            merged += [(new[new_start + n], old[old_start + n][1]) for n in range(new_stop - new_start)]
        else:
            merged += [(line, usual) for line in new[new_start:new_stop]]
    return merged


def _joined(lines: list[Line], usual: str) -> str:
    pieces = []
    for (content, end), later in zip_longest(lines, lines[1:]):
        pieces.append(content if later is None else content + (end or usual))
    return "".join(pieces)
