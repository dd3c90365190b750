"""Texts of files at commits, read without a library: one process for any number of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
    asked = "".join(f"{name}\n" for name in wanted).encode("utf-8", "surrogateescape")
    return list(_batch(git.read("cat-file", "--batch", stdin=asked), len(wanted)))


def _batch(answer: bytes, count: int) -> Iterator[str | None]:
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
        yield content.decode("utf-8-sig", "replace") if header[1] == b"blob" else None
