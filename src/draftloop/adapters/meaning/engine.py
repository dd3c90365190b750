"""The meaning engine: asks the sentence model's child process, and starts it when a comparison needs it."""

from __future__ import annotations

import base64
import binascii
import importlib.util
import os
import sys
import threading
import zlib
from typing import TYPE_CHECKING

from draftloop.adapters.child import Child, ChildEnded, ChildTooSlow
from draftloop.adapters.meaning.shelf import Shelf, key_of
from draftloop.loop.errors import MeaningUnavailable
from draftloop.loop.outline_meaning import MEANING_NAMES, Likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.ports import PlacedText

MODEL_FILES = ("model.onnx", "tokenizer.json")
PACKAGES = ("numpy", "onnxruntime", "tokenizers")
MAX_PAIRS = 400_000
"""Old points times new points; the answer for more would not fit, and takes too long to wait for."""
START_LIMIT_S = 60.0
"""It took 0.5 s warm; a cold, busy machine with a slow disk takes longer."""
READ_LIMIT_S = 0.25
"""For each text: 60 times what a slow core was seen to need."""
MAX_TABLES = 400
"""Comparisons kept, some 10 kB each."""
TABLE_VERSION = "1"
"""Of the figures in a table: another one makes what was kept useless."""
_REMEDY = "draftloop meaning install"


class MeaningEngine:
    """Fills the `Meaning` port. Safe to use from several threads; they wait for each other."""

    name = "meaning"

    def __init__(self, folder: str, kept: str, *, command: Sequence[str] = ()) -> None:
        """The model's folder, and the folder of the disposable files that keep what it said."""
        self._folder = folder
        self._command = (*command,) or (sys.executable, "-m", "draftloop.adapters.meaning.worker")
        self._readings = os.path.join(kept, "readings.db")
        self._tables = Shelf(os.path.join(kept, "likeness.db"), max_rows=MAX_TABLES)
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._next_id = 0

    @property
    def is_installed(self) -> bool:
        """Whether model and packages are there; loads neither."""
        return not self._missing()

    def likeness(self, old: Sequence[PlacedText], new: Sequence[PlacedText]) -> Likeness:
        """How alike in meaning all points of two outlines are.

        Raises:
            MeaningUnavailable: the model is not installed, does not start, died, or was asked for too much.
        """
        if len(old) * len(new) > MAX_PAIRS:
            raise MeaningUnavailable(f"{len(old)} and {len(new)} points are too many for it")
        key = _key(old, new)
        with self._lock:
            packed = self._kept(key, old, new)
            if packed is None:
                packed = self._asked(old, new)
                self._tables.put([(key, zlib.compress(packed, 1))])
        return Likeness.from_bytes(len(new), packed)

    def knows(self, old: Sequence[PlacedText], new: Sequence[PlacedText]) -> bool:
        """Whether it was asked about these two before."""
        with self._lock:
            return self._kept(_key(old, new), old, new) is not None

    def close(self) -> None:
        """End the child. The engine can be used again: it starts a new one."""
        with self._lock:
            self._drop_child()
            self._tables.close()

    def _kept(self, key: bytes, old: Sequence[PlacedText], new: Sequence[PlacedText]) -> bytes | None:
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
        try:
            said = child.ask(question, START_LIMIT_S + READ_LIMIT_S * (len(old) + len(new)))
            return self._table(said, _size(old, new))
        except (ChildEnded, ChildTooSlow) as problem:
            self._drop_child()
            what = "took too long" if isinstance(problem, ChildTooSlow) else "ended while reading"
            raise MeaningUnavailable(f"the model's process {what}", "try again") from problem

    def _table(self, said: dict[str, object], size: int) -> bytes:
        if said.get("id") != self._next_id:
            raise ChildEnded("answer to another question")
        try:
            packed = base64.b64decode(str(said.get("likeness")), validate=True)
        except binascii.Error as problem:
            raise ChildEnded("no table") from problem
        if len(packed) != size:
            raise ChildEnded("a table of another size")
        return packed

    def _missing(self) -> str:
        """What is not there, for a message; empty when all is."""
        if not all(os.path.isfile(os.path.join(self._folder, name)) for name in MODEL_FILES):
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
        try:
            child = Child([*self._command, self._folder, self._readings])
        except OSError as problem:
            raise MeaningUnavailable(f"its process does not start: {problem.strerror}") from problem
        self._child = child
        try:
            ready = child.answer(START_LIMIT_S)
        except (ChildEnded, ChildTooSlow) as problem:
            self._drop_child()
            raise MeaningUnavailable("its process ended while starting", _REMEDY) from problem
        if not ready.get("ready"):
            self._drop_child()
            raise MeaningUnavailable(str(ready.get("problem")), _REMEDY)
        return child

    def _drop_child(self) -> None:
        if self._child is not None:
            self._child.kill()
        self._child = None


def _size(old: Sequence[PlacedText], new: Sequence[PlacedText]) -> int:
    return 2 * len(old) * len(new) * len(MEANING_NAMES)


def _key(old: Sequence[PlacedText], new: Sequence[PlacedText]) -> bytes:
    return key_of(
        TABLE_VERSION,
        str(len(old)),
        *(part for point in old for part in point),
        *(part for point in new for part in point),
    )
