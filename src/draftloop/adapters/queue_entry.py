"""One file of the queue: a line of JSON with an iteration's facts, then the bytes of the files it meant.

Its name in the queue is a hash of all that, so that what rotted, was cut off or was edited is known by it and
never committed as if somebody had meant it.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any, BinaryIO

from draftloop.loop.waiting import DamagedEntry, WaitingIteration, file_from, iteration_from

ENDING = ".iteration"
READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_MOST_HEADER = 1 << 24
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file of the queue that is as it was written, without its texts."""

    waiting: WaitingIteration
    name: str
    sizes: tuple[int, ...]
    """Bytes of each file; 0 for those without."""
    start: int
    """Where the first file's bytes begin."""
    mark: tuple[int, int, int]
    """Inode, size and time of the file when it was read: while they stand it is not read again."""


def compose(number: int, facts: Mapping[str, Any], body: bytes) -> tuple[str, bytes]:
    """The name and the bytes of a new file of the queue."""
    # The number is in it: the same words ended twice in one second are two iterations.
    digest = _digest(number, facts)
    digest.update(body)
    id = digest.hexdigest()  # noqa: A001
    return f"{number:08d}-{id}{ENDING}", json.dumps({**facts, "id": id}).encode() + b"\n" + body


def number_of(name: str) -> int:
    """The place in the order that a file's name tells; 0 for a name that is not ours."""
    return int(name[:8]) if name[:8].isdecimal() else 0


def read_entry(path: str, known: Entry | None = None) -> Entry | DamagedEntry | None:
    """What stands in a file of the queue, and may be `known`; None when it is gone by now."""
    damaged = DamagedEntry(file=path, problem="it is no plain file", is_shut=True)
    try:
        found = os.stat(path, follow_symlinks=False)
        mark = (found.st_ino, found.st_size, found.st_mtime_ns)
        if known is not None and known.mark == mark:
            return known
        if not stat.S_ISREG(found.st_mode):
            return damaged
        with open(os.open(path, READ), "rb") as file:
            return _read(file, os.path.basename(path), mark, replace(damaged, is_shut=False))
    except FileNotFoundError:
        return None
    except OSError as error:
        return replace(damaged, problem=error.strerror or "it cannot be opened")


def _read(
    file: BinaryIO, name: str, mark: tuple[int, int, int], damaged: DamagedEntry
) -> Entry | DamagedEntry:
    size = mark[1]
    if not size:
        return replace(damaged, problem="it is empty")
    line = file.readline(_MOST_HEADER)
    try:
        facts = json.loads(line)
        id = facts.pop("id")  # noqa: A001
        sizes = tuple(int(one["size"]) for one in facts["files"])
        made = facts["iteration"]
        when = datetime.fromisoformat(made["when"])
        damaged = replace(damaged, when=when, draft=str(made.get("draft", "")))
        meant = len(line) + sum(sizes)
        if meant != size:
            return replace(damaged, problem=f"it holds {size} bytes, and {meant} were written")
        if _hash_of(file, name, facts) != id:
            return replace(damaged, problem="its bytes are not those that were written")
        waiting = _waiting(str(id), facts)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return replace(damaged, problem="its first line does not say what it is")
    return Entry(waiting=waiting, name=name, sizes=sizes, start=len(line), mark=mark)


def _waiting(id: str, facts: Mapping[str, Any]) -> WaitingIteration:  # noqa: A002
    tag = facts.get("tag", ("", ""))
    return WaitingIteration(
        id=id,
        iteration=iteration_from(facts["iteration"]),
        files=tuple(file_from(one) for one in facts["files"]),
        allow_empty=bool(facts["allow_empty"]),
        base=str(facts["base"]),
        tag=(str(tag[0]), str(tag[1])),
    )


def _hash_of(file: BinaryIO, name: str, facts: Mapping[str, Any]) -> str:
    """What the file should be called, by its facts and the bytes from here on."""
    digest = _digest(number_of(name), facts)
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _digest(number: int, facts: Mapping[str, Any]) -> blake2b:
    head = json.dumps([number, facts], sort_keys=True).encode("utf-8", "surrogatepass")
    return blake2b(head + b"\0", digest_size=20)
