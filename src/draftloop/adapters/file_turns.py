"""Draftloops that save one file at the same moment take turns; for other programs there is swap.py.

An exchange that is looked at afterwards is safe between one draftloop and any editor. Among three draftloops
it is not: one exchanges A in, looks at its file and says "saved"; two more exchange theirs in before they see
A, and while both put back what came out, one of them takes the other's text for an editor's newer save. With
turns the second and the third find A before they exchange anything.

The lock is on the file that stands under the name and on the one that comes, so that the name never shows a
file that nobody holds. It is not on the folder: instance.py holds the workspace's for a whole sitting, and
would take a save for another draftloop. It leaves nothing behind, and goes with the process.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY
_WAIT_S = 0.5
"""More than one turn lasts, in which an editor may be waited for; a save is never kept longer than this."""
_LOOK_S = 0.002
_MOST_LOOKS = 50
"""A file system may call a file by another number each time."""


@contextmanager
def turn_at(folder: int, name: str, coming: str = "") -> Iterator[None]:
    """Hold up other draftloops while `name` in an open folder is looked at and replaced by `coming`.

    Where files cannot be locked (a network share), or somebody keeps the lock, it goes on without: what is
    done inside still has to notice the writes of others.
    """
    deadline = time.monotonic() + _WAIT_S
    held: list[int] = []
    try:
        for one in (coming, name):
            file = _taken(folder, one, deadline) if one else None
            if file is not None:
                held.append(file)
        yield
    finally:
        for file in held:
            _let_go(file)


def _taken(folder: int, name: str, deadline: float) -> int | None:
    """The file under the name, locked while it stands there; None for none, or without a lock."""
    for _ in range(_MOST_LOOKS):
        try:
            file = os.open(name, _READ, dir_fd=folder)
        except OSError:
            return None  # gone or not to be read: the check that follows tells
        is_locked = False
        try:
            is_locked = _locks(file, deadline)
            if is_locked and _stands(file, folder, name):
                kept, file = file, -1
                return kept
        finally:
            if file >= 0:
                _let_go(file)
        if not is_locked:
            return None
        # Replaced while its lock was waited for: the lock that counts is on the one that stands there now.
    return None


def _locks(file: int, deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_LOOK_S)
            continue
        except OSError:
            return False
        return True


def _stands(file: int, folder: int, name: str) -> bool:
    try:
        return os.path.samestat(os.fstat(file), os.stat(name, dir_fd=folder, follow_symlinks=False))
    except FileNotFoundError:
        return False


def _let_go(file: int) -> None:
    """Closing alone would leave the lock to a child that was forked in this moment."""
    try:
        fcntl.flock(file, fcntl.LOCK_UN)
    except OSError:
        return  # there was none to be had
    finally:
        os.close(file)
