"""On the disk, not only in its cache: the one place that knows how each system is asked for that (P2, P3).

Imported by the quick way of `idea add`: modules that cost milliseconds are loaded where they are needed.
"""

from __future__ import annotations

import os

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


def flush(descriptor: int) -> None:
    """Wait until an open file, or the names in an open folder, would survive a power cut."""
    import fcntl

    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        # On macOS fsync only hands the bytes to the drive, which may keep them in a cache of its own.
        try:
            fcntl.fcntl(descriptor, full)
        except OSError:
            # A network volume does not know it; fsync is all it offers.
            os.fsync(descriptor)
        return
    os.fsync(descriptor)


def flush_data(descriptor: int) -> None:
    """`flush` for a file that only grew: its times may be lost, which saves a write on some systems."""
    data = getattr(os, "fdatasync", None)
    if data is None:
        flush(descriptor)
    else:
        data(descriptor)


def flush_folder(path: str) -> None:
    """The same for the names in the folder at `path`; a folder that is gone has none to lose."""
    try:
        folder = os.open(path, _FOLDER)
    except FileNotFoundError:
        return
    try:
        flush(folder)
    finally:
        os.close(folder)


def flush_below(path: str) -> None:
    """Put a whole folder on the disk: what its files hold, and all names, its own too."""
    for folder, _, names in os.walk(path):
        for name in names:
            file = os.open(os.path.join(folder, name), os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                flush(file)
            finally:
                os.close(file)
        flush_folder(folder)
    flush_folder(os.path.dirname(path))


def make_folders(path: str, mode: int = 0o700) -> None:
    """Make the folder and what is missing above it, each name on the disk before anything stands below it.

    Folders that are there already keep their mode, and cost no flush.
    """
    missing: list[str] = []
    place = os.path.abspath(path)
    while not os.path.isdir(place):
        missing.append(place)
        parent = os.path.dirname(place)
        if parent == place:
            break
        place = parent
    for folder in reversed(missing):
        try:
            os.mkdir(folder, mode)
        except FileExistsError:
            # Another draftloop made it in this moment, or a file stands there: the next step tells which.
            if not os.path.isdir(folder):
                raise
        flush_folder(os.path.dirname(folder))
