"""Iterations that git would not take yet, on the disk outside the workspace (P12). Fills `IterationQueue`.

queue/WS/ holds one file an iteration: a line of JSON with its facts, then the bytes of the files it meant. It
is written whole and never changed. Beside them stand `committed`, a line for each that git has by now,
`hindrance`, and `lock`. What cannot be read stays where it is and is told by `damaged`.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from draftloop.adapters import files
from draftloop.adapters.flush import make_folders
from draftloop.adapters.queue_entry import ENDING, READ, Entry, compose, number_of, read_entry
from draftloop.loop.errors import CannotWrite, ChangedOnDisk, NotFound, Unreadable
from draftloop.loop.iteration import Iteration
from draftloop.loop.waiting import DamagedEntry, Hindrance, MeantFile, WaitingIteration, to_facts

MAX_FILE_BYTES = 16 * 1024 * 1024
"""A larger file is no text: it is committed as it will be then."""
PATIENCE_S = 10.0
"""How long another draftloop that is committing is waited for."""
_COMMITTED_KEPT = 500


class QueueFolder:
    """Below `STATE/queue/WS`; folders are 0700, files 0600."""

    def __init__(self, state: str, root: str, workspace: str) -> None:
        """`workspace` is the name WS of the workspace whose real path is `root`."""
        self._state = os.path.realpath(state)
        self._folder = os.path.join(self._state, "queue", workspace)
        self._root = os.path.realpath(root)
        self._known: dict[str, Entry] = {}

    def waiting(self) -> list[WaitingIteration]:
        return [entry.waiting for entry in self._entries()]

    def add(
        self,
        iteration: Iteration,
        paths: Sequence[str],
        *,
        allow_empty: bool = False,
        base: str = "",
        tag: tuple[str, str] = ("", ""),
    ) -> WaitingIteration:
        read = [_read(self._root, path) for path in paths]
        facts = {
            "iteration": to_facts(iteration),
            "files": [{**asdict(file), "size": len(data)} for file, data in read],
            "allow_empty": allow_empty,
            "base": base,
            "tag": list(tag),
            "root": self._root,
        }
        body = b"".join(data for _, data in read)
        try:
            make_folders(self._folder)
        except OSError as error:
            raise files.cannot_write(self._folder, error) from error
        file_name, data = compose(self._next_number(), facts, body)
        # Taken: another draftloop queued the very same in this moment, and it is there, once.
        with contextlib.suppress(ChangedOnDisk):
            files.write_file(self._folder, file_name, data, expected="", private=True)
        entry = read_entry(os.path.join(self._folder, file_name))
        if not isinstance(entry, Entry):
            raise CannotWrite(os.path.join(self._folder, file_name), "was not read back as it was written")
        return entry.waiting

    def content(self, id: str, path: str) -> bytes | None:  # noqa: A002
        for entry in self._entries():
            if entry.waiting.id == id:
                return self._content(entry, path)
        raise NotFound("waiting iteration", id)

    def remove(self, id: str, commit: str = "") -> None:  # noqa: A002
        for entry in self._entries():
            if entry.waiting.id == id:
                if commit:
                    self._note_committed(id, commit)
                try:
                    os.unlink(os.path.join(self._folder, entry.name))
                except FileNotFoundError:
                    return  # another draftloop took it out, to the same end
                except OSError as error:
                    raise files.cannot_write(self._folder, error) from error
                # Not flushed: if a power cut brings it back, its commit is found and it is taken out again.

    def committed_as(self, id: str) -> str:  # noqa: A002
        return dict(self._committed()).get(id, "")

    def commits(self) -> frozenset[str]:
        return frozenset(commit for _, commit in self._committed())

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        try:
            lock = self._lock()
        except OSError:
            # A state folder that cannot be written holds nothing that another could be at.
            yield True
            return
        try:
            yield _wait_for_lock(lock)
        finally:
            os.close(lock)

    def note(self, hindrance: Hindrance | None) -> None:
        path = os.path.join(self._folder, "hindrance")
        if hindrance == self.hindrance():
            return
        if hindrance is None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
            return
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(hindrance), file)

    def hindrance(self) -> Hindrance | None:
        try:
            data = files.read_file(self._folder, "hindrance")
            facts = json.loads(data) if data else None
            return Hindrance(**facts) if facts else None
        except (ValueError, TypeError, Unreadable):
            return None  # cut off by a crash: the next try tells again

    def damaged(self) -> list[DamagedEntry]:
        try:
            os.listdir(self._folder)
        except (FileNotFoundError, NotADirectoryError):
            return []  # nothing was put there
        except OSError as error:
            problem = f"the folder of all that wait cannot be listed: {error.strerror}"
            return [DamagedEntry(file=self._folder, problem=problem, is_shut=True)]
        return [found for found in self._look() if isinstance(found, DamagedEntry)]

    def _names(self) -> list[str]:
        try:
            return sorted(name for name in os.listdir(self._folder) if name.endswith(ENDING))
        except OSError:
            return []  # no folder yet, or none that can be read, which `damaged` tells

    def _entries(self) -> list[Entry]:
        return [found for found in self._look() if isinstance(found, Entry)]

    def _look(self) -> list[Entry | DamagedEntry]:
        looked = (
            read_entry(os.path.join(self._folder, name), self._known.get(name)) for name in self._names()
        )
        found = [entry for entry in looked if entry is not None]
        self._known = {entry.name: entry for entry in found if isinstance(entry, Entry)}
        return found

    def _next_number(self) -> int:
        return max(map(number_of, self._names()), default=0) + 1

    def _content(self, entry: Entry, path: str) -> bytes | None:
        start = entry.start
        for file, size in zip(entry.waiting.files, entry.sizes, strict=True):
            if file.path == path and file.state == "text":
                return self._bytes(entry, start, size)
            start += size
        return None

    def _bytes(self, entry: Entry, start: int, size: int) -> bytes:
        """A part of an entry's file, without the rest, which may be pictures."""
        try:
            with open(os.open(os.path.join(self._folder, entry.name), READ), "rb") as file:
                file.seek(start)
                data = file.read(size)
        except FileNotFoundError as error:
            raise NotFound("waiting iteration", entry.waiting.id) from error
        except OSError as error:
            raise Unreadable(
                os.path.join(self._folder, entry.name), error.strerror or "unreadable"
            ) from error
        if len(data) != size:
            raise Unreadable(os.path.join(self._folder, entry.name), "is not whole any more")
        return data

    def _committed(self) -> list[tuple[str, str]]:
        try:
            data = files.read_file(self._folder, "committed")
        except Unreadable:
            return []
        pairs = [line.split(" ") for line in (data or b"").decode("ascii", "replace").splitlines()]
        return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]

    def _note_committed(self, id: str, commit: str) -> None:  # noqa: A002
        known = [*self._committed(), (id, commit)][-_COMMITTED_KEPT:]
        data = "".join(f"{name} {commit}\n" for name, commit in known).encode()
        old = files.read_file(self._folder, "committed")
        expected = "" if old is None else files.fingerprint(old)
        with contextlib.suppress(ChangedOnDisk, CannotWrite):
            # Only for those who still hold the old name; the commit itself is what counts.
            files.write_file(self._folder, "committed", data, expected=expected, private=True)

    def _lock(self) -> int:
        make_folders(self._folder)
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        return os.open(os.path.join(self._folder, "lock"), flags, 0o600)


def _wait_for_lock(lock: int) -> bool:
    import fcntl
    import time

    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        except OSError:
            return True  # a file system without locks: as good as alone
        else:
            return True


def _read(root: str, path: str) -> tuple[MeantFile, bytes]:
    """A workspace file as it is meant, and its bytes."""
    try:
        found = os.stat(os.path.join(root, path), follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return MeantFile(path=path, state="gone"), b""
    except OSError:
        return MeantFile(path=path, state="as-it-is"), b""
    if not stat.S_ISREG(found.st_mode):
        return MeantFile(path=path, state="as-it-is"), b""
    try:
        data = files.read_file(root, path, limit=MAX_FILE_BYTES)
    except Unreadable:
        return MeantFile(path=path, state="as-it-is"), b""
    if data is None:
        return MeantFile(path=path, state="gone"), b""
    return MeantFile(path=path, is_executable=bool(found.st_mode & stat.S_IXUSR)), data
