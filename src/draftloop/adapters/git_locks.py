"""Locks that a git which died left behind: found, proved to be nobody's, and removed after a yes (P12).

A lock is left behind when it is older than a minute, no live process has it open, no git runs in its
repository, and neither its size nor its time moved for five seconds. Whatever cannot be looked at counts as
a doubt, and a doubt keeps the lock.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from draftloop.adapters import files
from draftloop.adapters.flush import flush_folder
from draftloop.adapters.git_places import Repository, find_repository
from draftloop.adapters.run import find_program, run
from draftloop.loop.waiting import LeftLock

OLD_S = 60.0
STILL_S = 5.0
_OWN = ("index.lock", "HEAD.lock", "logs/HEAD.lock", "ORIG_HEAD.lock")
_COMMON = ("config.lock", "packed-refs.lock", "shallow.lock")
_BELOW = ("refs", "logs/refs")
_PROC = "/proc"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A lock file as it was at one look."""

    path: str
    inode: int
    size: int
    changed_ns: int


class GitLocks:
    """Fills the port `Locks` for the repository around one workspace.

    Args:
        root: The workspace's real path.
        pause: Waits so many seconds; tests do not.
        now: Seconds since 1970, by the clock that files are dated with.
    """

    def __init__(
        self, root: str, *, pause: Callable[[float], None] = time.sleep, now: Callable[[], float] = time.time
    ) -> None:
        self._root, self._pause, self._now = root, pause, now

    def left(self) -> list[LeftLock]:
        """Every lock there is, each with the doubt that speaks for somebody who still holds it."""
        repository = find_repository(self._root)
        if not isinstance(repository, Repository):
            return []
        before = list(_locks(repository))
        if not before:
            return []
        self._pause(STILL_S)
        git = _running_git(repository)
        found = []
        for seen in before:
            now = _look(seen.path)
            if now is not None:
                doubt = self._doubt(seen, now, git)
                found.append(
                    LeftLock(path=os.path.relpath(seen.path, repository.top), age=self._age(now), doubt=doubt)
                )
        return found

    def remove(self, locks: Sequence[LeftLock]) -> list[str]:
        """Remove those that are still nobody's; the names of those that are gone. Raises CannotWrite."""
        repository = find_repository(self._root)
        if not isinstance(repository, Repository):
            return []
        wanted = {lock.path for lock in locks if not lock.doubt}
        git = _running_git(repository)
        removed = []
        for seen in _locks(repository):
            name = os.path.relpath(seen.path, repository.top)
            now = _look(seen.path)
            if name not in wanted or now is None or self._doubt(seen, now, git):
                continue
            try:
                os.unlink(seen.path)
            except OSError as error:
                raise files.cannot_write(seen.path, error) from error
            flush_folder(os.path.dirname(seen.path))
            removed.append(name)
        return removed

    def _doubt(self, before: _Seen, now: _Seen, git: str) -> str:
        if before != now:
            return "it changes while one looks"
        age = self._now() - now.changed_ns / 1e9
        if -OLD_S < age < OLD_S:
            return "it is not a minute old"
        if git:
            return git
        return _holder(now.path)

    def _age(self, lock: _Seen) -> str:
        return f"since {time.strftime('%H:%M', time.localtime(lock.changed_ns / 1e9))}"


def _locks(repository: Repository) -> Iterator[_Seen]:
    """Lock files of the kinds that stand in the way of a commit."""
    paths = [os.path.join(repository.git_dir, name) for name in _OWN]
    paths += [os.path.join(repository.common_dir, name) for name in _COMMON]
    with contextlib.suppress(OSError):
        names = sorted(os.listdir(repository.git_dir))
        # What `git commit --only` builds its commit from.
        paths += [
            os.path.join(repository.git_dir, name)
            for name in names
            if name.startswith("next-index-") and name.endswith(".lock")
        ]
    for below in _BELOW:
        for folder, _, names in os.walk(os.path.join(repository.common_dir, below)):
            paths += [os.path.join(folder, name) for name in sorted(names) if name.endswith(".lock")]
    for path in dict.fromkeys(paths):
        seen = _look(path)
        if seen is not None:
            yield seen


def _look(path: str) -> _Seen | None:
    try:
        found = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return _Seen(path=path, inode=found.st_ino, size=found.st_size, changed_ns=found.st_mtime_ns)


def _running_git(repository: Repository) -> str:
    """A sentence when a git may be at work in this repository; empty when none is."""
    if not os.path.isdir(os.path.join(_PROC, "self")):
        return _git_by_ps()
    places = {repository.top, repository.git_dir, repository.common_dir}
    for process in _processes():
        try:
            with open(os.path.join(_PROC, process, "comm"), encoding="utf-8", errors="replace") as file:
                name = file.read().strip()
            if not (name == "git" or name.startswith("git-")):
                continue
            folder = os.readlink(os.path.join(_PROC, process, "cwd"))
        except PermissionError:
            return f"a git of another user runs (process {process})"
        except OSError:
            continue  # it ended while one looked
        if any(folder == place or folder.startswith(place + os.sep) for place in places):
            return f"a git runs in this repository (process {process})"
    return ""


def _git_by_ps() -> str:
    """Without /proc nobody tells where a git runs: any that runs counts."""
    ps = find_program("ps")
    if ps is None:
        return "whether a git runs cannot be seen here"
    listed = run([ps, "-axo", "pid=,comm="], cwd=os.sep)
    if not listed.is_ok:
        return "whether a git runs cannot be seen here"
    for line in listed.stdout.decode("utf-8", "replace").splitlines():
        number, _, name = line.strip().partition(" ")
        if os.path.basename(name.strip()).split("-")[0] == "git":
            return f"a git runs (process {number})"
    return ""


def _holder(path: str) -> str:
    """A sentence when a live process has the file open; empty when none has."""
    for process in _processes():
        folder = os.path.join(_PROC, process, "fd")
        try:
            open_files = os.listdir(folder)
        except OSError:
            continue  # it ended, or is another user's, and those that are called git were looked at before
        for name in open_files:
            with contextlib.suppress(OSError):
                if os.readlink(os.path.join(folder, name)) == path:
                    return f"process {process} has it open"
    return ""


def _processes() -> list[str]:
    with contextlib.suppress(OSError):
        return [name for name in os.listdir(_PROC) if name.isdigit()]
    return []
