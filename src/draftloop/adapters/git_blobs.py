"""Texts of files at commits, read without a library: one process for any number of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from draftloop.adapters.git_commands import Git
from draftloop.adapters.git_places import Repository


def read_texts(repository: Repository, git: Git, places: Sequence[tuple[str, str]]) -> list[str | None]:
    """Texts of workspace files at commits, through one `cat-file --batch`."""
    wanted: list[str] = []
    for commit, path in places:
        # The protocol is line by line: a name with a line end cannot be asked for.
        is_safe = re.fullmatch(r"HEAD|[0-9a-f]{4,64}\^?", commit) and "\n" not in path
        wanted.append(f"{commit}:{repository.prefix}{path}" if is_safe else "0" * 40)
    if not wanted:
        return []
    found = read_objects(git, wanted)
    return [
        one.content.decode("utf-8-sig", "replace") if one is not None and one.kind == "blob" else None
        for one in found
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """An object as git keeps it."""

    name: str
    kind: str
    """blob, tree ..."""
    content: bytes


def read_objects(git: Git, names: Sequence[str]) -> list[StoredObject | None]:
    """What git has under each name, a line of its own each, through one `cat-file --batch`."""
    if not names:
        return []
    asked = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    return list(_batch(git.read("cat-file", "--batch", stdin=asked), len(names)))


def _batch(answer: bytes, count: int) -> Iterator[StoredObject | None]:
    position = 0
    for _ in range(count):
        end = answer.index(b"\n", position)
        header = answer[position:end].rsplit(b" ", 2)
        position = end + 1
        if len(header) != 3 or not header[2].isdigit():
            yield None  # "NAME missing", "NAME ambiguous"
            continue
        size = int(header[2])
        content = answer[position : position + size]
        position += size + 1
        name, kind = header[0].decode("ascii", "replace"), header[1].decode("ascii", "replace")
        yield StoredObject(name=name, kind=kind, content=content)


def parse_commits(answer: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    """Name, headers and message of each commit in the answer of `cat-file --batch`."""
    position = 0
    while position < len(answer):
        end = answer.index(b"\n", position)
        name, _, size = answer[position:end].rpartition(b" ")
        position = end + 1
        if not size.isdigit():
            continue
        head, _, message = answer[position : position + int(size)].partition(b"\n\n")
        yield name.split(b" ")[0].decode("ascii", "replace"), head, message
        position += int(size) + 1
