"""The model's folder: its two files get there whole or not at all, and are all that is ever taken away."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from draftloop.adapters.meaning.model_facts import FILES, LEAST_BYTES, MOST_BYTES

_STAGING = ".draftloop-model-"
_STALE_S = 3600.0
"""A staging folder older than this was left by a killed program: fetching takes half of it at most."""


class ModelFolder:
    """One folder on disk; it need not exist."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._real = os.path.realpath(path)

    @property
    def is_there(self) -> bool:
        """Whether any of the model's files is there, broken or not."""
        return any(os.path.lexists(path) for path in self._paths())

    def size_bytes(self) -> int:
        """Of the model's own files."""
        return sum(os.path.getsize(path) for path in self._paths() if os.path.isfile(path))

    def trouble(self) -> str:
        """What is wrong with the files at a glance; empty: nothing, or there is no model."""
        if not self.is_there:
            return ""
        for path, least, most in zip(self._paths(), LEAST_BYTES, MOST_BYTES, strict=True):
            name = os.path.basename(path)
            if not os.path.isfile(path):
                return f"the model lacks its {name}"
            if not least <= os.path.getsize(path) <= most:
                return f"{name} has {os.path.getsize(path)} bytes, which cannot be all of it"
            if not os.access(path, os.R_OK):
                return f"{name} may not be read"
        return ""

    @contextmanager
    def staging(self) -> Iterator[tuple[str, str]]:
        """Two new folders beside the model's: one to be put in place, one for scratch; both go again.

        Raises OSError where they cannot be made.
        """
        parent = os.path.dirname(self._real)
        made = _make_folders(parent)
        try:
            _sweep(parent)
            staging = tempfile.mkdtemp(prefix=_STAGING, dir=parent)
            try:
                folders = os.path.join(staging, "model"), os.path.join(staging, "scratch")
                for folder in folders:
                    os.mkdir(folder, 0o700)
                yield folders
            finally:
                shutil.rmtree(staging, ignore_errors=True)
        finally:
            for folder in reversed(made):
                with suppress(OSError):  # the model is in it, as it should be
                    os.rmdir(folder)

    def put(self, staged: str) -> None:
        """Put the files of the staged folder in place of what is there; on the disk when this returns.

        Raises OSError; then there is no model, never half of one or a mixed one.
        """
        for name in FILES:
            path = os.path.join(staged, name)
            os.chmod(path, 0o600)
            _sync(path)
        _sync(staged)
        self._unlink_files()
        try:
            os.rename(staged, self._real)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            # Others keep files in this folder too.
            for name in FILES:
                os.replace(os.path.join(staged, name), os.path.join(self._real, name))
            _sync(self._real)
        _sync(os.path.dirname(self._real))

    def remove(self) -> bool:
        """Take the model's own files away, and the folder if nothing else is in it; whether any was there.

        Raises OSError.
        """
        found = self._unlink_files()
        with suppress(OSError):  # something else is in it, or it is not there
            os.rmdir(self._real)
        return found

    def _paths(self) -> list[str]:
        return [os.path.join(self._real, name) for name in FILES]

    def _unlink_files(self) -> bool:
        found = False
        for path in self._paths():
            with suppress(FileNotFoundError, NotADirectoryError):
                os.unlink(path)
                found = True
        return found


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


def _sweep(parent: str) -> None:
    """Throw away what killed installs left."""
    for name in os.listdir(parent):
        path = os.path.join(parent, name)
        if name.startswith(_STAGING) and os.lstat(path).st_mtime < time.time() - _STALE_S:
            shutil.rmtree(path, ignore_errors=True)


def _sync(path: str) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
