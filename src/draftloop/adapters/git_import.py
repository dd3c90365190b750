"""A dated history written at once into a repository that was just made: what the demo begins with.

One `git fast-import` in place of a hundred commits. Never used on a repository that holds anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from draftloop.adapters.git_commands import failure, git_environment, program
from draftloop.adapters.run import run

TIMEOUT_S = 60.0
BRANCH = "refs/heads/main"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCommit:
    """One commit to write."""

    when: datetime
    message: str
    files: Mapping[str, bytes | None]
    """Path and content; None removes the file."""
    tag: str = ""
    """An annotated tag on it, with the message's first line."""


def import_history(top: str, commits: Sequence[PlannedCommit], *, name: str, email: str) -> None:
    """Write `commits`, oldest first, to the branch main of the empty repository at `top`.

    The files themselves are not checked out; the index holds them afterwards.

    Raises:
        HistoryUnavailable: git refused.
        ToolMissing: git is not there.
    """
    stream = bytearray()
    for number, commit in enumerate(commits, 1):
        stream += _commit(number, commit, f"{name} <{email}>")
    for number, commit in enumerate(commits, 1):
        if commit.tag:
            stream += _tag(number, commit, f"{name} <{email}>")
    stream += b"done\n"
    _git(top, "fast-import", "--quiet", "--done", stdin=bytes(stream))
    _git(top, "read-tree", BRANCH)
    _git(top, "config", "--local", "user.name", name)
    _git(top, "config", "--local", "user.email", email)


def _commit(number: int, commit: PlannedCommit, who: str) -> bytes:
    stamp = f"{who} {_stamp(commit.when)}"
    lines = [f"commit {BRANCH}", f"mark :{number}", f"author {stamp}", f"committer {stamp}"]
    stream = ("\n".join(lines) + "\n").encode() + _data(commit.message.encode())
    if number > 1:
        stream += f"from :{number - 1}\n".encode()
    for path, content in commit.files.items():
        if content is None:
            stream += f"D {path}\n".encode()
        else:
            stream += f"M 100644 inline {path}\n".encode() + _data(content)
    return stream


def _tag(number: int, commit: PlannedCommit, who: str) -> bytes:
    first_line = commit.message.partition("\n")[0]
    head = f"tag {commit.tag}\nfrom :{number}\ntagger {who} {_stamp(commit.when)}\n"
    return head.encode() + _data(f"{first_line}\n".encode())


def _data(content: bytes) -> bytes:
    return f"data {len(content)}\n".encode() + content + b"\n"


def _stamp(when: datetime) -> str:
    return f"{int(when.timestamp())} {when:%z}"


def _git(top: str, *arguments: str, stdin: bytes = b"") -> None:
    result = run([program(), *arguments], cwd=top, stdin=stdin, timeout_s=TIMEOUT_S, env=git_environment())
    if not result.is_ok:
        raise failure(arguments[0], result)
