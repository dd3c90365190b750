"""Stand-ins for the ports that keep everything in memory: files, recovery, sittings, the clock.

`tests/contracts/` proves that they behave like the real ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from draftloop.adapters.front_matter import read_fields
from draftloop.loop.document import Document
from draftloop.loop.errors import AlreadyThere, ChangedOnDisk, NotFound, Unreadable
from draftloop.loop.ports import FieldValue, KeptText, Sitting, Trouble
from draftloop.loop.splice import missing_from

EVENING = datetime.fromisoformat("2026-11-09T20:14:00+01:00")


@dataclass
class FixedClock:
    """A clock that stands still until it is told to go on."""

    at: datetime = EVENING

    def __call__(self) -> datetime:
        return self.at

    def go_on(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class RecoveryDouble:
    """Texts by id; `files` is what `kept` compares with."""

    files: dict[str, str] = field(default_factory=dict)
    now: FixedClock = field(default_factory=FixedClock)
    entries: list[tuple[str, str, str, str]] = field(default_factory=list)
    """(id, path, text, state)"""

    def keep(self, path: str, text: str) -> str:
        return self._add(path, text, "offered")

    def remember(self, path: str, text: str) -> str:
        return self._add(path, text, "settled")

    def keep_running(self, path: str, text: str) -> str:
        self.entries = [row for row in self.entries if row[1] != path or row[3] != "running"]
        return self._add(path, text, "running")

    def kept(self, *, typed_here: str = "") -> list[KeptText]:
        return [
            self._kept(id_, path, text)
            for id_, path, text, state in reversed(self.entries)
            if state != "settled" and self.files.get(path) != text
            if not (state == "running" and path == typed_here)
        ]

    def holds(self, path: str, text: str) -> bool:
        return any(row[1] == path and row[2].startswith(text) for row in self.entries)

    def damaged(self) -> list[Trouble]:
        return []

    def _kept(self, id_: str, path: str, text: str) -> KeptText:
        stands = self.files.get(path)
        return KeptText(
            id=id_,
            file=path,
            when=self.now(),
            words=len(text.split()),
            newer_than_file=True,
            file_words=None if stands is None else len(stands.split()),
            file_when=None if stands is None else self.now(),
            missing_words=len(missing_from(stands or "", text).split()),
        )

    def text(self, id: str) -> str:  # noqa: A002 - the port's name
        return self._find(id)[2]

    def dismiss(self, id: str) -> None:  # noqa: A002
        self._find(id)
        self.entries = [(*row[:3], "settled") if row[0] == id else row for row in self.entries]

    def hold(self, path: str, text: str) -> str:
        return self._add(path, text, "running" if self._is_typed(path) else "offered")

    def settle(self, path: str, text: str) -> None:
        self.entries = [
            (*row[:3], "settled") if row[1] == path and not missing_from(text, row[2]) else row
            for row in self.entries
        ]

    def _is_typed(self, path: str) -> bool:
        return any(row[1] == path and row[3] == "running" for row in self.entries)

    def _add(self, path: str, text: str, state: str) -> str:
        id_ = hashlib.sha256(f"{path}\0{text}".encode()).hexdigest()[:12]
        known = [row for row in self.entries if row[0] == id_]
        if known and state == "settled":
            return id_
        self.entries = [row for row in self.entries if row[0] != id_] + [(id_, path, text, state)]
        return id_

    def _find(self, id_: str) -> tuple[str, str, str, str]:
        for row in self.entries:
            if row[0] == id_:
                return row
        raise NotFound("kept text", id_)


@dataclass
class LibraryDouble:
    """A workspace as a dict of texts; hand `files` to HistoryDouble to have both see the same tree."""

    files: dict[str, str] = field(default_factory=dict)
    recovery: RecoveryDouble = field(default_factory=RecoveryDouble)
    root: str = "/workspace"

    def list_files(self, folder: str) -> list[str]:
        start = f"{folder}/" if folder else ""
        names = set()
        for path in self.files:
            if path.startswith(start):
                name, slash, _ = path[len(start) :].partition("/")
                if not name.startswith(".") and not name.endswith(("~", ".swp", ".tmp")):
                    names.add(name + slash)
        return sorted(names)

    def open(self, path: str) -> Document:
        if path.startswith("/") or ".." in path.split("/"):
            raise Unreadable(path, "is outside the workspace")
        if any(other.startswith(f"{path}/") for other in self.files):
            raise Unreadable(path, "is not a regular file")
        if path not in self.files:
            return Document(path=path, text="", fingerprint="")
        return Document(path=path, text=self.files[path], fingerprint=_mark(self.files[path]))

    def open_settled(self, path: str) -> Document:
        return self.open(path)

    def stamp(self, path: str) -> str:
        return _mark(self.files[path]) if path in self.files else ""

    def written_at(self, path: str) -> datetime | None:
        return self.recovery.now() if path in self.files else None

    def other_names(self, path: str) -> int:
        return 0

    def save(self, document: Document, text: str) -> Document:
        self.recovery.files = self.files
        found = self.open(document.path).fingerprint
        if found == document.fingerprint == _mark(text):
            return document
        if document.exists:
            self.recovery.remember(document.path, document.text)
        kept = self.recovery.keep(document.path, text)
        if found != document.fingerprint:
            if found:
                self.recovery.remember(document.path, self.files[document.path])
            raise ChangedOnDisk(document.path, document.fingerprint, found, kept)
        self.files[document.path] = text
        self.recovery.settle(document.path, text)
        return replace(document, text=text, fingerprint=_mark(text))

    def move(self, old: str, new: str) -> None:
        moved = {path: new + path[len(old) :] for path in self.files if f"{path}/".startswith(f"{old}/")}
        if not moved:
            raise NotFound("file", old)
        if any(f"{path}/".startswith(f"{new}/") for path in self.files):
            raise AlreadyThere(new)
        for path, target in moved.items():
            self.files[target] = self.files.pop(path)

    def read_bytes(self, path: str) -> bytes:
        if path not in self.files:
            raise NotFound("file", path)
        return self.files[path].encode()

    def fields(self, document: Document) -> Mapping[str, FieldValue]:
        return read_fields(document.text, document.path)


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class SittingsDouble:
    """Open sittings by slug."""

    sittings: dict[str, Sitting] = field(default_factory=dict)

    def open(self, slug: str) -> Sitting | None:
        return self.sittings.get(slug)

    def keep(self, sitting: Sitting) -> None:
        self.sittings[sitting.slug] = sitting

    def close(self, slug: str) -> None:
        self.sittings.pop(slug, None)
