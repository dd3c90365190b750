"""Entries of trees and of the user's index, and the only change of the latter that draftloop makes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from draftloop.adapters.git_commands import Git
from draftloop.adapters.git_commit import with_patience
from draftloop.adapters.git_places import Repository
from draftloop.loop.waiting import Means

_EMPTY = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
"""The empty text's names: what the index holds for a new file that `add --intent-to-add` announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file in a tree or in the index."""

    mode: str
    object: str


def tree_entries(git: Git, commit: str, names: Sequence[str]) -> dict[str, Entry]:
    """The files of these names in a commit; an empty name is the commit before the first."""
    if not commit or not names:
        return {}
    found = {}
    for head, name in _rows(git.read("ls-tree", "-z", commit, "--", *names)):
        mode, _, object_name = head.split(" ")
        found[name] = Entry(mode=mode, object=object_name)
    return found


def align(
    repository: Repository, git: Git, means: Means, parent: str, commit: str, names: Sequence[str]
) -> None:
    """Bring the index up to date with a commit it does not know of, for these files alone.

    An entry that is not the parent's is the user's own staging and stays as it is. Without this the commit
    would show as a change to take back.

    Raises:
        HistoryUnavailable: another git holds the index; the commit is found again, and this done, later.
    """
    if not names:
        return
    before, after = tree_entries(git, parent, names), tree_entries(git, commit, names)
    staged = _staged(git, names)
    changes = {
        name: after.get(name)
        for name in names
        if before.get(name) != after.get(name) and _is(staged.get(name, ()), before.get(name))
    }
    if changes:
        entries = index_info(changes, len(commit))
        with_patience(repository, git, means, "update-index", ["-z", "--index-info"], entries)


def index_info(changes: Mapping[str, Entry | None], digits: int) -> bytes:
    """Entries as `update-index -z --index-info` reads them; names of objects have so many digits."""
    lines = []
    for name, entry in changes.items():
        head = f"0 {'0' * digits}" if entry is None else f"{entry.mode} {entry.object} 0"
        lines.append(os.fsencode(f"{head}\t{name}\0"))
    return b"".join(lines)


def _is(staged: Sequence[Entry], before: Entry | None) -> bool:
    if before is None:
        return not staged or (len(staged) == 1 and staged[0].object in _EMPTY)
    return list(staged) == [before]


def _staged(git: Git, names: Sequence[str]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for head, name in _rows(git.read("ls-files", "--stage", "-z", "--", *names)):
        mode, object_name, _ = head.split(" ")
        found.setdefault(name, []).append(Entry(mode=mode, object=object_name))
    return found


def _rows(answer: bytes) -> Iterator[tuple[str, str]]:
    for row in os.fsdecode(answer).split("\0"):
        head, tab, name = row.partition("\t")
        if tab:
            yield head, name
