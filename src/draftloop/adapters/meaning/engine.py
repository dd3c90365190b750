"""The meaning engine: asks the sentence model's child process, and starts it when a comparison needs it."""

from __future__ import annotations

import base64
import importlib.util
import os
import sys
import threading
import zlib
from typing import TYPE_CHECKING

from draftloop.adapters.child import Child, ChildCanceled, ChildEnded, ChildTooSlow
from draftloop.adapters.meaning.model_facts import FILES, PACKAGES
from draftloop.adapters.meaning.shelf import Shelf, key_of
from draftloop.loop.errors import MeaningUnavailable
from draftloop.loop.outline_meaning import MEANING_NAMES, Likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.engine_ports import PlacedText

MAX_PAIRS = 250_000
"""Old points times new points; the answer for more would not fit."""
MAX_POINTS = 1_000
"""Old points and new points; a slow core reads that many in one or two minutes."""
START_LIMIT_S = 60.0
"""It took 0.5 s warm; a cold, busy machine with a slow disk takes longer."""
READ_LIMIT_S = 0.25
"""For each text: 60 times what a slow core was seen to need."""
MAX_FAILED_STARTS = 3
"""In a row; then it is left alone until it is closed."""
MAX_TABLES = 400
"""Comparisons kept, some 10 kB each."""
TABLE_VERSION = "2"
"""Of the figures in a table: another one makes what was kept useless."""
_REMEDY = "draftloop meaning install"
_FAILED = (ChildEnded, ChildTooSlow, ChildCanceled)
_WHILE_STARTING = {
    ChildEnded: "ended while starting",
    ChildTooSlow: "did not get ready in time",
    ChildCanceled: "was ended",
}
_WHILE_READING = {
    ChildEnded: "ended while reading",
    ChildTooSlow: "took too long",
    ChildCanceled: "was ended",
}


