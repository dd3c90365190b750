"""The net below the files: texts kept outside the workspace (P1, P5, P6). Fills the port `Recovery`.

recovery/WS/DOC/ holds the journals of one document, in which every text stands that it had while it was
typed, and beside them whole texts: what was refused, and what was about to be replaced. Nothing is removed
before fifty later ones are ninety days younger, so that no clock that jumps costs a text.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from threading import Lock

import draftloop
from draftloop.adapters import files, kept_files, offers
from draftloop.adapters.damaged import Damaged, damaged, trouble
from draftloop.adapters.flush import make_folders
from draftloop.adapters.journal import Journal, SegmentName, segments
from draftloop.adapters.kept_files import EntryState
from draftloop.adapters.moved import moved_places, place_now
from draftloop.adapters.offers import Waiting, kept_texts
from draftloop.adapters.thin_out import thin_out
from draftloop.loop.errors import CannotWrite, ChangedOnDisk, NotFound
from draftloop.loop.ports import KeptText, Trouble
from draftloop.loop.splice import missing_from

_MOST_DIGITS = 250
"""A file's name has no more; what has thousands is not even read as a number."""


class RecoveryFolder:
    """Below `STATE/recovery/WS`; folders are 0700, files 0600, and on the disk when a method returns."""

    def __init__(self, state: str, root: str, workspace: str, *, now: Callable[[], datetime]) -> None:
        """`workspace` is the name WS of the workspace whose real path is `root`."""
        self._state = os.path.realpath(state)
        self._all = os.path.join(self._state, "recovery")
        self._folder = os.path.join(self._all, workspace)
        self._root = root
        self._now = now
        self._journals: dict[str, Journal] = {}
        self._lock = Lock()
        self._read: dict[str, list[Waiting]] = {}
        """What waits in a folder, by the names in it: read once, and not at each save."""

    # -- keeping ---------------------------------------------------------------------------------------

    def keep(self, path: str, text: str) -> str:
        return self._add(path, text, "offered")

    def remember(self, path: str, text: str) -> str:
        return self._in_journal(path, text) or self._add(path, text, "settled")

    def hold(self, path: str, text: str) -> str:
        return self._in_journal(path, text) or self._add(path, text, "offered")

    def keep_running(self, path: str, text: str) -> str:
        with self._trouble_named():
            return f"{_document(path)}-{self._journal(path).type(text)}"

    def settle(self, path: str, text: str) -> None:
        # The text is in its file: a state folder that fails now may cause an offer too many, and no error.
        with suppress(CannotWrite, OSError):
            self._settle(path, text)

    def _settle(self, path: str, text: str) -> None:
        folder, journal = self._document_folder(path), self._journals.get(path)
        if journal is not None:
            journal.settle(text)
        names = self._names_of_what_waits(folder, journal)
        if not names:
            return
        mark = kept_files.mark_of(text)
        for one in self._what_waits(folder, names):
            if one.is_damaged:
                continue  # what was typed after it may be words that no file has
            is_it = not one.is_journalled and one.name == mark[:8]
            if is_it or not missing_from(text, one.text):
                offers.let_be(folder, one.place)

    def _in_journal(self, path: str, text: str) -> str:
        """The id of a text that the open journal of its document holds now; empty: there is no journal."""
        journal = self._journals.get(path)
        with self._trouble_named():
            name = journal.hold(text) if journal is not None else ""
        return name and f"{_document(path)}-{name}"

    def _journal(self, path: str) -> Journal:
        with self._lock:
            journal = self._journals.get(path)
            if journal is None:
                folder = self._make_folder(path)
                base = offers.file_text(self._root, path) or ""
                journal = Journal(
                    folder,
                    path,
                    base,
                    self._facts(path),
                    now=self._now,
                    make_folder=lambda: self._make_folder(path),
                )
                self._journals[path] = journal
                with suppress(OSError):  # as in `_add`
                    thin_out(folder)
        return journal

    def _facts(self, path: str) -> dict[str, object]:
        """For the header: which file of which program this is, should anybody ever have to look."""
        facts: dict[str, object] = {"draftloop": draftloop.__version__, "pid": os.getpid()}
        facts["host"] = os.uname().nodename
        return facts | self._numbers(path)

    def _numbers(self, path: str) -> dict[str, object]:
        """By which the file may be found again when its draft was renamed."""
        place = os.path.join(self._root, path)
        numbers: dict[str, object] = {}
        with suppress(OSError):  # a new draft's folder may be there before its file
            numbers["folder"] = os.stat(os.path.dirname(place)).st_ino
            found = os.stat(place)
            numbers |= {"inode": found.st_ino, "device": found.st_dev, "bytes": found.st_size}
        return numbers

    def _add(self, path: str, text: str, state: EntryState) -> str:
        with self._trouble_named():
            folder = self._make_folder(path)
            entry = kept_files.add(folder, path, text, state, self._now(), self._numbers(path))
        with suppress(OSError):  # it is kept: what may go can go another time
            thin_out(folder)
        return f"{_document(path)}-{entry.mark[:8]}"

    @contextmanager
    def _trouble_named(self) -> Iterator[None]:
        """Not the file's own trouble: the state folder is named, which is where to look."""
        try:
            yield
        except (FileExistsError, NotADirectoryError) as error:
            reason = "a file stands where this folder belongs"
            raise CannotWrite(self._folder, reason, "move it away") from error
        except OSError as error:
            raise files.cannot_write(self._folder, error) from error

    def _make_folder(self, path: str) -> str:
        folder = self._document_folder(path)
        make_folders(folder)
        self._note_workspace()
        return folder

    def _document_folder(self, path: str) -> str:
        return os.path.join(self._folder, _document(path))

    def _note_workspace(self) -> None:
        """So that texts of a workspace that moved can be told apart."""
        if os.path.exists(os.path.join(self._folder, "path")):
            return
        with suppress(ChangedOnDisk):  # another draftloop noted it in this moment
            note = os.fsencode(self._root) + b"\n"
            files.write_file(self._folder, "path", note, expected="", private=True)

    # -- offering --------------------------------------------------------------------------------------

    def kept(self, *, typed_here: str = "") -> list[KeptText]:
        found = [*self._offers(self._folder, "", "", typed_here)]
        for workspace, place in moved_places(self._all, os.path.basename(self._folder)):
            found += self._offers(os.path.join(self._all, workspace), place, f"@{workspace}")
        return sorted(found, key=lambda kept: kept.when, reverse=True)

    def _offers(
        self, workspace: str, moved_from: str, behind: str, typed_here: str = ""
    ) -> Iterator[KeptText]:
        for document in sorted(_names(workspace)):
            folder = os.path.join(workspace, document)
            if os.path.isdir(folder):
                waits = [one for one in self._waits(folder) if not moved_from or self._is_here(one.path)]
                if not moved_from:
                    waits = [replace(one, path=place_now(self._root, one)) for one in waits]
                if typed_here:
                    waits = [one for one in waits if one.path != typed_here or not self._is_mine(one)]
                for one in offers.wanted(waits, lambda path: offers.file_text(self._root, path)):
                    yield self._kept(one, f"{document}-{one.name}{behind}", moved_from)

    def _waits(self, folder: str) -> list[Waiting]:
        try:
            return list(offers.waiting(folder))
        except OSError:
            return []  # a folder that cannot be read costs its own offers, and no other's

    def _is_mine(self, one: Waiting) -> bool:
        """Whether this process wrote the segment that a text stands in."""
        journal = self._journals.get(one.path)
        return journal is not None and isinstance(one.place, SegmentName) and one.place.number in journal.own

    def _is_here(self, path: str) -> bool:
        """Whether this workspace has the draft or the idea that a text of another place belongs to."""
        parts = path.split("/")
        name = "/".join(parts[:2]) if parts[0] == "drafts" else path
        return len(parts) > 1 and os.path.exists(os.path.join(self._root, name))

    def _kept(self, one: Waiting, name: str, moved_from: str) -> KeptText:
        stands = offers.file_text(self._root, one.path)
        zone = self._now().tzinfo
        written = self._file_time(one.path)
        return KeptText(
            id=name,
            file=one.path,
            when=datetime.fromtimestamp(one.when_s, zone),
            words=len(one.text.split()),
            newer_than_file=written is None or one.when_s > written,
            file_words=None if stands is None else len(stands.split()),
            file_when=None if written is None else datetime.fromtimestamp(written, zone),
            missing_words=len(missing_from(stands or "", one.text).split()),
            moved_from=moved_from,
        )

    def _file_time(self, path: str) -> float | None:
        try:
            found = os.stat(os.path.join(self._root, path), follow_symlinks=False).st_mtime
        except OSError:
            return None
        return min(max(found, 0.0), float(offers.LAST_S))

    def text(self, id: str) -> str:  # noqa: A002 - the word of the command line
        folder, name = self._find(id)
        if "." in name:
            number, state = name.split(".")
            found = offers.state_of(folder, int(number), int(state))
            if found is not None:
                return found.text
        for entry in reversed(kept_files.entries(folder)):
            if entry.mark.startswith(name):
                return kept_files.text_of(folder, entry)
        raise NotFound("kept text", id)

    def holds(self, path: str, text: str) -> bool:
        folder = self._document_folder(path)
        try:
            return any(kept.startswith(text) for kept in kept_texts(folder))
        except OSError:
            return False

    def dismiss(self, id: str) -> None:  # noqa: A002
        folder, name = self._find(id)
        offered = [one.place for one in offers.waiting(folder) if one.name == name]
        broken = [one.place for one in damaged(folder, self._now()) if one.name == name]
        for place in {*offered, *broken}:
            offers.let_be(folder, place)
        if not broken:
            self.text(id)  # says NotFound of what never was

    def damaged(self) -> list[Trouble]:
        folders = [os.path.join(self._folder, document) for document in sorted(_names(self._folder))]
        return [trouble(folder, one) for folder in folders for one in self._damaged(folder)]

    def _damaged(self, folder: str) -> list[Damaged]:
        try:
            return list(damaged(folder, self._now()))
        except OSError:
            return []  # as in `_waits`

    def _find(self, id: str) -> tuple[str, str]:  # noqa: A002
        """The folder of a kept text's document, and its name in there."""
        rest, _, workspace = id.partition("@")
        document, _, name = rest.partition("-")
        place = os.path.join(self._all, workspace) if workspace in _names(self._all) else self._folder
        is_state = name.count(".") == 1 and all(
            part.isdecimal() and len(part) <= _MOST_DIGITS for part in name.split(".")
        )
        if document not in _names(place) or not (is_state or (len(name) >= 4 and name.isalnum())):
            raise NotFound("kept text", id)
        return os.path.join(place, document), name

    def _names_of_what_waits(self, folder: str, journal: Journal | None) -> tuple[str, ...]:
        mine = journal.segment if journal is not None else 0
        open_ones = [name for name in segments(folder) if name.number != mine and not _is_done(folder, name)]
        offered = [entry for entry in kept_files.entries(folder) if entry.state != "settled"]
        return (*map(str, open_ones), *map(str, offered))

    def _what_waits(self, folder: str, names: tuple[str, ...]) -> list[Waiting]:
        key = "\n".join((folder, *names))
        if key not in self._read:
            self._read = {key: [one for one in offers.waiting(folder) if str(one.place) in names]}
        return self._read[key]


def _is_done(folder: str, name: SegmentName) -> bool:
    try:
        return name.done_bytes == os.stat(os.path.join(folder, str(name))).st_size
    except OSError:
        return True  # renamed in this moment


def _document(path: str) -> str:
    return blake2b(path.encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []  # not there, or not to be read: nothing can be offered; the next `keep` says why
