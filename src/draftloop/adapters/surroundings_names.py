"""Names and kinds of what lies in ideas/ and drafts/, as rows of `doctor`: one pass over the folders."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from draftloop.adapters import files
from draftloop.loop.errors import Unreadable
from draftloop.loop.ports import Trouble

SLACK = timedelta(minutes=10)
"""Clocks of file servers are a little off."""
_LAST_S = 253_402_210_800
"""Beyond the year 9999 no date can be written."""
_CONFLICTED = re.compile(
    r"conflicted copy|sync-conflict-\d|\(case conflict|in Konflikt stehende Kopie|\.sb-[0-9a-f]{8}-",
    re.IGNORECASE,
)
"""How Dropbox, Syncthing, Nextcloud and macOS call the file of the one who came second."""
_LEFT = re.compile(r".*\.(orig|rej|bak)|.*~|#.*#|\.#.*", re.IGNORECASE)
_SWAP = re.compile(r"\.(?P<file>.+)\.sw[a-p]")
_OURS = re.compile(r"\..*\.[0-9a-f]{12}(?:\.old)?\.tmp")


def name_troubles(root: str, now: datetime) -> Iterator[Trouble]:
    """What is odd about the files of ideas/ and drafts/ without reading them."""
    for folder in ("ideas", "ideas/inbox", "drafts"):
        entries = list(_listed(root, folder))
        yield from _same_but_for_case(folder, (entry.name for entry in entries))
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if folder == "drafts" and entry.is_dir():
                yield from _link(root, path, entry)
                inside = list(_listed(root, path))
                yield from _same_but_for_case(path, (one.name for one in inside))
                for one in inside:
                    yield from _file(root, f"{path}/{one.name}", one, now)
            else:
                yield from _file(root, path, entry, now)


def _listed(root: str, folder: str) -> Iterator[os.DirEntry[str]]:
    place = os.path.join(root, folder)
    if folder and os.path.islink(place):
        return  # what is behind it is not the workspace's; the link itself is named
    try:
        with os.scandir(place) as found:
            yield from sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        # Told as a trouble of its own by whoever lists the folder for its texts.
        del error
        return


def _file(root: str, path: str, entry: os.DirEntry[str], now: datetime) -> Iterator[Trouble]:
    dropping = _dropping(root, path, entry.name)
    if dropping is not None:
        yield dropping
        return
    if entry.name.startswith("."):
        return
    yield from _link(root, path, entry)
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return  # gone meanwhile
    if not stat.S_ISREG(found.st_mode):
        return
    if found.st_nlink > 1:
        yield _warning(
            path,
            "has a second name elsewhere (a hard link), which keeps the old text when this is saved",
            f"make it a file of its own: cp -p {_quoted(path)} x && mv x {_quoted(path)}",
        )
    if found.st_mtime > (now + SLACK).timestamp():
        yield _warning(
            path,
            f"was changed in the future ({_day(found.st_mtime)})",
            f"harmless, as nothing is decided by it; `touch {_quoted(path)}` sets it right",
        )


def _day(moment_s: float) -> str:
    return f"{datetime.fromtimestamp(min(moment_s, _LAST_S)).astimezone():%Y-%m-%d %H:%M}"


def _link(root: str, path: str, entry: os.DirEntry[str]) -> Iterator[Trouble]:
    if not entry.is_symlink():
        return
    try:
        files.real_path(root, path)
    except Unreadable:
        yield Trouble(
            file=path,
            line=None,
            problem="is a link that leads out of the workspace, so it is not read",
            remedy="put the file itself in its place",
        )
        return
    if not os.path.exists(os.path.join(root, path)):
        yield Trouble(
            file=path,
            line=None,
            problem="is a link to something that is not there",
            remedy="remove it, or bring back what it leads to",
        )


def _dropping(root: str, path: str, name: str) -> Trouble | None:
    swap = _SWAP.fullmatch(name)
    if swap is not None:
        return _swap(root, path, swap["file"])
    if _CONFLICTED.search(name):
        return _warning(
            path,
            "is the copy that a sync tool made when two machines wrote the same file",
            "bring what is missing into the file itself, then delete it",
        )
    if _OURS.fullmatch(name):
        return _warning(
            path,
            "was left behind by a save that was cut short; the file itself is whole",
            "an hour later draftloop done, or the app, keeps what no other text has of it and removes it; "
            "delete it yourself if it stays",
        )
    if _LEFT.fullmatch(name):
        return _warning(
            path, "was left behind by an editor or a merge", "delete it if nothing in it is missing"
        )
    return None


def _swap(root: str, path: str, file: str) -> Trouble:
    """A swap file of vim's: its head names the process (4 bytes from the 25th on, least first)."""
    try:
        head = files.read_file(root, path) or b""
    except Unreadable:
        head = b""
    pid = int.from_bytes(head[24:28], "little") if head.startswith(b"b0VIM") else 0
    if pid and _runs(pid):
        return _warning(
            path,
            f"{file} is open in vim (process {pid})",
            "save and leave it there before you write here; nothing is overwritten unseen",
        )
    return _warning(
        path, f"vim died with {file} open", f"vim -r {_quoted(file)} shows what it had, then delete it"
    )


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _same_but_for_case(folder: str, names: Iterable[str]) -> Iterator[Trouble]:
    alike: dict[str, list[str]] = defaultdict(list)
    for name in names:
        alike[unicodedata.normalize("NFC", name).casefold()].append(name)
    for group in alike.values():
        for name in group[1:]:
            yield _warning(
                f"{folder}/{name}",
                f"differs from {group[0]} in nothing but the way it is written",
                "rename one: macOS, Windows and many sync tools take both for the same",
            )


def _warning(path: str, problem: str, remedy: str) -> Trouble:
    return Trouble(file=path, line=None, problem=problem, remedy=remedy, severity="warning")


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(path)
