"""The journal of one open document: every text it had while it was typed, a few bytes each (P1).

A segment file is written by the one process that began it and by nobody else, so a run never goes on with
what another one left half-written. Its name is `NUMBER-BEGAN.journal`; once nothing in it asks for an offer
any more it is `NUMBER-BEGAN-SIZE.journal`, and that holds as long as the file has that size.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from draftloop.adapters import files, journal_format
from draftloop.adapters.flush import flush_data, flush_folder
from draftloop.loop.errors import CannotWrite
from draftloop.loop.splice import missing_from, splice_between
from draftloop.patience import PatientLock
from draftloop.trace import trace

SUFFIX = ".journal"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
_MOST_EDIT_BYTES = 256 * 1024
"""A segment whose changes outgrow this, and the text it began with, gives way to a new one."""
_MOST_REPLAYED = 200_000_000
"""Characters moved when a segment is read, at most: a tenth of a second."""
_FEWEST_EDITS, _MOST_EDITS = 128, 4096
_AT_HAND = 6
"""Texts that a save may ask for by themselves: what the file has, what was typed last, what came between."""
_WAIT_S = 2.0
_HURRIED_WAIT_S = 0.1
"""How long a save, and the thread that has the screen, wait for one whose disk does not answer."""
_TRIES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentName:
    """What a segment's file is called."""

    number: int
    began_s: int
    done_bytes: int | None = None
    """Size at which nothing in it waited for an offer; None: it was not looked at yet."""

    def __str__(self) -> str:
        done = "" if self.done_bytes is None else f"-{self.done_bytes}"
        return f"{self.number:08d}-{self.began_s}{done}{SUFFIX}"


def segment_name(name: str) -> SegmentName | None:
    """The name of a file, if it is a segment's."""
    parts = name.removesuffix(SUFFIX).split("-")
    if not name.endswith(SUFFIX) or len(parts) not in (2, 3) or not all(part.isdecimal() for part in parts):
        return None
    number, began, *done = (int(part) for part in parts)
    found = SegmentName(number=number, began_s=began, done_bytes=done[0] if done else None)
    return found if str(found) == name else None


def segments(folder: str) -> list[SegmentName]:
    """Of a document's folder, oldest first."""
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    found = [name for name in map(segment_name, names) if name is not None]
    return sorted(found, key=lambda name: name.number)


