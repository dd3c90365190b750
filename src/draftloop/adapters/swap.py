"""One file takes the place of another, and nobody's save is lost in the moment in which it does.

A check before `rename` leaves a moment in which another program's save would be lost. After an exchange its
bytes stand under the temporary name: there they can be looked at, nobody else can open them any more, and one
more exchange puts them back.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable

from draftloop.adapters.files import bytes_of, fingerprint, mark_of
from draftloop.loop.errors import ChangedOnDisk

Rescue = Callable[[bytes], object]
"""Called with every version of others that was seen, before anything is done with it."""

_EXCHANGE = 2
"""linux/fs.h; `RENAME_SWAP` of macOS has the same value."""
_NEW_ONLY = 4 if sys.platform == "darwin" else 1
"""`RENAME_EXCL` there, `RENAME_NOREPLACE` here."""
_UNKNOWN = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)
_TURNS = 20
_BUSY_WAIT_S = 0.3
"""How long a program that has the replaced file open may take to finish its write."""
_BUSY_LOOK_S = 0.01


def exchange(folder: int, one: str, other: str) -> bool:
    """Let two files of the folder (a descriptor) change names; False where the system does not know how.

    Raises:
        OSError: it knows how, and failed.
    """
    return _rename(folder, one, folder, other, _EXCHANGE)


def rename_new(source: int, old: str, target: int, new: str) -> bool:
    """Rename from one folder into another, never over anything; False where the system does not know how.

    Raises:
        OSError: it knows how, and failed; FileExistsError: `new` is taken.
    """
    return _rename(source, old, target, new, _NEW_ONLY)


def _rename(source: int, old: str, target: int, new: str, flag: int) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    call = getattr(libc, "renameatx_np" if sys.platform == "darwin" else "renameat2", None)
    if call is None:
        return False
    if call(source, os.fsencode(old), target, os.fsencode(new), ctypes.c_uint(flag)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNKNOWN:
        return False
    raise OSError(code, os.strerror(code), old)


def swap_in(folder: int, temporary: str, name: str, *, path: str, expected: str, rescue: Rescue) -> None:
    """Put the file `temporary` in the place of `name`, unless somebody wrote `name` since it was read.

    Afterwards `temporary` is gone or holds what nobody needs: the caller removes it.

    Raises:
        ChangedOnDisk: theirs stands in its place, or is gone as they left it.
        OSError: the disk refuses; ETXTBSY: another program has the file open and may go on writing.
    """
    ours = mark_of(folder, temporary)
    try:
        if not exchange(folder, temporary, name):
            _rename_over(folder, temporary, name, path, expected, rescue)
            return
    except FileNotFoundError:
        raise ChangedOnDisk(path, expected, "") from None
    is_let_go = has_no_writer(folder, temporary)
    came = bytes_of(folder, temporary)
    if is_let_go and came is not None and fingerprint(came) == expected:
        _carry_mode(folder, temporary, name)
        return
    _put_back(folder, temporary, name, came or b"", ours, rescue)
    found = fingerprint(came or b"")
    if found != expected:
        raise ChangedOnDisk(path, expected, found)
    raise OSError(errno.ETXTBSY, "another program is writing it", path)


def _put_back(folder: int, temporary: str, name: str, came: bytes, ours: str, rescue: Rescue) -> None:
    """Their version takes its place again; the newest of them, if they go on saving meanwhile."""
    put_in = ours
    for _ in range(_TURNS):
        rescue(came)
        try:
            exchange(folder, temporary, name)
        except FileNotFoundError:
            return  # they removed the file in this moment; what came out was rescued
        out = bytes_of(folder, temporary) or b""
        if fingerprint(out) == put_in:
            return
        # They saved over what stood there for a moment: that is newer than what just went back.
        put_in, came = fingerprint(came), out
    rescue(came)


def _rename_over(folder: int, temporary: str, name: str, path: str, expected: str, rescue: Rescue) -> None:
    """The same where names cannot be exchanged: a second name keeps what is replaced in reach."""
    aside = f"{temporary.removesuffix('.tmp')}.old.tmp"
    ours = mark_of(folder, temporary)
    try:
        os.link(name, aside, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        raise ChangedOnDisk(path, expected, "") from None
    except OSError:
        # FAT and some network shares know no links either: the check a moment ago must do.
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        return
    try:
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        is_let_go = has_no_writer(folder, aside)
        came = bytes_of(folder, aside) or b""
        if is_let_go and fingerprint(came) == expected:
            _carry_mode(folder, aside, name)
            return
        rescue(came)
        if mark_of(folder, name) == ours:
            os.rename(aside, name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        _remove(folder, aside)
    if fingerprint(came) != expected:
        raise ChangedOnDisk(path, expected, fingerprint(came))
    raise OSError(errno.ETXTBSY, "another program is writing it", path)


def _remove(folder: int, name: str) -> None:
    try:
        os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        return  # it took its old place again


def has_no_writer(folder: int, name: str) -> bool:
    """Whether nobody has the file open to write, waiting a moment; True where that cannot be told.

    An editor that opened the file before it was replaced would write into a file without a name.
    """
    lease, free = getattr(fcntl, "F_SETLEASE", None), getattr(fcntl, "F_UNLCK", None)
    if lease is None or free is None:
        return True
    file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, dir_fd=folder)
    try:
        if os.fstat(file).st_nlink > 1:
            # Reachable by another name: an open there would be held up, for no gain.
            return True
        # A lease that is broken sends a signal, which by default would end the program; this one is ignored.
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)  # type: ignore[attr-defined,unused-ignore] # Linux
        deadline = time.monotonic() + _BUSY_WAIT_S
        while True:
            try:
                fcntl.fcntl(file, lease, fcntl.F_RDLCK)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    return False
                time.sleep(_BUSY_LOOK_S)
                continue
            except OSError:
                return True  # not our file, or a file system without leases
            fcntl.fcntl(file, lease, free)
            return True
    finally:
        os.close(file)


def _carry_mode(folder: int, old: str, new: str) -> None:
    """Somebody may have changed who may read the file since its mode was looked at."""
    mode = os.stat(old, dir_fd=folder, follow_symlinks=False).st_mode & 0o7777
    try:
        file = os.open(new, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, dir_fd=folder)
    except FileNotFoundError:
        return  # removed again already: the last look at it tells
    try:
        if os.fstat(file).st_mode & 0o7777 != mode:
            os.fchmod(file, mode)
    finally:
        os.close(file)
