"""Bringing an editor's words to the file and to the net, from whichever thread; no widget in here."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

from draftloop.loop.errors import CannotWrite
from draftloop.loop.line_ends import editor_text
from draftloop.patience import PatientLock
from draftloop.steps.files import as_saved, save_text
from draftloop.steps.outside import (
    Neighbors,
    Sides,
    gone,
    keep_in_git,
    keep_sides,
    neighbors,
    put_aside,
    sides_of,
)

if TYPE_CHECKING:
    from datetime import datetime

    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk

_KEEP_WAIT_S = 1.0
_HURRIED_WAIT_S = 0.05
"""How long a save, or leaving in a hurry, waits for a thread that brings an older text into the net."""
_FLUSH_WAIT_S = 0.15
"""How long leaving in a hurry waits for a save that is under way; the words are in the net by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The file as it was found, and what tells that it changed again."""

    stamp: str
    found: Document
    at: datetime | None
    """When it was written."""


class Saver:
    """One open file: what was last read or written, and one writer at a time.

    Two saves at once would take each other for somebody else's, so all go through one lock.
    """

    def __init__(self, desk: Desk, document: Document) -> None:
        self._desk = desk
        self._lock = Lock()
        self._keep_lock = PatientLock(_KEEP_WAIT_S, _HURRIED_WAIT_S)
        self._turns = count(1)
        self._kept_turn = 0
        self.document = document
        self.saved_text = ""
        """The editor's text that is in the file, line ends as LF."""
        self.adopt(document)

    @property
    def path(self) -> str:
        """Relative to the workspace."""
        return self.document.path

    def part_of(self, file_text: str) -> str:
        """What of a file's text is in the editor: all of it, line ends as LF."""
        return editor_text(file_text)

    def adopt(self, document: Document) -> None:
        """Go on from the file as somebody else left it; one that is gone is made again by the next save."""
        if document.exists or not self.document.exists:
            self.document = document
            self.saved_text = self.part_of(document.text)
        else:
            self.document = gone(self.document)

    def go_on_from(self, sides: Sides) -> bool:
        """Adopt what was found, unless a save came in between; never waits."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if self.document is not sides.known:
                return False
            self.adopt(sides.found)
            return True
        finally:
            self._lock.release()

    def whole(self, text: str) -> str:
        """The file's text for an editor's text; `part_of` backwards."""
        return text

    def turn(self) -> int:
        """A number for the editor's text as it is now; taken in the order of the texts."""
        return next(self._turns)

    def keep(self, text: str, turn: int | None = None) -> None:
        """Put `text` into the net; the file is not touched.

        A thread that comes late changes nothing: what was typed last stays what was typed last.

        Raises:
            CannotWrite: the net is gone, and why.
        """
        turn = self.turn() if turn is None else turn
        if not self._keep_lock.acquire():
            raise CannotWrite(self.path, "the disk with its net does not answer", "look at that disk")
        try:
            if turn > self._kept_turn:
                self._desk.recovery.keep_running(self.path, as_saved(self.document, self.whole(text)))
                self._kept_turn = turn
        finally:
            self._keep_lock.release()

    def save(self, text: str, turn: int | None = None) -> Document:
        """Write `text`, unless it is what the file has. Raises ChangedOnDisk, and what the disk says."""
        with suppress(CannotWrite):  # the file is written all the same; the next key tells of the net
            self.keep(text, turn)
        with self._lock:
            return self._save(text)

    def flush(self, text: str) -> None:
        """Bring `text` to safety now: into the net first, then into the file if nothing is in the way."""
        with suppress(CannotWrite):  # a full state folder may cost the net; the file is tried all the same
            self.keep(text)
        if text != self.saved_text and self._lock.acquire(timeout=_FLUSH_WAIT_S):
            try:
                self._save(text)
            finally:
                self._lock.release()

    def look(self, stamp: str) -> Look | None:
        """What another program made of the file since `stamp`; None: nothing. Takes a tenth of a second."""
        library = self._desk.library
        now = library.stamp(self.path)
        if now == stamp:
            return None
        at = library.written_at(self.path)
        return Look(stamp=now, found=library.open_settled(self.path), at=at)

    def compare(self, look: Look, mine: str) -> Sides:
        """Hold what was found against the editor's text."""
        known, found = self.document, look.found
        theirs = self.part_of(found.text) if found.exists else ""
        return sides_of(known, found, (self.saved_text, mine, theirs), look.at)

    def weigh(self, look: Look, mine: str) -> Sides:
        """The same, and all of it is in the recovery store then."""
        sides = self.compare(look, mine)
        self.keep_sides(sides)
        return sides

    def keep_sides(self, sides: Sides) -> None:
        """Mine, theirs and what both began with, into the recovery store."""
        keep_sides(self._desk, sides, self.whole(sides.mine))

    def keep_in_git(self, sides: Sides) -> None:
        """Both sides beside the history as well."""
        keep_in_git(self._desk, sides, self.whole(sides.mine))

    def neighbors(self) -> Neighbors:
        """What lies beside the file and matters here."""
        return neighbors(self._desk, self.path)

    def offer(self, mine: str) -> None:
        """Keep the whole file's text `mine` where it is offered again: others' words go on in its place."""
        self._desk.recovery.keep(self.path, mine)

    def put_aside(self) -> str:
        """Give way to `mine`: what cannot be read as text gets a name beside it, which is told."""
        with self._lock:
            name = put_aside(self._desk, self.path)
            self.document = gone(self.document)
            return name

    def _save(self, text: str) -> Document:
        if text != self.saved_text or not self.document.exists:
            self.document = save_text(self._desk, self.document, self.whole(text))
            self.saved_text = text
        else:
            # What was kept of a change that was taken back is wanted by nobody.
            self._desk.recovery.settle(self.path, self.whole(text))
        return self.document
