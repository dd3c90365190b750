"""Files below one root: read with care, replaced atomically and durably, never outside it (P2, P4, P10).

Imported by the quick way of `idea add`: modules that cost milliseconds are loaded where they are needed.
"""

from __future__ import annotations

import errno
import os
import stat

from draftloop.adapters.flush import flush, make_folders
from draftloop.loop.errors import ChangedOnDisk, Unreadable
from draftloop.loop.trouble import cannot_write as cannot_write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES = 16 * 1024 * 1024
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


_DROPPINGS = ("~", ".swp", ".tmp")


def is_dropping(name: str) -> bool:
    """Whether a file's name says that no author made it: an editor's, a sync tool's, our own left behind."""
    return name.startswith(".") or name.endswith(_DROPPINGS)


def fingerprint(data: bytes) -> str:
    """SHA-256 in hex."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


def real_path(root: str, path: str) -> str:
    """`path` below `root` with links resolved, relative to the root; the file need not exist.

    Raises:
        Unreadable: it leads out of the root.
    """
    inside = os.path.realpath(os.path.join(root, *parts_of(path)))
    if not inside.startswith(root.rstrip("/") + "/"):
        raise Unreadable(path, "leads out of the workspace", "put the file itself in its place")
    return inside[len(root.rstrip("/")) + 1 :]


def parts_of(path: str) -> list[str]:
    """The names a plain path below the workspace is made of. Raises Unreadable: it is none."""
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
            return _read(root, path, parts_of(path), limit)
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
    folder = open_folder(root, parts[:-1])
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


def open_folder(root: str, parts: list[str], *, make: bool = False) -> int:
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


def write_file(
    root: str,
    path: str,
    data: bytes,
    *,
    expected: str,
    private: bool = False,
    rescue: Callable[[bytes], object] | None = None,
) -> None:
    """Put `data` in place of the file whose fingerprint is `expected`; on the disk when this returns.

    A reader, and a crash at any moment, finds the old bytes or the new ones. Mode and owner of the file stay.

    Args:
        root: A real path.
        path: Below the root; folders are made as needed.
        data: The whole new content.
        expected: Fingerprint of what was read; empty: there must be no such file.
        private: New files for the owner alone.
        rescue: Called with each version of others that was found in its place, before anything else.

    Raises:
        ChangedOnDisk: the file is not as expected; theirs stands there.
        CannotWrite: disk full, forbidden ...; nothing was written.
        Unreadable: outside the root, or in the place of something that is no regular file.
    """
    try:
        parts = real_path(root, path).split("/")
        folder = open_folder(root, parts[:-1], make=True)
        try:
            replace_in(folder, parts[-1], path, data, expected=expected, private=private, rescue=rescue)
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


def replace_in(
    folder: int,
    name: str,
    path: str,
    data: bytes,
    *,
    expected: str,
    private: bool = False,
    rescue: Callable[[bytes], object] | None = None,
) -> None:
    """`write_file` for a folder that is open already; `path` is what errors call the file. Raises OSError."""
    before = _stat_of(folder, name, path)
    temporary = f".{name[:100]}.{os.urandom(6).hex()}.tmp"
    file = os.open(temporary, _NEW, 0o600 if private or before is not None else 0o666, dir_fd=folder)
    try:
        try:
            _write_all(file, data)
            if before is not None:
                _take_after(file, before)
            flush(file)
        finally:
            os.close(file)
        if expected:
            _swap_in(folder, temporary, name, path, expected, rescue)
        else:
            _check_unchanged(folder, name, path, expected, rescue)
            _link_new(folder, temporary, name, path)
    except BaseException:
        _remove_quietly(folder, temporary)
        raise
    flush(folder)
    _check_unchanged(folder, name, path, fingerprint(data), rescue)


def _swap_in(
    folder: int, temporary: str, name: str, path: str, expected: str, rescue: Callable[[bytes], object] | None
) -> None:
    from draftloop.adapters.file_turns import turn_at
    from draftloop.adapters.swap import swap_in

    with turn_at(folder, name, temporary):
        _check_unchanged(folder, name, path, expected, rescue)
        swap_in(folder, temporary, name, path=path, expected=expected, rescue=rescue or _let_be)
        _remove_quietly(folder, temporary)


def _let_be(_: bytes) -> None:
    """Where no net is: what others wrote stands in its file, or they replaced it themselves."""


def remove_in(folder: int, name: str, path: str, *, expected: str) -> None:
    """Take a file out of an open folder, unless somebody wrote it since; one that is gone is no error.

    Raises:
        ChangedOnDisk: it is not as expected, and stays.
        OSError: the disk refuses.
    """
    from draftloop.adapters.file_turns import turn_at

    with turn_at(folder, name):
        found = mark_of(folder, name)
        if found not in ("", expected):
            raise ChangedOnDisk(path, expected, found)
        if found:
            os.unlink(name, dir_fd=folder)
    if found:
        flush(folder)


def _stat_of(folder: int, name: str, path: str) -> os.stat_result | None:
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable(path, "not a regular file", "move it out of the workspace")
    return found


def _take_after(file: int, before: os.stat_result) -> None:
    """Give a new file the owner and the mode of the one whose place it takes."""
    mine = os.fstat(file)
    if (mine.st_uid, mine.st_gid) != (before.st_uid, before.st_gid):
        try:
            os.fchown(file, before.st_uid, before.st_gid)
        except PermissionError:
            # Only root may give files away; a shared group may still be kept.
            _keep_group(file, before.st_gid)
    os.fchmod(file, stat.S_IMODE(before.st_mode))


def _keep_group(file: int, group: int) -> None:
    try:
        os.fchown(file, -1, group)
    except PermissionError:
        return  # not a member: the file is the writer's own from now on


def _check_unchanged(
    folder: int, name: str, path: str, expected: str, rescue: Callable[[bytes], object] | None = None
) -> None:
    data = bytes_of(folder, name)
    found = "" if data is None else fingerprint(data)
    if found != expected:
        if data is not None and rescue is not None:
            rescue(data)
        raise ChangedOnDisk(path, expected, found)


def mark_of(folder: int, name: str) -> str:
    """Fingerprint of what stands in the open folder under a name now; empty for nothing."""
    data = bytes_of(folder, name)
    return "" if data is None else fingerprint(data)


def bytes_of(folder: int, name: str) -> bytes | None:
    """What stands in the open folder under a name now; None for nothing. Raises OSError."""
    try:
        file = os.open(name, _READ, dir_fd=folder)
    except FileNotFoundError:
        return None
    try:
        return _read_all(file, 1 << 40)
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
        _name_without_link(folder, temporary, name, path)
        return
    _remove_quietly(folder, temporary)


def _name_without_link(folder: int, temporary: str, name: str, path: str) -> None:
    """FAT and some network shares know no links: a rename that replaces nothing, else a name taken first."""
    from draftloop.adapters.swap import rename_new

    try:
        if rename_new(folder, temporary, folder, name):
            return
        os.close(os.open(name, _NEW, 0o600, dir_fd=folder))
    except FileExistsError:
        raise ChangedOnDisk(path, "", "something new") from None
    os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)


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
