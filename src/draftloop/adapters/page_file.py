"""A page written to a file that the author named, wherever that is."""

from __future__ import annotations

import os

from draftloop.adapters.files import fingerprint, read_file, write_file
from draftloop.loop.errors import AlreadyThere, CannotWrite, ChangedOnDisk, NotFound, Unreadable

_BEGINNING = 1024
"""Bytes in which the mark of a page of ours stands."""


def write_page(name: str, text: str, mark: str) -> None:
    """Write a page, atomically; in place of nothing, of an empty file or of a page with the same mark.

    Args:
        name: A file, relative to the current folder. Of a link, what it leads to is written.
        text: The page.
        mark: What its first bytes hold, and those of no other file.

    Raises:
        NotFound: the folder is not there.
        Unreadable: a folder or something else that is no regular file stands there.
        AlreadyThere: another file stands there.
        ChangedOnDisk, CannotWrite: nothing was written.
    """
    full = os.path.realpath(name)
    folder, base = os.path.split(full)
    if os.path.isdir(full) or name.endswith("/"):
        raise Unreadable(name, "is a folder", "name a file in it")
    if not os.path.isdir(folder):
        raise NotFound("folder", folder)
    if os.path.lexists(full) and not os.path.isfile(full):
        raise Unreadable(name, "is not a regular file", "name another, or `-` for standard output")
    try:
        before = read_file(folder, base)
        if before and mark.encode() not in before[:_BEGINNING]:
            raise AlreadyThere(name, "it is no page of `draftloop diff`: name another file, or remove it")
        expected = "" if before is None else fingerprint(before)
        write_file(folder, base, text.encode(), expected=expected)
    except Unreadable as error:
        raise Unreadable(name, error.reason, "name another file") from error
    except CannotWrite as error:
        raise CannotWrite(name, error.reason, error.remedy) from error
    except ChangedOnDisk as error:
        raise ChangedOnDisk(name, error.expected, error.found) from error
