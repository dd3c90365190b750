"""Making one commit of some files and of nothing else, so that a power cut cannot take it back."""

from __future__ import annotations

import contextlib
import os
import random
import re
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from draftloop.adapters.git_commands import Git, failure
from draftloop.adapters.git_places import Repository, read_head
from draftloop.adapters.git_state import locked, nested, unavailable
from draftloop.adapters.run import Result
from draftloop.loop.errors import HistoryUnavailable

LOCK_PATIENCE_S = 5.0
LOCK_PAUSE_S = (0.02, 0.2)

_LOCKED = re.compile(rb"Unable to create '([^'\n]+\.lock)': File exists|cannot lock ref|could not lock")
_COMMITTED = re.compile(rb"\[[^\n]*?([0-9a-f]{40}|[0-9a-f]{64})\] ")
_NO_IDENTITY = b"auto-detection is disabled"
_NOTHING = (b"nothing to commit", b"nothing added to commit", b"no changes added to commit")


def status(repository: Repository, git: Git, paths: Sequence[str]) -> dict[str, str]:
    """Workspace files below `paths` that differ from the last commit, and git's two letters for each."""
    if not paths:
        return {}
    names = [repository.prefix + path for path in paths]
    output = git.read(
        "status",
        "--porcelain=v1",
        "-z",
        "--no-renames",
        "--untracked-files=all",
        # git would look into them with their own settings, which no override of ours reaches.
        "--ignore-submodules=all",
        "--",
        *names,
    )
    found: dict[str, str] = {}
    for entry in os.fsdecode(output).split("\0"):
        letters, path = entry[:2], entry[3:]
        if path.startswith(repository.prefix):
            found[path.removeprefix(repository.prefix)] = letters
    return {path: letters for path, letters in found.items() if path}


def refuse_unfit(changes: Mapping[str, str]) -> None:
    """Refuse what git would take but nobody meant: conflict markers, and repositories inside the workspace's.

    Raises:
        HistoryUnavailable: `changes` as `status` gives them hold one of these.
    """
    for path, letters in changes.items():
        if "U" in letters or letters in ("AA", "DD"):
            raise HistoryUnavailable(
                "merge", f"{path} still holds both sides of a conflict", "settle it, then `git add` it"
            )
        if path.endswith("/"):
            raise unavailable(nested(path.rstrip("/")))


def hash_files(repository: Repository, git: Git, paths: Sequence[str]) -> dict[str, str]:
    """The object each regular file will become, stored already, so that no hook can make it vanish."""
    names = [repository.prefix + path for path in paths]
    files = [n for n in names if "\n" not in n and _is_regular(os.path.join(repository.top, n))]
    if not files:
        return {}
    asked = os.fsencode("".join(f"{name}\n" for name in files))
    objects = git.read("hash-object", "-w", "--stdin-paths", stdin=asked).decode("ascii").split()
    return dict(zip(files, objects, strict=True))


def make_commit(
    repository: Repository,
    git: Git,
    when: datetime,
    message: str,
    changes: Mapping[str, str],
    *,
    allow_empty: bool,
) -> str | None:
    names = [repository.prefix + path for path in changes]
    new = [repository.prefix + path for path, letters in changes.items() if letters == "??"]
    if new:
        _with_patience(git, "add", ["--intent-to-add", "--", *new], b"", {})
    empty = ["--allow-empty"] if allow_empty else []
    arguments = ["--cleanup=verbatim", "--file=-", "--only", *empty, "--", *names]
    text = message.encode("utf-8", "replace")
    result = _with_patience(git, "commit", arguments, text, _dates(when))
    if result.status == 1 and any(phrase in result.stdout for phrase in _NOTHING):
        return None
    committed = _COMMITTED.match(result.stdout)
    if committed is None:
        raise failure("commit", result)
    return committed[1].decode("ascii")


def _with_patience(
    git: Git, command: str, arguments: Sequence[str], text: bytes, env: Mapping[str, str]
) -> Result:
    """Run a command that writes; when another git holds a lock, again and again for five seconds."""
    deadline = time.monotonic() + LOCK_PATIENCE_S
    while True:
        result = git.call(command, *arguments, stdin=text, env=env)
        lock = None if result.is_ok else _LOCKED.search(result.stderr)
        if lock is None:
            break
        if time.monotonic() > deadline:
            path = os.fsdecode(lock[1]) if lock[1] else "a branch"
            raise unavailable(locked(path, _modified(path)))
        time.sleep(random.uniform(*LOCK_PAUSE_S))  # noqa: S311 - jitter, not a secret
    if result.is_ok or (result.status == 1 and not result.stderr):
        return result
    if _NO_IDENTITY in result.stderr:
        raise HistoryUnavailable(
            "no-identity", "git does not know your name and address yet", "set user.name and user.email"
        )
    if b"unmerged" in result.stderr:
        raise HistoryUnavailable(
            "merge", "some files still hold both sides of a conflict", "settle them, then `git add` them"
        )
    if result.status == 1 and command == "commit":
        return result
    raise failure(command, result)


def verify(git: Git, commit: str, meant: Mapping[str, str], *, hooks: bool) -> str:
    """Compare the branch and the committed files with what was meant; the commit's parent, if it has one.

    Raises:
        HistoryUnavailable: the commit is not on the branch, or a hook changed a text on its way.
    """
    asked = ["HEAD", f"{commit}^", *(f"{commit}:{name}" for name in meant)]
    answer = git.read("cat-file", "--batch-check", stdin=os.fsencode("".join(f"{a}\n" for a in asked)))
    head, parent, *stored = [line.split(b" ")[0].decode("ascii", "replace") for line in answer.splitlines()]
    if head != commit and not git.call("merge-base", "--is-ancestor", commit, "HEAD").is_ok:
        raise HistoryUnavailable(
            "failed", f"commit {commit[:12]} was made but is not on the branch", f"`git merge {commit[:12]}`"
        )
    differing = [name for name, found in zip(meant, stored, strict=True) if found != meant[name]]
    if differing and hooks:
        name = differing[0]
        raise HistoryUnavailable(
            "hook",
            f"a hook of the repository changed {name} while it was recorded",
            f"both are kept: the commit has the hook's text, `git cat-file -p {meant[name]}` shows yours",
        )
    # Without hooks the file was saved again meanwhile: the commit has the newer text, and nothing is lost.
    return "" if parent.startswith(commit) else parent


def _dates(when: datetime) -> dict[str, str]:
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    offset = aware.utcoffset()
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    text = f"@{max(int(aware.timestamp()), 0)} {sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    return {"GIT_AUTHOR_DATE": text, "GIT_COMMITTER_DATE": text}


def sync_refs(repository: Repository) -> None:
    # Without this a power cut can undo the rename of the branch file, and with it an acknowledged commit.
    ref = read_head(repository).ref or "refs/heads/x"
    sync_folder(os.path.dirname(os.path.join(repository.common_dir, ref)))


def sync_folder(folder: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_regular(path: str) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)


def _modified(path: str) -> float | None:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return None
