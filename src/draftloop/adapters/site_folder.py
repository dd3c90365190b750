"""The folder of a site: the only place outside the workspace that a ship reads or writes (P10).

Every path below the root is walked component by component without following symbolic links, so neither a link
in the site nor a crafted slug leads out of it. Files are replaced as in the workspace (`files.py`): a reader,
and a site generator that watches, sees the old bytes or the new, and what somebody wrote meanwhile stays.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator

from draftloop.adapters import files
from draftloop.adapters.flush import flush, make_folders
from draftloop.loop.errors import CannotWrite, NotFound, Refused, Unreadable

MAX_BYTES = 64 * 1024 * 1024
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class OutsideSite(Refused):
    """`path` leads out of the site's folder, or through something that is neither folder nor file."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path=path, reason=reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}; nothing was written there"


class SiteFolderOnDisk:
    """Fills the port `SiteFolder`."""

    def __init__(self, workspace: str) -> None:
        """Roots are written relative to `workspace`, an absolute path."""
        self._workspace = workspace

    def resolve(self, root: str) -> str:
        """The real path of a target's root.

        Raises:
            NotFound: no folder stands there. Nothing is made by accident: a typing mistake in `root` would
                otherwise become a second site.
        """
        path = os.path.realpath(os.path.join(self._workspace, os.path.expanduser(root)))
        if not os.path.isdir(path):
            raise NotFound("folder", path)
        return path

    def make(self, root: str) -> None:
        """Make a folder that a person named, with those above it; on the disk when this returns.

        Raises:
            CannotWrite: it cannot be made, or something else has its name.
        """
        try:
            make_folders(root, 0o777)
        except OSError as error:
            reason = error.strerror or "cannot be made"
            raise CannotWrite(root, reason, "name another folder") from error

    def read(self, root: str, path: str) -> bytes | None:
        """The bytes of a file below the resolved `root`; None when it, or a folder above it, is not there.

        Raises:
            OutsideSite: the path leads outside, or to something that is not a regular file.
            CannotWrite: forbidden.
            Unreadable: over 64 MB.
        """
        *folders, name = _parts(path)
        try:
            with _folder(root, folders, path) as parent:
                handle = os.open(
                    name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=parent
                )
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _named(error, path) from error
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise OutsideSite(path, "is not a regular file")
            if found.st_size > MAX_BYTES:
                raise Unreadable(path, "is over 64 MB", "draftloop writes no such file: change the slug")
            with os.fdopen(handle, "rb", closefd=False) as file:
                return file.read()
        finally:
            os.close(handle)

    def write(self, root: str, path: str, content: bytes, *, found: bytes | None) -> None:
        """Put `content` in place of what was `found` at `path`, making folders as needed.

        It is on the disk when this returns. An existing file keeps its mode.

        Raises:
            ChangedOnDisk: something else stands there by now; nothing was written.
            OutsideSite, CannotWrite: as for `read`.
        """
        *folders, name = _parts(path)
        expected = "" if found is None else files.fingerprint(found)
        try:
            with _folder(root, folders, path, make=True) as parent:
                files.replace_in(parent, name, path, content, expected=expected)
        except Unreadable as error:
            raise OutsideSite(path, error.reason) from error
        except FileNotFoundError as error:
            raise CannotWrite(path, f"the folder {root} is gone", "make it again and ship again") from error
        except OSError as error:
            raise _named(error, path) from error

    def remove(self, root: str, path: str, *, found: bytes) -> None:
        """Remove the file that was `found`, and the folders that this leaves empty; it may be gone already.

        Raises:
            ChangedOnDisk: something else stands there by now, and stays.
            OutsideSite, CannotWrite: as for `read`.
        """
        *folders, name = _parts(path)
        try:
            with _folder(root, folders, path) as parent:
                files.remove_in(parent, name, path, expected=files.fingerprint(found))
            while folders:
                *folders, name = folders
                with _folder(root, folders, path) as parent:
                    os.rmdir(name, dir_fd=parent)
        except FileNotFoundError:
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise _named(error, path) from error


def _parts(path: str) -> list[str]:
    parts = path.split("/")
    if not path or "\0" in path or "\\" in path or any(part in ("", ".", "..") for part in parts):
        raise OutsideSite(path, "is no path below the site's folder")
    return parts


@contextlib.contextmanager
def _folder(root: str, folders: list[str], path: str, *, make: bool = False) -> Iterator[int]:
    """An open handle of the folder, reached without following a link below `root`."""
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for name in folders:
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(name, dir_fd=handle)
                    flush(handle)
            try:
                below = os.open(name, _FOLDER, dir_fd=handle)
            except OSError as error:
                raise _named(error, path) from error
            os.close(handle)
            handle = below
        yield handle
    finally:
        os.close(handle)


def _named(error: OSError, path: str) -> Exception:
    """Our word for what the system said; a missing folder stays FileNotFoundError."""
    if isinstance(error, FileNotFoundError):
        return error
    if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.EMLINK, errno.ENXIO, errno.EISDIR):
        return OutsideSite(path, "passes through a symbolic link or is not a file")
    remedy = "look at its permissions, or change root in draftloop.toml"
    return CannotWrite(path, error.strerror or "cannot be used", remedy)
