"""Files below one root: read with care, replaced atomically and durably, never outside it (P2, P4, P10).

Imported by the quick way of `idea add`: modules that cost milliseconds are loaded where they are needed.
"""

from __future__ import annotations

import errno
import os
import stat

from draftloop.adapters.flush import flush, make_folders
from draftloop.loop.errors import AlreadyThere, CannotWrite, ChangedOnDisk, NotFound, Unreadable

MAX_BYTES = 16 * 1024 * 1024
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_TROUBLE = {
    errno.ENOSPC: ("the disk is full", "make room and save again"),
    errno.EDQUOT: ("your share of the disk is used up", "make room and save again"),
    errno.EROFS: ("the disk can only be read", "mount it writable, or copy the folder"),
    errno.EACCES: ("you may not write here", "look at the permissions of the file and its folder"),
    errno.EPERM: ("you may not write here", "look at the permissions of the file and its folder"),
    errno.EMFILE: ("too many files are open", "close other programs and save again"),
    errno.EIO: ("the disk reports an error", "copy what matters to another disk"),
    errno.ENAMETOOLONG: ("the name is too long", "take a shorter one"),
}


def fingerprint(data: bytes) -> str:
    """SHA-256 in hex."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


def real_path(root: str, path: str) -> str:
    """`path` below `root` with links resolved, relative to the root; the file need not exist.

    Raises:
        Unreadable: it leads out of the root.
    """
    inside = os.path.realpath(os.path.join(root, *_parts(path)))
    if not inside.startswith(root.rstrip("/") + "/"):
        raise Unreadable(path, "leads out of the workspace", "put the file itself in its place")
    return inside[len(root.rstrip("/")) + 1 :]


def _parts(path: str) -> list[str]:
    parts = path.split("/")
    if "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise Unreadable(path, "not a plain path below the workspace")
    return parts


def read_file(root: str, path: str, *, limit: int = MAX_BYTES) -> bytes | None:
    """The bytes of a regular file below `root` (a real path); None when there is none.

    Raises:
        Unreadable: outside the root, not a regular file, forbidden, or over `limit` bytes.
    """
    try:
        try:
            return _read(root, path, _parts(path), limit)
        except OSError as error:
            if error.errno not in (errno.ELOOP, errno.ENOTDIR):
                raise
        # A link stands in the way: allowed as long as it leads to a place inside.
        return _read(root, path, real_path(root, path).split("/"), limit)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Unreadable(path, error.strerror or "cannot be read", "look at its permissions") from error


def _read(root: str, path: str, parts: list[str], limit: int) -> bytes:
    folder = _open_folder(root, parts[:-1])
    try:
        # Looked at before it is opened: opening a device can do something, a FIFO can wait for ever.
        _check(path, os.stat(parts[-1], dir_fd=folder, follow_symlinks=False), limit)
        file = os.open(parts[-1], _READ, dir_fd=folder)
        try:
            _check(path, os.fstat(file), limit)
            data = _read_all(file, limit + 1)
        finally:
            os.close(file)
    finally:
        os.close(folder)
    if len(data) > limit:
        raise _too_large(path, limit)
    return data


def _check(path: str, found: os.stat_result, limit: int) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise OSError(errno.ELOOP, "a symbolic link", path)
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable(path, "not a regular file", "move it out of the workspace")
    if found.st_size > limit:
        raise _too_large(path, limit)


def _too_large(path: str, limit: int) -> Unreadable:
    return Unreadable(
        path, f"larger than {limit // (1024 * 1024)} MB", "split it, or move it out of the workspace"
    )


def _read_all(file: int, most: int) -> bytes:
    chunks, size = [], 0
    while size < most and (chunk := os.read(file, min(1 << 20, most - size))):
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)


def _open_folder(root: str, parts: list[str], *, make: bool = False) -> int:
    """A descriptor of the folder, reached component by component without following links."""
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts:
            if make:
                _make_folder(folder, part)
            below = os.open(part, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = below
    except BaseException:
        os.close(folder)
        raise
    return folder


def _make_folder(parent: int, name: str) -> None:
    try:
        os.mkdir(name, dir_fd=parent)
    except FileExistsError:
        return
    flush(parent)


def write_file(root: str, path: str, data: bytes, *, expected: str, private: bool = False) -> None:
    """Put `data` in place of the file whose fingerprint is `expected`; on the disk when this returns.

    A reader, and a crash at any moment, finds the old bytes or the new ones. The mode of the file stays.

    Args:
        root: A real path.
        path: Below the root; folders are made as needed.
        data: The whole new content.
        expected: Fingerprint of what was read; empty: there must be no such file.
        private: New files for the owner alone.

    Raises:
        ChangedOnDisk: the file is not as expected; nothing was written.
        CannotWrite: disk full, forbidden ...; nothing was written.
        Unreadable: outside the root, or in the place of something that is no regular file.
    """
    try:
        parts = real_path(root, path).split("/")
        folder = _open_folder(root, parts[:-1], make=True)
        try:
            replace_in(folder, parts[-1], path, data, expected=expected, private=private)
        finally:
            os.close(folder)
    except OSError as error:
        raise cannot_write(path, error) from error


def make_folder(path: str) -> None:
    """Make a private folder and what is missing above it, durably. Raises CannotWrite."""
    try:
        make_folders(path)
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: str, error: OSError) -> CannotWrite:
    """A failed write as facts: what happened and what to do."""
    reason, remedy = _TROUBLE.get(
        error.errno or 0, (error.strerror or "cannot be written", "save it elsewhere")
    )
    return CannotWrite(path, reason, remedy)


def replace_in(
    folder: int, name: str, path: str, data: bytes, *, expected: str, private: bool = False
) -> None:
    """`write_file` for a folder that is open already; `path` is what errors call the file. Raises OSError."""
    mode = _mode_of(folder, name, path)
    temporary = f".{name[:100]}.{os.urandom(6).hex()}.tmp"
    file = os.open(temporary, _NEW, 0o600 if private or mode is not None else 0o666, dir_fd=folder)
    try:
        try:
            _write_all(file, data)
            if mode is not None:
                os.fchmod(file, mode)
            flush(file)
        finally:
            os.close(file)
        _check_unchanged(folder, name, path, expected)
        if expected:
            _swap_in(folder, temporary, name, path, expected, fingerprint(data))
        else:
            _link_new(folder, temporary, name, path)
    except BaseException:
        _remove_quietly(folder, temporary)
        raise
    flush(folder)
    _check_unchanged(folder, name, path, fingerprint(data))


def remove_in(folder: int, name: str, path: str, *, expected: str) -> None:
    """Take a file out of an open folder, unless somebody wrote it since; one that is gone is no error.

    Raises:
        ChangedOnDisk: it is not as expected, and stays.
        OSError: the disk refuses.
    """
    found = _mark_of(folder, name)
    if found not in ("", expected):
        raise ChangedOnDisk(path, expected, found)
    if found:
        os.unlink(name, dir_fd=folder)
        flush(folder)


def _swap_in(folder: int, temporary: str, name: str, path: str, expected: str, ours: str) -> None:
    """Put the temporary file in the place of `name`, unless somebody wrote `name` since it was checked."""
    from draftloop.adapters.swap import exchange

    if not exchange(folder, temporary, name):
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        return
    try:
        _check_unchanged(folder, temporary, path, expected)
    except ChangedOnDisk:
        # Theirs came between the check and the exchange: it goes back to its place, ours is given up.
        exchange(folder, temporary, name)
        if _mark_of(folder, temporary) != ours:
            # They saved once more in that moment: what came out is newer than what went back.
            exchange(folder, temporary, name)
        raise
    os.unlink(temporary, dir_fd=folder)


def _mode_of(folder: int, name: str, path: str) -> int | None:
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable(path, "not a regular file", "move it out of the workspace")
    return stat.S_IMODE(found.st_mode)


def _check_unchanged(folder: int, name: str, path: str, expected: str) -> None:
    found = _mark_of(folder, name)
    if found != expected:
        raise ChangedOnDisk(path, expected, found)


def _mark_of(folder: int, name: str) -> str:
    """Fingerprint of what stands there now; empty for nothing."""
    try:
        file = os.open(name, _READ, dir_fd=folder)
    except FileNotFoundError:
        return ""
    try:
        return fingerprint(_read_all(file, 1 << 40))
    finally:
        os.close(file)


def _link_new(folder: int, temporary: str, name: str, path: str) -> None:
    """Give a new file its name, never one that somebody took in the meantime."""
    try:
        os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        raise ChangedOnDisk(path, "", "something new") from None
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK):
            raise
        # FAT and some network shares know no links.
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        return
    os.unlink(temporary, dir_fd=folder)


def _remove_quietly(folder: int, name: str) -> None:
    try:
        os.unlink(name, dir_fd=folder)
    except OSError:
        # The first failure is the one to tell; a dropping with this name is passed over by every listing.
        return


def _write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def move_file(root: str, old: str, new: str) -> None:
    """Rename a file or folder below `root`, durably; folders above the new name are made.

    Raises:
        NotFound: there is no `old`.
        AlreadyThere: `new` is taken.
        CannotWrite: the disk refuses.
    """
    old_parts, new_parts = _parts(old), _parts(new)
    try:
        try:
            source = _open_folder(root, old_parts[:-1])
        except FileNotFoundError:
            raise NotFound("file", old) from None
        try:
            target = _open_folder(root, new_parts[:-1], make=True)
            try:
                _move(source, old_parts[-1], target, new_parts[-1], old, new)
            finally:
                os.close(target)
        finally:
            os.close(source)
    except OSError as error:
        raise cannot_write(new, error) from error


def _move(source: int, old_name: str, target: int, new_name: str, old: str, new: str) -> None:
    try:
        mode = os.stat(old_name, dir_fd=source, follow_symlinks=False).st_mode
    except FileNotFoundError:
        raise NotFound("file", old) from None
    if stat.S_ISREG(mode):
        try:
            _link_over(source, old_name, target, new_name)
        except FileExistsError:
            raise AlreadyThere(new, "rename one of the two") from None
    else:
        if new_name in os.listdir(target):
            raise AlreadyThere(new, "rename one of the two")
        os.rename(old_name, new_name, src_dir_fd=source, dst_dir_fd=target)
    flush(target)
    flush(source)


def _link_over(source: int, old_name: str, target: int, new_name: str) -> None:
    """Move without ever replacing: link the new name, then take the old one away."""
    try:
        os.link(old_name, new_name, src_dir_fd=source, dst_dir_fd=target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK):
            raise
        if new_name in os.listdir(target):
            raise FileExistsError(errno.EEXIST, "taken") from None
        os.rename(old_name, new_name, src_dir_fd=source, dst_dir_fd=target)
        return
    # Synced before the old name goes: a crash in between leaves two names, never none.
    flush(target)
    os.unlink(old_name, dir_fd=source)
