"""Bytes by key in a disposable SQLite file; where the file cannot be used, nothing is kept."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

_BROKEN = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_SCHEMA = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"


class Shelf:
    """Opened when first used. Its owner sees to it that one thread uses it at a time."""

    def __init__(self, path: str, *, max_rows: int) -> None:
        self._path, self._max_rows = path, max_rows
        self._base: sqlite3.Connection | None = None
        self._is_open = False

    def get(self, key: bytes) -> bytes | None:
        rows = self._try(lambda base: base.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchall())
        return bytes(rows[0][0]) if rows else None

    def put(self, rows: Iterable[tuple[bytes, bytes]]) -> None:
        self._try(lambda base: self._put(base, rows))

    def _put(self, base: sqlite3.Connection, rows: Iterable[tuple[bytes, bytes]]) -> None:
        with base:
            base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)
            (count,) = base.execute("SELECT count(*) FROM kept").fetchone()
            if count > self._max_rows:
                # Keys are hashes: the smallest ones are as good a sample as any.
                base.execute(
                    "DELETE FROM kept WHERE key IN (SELECT key FROM kept ORDER BY key LIMIT ?)", (count // 2,)
                )

    def close(self) -> None:
        if self._base is not None:
            self._base.close()
        self._base, self._is_open = None, False

    def _try(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """What the work gives; None where the file cannot be used: that only costs what was kept."""
        base = self._connect()
        if base is None:
            return None
        try:
            return work(base)
        except sqlite3.Error as problem:
            if getattr(problem, "sqlite_errorname", "").startswith(_BROKEN):
                self.close()
                _remove(self._path)
            return None

    def _connect(self) -> sqlite3.Connection | None:
        if not self._is_open:
            self._is_open = True
            self._base = _opened(self._path)
        return self._base


def key_of(*parts: str) -> bytes:
    """A name for all that a value depends on."""
    digest = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


def _opened(path: str) -> sqlite3.Connection | None:
    for _ in range(2):
        base = None
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
            base = sqlite3.connect(path, timeout=1.0, check_same_thread=False)
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA synchronous=OFF")
            base.execute(_SCHEMA)
        except sqlite3.OperationalError:
            # Locked or unwritable, not broken.
            if base is not None:
                base.close()
            return None
        except sqlite3.DatabaseError:
            if base is not None:
                base.close()
            _remove(path)
        except OSError:
            return None
        else:
            return base
    return None


def _remove(path: str) -> None:
    """It is no database, or no longer: nothing in it that cannot be made again."""
    with suppress(OSError):
        os.unlink(path)
