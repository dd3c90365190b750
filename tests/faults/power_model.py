"""A file system of which every change is remembered in order, and what of it was flushed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(eq=False)
class Inode:
    """A file or a folder, whatever its names."""

    number: int
    is_folder: bool = False
    data: bytearray = field(default_factory=bytearray)
    first: bytes = b""
    """What it held before the trace began."""


@dataclass(frozen=True, slots=True)
class Name:
    """One step of a change of names: `folder` has `inode` under `name` from here on, or nothing."""

    folder: Inode
    name: str
    inode: Inode | None


@dataclass(frozen=True, slots=True)
class Op:
    """A change, a flush or a mark."""

    kind: Literal["names", "write", "truncate", "flush", "flush-data", "flush-all", "mark"]
    names: tuple[Name, ...] = ()
    """Of a change of names: all of it happens at once."""
    publishes: tuple[str, ...] = ()
    """Paths that a rename or link gave to a file that was written before."""
    inode: Inode | None = None
    offset: int = 0
    data: bytes = b""


class Disk:
    """The files below one folder as they are now, and all that happened to them."""

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/")
        self.ops: list[Op] = []
        self.status, self.said = 0, ""
        self.top = Inode(0, is_folder=True)
        self.folders: dict[Inode, dict[str, Inode]] = {self.top: {}}
        self.first: dict[Inode, dict[str, Inode]] = {}
        self._count = 0

    @classmethod
    def of(cls, root: Path, *, leave_out: Path) -> Disk:
        """What is on the disk below `root`, all of it flushed."""
        disk = cls(os.path.realpath(root))
        for folder, folders, files in os.walk(disk.root):
            here = disk.folders[disk._known(folder)]
            for name in folders:
                here[name] = disk._new(is_folder=True)
            for name in files:
                place = os.path.join(folder, name)
                if place != str(leave_out) and not os.path.islink(place):
                    here[name] = disk._new(Path(place).read_bytes())
        disk.first = {inode: dict(names) for inode, names in disk.folders.items()}
        return disk

    # -- looking ---------------------------------------------------------------------------------------

    def holds(self, path: str) -> bool:
        """Whether a path is in here."""
        return path.startswith(self.root + "/") or path == self.root

    def at(self, path: str) -> Inode | None:
        """What stands at an absolute path."""
        inode: Inode | None = self.top
        for part in self._parts(path):
            inode = self.folders.get(inode, {}).get(part) if inode else None
        return inode

    def tree(self) -> dict[str, bytes]:
        """Every file as it is now."""
        return walk(self.top, self.folders, lambda inode: bytes(inode.data))

    def first_of(self, path: str) -> bytes | None:
        """What stood at a path of `tree` before the trace began; nothing in a folder."""
        inode: Inode | None = self.top
        for part in path.rstrip("/").split("/"):
            inode = self.first.get(inode, {}).get(part) if inode else None
        return inode.first if inode else None

    # -- changing --------------------------------------------------------------------------------------

    def create(self, path: str) -> Inode:
        inode = self._new()
        self._rename((path, inode))
        return inode

    def make_folder(self, path: str) -> None:
        if self.holds(path):
            self._rename((path, self._new(is_folder=True)))

    def remove(self, path: str) -> None:
        if self.holds(path):
            self._rename((path, None))

    def rename(self, old: str, new: str) -> None:
        if self.holds(old) and self.at(old) is not self.at(new):
            self._rename((new, self._known(old)), (old, None), publishes=(new,))

    def exchange(self, one: str, other: str) -> None:
        if self.holds(one):
            self._rename((one, self._known(other)), (other, self._known(one)), publishes=(one, other))

    def link(self, old: str, new: str) -> None:
        if self.holds(old):
            self._rename((new, self._known(old)), publishes=(new,))

    def write(self, inode: Inode, offset: int, data: bytes) -> None:
        put(inode.data, offset, data)
        self.ops.append(Op("write", inode=inode, offset=offset, data=data))

    def truncate(self, inode: Inode, size: int) -> None:
        if len(inode.data) != size:
            cut(inode.data, size)
            self.ops.append(Op("truncate", inode=inode, offset=size))

    def flush(self, inode: Inode, *, is_whole: bool) -> None:
        self.ops.append(Op("flush" if is_whole else "flush-data", inode=inode))

    def flush_all(self) -> None:
        self.ops.append(Op("flush-all"))

    def mark(self, line: bytes) -> None:
        self.ops.append(Op("mark", data=line))

    # -- inside ----------------------------------------------------------------------------------------

    def _rename(self, *changes: tuple[str, Inode | None], publishes: tuple[str, ...] = ()) -> None:
        names = []
        for path, inode in changes:
            parent, name = os.path.split(path)
            names.append(Name(self._known(parent), name, inode))
        for one in names:
            apply(self.folders, one)
        self.ops.append(Op("names", names=tuple(names), publishes=publishes))

    def _known(self, path: str) -> Inode:
        found = self.at(path)
        assert found is not None, f"the model lost {path}"
        return found

    def _new(self, data: bytes = b"", *, is_folder: bool = False) -> Inode:
        self._count += 1
        inode = Inode(self._count, is_folder, bytearray(data), data)
        if is_folder:
            self.folders[inode] = {}
        return inode

    def _parts(self, path: str) -> list[str]:
        return [part for part in path[len(self.root) :].split("/") if part]


def apply(folders: dict[Inode, dict[str, Inode]], one: Name) -> None:
    """Carry out one step of a change of names."""
    names = folders.setdefault(one.folder, {})
    if one.inode is None:
        names.pop(one.name, None)
    else:
        names[one.name] = one.inode
        if one.inode.is_folder:
            folders.setdefault(one.inode, {})


def put(data: bytearray, offset: int, new: bytes) -> None:
    """Write into a file's bytes; a hole is zeros."""
    if len(data) < offset:
        data.extend(bytes(offset - len(data)))
    data[offset : offset + len(new)] = new


def cut(data: bytearray, size: int) -> None:
    """Make a file so long."""
    del data[size:]
    data.extend(bytes(size - len(data)))


def walk(
    top: Inode, folders: dict[Inode, dict[str, Inode]], content: Callable[[Inode], bytes]
) -> dict[str, bytes]:
    """Path to bytes for every file that has a name; a folder without files is `PATH/` to nothing."""
    found: dict[str, bytes] = {}
    waiting = [("", top)]
    while waiting:
        place, folder = waiting.pop()
        names = folders.get(folder, {})
        if not names and place:
            found[place] = b""
        for name, inode in names.items():
            if inode.is_folder:
                waiting.append((f"{place}{name}/", inode))
            else:
                found[place + name] = content(inode)
    return found
