"""Line ends as an author's file has them: editors work with LF, files keep what they had, line by line."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_MOST_COMPARED = 20_000
"""Lines of a changed middle; a larger one gets the file's usual line end throughout."""


def as_edited(text: str) -> str:
    """A file's text as an editor holds it, with LF only."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def as_filed(edited: str, original: str) -> str:
    """An edited text (LF) with the line ends of `original`; new lines get the usual one."""
    if "\r" not in original:
        return edited
    old = _LINE.findall(original)
    ends = [line[len(line.rstrip("\r\n")) :] for line in old]
    usual = Counter(end for end in ends if end).most_common(1)[0][0]
    new = edited.split("\n")
    bare = [line.rstrip("\r\n") for line in old]
    kept = _kept_ends(bare, ends, new, usual)
    return "".join(line + end for line, end in zip(new, kept, strict=True))


def _kept_ends(bare: list[str], ends: list[str], new: list[str], usual: str) -> list[str]:
    """A line end for each new line; the last one has none."""
    result = [usual] * len(new)
    if len(set(ends) - {""}) > 1 and len(bare) + len(new) <= _MOST_COMPARED:
        for start, place, size in SequenceMatcher(None, bare, new, autojunk=False).get_matching_blocks():
            for offset in range(size):
                result[place + offset] = ends[start + offset] or usual
    result[-1] = ""
    return result
