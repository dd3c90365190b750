"""What may go from a document's folder in the recovery store, and when (P5, P20)."""

from __future__ import annotations

import os
from contextlib import suppress

from draftloop.adapters import files, kept_files
from draftloop.adapters.journal import segments
from draftloop.adapters.journal_format import read_states
from draftloop.adapters.offers import MAX_BYTES
from draftloop.loop.errors import Unreadable

KEEP_DAYS = 90
KEEP_LAST = 50
_DAYS_S = KEEP_DAYS * 86_400


def thin_out(folder: str) -> None:
    """Remove what is settled and has fifty later ones that are ninety days younger.

    Measured against those later ones and not against the clock: one that jumps costs nothing.
    """
    known = kept_files.entries(folder)
    later: list[int] = []
    for entry in reversed(known):
        if entry.state == "settled" and sum(one >= entry.when_s + _DAYS_S for one in later) >= KEEP_LAST:
            _remove(folder, str(entry))
        later.append(entry.when_s)
    _thin_segments(folder)


def _thin_segments(folder: str) -> None:
    names = segments(folder)
    if not names or names[0].began_s + _DAYS_S > names[-1].began_s:
        return
    counted: list[tuple[int, int]] = []
    """When each later segment began, and how many texts it holds."""
    for name in reversed(names):
        younger = sum(texts for began_s, texts in counted if began_s >= name.began_s + _DAYS_S)
        if name.done_bytes is not None and younger >= KEEP_LAST:
            _remove(folder, str(name))
        else:
            counted.append((name.began_s, _texts_in(folder, str(name))))


def _texts_in(folder: str, name: str) -> int:
    try:
        data = files.read_file(folder, name, limit=MAX_BYTES) or b""
    except Unreadable:
        return 0  # what cannot be read stands for no text that could be given back instead
    return sum(1 for _ in read_states(data))


def _remove(folder: str, name: str) -> None:
    # Thinned out by another draftloop at the same moment, or on a disk that can only be read: it may stay.
    with suppress(OSError):
        os.unlink(os.path.join(folder, name))
