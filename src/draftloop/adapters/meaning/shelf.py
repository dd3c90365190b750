"""Bytes by key in a disposable SQLite file; where the file cannot be used, nothing is kept."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCHEMA = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"


class Shelf:
    """Opened when first used. Its owner sees to it that one thread uses it at a time."""

    def __init__(self, path: str, *, max_rows: int) -> None:
        self._path, self._max_rows = path, max_rows
        self._base: sqlite3.Connection | None = None
        self._is_open = False

    def get(self, key: bytes) -> bytes | None:
        base = self._connect()
        if base is None:
            return None
        row = None
        with suppress(sqlite3.Error):  # a broken shelf only costs the work again
            row = base.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else None

    def put(self, rows: Iterable[tuple[bytes, bytes]]) -> None:
        base = self._connect()
        if base is None:
            return
        with suppress(sqlite3.Error), base:  # as above
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
            with suppress(OSError):  # no database of ours: it holds nothing that cannot be made again
                os.unlink(path)
        except OSError:
            return None
        else:
            return base
    return None
