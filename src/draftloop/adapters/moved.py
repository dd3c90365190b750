"""Texts kept for a workspace that is not where it was: its folder was moved or renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator

_MOST_BYTES = 8192


def moved_places(recovery: str, here: str) -> Iterator[tuple[str, str]]:
    """(name in the recovery store, place it once had) of each workspace that is there no more.

    Args:
        recovery: The folder with one folder a workspace.
        here: Name of the workspace that asks, which is passed over.
    """
    try:
        names = sorted(os.listdir(recovery))
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in names:
        place = _note(os.path.join(recovery, name, "path")) if name != here else ""
        if os.path.isabs(place) and "\0" not in place and not os.path.isdir(place):
            yield name, place


def _note(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.read(_MOST_BYTES)).strip("\n")
    except OSError:
        return ""
