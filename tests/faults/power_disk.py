"""What a power cut could leave of a traced program's work: every legal state, each a tree of files.

Two kinds of disk are thought of. An *ordered* one (ext4, APFS, NTFS) keeps changes of names in order: any
first part of them may be there, at least up to the last flush of anything. A *forgetful* one keeps only those
names whose folder was flushed after them, which is all that POSIX promises. Of data that was not flushed all,
nothing, zeros, or all but the end of the last write may be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.faults.power_model import Disk, Inode, Op, apply, cut, put, walk

BLOCK = 4096
Data = Literal["flushed", "all", "zeros", "torn", "forgetful"]
VARIANTS: tuple[Data, ...] = ("flushed", "all", "zeros", "torn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One state that a power cut could leave."""

    tree: dict[str, bytes]
    until: int
    """Operations before this one had been called: what they acknowledged must be there."""
    names: int
    """Changes of names that are in it."""
    data: Data

    def __str__(self) -> str:
        return f"cut before operation {self.until}, {self.names} changes of names, data: {self.data}"


class Cuts:
    """All states of one trace."""

    def __init__(self, disk: Disk) -> None:
        self._disk, self._ops = disk, disk.ops
        self._names = [index for index, op in enumerate(self._ops) if op.kind == "names"]
        self._by_inode: dict[Inode, list[int]] = {}
        self._flushes: dict[Inode, list[int]] = {}
        self._all_flushes: list[int] = []
        for index, op in enumerate(self._ops):
            if op.kind in ("write", "truncate") and op.inode:
                self._by_inode.setdefault(op.inode, []).append(index)
            elif op.kind in ("flush", "flush-data") and op.inode:
                self._flushes.setdefault(op.inode, []).append(index)
            elif op.kind == "flush-all":
                self._all_flushes.append(index)
        self._memo: dict[tuple[Inode, int, int, Data], bytes] = {}

    def ordered(self) -> Iterator[Cut]:
        """On a disk that keeps names in order."""
        folders = {inode: dict(names) for inode, names in self._disk.first.items()}
        done = 0
        for begin, end, forced in self._windows():
            while done < len(self._names) and self._names[done] < forced:
                self._apply(folders, done)
                done += 1
            here = {inode: dict(names) for inode, names in folders.items()}
            count = done
            while True:
                # What was written up to the change of names, and up to the end of the window.
                last = self._names[count - 1] if count else 0
                for until in sorted({max(begin, last + 1), end}):
                    yield from self._states(here, begin, until, end, count)
                if count == len(self._names) or self._names[count] >= end:
                    break
                self._apply(here, count)
                count += 1

    def forgetful(self) -> Iterator[Cut]:
        """On a disk that keeps only what it was asked to keep."""
        for begin, end, _ in self._windows():
            folders = {inode: dict(names) for inode, names in self._disk.first.items()}
            count = 0
            for index in self._names:
                if index < begin and self._is_kept(self._ops[index], index, begin):
                    count += 1
                    for one in self._ops[index].names:
                        apply(folders, one)

            def content(inode: Inode, at: int = begin) -> bytes:
                return self._content(inode, at, at, "all")

            tree = walk(self._disk.top, folders, content)
            yield Cut(tree=tree, until=end, names=count, data="forgetful")

    # -- inside ----------------------------------------------------------------------------------------

    def _windows(self) -> Iterator[tuple[int, int, int]]:
        """(begin, end, names before this are forced) of the stretches without a flush."""
        begin, forced = 0, 0
        for index, op in enumerate(self._ops):
            if op.kind in ("flush", "flush-data", "flush-all"):
                yield begin, index, forced
                begin = index + 1
                if op.kind != "flush-data":
                    forced = begin
        yield begin, len(self._ops), forced

    def _apply(self, folders: dict[Inode, dict[str, Inode]], number: int) -> None:
        for one in self._ops[self._names[number]].names:
            apply(folders, one)

    def _is_kept(self, op: Op, index: int, begin: int) -> bool:
        """Whether one of the folders was flushed between the change and the cut; a rename is one change."""
        return any(
            index < flush < begin
            for one in op.names
            for flush in (*self._flushes.get(one.folder, ()), *self._all_flushes)
        )

    def _states(
        self, folders: dict[Inode, dict[str, Inode]], begin: int, until: int, end: int, count: int
    ) -> Iterator[Cut]:
        for data in VARIANTS:

            def content(inode: Inode, data: Data = data) -> bytes:
                return self._content(inode, begin, until, data)

            yield Cut(tree=walk(self._disk.top, folders, content), until=end, names=count, data=data)

    def _content(self, inode: Inode, begin: int, until: int, data: Data) -> bytes:
        """A file's bytes when data flushed before `begin` is there, and of the rest until `until` as said."""
        changes = [index for index in self._by_inode.get(inode, ()) if index < until]
        if not changes:
            return inode.first
        flushed = max(
            (at for at in (*self._flushes.get(inode, ()), *self._all_flushes) if at < begin), default=-1
        )
        key = (inode, sum(index < flushed for index in changes), len(changes), data)
        if key not in self._memo:
            self._memo[key] = self._made(inode, changes, flushed, data)
        return self._memo[key]

    def _made(self, inode: Inode, changes: list[int], flushed: int, data: Data) -> bytes:
        content = bytearray(inode.first)
        for index in changes:
            op = self._ops[index]
            if index < flushed or data == "all" or (data == "torn" and index != changes[-1]):
                _carry_out(content, op, op.data)
            elif data == "zeros":
                _carry_out(content, op, bytes(len(op.data)))
            elif data == "torn":
                _carry_out(content, op, _torn(op))
        return bytes(content)


def _carry_out(content: bytearray, op: Op, data: bytes) -> None:
    if op.kind == "write":
        put(content, op.offset, data)
    else:
        cut(content, op.offset)


def _torn(op: Op) -> bytes:
    """What of a write is there up to the last border of a block; half of one that crosses none."""
    last = (op.offset + len(op.data)) // BLOCK * BLOCK - op.offset
    return op.data[:last] if 0 < last < len(op.data) else op.data[: len(op.data) // 2]