class MeaningEngine:
    """Fills the `Meaning` port. Safe to use from several threads; they wait for each other."""

    name = "meaning"

    def __init__(
        self,
        folder: str,
        kept: str,
        *,
        command: Sequence[str] = (),
        start_limit_s: float = START_LIMIT_S,
        read_limit_s: float = READ_LIMIT_S,
    ) -> None:
        """The model's folder, and the folder of the disposable files that keep what it said."""
        self._start_limit_s, self._read_limit_s = start_limit_s, read_limit_s
        self._folder = folder
        self._command = (*command,) or (sys.executable, "-m", "draftloop.adapters.meaning.worker")
        self._readings = os.path.join(kept, "readings.db")
        self._tables = Shelf(os.path.join(kept, "likeness.db"), max_rows=MAX_TABLES)
        self._tables_lock = threading.Lock()  # apart, so that `knows` waits for no child
        self._child_lock = threading.Lock()
        self._is_closing = threading.Event()
        self._child: Child | None = None
        self._next_id = 0
        self._failed_starts = 0

    @property
    def is_installed(self) -> bool:
        """Whether model and packages are there; loads neither."""
        return not self._missing()

    def likeness(self, old: Sequence[PlacedText], new: Sequence[PlacedText]) -> Likeness:
        """How alike in meaning all points of two outlines are.

        Raises:
            MeaningUnavailable: the model is not installed, does not start, died, or was asked for too much.
        """
        if not old or not new:
            return Likeness.from_bytes(len(new), b"")
        if len(old) * len(new) > MAX_PAIRS or len(old) + len(new) > MAX_POINTS:
            raise MeaningUnavailable(f"{len(old)} and {len(new)} points are too many for it")
        key = _key(old, new)
        with self._child_lock:  # before the look: what another thread is asking is kept soon
            packed = self._kept(key, old, new)
            if packed is None:
                packed = self._asked(old, new)
                with self._tables_lock:
                    self._tables.put([(key, zlib.compress(packed, 1))])
        return Likeness.from_bytes(len(new), packed)

    def knows(self, old: Sequence[PlacedText], new: Sequence[PlacedText]) -> bool:
        """Whether it was asked about these two before."""
        return self._kept(_key(old, new), old, new) is not None

    def close(self) -> None:
        """End the child, and whoever waits for it. The engine can be used again: it starts a new one."""
        self._is_closing.set()
        with self._child_lock:
            self._drop_child()
            self._failed_starts = 0
            self._is_closing.clear()
        with self._tables_lock:
            self._tables.close()

    def _kept(self, key: bytes, old: Sequence[PlacedText], new: Sequence[PlacedText]) -> bytes | None:
        with self._tables_lock:
            found = self._tables.get(key)
        try:
            packed = zlib.decompress(found) if found else b""
        except zlib.error:
            return None
        return packed if packed and len(packed) == _size(old, new) else None

    def _asked(self, old: Sequence[PlacedText], new: Sequence[PlacedText]) -> bytes:
        child = self._running_child()
        self._next_id += 1
        question = {"id": self._next_id, "old": [*map(list, old)], "new": [*map(list, new)]}
        limit_s = self._start_limit_s + self._read_limit_s * (len(old) + len(new))
        try:
            return self._table(child.ask(question, limit_s, self._is_closing.is_set), _size(old, new))
        except _FAILED as problem:
            self._drop_child()
            reason = f"the model's process {_WHILE_READING[type(problem)]}"
            raise MeaningUnavailable(reason, "try again") from problem

    def _table(self, said: dict[str, object], size: int) -> bytes:
        if said.get("id") != self._next_id:
            raise ChildEnded("answer to another question")
        try:
            packed = base64.b64decode(str(said.get("likeness")), validate=True)
        except ValueError as problem:
            raise ChildEnded("no table") from problem
        if len(packed) != size:
            raise ChildEnded("a table of another size")
        return packed

    def _missing(self) -> str:
        """What is not there, for a message; empty when all is."""
        if not all(os.path.isfile(os.path.join(self._folder, name)) for name in FILES):
            return "its model is not installed"
        packages = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
        if packages:
            return f"{' and '.join(packages)} {'is' if len(packages) == 1 else 'are'} not installed"
        return ""

    def _running_child(self) -> Child:
        if self._child is not None and self._child.is_running:
            return self._child
        self._drop_child()
        if missing := self._missing():
            raise MeaningUnavailable(missing, _REMEDY)
        if self._failed_starts >= MAX_FAILED_STARTS:
            raise MeaningUnavailable("its process does not stay alive")
        try:
            child = Child([*self._command, self._folder, self._readings])
        except OSError as problem:
            raise MeaningUnavailable(f"its process does not start: {problem.strerror}") from problem
        self._child = child
        try:
            ready = child.answer(self._start_limit_s, self._is_closing.is_set)
        except _FAILED as problem:
            self._drop_child()
            self._failed_starts += 1
            raise MeaningUnavailable(f"its process {_WHILE_STARTING[type(problem)]}", _REMEDY) from problem
        if not ready.get("ready"):
            self._drop_child()
            raise MeaningUnavailable(_one_line(ready.get("problem")), _REMEDY)
        self._failed_starts = 0
        return child

    def _drop_child(self) -> None:
        if self._child is not None:
            self._child.kill()
        self._child = None


def _one_line(problem: object) -> str:
    """What the child says, which may be a library's page of advice."""
    return " ".join(str(problem or "it does not say why").split())[:300]


def _size(old: Sequence[PlacedText], new: Sequence[PlacedText]) -> int:
    return 2 * len(old) * len(new) * len(MEANING_NAMES)


def _key(old: Sequence[PlacedText], new: Sequence[PlacedText]) -> bytes:
    return key_of(
        TABLE_VERSION,
        str(len(old)),
        *(part for point in old for part in point),
        *(part for point in new for part in point),
    )
