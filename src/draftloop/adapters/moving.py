"""Files and folders renamed within one root, durably and never over anything."""

from __future__ import annotations

import errno
import os
import stat

from draftloop.adapters.files import cannot_write, open_folder, parts_of
from draftloop.adapters.flush import flush
from draftloop.adapters.swap import rename_new
from draftloop.loop.errors import AlreadyThere, NotFound


def move_file(root: str, old: str, new: str) -> None:
    """Rename a file or folder below `root`, durably; folders above the new name are made.

    Raises:
        NotFound: there is no `old`.
        AlreadyThere: `new` is taken.
        CannotWrite: the disk refuses.
    """
    old_parts, new_parts = parts_of(old), parts_of(new)
    try:
        try:
            source = open_folder(root, old_parts[:-1])
        except FileNotFoundError:
            raise NotFound("file", old) from None
        try:
            target = open_folder(root, new_parts[:-1], make=True)
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
        # One step takes along whatever stands there, also what somebody saved in this very moment.
        if not rename_new(source, old_name, target, new_name):
            if stat.S_ISREG(mode):
                _link_over(source, old_name, target, new_name)
            else:
                _rename_if_free(source, old_name, target, new_name)
    except FileNotFoundError:
        raise NotFound("file", old) from None
    except FileExistsError:
        raise AlreadyThere(new, "rename one of the two") from None
    flush(target)
    flush(source)


def _link_over(source: int, old_name: str, target: int, new_name: str) -> None:
    """Move without ever replacing: link the new name, then take the old one away."""
    try:
        os.link(old_name, new_name, src_dir_fd=source, dst_dir_fd=target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK):
            raise
        _rename_if_free(source, old_name, target, new_name)
        return
    # Synced before the old name goes: a crash in between leaves two names, never none.
    flush(target)
    os.unlink(old_name, dir_fd=source)


def _rename_if_free(source: int, old_name: str, target: int, new_name: str) -> None:
    if new_name in os.listdir(target):
        raise FileExistsError(errno.EEXIST, "taken")
    os.rename(old_name, new_name, src_dir_fd=source, dst_dir_fd=target)
