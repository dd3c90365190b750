"""The net below the files: whole texts kept outside the workspace (P1, P5, P6). Fills the port `Recovery`.

recovery/WS/DOC/ holds one file a text: a line of JSON, then the text's bytes. A file's name tells its number,
the start of the text's SHA-256, when it was kept and whether it is still on offer, so that nothing has to be
opened to thin the folder out; a change of state is a rename.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Literal

from draftloop.adapters import files
from draftloop.loop.errors import CannotWrite, ChangedOnDisk, NotFound, Unreadable
from draftloop.loop.ports import KeptText

KEEP_DAYS = 90
KEEP_LAST = 50
RUNNING_APART_S = 300
"""Texts kept while typing stay this far apart; those between give way to the next."""
_TRIES = 20
_MAX_BYTES = 64 * 1024 * 1024

State = Literal["offered", "running", "settled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    number: int
    mark: str
    """First 16 digits of the text's SHA-256."""
    when_s: int
    state: State

    @property
    def name(self) -> str:
        return f"{self.number:08d}-{self.mark}-{self.when_s}.{self.state}"


class RecoveryFolder:
    """Below `STATE/recovery/WS`; folders are 0700, files 0600, and on the disk when a method returns."""

    def __init__(self, state: str, root: str, workspace: str, *, now: Callable[[], datetime]) -> None:
        """`workspace` is the name WS of the workspace whose real path is `root`."""
        self._state = os.path.realpath(state)
        self._folder = os.path.join(self._state, "recovery", workspace)
        self._root = root
        self._now = now

    def keep(self, path: str, text: str) -> str:
        return self._add(path, text, "offered")

    def remember(self, path: str, text: str) -> str:
        return self._add(path, text, "settled")

    def keep_running(self, path: str, text: str) -> str:
        folder = self._document_folder(path)
        before = [entry for entry in _entries(folder) if entry.state == "running"]
        name = self._add(path, text, "running")
        if len(before) > 1 and before[-1].when_s - before[-2].when_s < RUNNING_APART_S:
            last = before[-1]
            # What was just deleted from the text stays: it is the sentence somebody will look for.
            if last.mark != _mark(text) and len(text) >= 0.9 * len(_read(folder, last)[1]):
                _remove(folder, last)
        return name

    def kept(self) -> list[KeptText]:
        found: list[tuple[int, int, KeptText]] = []
        for document in sorted(_names(self._folder)):
            folder = os.path.join(self._folder, document)
            if os.path.isdir(folder):
                found += self._offers(document, folder)
        return [text for *_, text in sorted(found, key=lambda row: row[:2], reverse=True)]

    def text(self, id: str) -> str:  # noqa: A002 - the word of the command line
        folder, entry = self._find(id)
        return _read(folder, entry)[1]

    def dismiss(self, id: str) -> None:  # noqa: A002
        folder, entry = self._find(id)
        _rename(folder, entry, replace(entry, state="settled"))

    def settle(self, path: str, text: str) -> None:
        folder, mark = self._document_folder(path), _mark(text)
        for entry in _entries(folder):
            if entry.state == "running" or (entry.state == "offered" and entry.mark == mark):
                _rename(folder, entry, replace(entry, state="settled"))

    def _document_folder(self, path: str) -> str:
        name = blake2b(path.encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
        return os.path.join(self._folder, name)

    def _add(self, path: str, text: str, state: State) -> str:
        folder = self._document_folder(path)
        try:
            _make_private(self._state, folder)
            self._note_workspace()
        except OSError as error:
            # Not the file's own trouble: the state folder is named, which is where to look.
            raise files.cannot_write(self._folder, error) from error
        for _ in range(_TRIES):
            try:
                mark = self._enter(folder, path, text, state)
                break
            except ChangedOnDisk:
                # Another thread or draftloop took the same number in this instant: the next look sees it.
                continue
        else:
            raise CannotWrite(folder, "other programs write to it all the time")
        self._thin(folder)
        return f"{os.path.basename(folder)}-{mark[:8]}"

    def _enter(self, folder: str, path: str, text: str, state: State) -> str:
        entries = _entries(folder)
        mark = _mark(text)
        number = entries[-1].number + 1 if entries else 1
        entry = _Entry(number=number, mark=mark, when_s=int(self._now().timestamp()), state=state)
        same = next((old for old in entries if old.mark == mark), None)
        if same is None:
            header = {"path": path, "when": self._now().isoformat(timespec="seconds")}
            data = json.dumps(header).encode() + b"\n" + text.encode("utf-8", "surrogatepass")
            files.write_file(folder, entry.name, data, expected="", private=True)
        elif state != "settled":
            _rename(folder, same, entry)
        return mark

    def _note_workspace(self) -> None:
        """So that texts of a workspace that moved can be told apart."""
        note = os.path.join(self._folder, "path")
        if not os.path.exists(note):
            with open(os.open(note, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                file.write(os.fsencode(self._root) + b"\n")

    def _thin(self, folder: str) -> None:
        oldest = self._now().timestamp() - KEEP_DAYS * 86_400
        for entry in _entries(folder)[:-KEEP_LAST]:
            if entry.state != "offered" and entry.when_s < oldest:
                _remove(folder, entry)

    def _offers(self, document: str, folder: str) -> list[tuple[int, int, KeptText]]:
        entries = _entries(folder)
        running = [entry for entry in entries if entry.state == "running"][-1:]
        offers = []
        for entry in [*running, *(entry for entry in entries if entry.state == "offered")]:
            header, text = _read(folder, entry)
            if not self._is_in_file(header["path"], text):
                kept = KeptText(
                    id=f"{document}-{entry.mark[:8]}",
                    file=header["path"],
                    when=datetime.fromisoformat(header["when"]),
                    words=len(text.split()),
                    newer_than_file=entry.when_s > self._file_time(header["path"]),
                )
                offers.append((entry.when_s, entry.number, kept))
        return offers

    def _is_in_file(self, path: str, text: str) -> bool:
        try:
            data = files.read_file(self._root, path)
        except Unreadable:
            return False
        kept = text.encode("utf-8", "surrogatepass")
        return data is not None and data.removeprefix(b"\xef\xbb\xbf") == kept

    def _file_time(self, path: str) -> float:
        try:
            return os.stat(os.path.join(self._root, path), follow_symlinks=False).st_mtime
        except OSError:
            # No file: every kept text is newer.
            return float("-inf")

    def _find(self, id: str) -> tuple[str, _Entry]:  # noqa: A002
        document, _, mark = id.partition("-")
        if document in _names(self._folder) and len(mark) >= 4:
            folder = os.path.join(self._folder, document)
            for entry in reversed(_entries(folder)):
                if entry.mark.startswith(mark):
                    return folder, entry
        raise NotFound("kept text", id)


def _mark(text: str) -> str:
    return files.fingerprint(text.encode("utf-8", "surrogatepass"))[:16]


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _entries(folder: str) -> list[_Entry]:
    """By number, oldest first; what does not look like one of ours is passed over."""
    entries = []
    for name in _names(folder):
        stem, _, state = name.rpartition(".")
        parts = stem.split("-")
        if state not in ("offered", "running", "settled") or len(parts) != 3:
            continue
        if parts[0].isdecimal() and parts[2].isdecimal():
            entry = _Entry(number=int(parts[0]), mark=parts[1], when_s=int(parts[2]), state=state)  # type: ignore[arg-type] # checked above
            entries.append(entry)
    return sorted(entries, key=lambda entry: (entry.number, entry.mark))


def _read(folder: str, entry: _Entry) -> tuple[dict[str, str], str]:
    data = files.read_file(folder, entry.name, limit=_MAX_BYTES)
    if data is None:
        raise NotFound("kept text", entry.name)
    header, _, text = data.partition(b"\n")
    return json.loads(header), text.decode("utf-8", "surrogatepass")


def _rename(folder: str, old: _Entry, new: _Entry) -> None:
    try:
        os.rename(os.path.join(folder, old.name), os.path.join(folder, new.name))
    except FileNotFoundError:
        # Another draftloop renamed it first, to the same end.
        return


def _remove(folder: str, entry: _Entry) -> None:
    try:
        os.unlink(os.path.join(folder, entry.name))
    except FileNotFoundError:
        # Thinned out by another draftloop at the same moment.
        return


def _make_private(state: str, folder: str) -> None:
    """Make `folder` and what is missing above it, for the owner alone."""
    if os.path.isdir(folder):
        return
    os.makedirs(state, mode=0o700, exist_ok=True)
    place = state
    for part in os.path.relpath(folder, state).split(os.sep):
        place = os.path.join(place, part)
        if not os.path.isdir(place):
            os.makedirs(place, mode=0o700, exist_ok=True)
