"""An index that a power cut tore is built anew from the last commit; the damaged one is kept beside it.

`git commit --only` flushes everything but the index, so a disk may end up with half of it or with zeros. It
holds no words, only what was staged, and that cannot be read any more; without it nothing can be recorded.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from draftloop.adapters.flush import flush_folder

if TYPE_CHECKING:
    from draftloop.adapters.git_commands import Git

_COMPLAINTS = (
    b"index file corrupt",
    b"index file smaller than expected",
    b"index file open failed",
    b"bad index file sha1 signature",
    b"bad signature 0x",
)
KEPT = "index.damaged"
"""The damaged index, beside the new one."""

_sound: dict[str, tuple[int, int, int]] = {}
"""Inode, size and time of each index that was found whole: it is read once."""


def is_index_damaged(complaint: bytes) -> bool:
    """Whether git says so."""
    return any(words in complaint for words in _COMPLAINTS)


def is_index_torn(git_dir: str) -> bool:
    """Whether the index is not as git wrote it: git itself takes what can be read of it for the whole."""
    index = os.path.join(git_dir, "index")
    try:
        found = os.stat(index)
        mark = (found.st_ino, found.st_size, found.st_mtime_ns)
        if _sound.get(index) == mark:
            return False
        with open(index, "rb") as file:
            data = file.read()
    except OSError:
        return False
    if data.startswith(b"DIRC") and _has_its_hash(data):
        _sound[index] = mark
        return False
    return True


def _has_its_hash(data: bytes) -> bool:
    if data.endswith(hashlib.sha1(data[:-20], usedforsecurity=False).digest()):
        return True
    # `index.skipHash` writes zeros in its place, and a repository may use the longer hash.
    return data.endswith((bytes(20), hashlib.sha256(data[:-32]).digest()))


def mend_index(git: Git, git_dir: str) -> None:
    """Build the index anew if it is torn."""
    if is_index_torn(git_dir):
        rebuild_index(git, git_dir)


def rebuild_index(git: Git, git_dir: str) -> bool:
    """Whether there is a sound index now. While another git holds the lock nothing is touched."""
    index = os.path.join(git_dir, "index")
    if os.path.lexists(f"{index}.lock"):
        return False
    try:
        os.rename(index, os.path.join(git_dir, KEPT))
    except OSError:
        # Another draftloop was quicker, or the disk is read-only: git itself says what is.
        return False
    # Before the first commit this fails, and no index is the right one.
    git.call("read-tree", "HEAD")
    flush_folder(git_dir)
    return True
