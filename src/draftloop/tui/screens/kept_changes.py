"""What a kept text has and its file has not, and the other way round, as it is drawn."""

from __future__ import annotations

from dataclasses import replace
from difflib import unified_diff

from textual.content import Content

from draftloop.tui import text as texts
from draftloop.tui.widgets.word_diff import Passage, content_of, diff_passages

_MOST_LINES = 200
_MOST_COMPARED = 4_000
"""Lines; comparing longer texts would take seconds."""
_MOST_BY_WORDS = 60_000
"""Characters; longer texts are compared by lines."""
_AROUND = 70
"""Characters of what stayed the same that stand on each side of a change."""


def changes(in_file_now: str, kept: str) -> Content:
    """What the kept text has (`+`) and the file has (`-`); the kept text itself when that takes too long."""
    if in_file_now and len(in_file_now) + len(kept) <= _MOST_BY_WORDS:
        changed = [passage for passage in diff_passages(in_file_now, kept) if passage.is_changed]
        return Content("\n\n").join(content_of(_around(passage)) for passage in changed)
    return _by_lines(in_file_now, kept)


def _around(passage: Passage) -> Passage:
    """A passage with no more of what stayed the same than tells where it is."""
    last = len(passage.pieces) - 1
    pieces = []
    for number, piece in enumerate(passage.pieces):
        text = piece.text
        if piece.kind == "same" and len(text) > 2 * _AROUND:
            head = text[:_AROUND].rpartition(" ")[0] if number else ""
            tail = text[-_AROUND:].partition(" ")[2] if number < last else ""
            text = f"{head} … {tail}".lstrip()
        pieces.append(replace(piece, text=text))
    return replace(passage, pieces=tuple(pieces))


def _by_lines(in_file_now: str, kept: str) -> Content:
    new, old = kept.splitlines(), in_file_now.splitlines()
    if not old or len(new) + len(old) > _MOST_COMPARED:
        return texts.literal("\n".join(new[:_MOST_LINES]))
    rows = []
    for number, line in enumerate(unified_diff(old, new, n=1, lineterm="")):
        if number < 2 or number > _MOST_LINES:
            continue  # the names of the two files, which are the same here
        sign, words = line[:1], line[1:]
        style = {"+": "$success", "-": "$error"}.get(sign, "$text-muted")
        mark = {"+": "+ ", "-": "− "}.get(sign, "  ")
        rows.append(texts.joined((mark, style), (words if sign != "@" else "…", style)))
    return Content("\n").join(rows)
