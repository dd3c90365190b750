"""An index that a power cut tore is built anew from the last commit; the damaged one is kept beside it.

`git commit --only` flushes everything but the index, so a disk may end up with half of it or with zeros. It
holds no words, only what was staged, and that cannot be read any more; without it nothing can be recorded.
"""

from __future__ import annotations

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


def is_index_damaged(complaint: bytes) -> bool:
    """Whether git says so."""
    return any(words in complaint for words in _COMPLAINTS)


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
