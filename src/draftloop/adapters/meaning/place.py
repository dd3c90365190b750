"""The model's folder: its two files get there whole or not at all, and are all that is ever taken away."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from draftloop.adapters.meaning.model_facts import FILES, LEAST_BYTES, MOST_BYTES
from draftloop.adapters.staging import staging, sync

_STAGING = ".draftloop-model-"


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
        with staging(os.path.dirname(self._real), _STAGING, "model", "scratch") as (model, scratch):
            yield model, scratch

    def put(self, staged: str) -> None:
        """Put the files of the staged folder in place of what is there; on the disk when this returns.

        Raises OSError; then there is no model, never half of one or a mixed one.
        """
        for name in FILES:
            path = os.path.join(staged, name)
            os.chmod(path, 0o600)
            sync(path)
        sync(staged)
        self._unlink_files()
        try:
            os.rename(staged, self._real)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            # Others keep files in this folder too.
            for name in FILES:
                os.replace(os.path.join(staged, name), os.path.join(self._real, name))
            sync(self._real)
        sync(os.path.dirname(self._real))

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