class Journal:
    """Appends the texts of one document, synced when a method returns. Safe from any thread."""

    def __init__(
        self,
        folder: str,
        path: str,
        base: str,
        facts: dict[str, Any],
        *,
        now: Callable[[], datetime],
        make_folder: Callable[[], object] = lambda: None,
    ) -> None:
        """Begin with the text the file has; nothing is written before the first change.

        Args:
            folder: Of the document, below the state folder.
            path: Of the document, relative to the workspace.
            base: The text the file has now.
            facts: What the header says beside the path.
            now: The clock.
            make_folder: Makes the folder, where it is missing.
        """
        self._make_folder = make_folder
        self._folder, self._path, self._facts, self._now = folder, path, facts, now
        self._lock = PatientLock(_WAIT_S, _HURRIED_WAIT_S)
        self._file = -1
        self._writer: journal_format.Writer | None = None
        self._edit_bytes = self._edits = self._base_bytes = 0
        self.segment = 0
        """Number of the segment that is written to; 0: none yet."""
        self.own: set[int] = set()
        """Numbers of all segments begun here; each is there before its file has a byte to be read."""
        self._name: SegmentName | None = None
        """Of the newest segment, also after it was let go of."""
        self._text = self._saved_text = base
        self._number = 0
        self._at_hand: deque[tuple[int, str]] = deque(maxlen=_AT_HAND)

    def type(self, text: str) -> str:
        """What was typed last is `text`; its name, `SEGMENT.STATE`."""
        with self._turn():
            if text != self._text:
                self._append(text, is_aside=False)
                self._text = text
            return f"{self.segment}.{self._number}"

    def hold(self, text: str) -> str:
        """`text` is in the journal, whatever was typed since; its name as above.

        Empty while nothing was typed: there is no journal then.
        """
        with self._turn():
            if not self.segment:
                return ""
            known = self._known(text)
            number = self._append(text, is_aside=True) if known is None else known
            return f"{self.segment}.{number}"

    def settle(self, text: str) -> None:
        """`text` has reached the file."""
        with self._turn():
            self._saved_text = text
            writer = self._writer
            if not self.segment or writer is None:
                return
            known = self._known(text)
            if known is None:
                # Written by another way: with all that was typed in it, it is what the author sees now.
                is_newest = not missing_from(text, self._text)
                known = self._append(text, is_aside=not is_newest)
                self._text = text if is_newest else self._text
                writer = self._writer or writer
            self._write(writer.saved(self._when_ms(), known), is_synced=False)

    def close(self) -> None:
        """Let go of the file; what comes next begins a new segment."""
        with self._turn():
            self._let_go()

    def _known(self, text: str) -> int | None:
        found = [number for number, known in self._at_hand if known == text]
        return found[-1] if found and self.segment else None

    def _append(self, text: str, *, is_aside: bool) -> int:
        writer = self._writer
        if self._file < 0 or writer is None or self._is_full() or self._is_deleted():
            writer = self._begin()
        splice = splice_between(self._text, text)
        make = writer.aside if is_aside else writer.edit
        frame = make(self._when_ms(), splice)
        self._write(frame, is_synced=True)
        self._edit_bytes += len(frame)
        self._edits += 1
        self._number += 1
        self._at_hand.append((self._number, text))
        trace("journal-synced", self._path, text)
        return self._number

    def _is_deleted(self) -> bool:
        """Whether somebody removed the file, so that what is written to it is nowhere."""
        return os.fstat(self._file).st_nlink == 0

    def _is_full(self) -> bool:
        most = min(_MOST_EDITS, max(_FEWEST_EDITS, _MOST_REPLAYED // (len(self._text) + 1)))
        return self._edits >= most or self._edit_bytes > max(_MOST_EDIT_BYTES, self._base_bytes)

    def _begin(self) -> journal_format.Writer:
        """A new segment that starts from what was typed last; the one before asks for nothing any more."""
        self._let_go()
        header = {
            "path": self._path,
            "when": self._now().isoformat(timespec="seconds"),
            "saved": self._text == self._saved_text,
            "saved_sha256": files.fingerprint(journal_format.encoded(self._saved_text)),
            **self._facts,
        }
        writer = journal_format.Writer(header, self._text)
        self._make_folder()
        name, file = self._new_file()
        self._file = file
        self.own.add(name.number)
        try:
            self._write(writer.beginning, is_synced=True)
            flush_folder(self._folder)
        except (OSError, CannotWrite) as error:
            # Nothing whole stands in it, and the next try makes another: a full disk is not filled with them.
            self._let_go()
            with suppress(OSError):
                os.unlink(os.path.join(self._folder, str(name)))
            if isinstance(error, OSError):
                raise files.cannot_write(self._folder, error) from error
            raise
        before, self._name = self._name, name
        self._writer, self.segment = writer, name.number
        self._base_bytes, self._edit_bytes, self._edits, self._number = len(writer.beginning), 0, 0, 0
        self._at_hand = deque([(0, self._text)], maxlen=_AT_HAND)
        if before is not None:
            mark_done(self._folder, before)
        return writer

    def _new_file(self) -> tuple[SegmentName, int]:
        for _ in range(_TRIES):
            known = segments(self._folder)
            name = SegmentName(
                number=known[-1].number + 1 if known else 1, began_s=int(self._now().timestamp())
            )
            place = os.path.join(self._folder, str(name))
            try:
                file = os.open(place, _NEW, 0o600)
            except FileExistsError:
                continue  # another draftloop began one in this instant
            except OSError as error:
                raise files.cannot_write(self._folder, error) from error
            if sum(other.number == name.number for other in segments(self._folder)) == 1:
                return name, file
            os.close(file)  # the same, a second earlier: a number names one segment
            os.unlink(place)
        raise CannotWrite(self._folder, "other programs write to it all the time")

    def _write(self, data: bytes, *, is_synced: bool) -> None:
        """Append; after a failure the segment ends where it was whole, and a new one is begun next time."""
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._file, view) :]
            if is_synced:
                flush_data(self._file)
        except OSError as error:
            self._let_go()
            raise files.cannot_write(self._folder, error) from error

    def _let_go(self) -> None:
        file, self._file, self.segment = self._file, -1, 0
        if file >= 0:
            os.close(file)

    def _when_ms(self) -> int:
        return max(0, int(self._now().timestamp() * 1000))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._lock.acquire():
            raise CannotWrite(self._folder, "the disk does not answer", "look at it, and save again")
        try:
            yield
        finally:
            self._lock.release()


def mark_done(folder: str, name: SegmentName) -> None:
    """Nothing in the segment waits for an offer, as long as nobody writes to it."""
    for found in segments(folder):
        if (found.number, found.began_s) != (name.number, name.began_s):
            continue
        place = os.path.join(folder, str(found))
        try:
            done = replace(found, done_bytes=os.stat(place).st_size)
            os.rename(place, os.path.join(folder, str(done)))
        except FileNotFoundError:
            return  # another draftloop marked it first, to the same end
