"""Temporary copies of killed saves in ideas/ and drafts/ (`replace_in` of files.py and swap.py name them).

A name says what a copy was made beside and not by whom. That its writer is gone follows from its age, as a
save takes milliseconds, and from nobody having it open. Nothing outside these folders is looked at.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Iterator

from draftloop.adapters import files
from draftloop.adapters.swap import has_no_writer
from draftloop.loop.errors import Unreadable
from draftloop.loop.leftovers import Leftover

REST_S = 3600.0
_OURS = re.compile(r"\.(?P<file>.{1,100})\.[0-9a-f]{12}(?:\.old)?\.tmp", re.DOTALL)
_ENDINGS = (".md", ".toml")
"""What draftloop writes in these folders."""
_MOST_NAMED = 100
"""Characters of a file's name that its copy has in its own."""


class LeftoverFiles:
    """The port `Leftovers`."""

    def __init__(self, root: str, *, clock: Callable[[], float] = time.time) -> None:
        """`root` is the real path of the workspace, `clock` the one that files are dated by."""
        self._root, self._clock = root, clock

    def found(self) -> list[Leftover]:
        return [leftover for place in self._folders() for leftover in self._in(place)]

    def remove(self, leftover: Leftover) -> None:
        *parts, name = files.parts_of(leftover.path)
        try:
            folder = files.open_folder(self._root, parts)
            try:
                files.remove_in(folder, name, leftover.path, expected=files.fingerprint(leftover.data))
            finally:
                os.close(folder)
        except OSError as error:
            raise files.cannot_write(leftover.path, error) from error

    def _folders(self) -> Iterator[str]:
        yield from ("ideas", "ideas/inbox", "drafts")
        yield from (f"drafts/{name}" for name in sorted(_names(self._root, "drafts")))

    def _in(self, place: str) -> Iterator[Leftover]:
        names = _names(self._root, place)
        for name in sorted(names):
            match = _OURS.fullmatch(name)
            file = _file_of(match["file"], names) if match is not None else ""
            data = self._left(place, name) if file else None
            if data is not None:
                yield Leftover(path=f"{place}/{name}", file=f"{place}/{file}", data=data)

    def _left(self, place: str, name: str) -> bytes | None:
        """What is in it; None while somebody may still want it, and for what is no file of ours."""
        try:
            folder = files.open_folder(self._root, place.split("/"))
        except OSError:
            return None
        try:
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)
            age_s = self._clock() - max(found.st_mtime, found.st_ctime)
            is_ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
            if not is_ours or age_s < REST_S or not has_no_writer(folder, name):
                return None
            return files.read_file(self._root, f"{place}/{name}")
        except (OSError, Unreadable):
            return None  # gone, or not to be read: `doctor` names what stays
        finally:
            os.close(folder)


def _file_of(stem: str, names: list[str]) -> str:
    """The file that a copy was made beside; empty: none of ours."""
    if len(stem) == _MOST_NAMED:
        begun = [name for name in names if name.startswith(stem) and name.endswith(_ENDINGS)]
        return begun[0] if len(begun) == 1 else ""
    return stem if stem.endswith(_ENDINGS) else ""


def _names(root: str, place: str) -> list[str]:
    try:
        folder = files.open_folder(root, place.split("/"))
    except OSError:
        return []  # not there, or a link: nothing of ours is behind it
    try:
        return os.listdir(folder)
    except OSError:
        return []
    finally:
        os.close(folder)
