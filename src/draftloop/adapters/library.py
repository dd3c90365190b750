"""ideas/ and drafts/ as files: the port `Library`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from draftloop.adapters import files
from draftloop.loop.document import Document
from draftloop.loop.errors import CannotWrite, ChangedOnDisk, NotFound, Unreadable
from draftloop.loop.front_matter import read_plain
from draftloop.loop.ports import FieldValue, Recovery
from draftloop.trace import trace

BOM = b"\xef\xbb\xbf"
_LOOKS_APART_S = 0.1
_LOOKS_AT_NOTHING = 3
"""How often an empty or missing file is looked at again before it is believed."""
_LOOKS_MOST = 20


class FileLibrary:
    """A workspace folder. Every text that is replaced or refused is in the recovery store first."""

    def __init__(self, root: str, recovery: Recovery) -> None:
        """`root` is the workspace's real path."""
        self._root = root
        self._recovery = recovery

    @property
    def root(self) -> str:
        return self._root

    def list_files(self, folder: str) -> list[str]:
        place = os.path.join(self._root, folder) if folder else self._root
        try:
            if folder and os.path.islink(place):
                files.real_path(self._root, folder)
            with os.scandir(place) as found:
                names = [self._listed(folder, entry) for entry in found if not files.is_dropping(entry.name)]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise Unreadable(
                folder, error.strerror or "cannot be listed", "look at its permissions"
            ) from error
        return sorted(name for name in names if name)

    def _listed(self, folder: str, entry: os.DirEntry[str]) -> str | None:
        """The name as listed; None for what is neither file nor folder, or leads out of the workspace."""
        if entry.is_symlink():
            try:
                files.real_path(self._root, f"{folder}/{entry.name}" if folder else entry.name)
            except Unreadable:
                return None
        if entry.is_dir():
            return entry.name + "/"
        return entry.name if entry.is_file() else None

    def open(self, path: str) -> Document:
        return _document(path, files.read_file(self._root, path))

    def open_settled(self, path: str) -> Document:
        last, turns = files.read_file(self._root, path), 0
        for _ in range(_LOOKS_MOST):
            time.sleep(_LOOKS_APART_S)
            data = files.read_file(self._root, path)
            turns = turns + 1 if data == last else 0
            last = data
            # An editor that truncates, or that renames the old file away first, shows nothing for a moment.
            if turns >= (1 if data else _LOOKS_AT_NOTHING):
                return _document(path, data)
        raise Unreadable(path, "another program writes it all the time", "wait until it has finished")

    def stamp(self, path: str) -> str:
        try:
            found = os.stat(os.path.join(self._root, path))
        except OSError:
            return ""
        # The time of the last change of anything cannot be put back, unlike that of the last write.
        return f"{found.st_dev}:{found.st_ino}:{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}"

    def written_at(self, path: str) -> datetime | None:
        try:
            seconds = os.stat(os.path.join(self._root, path)).st_mtime
            return datetime.fromtimestamp(seconds).astimezone()
        except (OSError, OverflowError, ValueError):
            return None  # no file, or a time that no calendar has

    def other_names(self, path: str) -> int:
        try:
            return os.stat(os.path.join(self._root, path)).st_nlink - 1
        except OSError:
            return 0

    def save(self, document: Document, text: str) -> Document:
        """See the port.

        Raises:
            ChangedOnDisk: somebody else wrote the file; `kept` names the text in the recovery store.
            CannotWrite: the disk refuses; `kept` likewise.
        """
        data = (BOM if document.has_bom else b"") + text.encode("utf-8", "replace")
        mark = files.fingerprint(data)
        if mark == document.fingerprint and self._stands(document):
            return document
        if document.exists:
            self._kept(self._recovery.remember, document)
        kept = self._kept(self._recovery.hold, document, text)
        try:
            files.write_file(
                self._root,
                document.path,
                data,
                expected=document.fingerprint,
                rescue=lambda theirs: self._rescue(document.path, theirs),
            )
        except ChangedOnDisk as error:
            kept = self._kept(self._recovery.keep, document, text) or kept
            raise ChangedOnDisk(error.path, error.expected, error.found, kept) from error
        except CannotWrite as error:
            raise CannotWrite(error.path, error.reason, error.remedy, kept) from error
        trace("saved", document.path, data, replaced=document.fingerprint)
        if kept:
            self._recovery.settle(document.path, text)
        return Document(path=document.path, text=text, fingerprint=mark, has_bom=document.has_bom)

    def _kept(self, keep: Callable[[str, str], str], document: Document, text: str | None = None) -> str:
        try:
            return keep(document.path, document.text if text is None else text)
        except CannotWrite:
            # A full or read-only state folder may cost the net; it must not also cost the save.
            return ""

    def _rescue(self, path: str, theirs: bytes) -> None:
        """What others wrote while we did is in the net before anything else happens to it."""
        text = theirs.removeprefix(BOM).decode("utf-8", "surrogateescape")
        try:
            self._recovery.remember(path, text)
        except CannotWrite:
            return  # as above: theirs stands in the file, or they replaced it themselves

    def _stands(self, document: Document) -> bool:
        found = files.read_file(self._root, document.path)
        return found is not None and files.fingerprint(found) == document.fingerprint

    def move(self, old: str, new: str) -> None:
        from draftloop.adapters.moving import move_file

        move_file(self._root, old, new)

    def read_bytes(self, path: str) -> bytes:
        data = files.read_file(self._root, path, limit=64 * 1024 * 1024)
        if data is None:
            raise NotFound("file", path)
        return data

    def fields(self, document: Document) -> Mapping[str, FieldValue]:
        plain = read_plain(document.text)
        if plain is not None:
            return plain
        # A YAML parser costs 30 ms to load: only for what draftloop would not have written itself.
        from draftloop.adapters.front_matter import read_fields

        return read_fields(document.text, document.path)


def _document(path: str, data: bytes | None) -> Document:
    return Document(path=path, text="", fingerprint="") if data is None else document_of(path, data)


def document_of(path: str, data: bytes) -> Document:
    """Bytes as a document. Raises Unreadable: they are not UTF-8, with the line."""
    has_bom = data.startswith(BOM)
    try:
        text = data[len(BOM) :].decode() if has_bom else data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(path, "is not UTF-8", "convert it in your editor", line) from error
    return Document(path=path, text=text, fingerprint=files.fingerprint(data), has_bom=has_bom)
