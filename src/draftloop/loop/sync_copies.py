"""Files that a sync program left beside another because two machines had changed it, told by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKS = (
    # Dropbox, Nextcloud, ownCloud: post (conflicted copy).md, post (Ann's conflicted copy 2026-11-21).md
    re.compile(r" \([^()]*conflict(?:ed)?[ -](?:copy|file)[^()]*\)$", re.IGNORECASE),
    re.compile(r" \(SFConflict [^()]*\)$"),  # Seafile
    re.compile(r"\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]+)?$"),  # Syncthing
    re.compile(r"_conflict-\d{8}-\d{6}$"),  # ownCloud, before
    re.compile(r"\.conflict(?:-\d+|ed)?$", re.IGNORECASE),  # Resilio, Unison
)


def original_of(name: str) -> str | None:
    """The name of the file that `name` is a conflicted copy of; None when it is none."""
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if dot else (name, "")
    for mark in _MARKS:
        found = mark.search(stem)
        if found is not None and found.start() > 0:
            return stem[: found.start()] + ending
    return None


def copies_of(name: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those of `names` that are conflicted copies of `name`."""
    return tuple(one for one in names if original_of(one) == name)
