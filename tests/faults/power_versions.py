"""What every file was meant to hold in the course of a trace: the yardstick of "old or new"."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass

from tests.faults.power_model import Disk, Inode, apply, cut, put, walk

PASSING = (
    "*/.git/draftloop/*",
    "*/.git/objects/*",
    "*/.git/logs/*",
    "*/.git/index*",
    "*/.git/COMMIT_EDITMSG",
    "*/.git/*.lock",
    "state/derived/*",
    "state/locks/*",
    "state/log/*",
    "state/recovery/*",
    "state/hints/*",
    "state/queue/*/lock",
    "state/queue/*/hindrance",
    "*/.*.tmp",
    "*.md~",
)
"""What may be in any state between calls: git's is looked at by git, the net is read as a whole, the rest is
built anew when it is damaged."""


@dataclass
class Versions:
    """What a path held: (operation, bytes or nothing), oldest first."""

    known: list[tuple[int, bytes | None]]

    def latest(self, until: int) -> int:
        """Index of the version that stood there before an operation."""
        return max(index for index, (at, _) in enumerate(self.known) if at < until)


def passes(path: str) -> bool:
    """Whether a path may hold anything."""
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in PASSING)


def versions_of(disk: Disk) -> dict[str, Versions]:
    """Every path's versions: as it was, as it was renamed into place, as it was after an action."""
    replay = _Replay(disk)
    replay.look(-1)
    for index, op in enumerate(disk.ops):
        for one in op.names:
            apply(replay.folders, one)
        if op.names:
            replay.look(index, only=op.publishes)
        elif op.kind == "write" and op.inode:
            put(replay.data(op.inode), op.offset, op.data)
        elif op.kind == "truncate" and op.inode:
            cut(replay.data(op.inode), op.offset)
        elif op.kind == "mark" and b'"done"' in op.data:
            replay.look(index)
    return replay.found


class _Replay:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._data: dict[Inode, bytearray] = {}
        self.folders = {inode: dict(names) for inode, names in disk.first.items()}
        self.found: dict[str, Versions] = {}

    def data(self, inode: Inode) -> bytearray:
        return self._data.setdefault(inode, bytearray(inode.first))

    def look(self, at: int, *, only: tuple[str, ...] | None = None) -> None:
        """Note what changed; `only`: of files that are there, no others than these absolute paths."""
        tree = walk(self._disk.top, self.folders, lambda inode: bytes(self.data(inode)))
        for path in self.found.keys() - tree.keys():
            if self.found[path].known[-1][1] is not None:
                self.found[path].known.append((at, None))
        for path, now in tree.items():
            is_meant = only is None or f"{self._disk.root}/{path}" in only
            if path.endswith("/") or passes(path) or not is_meant:
                continue
            known = self.found.setdefault(path, Versions([(-1, None)] if at >= 0 else [])).known
            if not known or known[-1][1] != now:
                known.append((at, now))
