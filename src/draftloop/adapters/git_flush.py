"""What git leaves unflushed when it says it is done: the names of what it wrote.

With `core.fsync=all` git flushes its files, but not the folders they stand in, and not its logs. A disk may
forget such names in a power cut, and with the name of an object the commit that needs it.
"""

from __future__ import annotations

import contextlib
import os
import time

from draftloop.adapters.flush import flush_folder

_JUST_NOW_S = 40.0
"""Longer than any git of ours may run."""
_TICK_S = 0.1
"""Much longer than the grain of a folder's time."""

_flushed: dict[str, float] = {}
"""Folders this process has flushed, and when each had changed last: many commits in a row cost no more."""


def flush_objects(common_dir: str) -> None:
    """Put the names of objects written just now on the disk; to be called before the ref that needs them."""
    objects = os.path.join(common_dir, "objects")
    with contextlib.suppress(FileNotFoundError), os.scandir(objects) as found:
        times = {entry.path: entry.stat().st_mtime for entry in found if entry.is_dir()}
        # The disk of a server has a clock of its own: then it is what is as new as the newest.
        clocks = (time.time(), max(times.values(), default=0.0))
        for folder, changed in times.items():
            is_new = any(abs(changed - clock) < _JUST_NOW_S for clock in clocks)
            if is_new and _flushed.get(folder) != changed:
                flush_folder(folder)
                # A name made within one tick of the clock after this would leave the same time.
                if abs(time.time() - changed) > _TICK_S:
                    _flushed[folder] = changed
    flush_folder(objects)


def flush_ref(common_dir: str, ref: str) -> None:
    """Put the name of a ref on the disk, and those of the folders that git made for it."""
    folder = os.path.join(common_dir, os.path.dirname(ref))
    while folder.startswith(common_dir + os.sep):
        flush_folder(folder)
        folder = os.path.dirname(folder)
