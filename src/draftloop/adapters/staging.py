"""Folders beside the place where something is going to stand: filled and tried there, then put in place."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from draftloop.adapters.flush import flush

_STALE_S = 3600.0
"""A staging folder older than this was left by a killed program: fetching takes half of it at most."""


@contextmanager
def staging(parent: str, prefix: str, *names: str) -> Iterator[tuple[str, ...]]:
    """New, empty folders of these names, in one of their own below `parent`; all of it goes again.

    Args:
        parent: Made if it is not there, and taken away again if nothing was put into it.
        prefix: How the folder around them is named; old ones of that name are thrown away.
        names: Of the folders.

    Raises OSError where they cannot be made.
    """
    made = _make_folders(parent)
    try:
        _sweep(parent, prefix)
        around = tempfile.mkdtemp(prefix=prefix, dir=parent)
        try:
            folders = tuple(os.path.join(around, name) for name in names)
            for folder in folders:
                os.mkdir(folder, 0o700)
            yield folders
        finally:
            shutil.rmtree(around, ignore_errors=True)
    finally:
        for folder in reversed(made):
            with suppress(OSError):  # what was put in place is in it, as it should be
                os.rmdir(folder)


def sync(path: str) -> None:
    """Wait until a file or folder is on the disk."""
    file = os.open(path, os.O_RDONLY)
    try:
        flush(file)
    finally:
        os.close(file)


def _make_folders(path: str) -> list[str]:
    """Make a folder and those above it; the ones that were not there, outermost first."""
    missing: list[str] = []
    while not os.path.isdir(path):
        missing.append(path)
        path = os.path.dirname(path)
    made = missing[::-1]
    for folder in made:
        with suppress(FileExistsError):
            os.mkdir(folder, 0o700)
    return made


def _sweep(parent: str, prefix: str) -> None:
    """Throw away what killed installs left."""
    for name in os.listdir(parent):
        path = os.path.join(parent, name)
        if name.startswith(prefix) and os.lstat(path).st_mtime < time.time() - _STALE_S:
            shutil.rmtree(path, ignore_errors=True)
