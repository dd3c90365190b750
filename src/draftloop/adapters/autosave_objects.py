"""Objects of git as bytes: what they are called, trees written and read, many packed for one process.

Nothing is read from or written to a repository here. `git unpack-objects` takes a pack, and unlike `mktree`
it flushes every object that it writes.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["tree", "blob"]
Algorithm = Literal["sha1", "sha256"]

FILE, FOLDER = "100644", "40000"
_TYPES: dict[Kind, int] = {"tree": 2, "blob": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a tree."""

    mode: str
    name: bytes
    object: str
    """Its name, in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An object that is still to be written."""

    kind: Kind
    content: bytes
    name: str


def make(kind: Kind, content: bytes, algorithm: Algorithm) -> Made:
    """An object and the name that git will give it."""
    digest = hashlib.new(algorithm, b"%s %d\0" % (kind.encode(), len(content)), usedforsecurity=False)
    digest.update(content)
    return Made(kind=kind, content=content, name=digest.hexdigest())


def make_tree(entries: Sequence[Entry], algorithm: Algorithm) -> Made:
    """A tree of these entries; git wants folders sorted as if they ended in a slash."""
    ordered = sorted(entries, key=lambda entry: entry.name + (b"/" if entry.mode == FOLDER else b""))
    lines = (
        b"%s %s\0%s" % (entry.mode.encode(), entry.name, bytes.fromhex(entry.object)) for entry in ordered
    )
    return make("tree", b"".join(lines), algorithm)


def read_tree(content: bytes, algorithm: Algorithm) -> list[Entry]:
    """The entries of a tree as git stores it."""
    size = hashlib.new(algorithm, usedforsecurity=False).digest_size
    entries, position = [], 0
    while position < len(content):
        end = content.index(b"\0", position)
        mode, _, name = content[position:end].partition(b" ")
        position = end + 1 + size
        value = content[end + 1 : position].hex()
        entries.append(Entry(mode=mode.decode("ascii", "replace"), name=name, object=value))
    return entries


def pack(objects: Sequence[Made], algorithm: Algorithm) -> bytes:
    """A pack of whole objects."""
    parts = [b"PACK" + struct.pack(">II", 2, len(objects))]
    for one in objects:
        parts += [_head(_TYPES[one.kind], len(one.content)), zlib.compress(one.content, 1)]
    body = b"".join(parts)
    return body + hashlib.new(algorithm, body, usedforsecurity=False).digest()


def _head(kind: int, size: int) -> bytes:
    """Type and size: four bits of it, then seven in each byte, the lowest first."""
    byte, size, head = (kind << 4) | (size & 15), size >> 4, bytearray()
    while size:
        head.append(byte | 128)
        byte, size = size & 127, size >> 7
    head.append(byte)
    return bytes(head)
