"""What engines said about blocks, kept so that nothing is checked twice: memory first, then SQLite.

Results are unfiltered: a word taught or an ignore changes no row. The file is disposable; when it cannot be
used, memory alone serves.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections import OrderedDict
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

from draftloop.adapters.checkers.turns import one_request
from draftloop.loop.engine_ports import RawAlarm, Starts
from draftloop.loop.wanted import is_wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_IN_MEMORY = 4_000
BATCH = 4_000
"""Characters asked for before answers are kept: about 0.1 s of Harper's time."""
MAX_ROWS = 60_000
"""About 25 MB, the blocks of a few hundred posts."""
_SCHEMA = "CREATE TABLE IF NOT EXISTS checked (key BLOB PRIMARY KEY, alarms TEXT NOT NULL) WITHOUT ROWID"


class Engine(Protocol):
    """A checker whose results may be kept: it knows its version without being started."""

    name: str

    @property
    def version(self) -> str: ...
    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]: ...
    def close(self) -> None: ...


class CheckCache:
    """Alarms by key. Safe to use from several threads."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._memory: OrderedDict[bytes, tuple[RawAlarm, ...]] = OrderedDict()
        self._base: sqlite3.Connection | None = None
        self._is_open = False

    def get(self, keys: Iterable[bytes]) -> dict[bytes, list[RawAlarm]]:
        """What is known of these keys."""
        with self._lock:
            found: dict[bytes, list[RawAlarm]] = {}
            missing: list[bytes] = []
            for key in keys:
                if key in self._memory:
                    self._memory.move_to_end(key)
                    found[key] = list(self._memory[key])
                else:
                    missing.append(key)
            for key, alarms in self._load(missing):
                self._remember(key, alarms)
                found[key] = alarms
            return found

    def get_from_memory(self, keys: Iterable[bytes]) -> dict[bytes, list[RawAlarm]]:
        """What was put here since this process began."""
        with self._lock:
            return {key: list(self._memory[key]) for key in keys if key in self._memory}

    def put(self, results: dict[bytes, list[RawAlarm]]) -> None:
        """Keep results; failing to write them is no harm."""
        with self._lock:
            for key, alarms in results.items():
                self._remember(key, alarms)
            base = self._connect()
            if base is None or not results:
                return
            rows = [(key, _dump(alarms)) for key, alarms in results.items()]
            try:
                with base:
                    base.executemany("INSERT OR REPLACE INTO checked VALUES (?, ?)", rows)
                    self._thin(base)
            except sqlite3.Error:
                self._abandon()

    def close(self) -> None:
        """Close the file; memory stays."""
        with self._lock:
            if self._base is not None:
                self._base.close()
            self._base, self._is_open = None, False

    def _remember(self, key: bytes, alarms: list[RawAlarm]) -> None:
        self._memory[key] = tuple(alarms)
        self._memory.move_to_end(key)
        while len(self._memory) > MAX_IN_MEMORY:
            self._memory.popitem(last=False)

    def _load(self, keys: Sequence[bytes]) -> list[tuple[bytes, list[RawAlarm]]]:
        base = self._connect() if keys else None
        if base is None:
            return []
        loaded: list[tuple[bytes, list[RawAlarm]]] = []
        try:
            for at in range(0, len(keys), 500):
                some = keys[at : at + 500]
                marks = ",".join("?" * len(some))
                rows = base.execute(f"SELECT key, alarms FROM checked WHERE key IN ({marks})", some)  # noqa: S608 - only question marks
                loaded += [(bytes(key), _parse(alarms)) for key, alarms in rows]
        except (sqlite3.Error, ValueError, TypeError):
            self._abandon()
        return loaded

    def _thin(self, base: sqlite3.Connection) -> None:
        """Keys are hashes, so the smallest ones are as good a sample as any: half of the rows go."""
        (count,) = base.execute("SELECT count(*) FROM checked").fetchone()
        if count > MAX_ROWS:
            base.execute(
                "DELETE FROM checked WHERE key IN (SELECT key FROM checked ORDER BY key LIMIT ?)",
                (count // 2,),
            )

    def _connect(self) -> sqlite3.Connection | None:
        if self._is_open or self._path is None:
            return self._base
        self._is_open = True
        try:
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            self._base = self._opened(self._path)
        except sqlite3.DatabaseError:
            self._start_afresh(self._path)
        except OSError:
            self._base = None
        return self._base

    def _start_afresh(self, path: str) -> None:
        """A file that is no database is ours to replace: it holds nothing that cannot be made again."""
        try:
            os.unlink(path)
            self._base = self._opened(path)
        except (OSError, sqlite3.Error):
            self._base = None

    def _opened(self, path: str) -> sqlite3.Connection:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        os.close(descriptor)
        base = sqlite3.connect(path, timeout=1.0, check_same_thread=False)
        try:
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA synchronous=OFF")
            base.execute(_SCHEMA)
        except sqlite3.Error:
            base.close()
            raise
        return base

    def _abandon(self) -> None:
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
        self._base = None


class CachedChecker:
    """A checker that asks its engine only for blocks nobody asked about before; fills the `Checker` port."""

    def __init__(self, engine: Engine, cache: CheckCache, *, settings: str = "") -> None:
        self._engine = engine
        self._cache = cache
        self._settings = settings

    @property
    def name(self) -> str:
        return self._engine.name

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        """As the engine's; a block it could not check is asked for again next time."""
        version = self._engine.version
        keys = [cache_key(self.name, version, self._settings, dialect, text) for text in texts]
        known = self._cache.get(dict.fromkeys(keys))
        asked = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        with one_request():
            for some in _batches(asked):
                if not is_wanted():
                    break
                known |= self._answers(some, dialect)
        return [known.get(key) for key in keys]

    def _answers(self, asked: dict[bytes, str], dialect: str) -> dict[bytes, list[RawAlarm]]:
        """What the engine says to a few blocks, kept at once: what is broken off later is not lost."""
        known = self._cache.get_from_memory(asked)
        left = {key: text for key, text in asked.items() if key not in known}
        if left:
            answers = self._engine.check(list(left.values()), dialect=dialect)
            fresh = {key: one for key, one in zip(left, answers, strict=True) if one is not None}
            self._cache.put(fresh)
            known |= fresh
        return known

    def start(self) -> None:
        """Get the engine ready: a post whose blocks are all known starts none, and the next change waits."""
        if isinstance(self._engine, Starts):
            self._engine.start()

    def close(self) -> None:
        """End the engine; the cache belongs to whoever made it."""
        self._engine.close()


def _batches(asked: dict[bytes, str]) -> Iterator[dict[bytes, str]]:
    """Blocks in their order, a few at a time."""
    batch: dict[bytes, str] = {}
    size = 0
    for key, text in asked.items():
        batch[key] = text
        size += len(text) + 50
        if size > BATCH:
            yield batch
            batch, size = {}, 0
    if batch:
        yield batch


def cache_key(*parts: str) -> bytes:
    """A name for all that an answer depends on."""
    digest = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


def _dump(alarms: Iterable[RawAlarm]) -> str:
    rows = [(one.start, one.end, one.rule, one.kind, one.message, one.replacements) for one in alarms]
    return json.dumps(rows, ensure_ascii=True)


def _parse(text: str) -> list[RawAlarm]:
    return [
        RawAlarm(
            start=start, end=end, rule=rule, kind=kind, message=message, replacements=tuple(replacements)
        )
        for start, end, rule, kind, message, replacements in json.loads(text)
    ]
