"""What the machine refuses, as facts for a person: what is, and what to do."""

from __future__ import annotations

import errno

from draftloop.loop.errors import CannotWrite, DraftloopError, Unreadable

TROUBLE = {
    errno.ENOSPC: ("the disk is full", "make room and save again"),
    errno.EDQUOT: ("your share of the disk is used up", "make room and save again"),
    errno.EROFS: ("the disk can only be read", "mount it writable, or copy the folder"),
    errno.EACCES: ("you may not write here", "look at the permissions of the file and its folder"),
    errno.EPERM: ("you may not write here", "look at the permissions of the file and its folder"),
    errno.EMFILE: ("too many files are open", "close other programs and save again"),
    errno.ETXTBSY: (
        "another program has it open and is writing it",
        "it is tried again by itself; close it there if that goes on",
    ),
    errno.EIO: ("the disk reports an error", "copy what matters to another disk"),
    errno.ENAMETOOLONG: ("the name is too long", "take a shorter one"),
}
_OF_ANY_CALL = {
    errno.EACCES: ("permission denied", "look at its permissions, and try again"),
    errno.EPERM: ("permission denied", "look at its permissions, and try again"),
    errno.ENOENT: ("is gone", "put it back, and try again"),
}


def cannot_write(path: str, error: OSError) -> CannotWrite:
    """A failed write."""
    reason, remedy = TROUBLE.get(
        error.errno or 0, (error.strerror or "cannot be written", "save it elsewhere")
    )
    return CannotWrite(path, reason, remedy)


def refused_by_the_machine(error: OSError | MemoryError) -> DraftloopError:
    """Any call that failed where nobody expected it to: no fault of the program, and none of the author."""
    if isinstance(error, MemoryError):
        return Unreadable("this computer", "has no memory left", "close other programs, and try again")
    number = error.errno or 0
    reason, remedy = _OF_ANY_CALL.get(number) or TROUBLE.get(
        number, (error.strerror or str(error), "try again")
    )
    name = error.filename
    place = name.decode("utf-8", "replace") if isinstance(name, bytes) else name
    return Unreadable(place if isinstance(place, str) else "the system", reason, remedy)
