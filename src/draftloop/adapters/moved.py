"""Texts kept for what is not where it was: the folder of the workspace, or of a draft, was moved."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

from draftloop.adapters import files
from draftloop.adapters.journal_format import encoded
from draftloop.adapters.offers import Waiting, file_text

_MOST_BYTES = 8192
_IN_DRAFT = 3
"""Parts of the path of a draft's file."""


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


def place_now(root: str, one: Waiting) -> str:
    """Where the file of a kept text is by now: another path if its draft was renamed, and that can be told.

    A file with the very text that this one was typed into is it. So is the one that kept its number on the
    disk through the move, or its folder's; as numbers are used again, most words have to be the same then.
    """
    parts = one.path.split("/")
    if len(parts) != _IN_DRAFT or parts[0] != "drafts" or os.path.lexists(os.path.join(root, *parts[:2])):
        return one.path
    stands = {
        path: text
        for slug in _folders(os.path.join(root, "drafts"))
        if (text := file_text(root, path := f"drafts/{slug}/{parts[2]}")) is not None
    }
    same = [path for path, text in stands.items() if text.strip() and _is_before(one, text)]
    if not same:
        same = [path for path, text in stands.items() if _has_number(root, path, one) and _is_like(one, text)]
    return same[0] if len(same) == 1 else one.path


def _folders(place: str) -> list[str]:
    try:
        with os.scandir(place) as found:
            return sorted(entry.name for entry in found if entry.is_dir(follow_symlinks=False))
    except OSError:
        return []


def _is_before(one: Waiting, text: str) -> bool:
    return bool(one.before) and one.before == files.fingerprint(encoded(text))


def _has_number(root: str, path: str, one: Waiting) -> bool:
    """Whether the file or its folder has the number that was noted for it."""
    place = os.path.join(root, path)
    try:
        found = os.stat(place).st_ino, os.stat(os.path.dirname(place)).st_ino
    except OSError:
        return False
    return any(a == b for a, b in zip(found, (one.facts.get("inode"), one.facts.get("folder")), strict=True))


def _is_like(one: Waiting, text: str) -> bool:
    """Whether most words of one of the two stand in the other."""
    if _is_before(one, text):
        return True
    mine, theirs = Counter(one.text.split()), Counter(text.split())
    return 2 * (mine & theirs).total() > min(mine.total(), theirs.total())
