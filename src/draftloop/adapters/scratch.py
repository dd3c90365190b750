"""A SQLite file that may be lost at any time: made when missing, thrown away when damaged or of another age.

Where no file can be had (a read-only disk, a lock that does not end) the work is done in memory instead:
slower, never wrong, never in the way.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

BUSY_S = 10.0

_SETTINGS = (
    "PRAGMA synchronous = OFF",  # a power cut may damage the file: then it is built anew
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",  # the file may come with a folder from a stranger
)


class Scratch:
    """One disposable database.

    Args:
        path: Absolute; its folder is made when needed. Empty: memory only.
        schema: SQL that makes the tables in an empty file.
        version: Counts up with every change of `schema`.
    """

    def __init__(self, path: str, *, schema: str, version: int) -> None:
        self._path, self._schema, self._version = path, schema, version

    def use(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` makes of the database, in one transaction; once more from empty if it is damaged."""
        for _ in range(2):
            try:
                return self._run(self._path, work)
            except sqlite3.OperationalError as error:
                if "no such" not in str(error):
                    break  # locked, read-only, full
                self._discard()
            except sqlite3.DatabaseError:
                self._discard()
            except OSError:
                break
        return self._run("", work)

    def _run(self, path: str, work: Callable[[sqlite3.Connection], T]) -> T:
        if path:
            _make_private(path)
        connection = sqlite3.connect(path or ":memory:", timeout=BUSY_S, isolation_level=None)
        with contextlib.closing(connection):
            for setting in _SETTINGS:
                connection.execute(setting)
            connection.execute("BEGIN IMMEDIATE")
            self._prepare(connection)
            result = work(connection)
            connection.execute("COMMIT")
            return result

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == self._version:
            return
        if version or connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            raise sqlite3.DatabaseError("made by another version")
        for statement in self._schema.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {self._version}")

    def _discard(self) -> None:
        for suffix in ("", "-journal", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                os.unlink(self._path + suffix)


def _make_private(path: str) -> None:
    """Make folder and file for this user alone; a link there is not followed.

    Raises:
        OSError: it cannot be had.
    """
    folder = os.path.dirname(path)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    if os.path.islink(folder):
        raise OSError(f"{folder} is a link")
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600))
