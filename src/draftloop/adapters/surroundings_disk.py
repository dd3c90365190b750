"""The disk, the state folder and the sync tools around a workspace, as rows of `doctor`."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from draftloop.loop.ports import Trouble

LEAST_FREE_BYTES = 50 * 1024 * 1024
MOST_KEPT_BYTES = 500 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_SYNC_FOLDERS = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "icloud drive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
}
"""Names of folders, in lower case, that a sync tool gives its own."""
_SYNC_MARKS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
}
"""Files and folders a sync tool leaves at the top of what it copies."""


def disk_troubles(root: str, state: str, workspace: str) -> Iterator[Trouble]:
    """Room, rights and copies."""
    yield from _room(root, "the workspace")
    yield from _state(state, workspace)
    yield from _read_only(root)
    yield from _synced(root)


def _room(folder: str, what: str) -> Iterator[Trouble]:
    place = _nearest(folder)
    found = os.statvfs(place)
    free = found.f_bavail * found.f_frsize
    if free < LEAST_FREE_BYTES and not found.f_flag & os.ST_RDONLY:
        yield Trouble(
            file=folder,
            line=None,
            problem=f"{free // _MEGABYTE} MB are free on the disk of {what}",
            remedy="make room before the next save needs it",
            topic="machine",
        )
    elif found.f_files and not found.f_favail and not found.f_flag & os.ST_RDONLY:
        yield Trouble(
            file=folder,
            line=None,
            problem=f"the disk of {what} takes no more files (no inode is free)",
            remedy="delete files that nobody needs; their size does not matter",
            topic="machine",
        )


def _read_only(root: str) -> Iterator[Trouble]:
    if not os.access(root, os.W_OK) or os.statvfs(root).f_flag & os.ST_RDONLY:
        yield Trouble(
            file=root,
            line=None,
            problem="nothing can be written into the workspace",
            remedy="mount it writable, look at its permissions, or copy it elsewhere",
            topic="machine",
        )


def _state(state: str, workspace: str) -> Iterator[Trouble]:
    place = _nearest(state)
    if not os.access(place, os.W_OK | os.X_OK) or os.statvfs(place).f_flag & os.ST_RDONLY:
        yield Trouble(
            file=state,
            line=None,
            problem="the state folder cannot be written, so nothing typed is kept safe before it is saved",
            remedy="look at its permissions, or set $DRAFTLOOP_STATE_DIR to a folder of yours",
            topic="machine",
        )
        return
    yield from _room(state, "the state folder")
    if place != state:
        return  # not made yet
    yield from _seen_by_others(state)
    kept = os.path.join(state, "recovery", workspace)
    size = _size_of(kept)
    if size > MOST_KEPT_BYTES:
        yield Trouble(
            file=kept,
            line=None,
            problem=f"the recovery store holds {size // _MEGABYTE} MB",
            remedy="it thins itself out after 90 days; what is not on offer there may be deleted by hand",
            severity="warning",
            topic="machine",
        )


def _seen_by_others(state: str) -> Iterator[Trouble]:
    found = os.stat(state)
    if found.st_uid != os.geteuid():
        yield Trouble(
            file=state,
            line=None,
            problem="the state folder belongs to another user, who can read what is kept safe there",
            remedy="set $DRAFTLOOP_STATE_DIR to a folder of yours",
            severity="warning",
            topic="machine",
        )
    elif stat.S_IMODE(found.st_mode) & 0o077 and _is_open_below(state):
        yield Trouble(
            file=state,
            line=None,
            problem="other users of this machine can read texts that are kept safe there",
            remedy=f"chmod -R go= {state}",
            severity="warning",
            topic="machine",
        )


def _is_open_below(state: str) -> bool:
    """Whether a folder with texts lets others in; the outermost one alone does no harm."""
    for name in ("recovery", "queue"):
        try:
            if stat.S_IMODE(os.stat(os.path.join(state, name)).st_mode) & 0o077:
                return True
        except OSError:
            continue  # not made yet
    return False


def _size_of(folder: str) -> int:
    """Bytes of the files in a folder two deep; what cannot be looked at counts nothing."""
    size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                size += os.stat(os.path.join(place, name), follow_symlinks=False).st_size
            except OSError:
                continue  # thinned out meanwhile
    return size


def _synced(root: str) -> Iterator[Trouble]:
    tool = _sync_tool(root)
    if tool and os.path.lexists(os.path.join(root, ".git")):
        yield Trouble(
            file=".git",
            line=None,
            problem=f"{tool} copies the git folder file by file, which can leave a damaged history behind",
            remedy=f"let {tool} pass over .git, or keep the workspace outside and exchange it by git",
            severity="warning",
            topic="machine",
        )


def _sync_tool(root: str) -> str:
    """The tool that copies the folder away; empty: none that is known."""
    folder = root
    while True:
        for mark, tool in _SYNC_MARKS.items():
            if os.path.lexists(os.path.join(folder, mark)):
                return tool
        name = os.path.basename(folder).lower()
        for start, tool in _SYNC_FOLDERS.items():
            if name == start or name.startswith((f"{start} ", f"{start}-")):
                return tool
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent


def _nearest(folder: str) -> str:
    """The folder, or the nearest one above it that is there."""
    while not os.path.isdir(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder
