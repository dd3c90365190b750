"""Bringing an editor's words to the file and to the net, from whichever thread; no widget in here."""

from __future__ import annotations

from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from draftloop.loop.errors import CannotWrite
from draftloop.loop.line_ends import editor_text
from draftloop.steps.files import save_text

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk

_FLUSH_WAIT_S = 0.15
"""How long leaving in a hurry waits for a save that is under way; the words are in the net by then."""


class Saver:
    """One open file: what was last read or written, and one writer at a time.

    Two saves at once would take each other for somebody else's, so all go through one lock.
    """

    def __init__(self, desk: Desk, document: Document) -> None:
        self._desk = desk
        self._lock = Lock()
        self.document = document
        self.saved_text = self.part_of(document.text)
        """The editor's text that is in the file, line ends as LF."""

    @property
    def path(self) -> str:
        """Relative to the workspace."""
        return self.document.path

    def part_of(self, file_text: str) -> str:
        """What of a file's text is in the editor: all of it, line ends as LF."""
        return editor_text(file_text)

    def whole(self, text: str) -> str:
        """The file's text for an editor's text; `part_of` backwards."""
        return text

    def keep(self, text: str) -> str:
        """Put `text` into the net; the file is not touched."""
        return self._desk.recovery.keep_running(self.path, self.whole(text))

    def save(self, text: str) -> Document:
        """Write `text`, unless it is what the file has. Raises ChangedOnDisk, and what the disk says."""
        with self._lock:
            return self._save(text)

    def flush(self, text: str) -> None:
        """Bring `text` to safety now: into the net first, then into the file if nothing is in the way."""
        if text == self.saved_text:
            return
        with suppress(CannotWrite):  # a full state folder may cost the net; the file is tried all the same
            self.keep(text)
        if self._lock.acquire(timeout=_FLUSH_WAIT_S):
            try:
                self._save(text)
            finally:
                self._lock.release()

    def read_theirs(self) -> Document:
        """The file as it is on disk now."""
        return self._desk.library.open(self.path)

    def take_theirs(self, mine: str) -> Document:
        """Go on with the file as somebody else left it; `mine` is in the net first."""
        with self._lock:
            self._desk.recovery.keep(self.path, self.whole(mine))
            self.document = self.read_theirs()
            self.saved_text = self.part_of(self.document.text)
            return self.document

    def keep_mine(self, mine: str) -> Document:
        """Write `mine` over what somebody else left, which is in the net first."""
        with self._lock:
            theirs = self.read_theirs()
            if theirs.exists:
                self._desk.recovery.keep(self.path, theirs.text)
            self.document, self.saved_text = theirs, self.part_of(theirs.text)
            return self._save(mine)

    def _save(self, text: str) -> Document:
        if text != self.saved_text or not self.document.exists:
            self.document = save_text(self._desk, self.document, self.whole(text))
            self.saved_text = text
        else:
            # What was kept of a change that was taken back is wanted by nobody.
            self._desk.recovery.settle(self.path, self.whole(text))
        return self.document
