"""Which draftloop writes in a workspace: the port `Instance` by two advisory locks of the kernel's.

One is on `STATE/locks/WS`, whose text says who holds it. The other is on the workspace's folder itself, so
that the same folder reached by a bind mount, by another user or with another state folder counts as the same.
Both go when the process dies, however it dies; the text stays then and is known as stale by the process
number together with the moment that process began.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from draftloop.loop.instance import Holder

_FILE = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_TAKEN = (errno.EWOULDBLOCK, errno.EAGAIN)
_MOST_BYTES = 4096
_PSEUDO_TERMINALS, _CONSOLES = range(136, 144), 4
"""Major device numbers of Linux terminals."""


class Instance:
    """The lock of one workspace. Asking costs some system calls and never waits."""

    def __init__(self, state: str, workspace: str, root: str, *, now: Callable[[], datetime]) -> None:
        """`workspace` is the name WS of the workspace whose real path is `root`."""
        self._state = state
        self._path = os.path.join(state, "locks", workspace)
        self._root = root
        self._now = now
        self._held: list[int] = []
        self.doubt = ""

    def acquire(self) -> Holder | None:
        if self._held:
            return None
        taken: list[int] = []
        troubles: list[str] = []
        for open_it in (self._open_note, self._open_root):
            try:
                file = open_it()
            except OSError as error:
                troubles.append(error.strerror or "cannot be opened")
                continue
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                is_taken = error.errno in _TAKEN
                found = self._who(file) if is_taken else None
                os.close(file)
                if is_taken:
                    _close(taken)
                    return found
                troubles.append(error.strerror or "cannot be locked")
                continue
            taken.append(file)
        self._held = taken
        self.doubt = "" if taken else troubles[0]
        self._sign()
        return None

    def holder(self) -> Holder | None:
        if self._held:
            return None
        noted = _noted(self._path)
        if noted is None:
            return None
        if noted.host == _host():
            return _shown(noted) if noted.started == started_at(noted.pid) else None
        return _shown(noted) if self._is_locked() else None

    def release(self) -> None:
        for file in self._held:
            with suppress(
                OSError
            ):  # a folder takes no text, and a full disk no truncation: the lock goes anyway
                os.ftruncate(file, 0)
        _close(self._held)
        self._held = []

    def _open_note(self) -> int:
        for folder in (self._state, os.path.dirname(self._path)):
            os.makedirs(folder, mode=0o700, exist_ok=True)
        return os.open(self._path, _FILE, 0o600)

    def _open_root(self) -> int:
        return os.open(self._root, _FOLDER)

    def _sign(self) -> None:
        """Write who we are into what was locked; without a place to write, the lock is still ours."""
        us = {
            "pid": os.getpid(),
            "started": started_at(os.getpid()),
            "host": _host(),
            "tty": _terminal_of(os.getpid()),
            "since": self._now().isoformat(timespec="seconds"),
        }
        for file in self._held:
            with suppress(OSError):  # the folder, or a disk without room: then nobody learns who we are
                os.ftruncate(file, os.pwrite(file, json.dumps(us).encode() + b"\n", 0))

    def _who(self, file: int) -> Holder:
        """Who holds the lock on an open file: as the kernel knows, told more of by the note."""
        noted = _noted(self._path)
        if noted is not None and noted.host != _host():
            return _shown(noted)
        pid = _locker_of(os.fstat(file))
        if noted is not None and noted.started == started_at(noted.pid) and pid in (0, noted.pid):
            return _shown(noted)
        return Holder(pid=pid, started=started_at(pid), tty=_terminal_of(pid))

    def _is_locked(self) -> bool:
        """Whether the note is locked; asked without being in anybody's way for long."""
        try:
            file = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno in _TAKEN
        finally:
            os.close(file)
        return False


def started_at(pid: int) -> str:
    """A word for the moment a process began, unlike that of any other with its number; empty: not running."""
    fields = _stat_fields(pid)
    if fields:
        return f"{_boot()}-{fields[19]}"
    if os.path.isdir("/proc/self") or pid <= 0:
        return ""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        return "runs"
    return "runs"


def _stat_fields(pid: int) -> list[str]:
    """What Linux says of a process, behind its name; empty where it says nothing."""
    with suppress(OSError), open(f"/proc/{pid}/stat", "rb") as file:
        return file.read().rpartition(b")")[2].decode("ascii", "replace").split()
    return []


def _terminal_of(pid: int) -> str:
    fields = _stat_fields(pid)
    if not fields:
        return ""
    device = int(fields[4])
    major, minor = (device >> 8) & 0xFFF, (device & 0xFF) | ((device >> 12) & 0xFFF00)
    if major in _PSEUDO_TERMINALS:
        return f"pts/{minor + 256 * (major - _PSEUDO_TERMINALS.start)}"
    return f"tty{minor}" if major == _CONSOLES and 0 < minor < 64 else ""


def _boot() -> str:
    with suppress(OSError), open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        return file.read(8)
    return ""


def _host() -> str:
    return os.uname().nodename


def _locker_of(found: os.stat_result) -> int:
    """The process that holds a flock on this file; 0: not to be seen from here."""
    place = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    likely = 0
    with suppress(OSError), open("/proc/locks", encoding="ascii", errors="replace") as file:
        for line in file:
            parts = line.split()
            if len(parts) < 6 or parts[1] != "FLOCK" or not parts[4].isdecimal():
                continue
            if parts[5] == place:
                return int(parts[4])
            if parts[5].rpartition(":")[2] == str(found.st_ino):
                likely = int(parts[4])  # overlays and btrfs name another device there
    return likely


def _noted(path: str) -> Holder | None:
    """What the note says; None for no note, or one that is not ours."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        said = json.loads(os.read(file, _MOST_BYTES))
        return Holder(
            pid=int(said["pid"]),
            started=str(said["started"]),
            host=str(said["host"]),
            tty=str(said["tty"]),
            since=datetime.fromisoformat(said["since"]),
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    finally:
        os.close(file)


def _shown(noted: Holder) -> Holder:
    """Its machine is worth a word only when it is another one."""
    return replace(noted, host="") if noted.host == _host() else noted


def _close(files: list[int]) -> None:
    for file in files:
        os.close(file)
