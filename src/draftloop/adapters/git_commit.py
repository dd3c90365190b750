"""Making one commit of some files and of nothing else, so that a power cut cannot take it back."""

from __future__ import annotations

import contextlib
import os
import random
import re
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from draftloop.adapters.files import is_dropping
from draftloop.adapters.flush import flush, flush_folder
from draftloop.adapters.git_commands import Git, failure
from draftloop.adapters.git_flush import flush_objects, flush_ref
from draftloop.adapters.git_places import Repository, read_head
from draftloop.adapters.git_state import NO_IDENTITY, locked, nested, unavailable
from draftloop.adapters.run import Result
from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.waiting import Means

MOST_BYTES = 1 << 29
"""A file of a terabyte that holds nothing takes a minute to make; git would read it for hours."""
LOCK_PAUSE_S = (0.02, 0.2)
USUAL = Means()

_LOCK = re.compile(rb"Unable to create '([^'\n]+\.lock)'")
_LOCKED = re.compile(
    rb"Unable to create '([^'\n]+\.lock)': File exists"
    # A branch whose file is damaged cannot be locked either, however long one waits.
    rb"|cannot lock ref(?![^\n]*(?:unable to resolve|broken|not a valid|refusing))|could not lock"
)
_COMMITTED = re.compile(rb"\[[^\n]*?([0-9a-f]{40}|[0-9a-f]{64})\] ")
_SIGNING = re.compile(
    rb"failed to sign|cannot run (gpg|ssh-keygen)|signing failed|gpg[^\n]*failed|user.signingkey"
)
_NO_IDENTITY = b"auto-detection is disabled"
_NOTHING = (b"nothing to commit", b"nothing added to commit", b"no changes added to commit")


def status(repository: Repository, git: Git, paths: Sequence[str]) -> dict[str, str]:
    """Workspace files below `paths` that differ from the last commit, and git's two letters for each.

    Files that no author made (`.post.md.swp`, what a killed save left behind) are passed over while git does
    not know them.
    """
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
    return {
        path: letters for path, letters in found.items() if path and not (letters == "??" and _is_odd(path))
    }


def _is_odd(path: str) -> bool:
    return any(map(is_dropping, path.rstrip("/").split("/")))


def refuse_unfit(repository: Repository, changes: Mapping[str, str]) -> None:
    """Refuse what git would take but nobody meant: conflict markers, repositories inside, giants.

    Raises:
        HistoryUnavailable: `changes` as `status` gives them hold one of these.
    """
    for path, letters in changes.items():
        if _size_of(repository.absolute(path)) > MOST_BYTES:
            raise HistoryUnavailable(
                "failed", f"{path} has more than 512 MB, which git is not made for", "move it elsewhere"
            )
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
    means: Means | None = None,
) -> str | None:
    """Have git commit these files as they are; None when it found nothing to commit."""
    means = means or USUAL
    names = [repository.prefix + path for path in changes]
    new = [repository.prefix + path for path, letters in changes.items() if letters == "??"]
    if new:
        with_patience(repository, git, means, "add", ["--intent-to-add", "--", *new])
    options = ["--allow-empty"] if allow_empty else []
    options += [] if means.signs else ["--no-gpg-sign"]
    arguments = ["--cleanup=verbatim", "--file=-", "--only", *options, "--", *names]
    text = message.encode("utf-8", "replace")
    result = with_patience(repository, git, means, "commit", arguments, text, dates(when))
    if result.status == 1 and any(phrase in result.stdout for phrase in _NOTHING):
        return None
    committed = _COMMITTED.match(result.stdout)
    if committed is None:
        raise failure("commit", result)
    return committed[1].decode("ascii")


def with_patience(
    repository: Repository,
    git: Git,
    means: Means,
    command: str,
    arguments: Sequence[str],
    text: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Result:
    """Run a command that writes; when another git holds a lock, again and again for a while.

    Raises:
        HistoryUnavailable: it failed, and not only because a commit had nothing in it.
    """
    deadline = time.monotonic() + means.patience_s
    while True:
        result = git.call(command, *arguments, stdin=text, env=env)
        lock = None if result.is_ok else _LOCKED.search(result.stderr)
        if lock is None:
            break
        if time.monotonic() > deadline:
            named = _LOCK.search(result.stderr)
            raise unavailable(locked(repository, os.fsdecode(named[1]) if named else "a branch"))
        time.sleep(random.uniform(*LOCK_PAUSE_S))  # noqa: S311 - jitter, not a secret
    is_empty = command == "commit" and any(phrase in result.stdout for phrase in _NOTHING)
    if result.is_ok or (result.status == 1 and is_empty):
        return result
    raise _refusal(git, command, result)


def wait_for_index(repository: Repository, means: Means) -> None:
    """Wait until no other git writes the index. Raises HistoryUnavailable when that takes too long."""
    path = os.path.join(repository.git_dir, "index.lock")
    deadline = time.monotonic() + means.patience_s
    while os.path.lexists(path):
        if time.monotonic() > deadline:
            raise unavailable(locked(repository, path))
        time.sleep(random.uniform(*LOCK_PAUSE_S))  # noqa: S311 - as above


def _refusal(git: Git, command: str, result: Result) -> HistoryUnavailable:
    """Why a command that writes failed."""
    if _NO_IDENTITY in result.stderr:
        return unavailable(NO_IDENTITY)
    if b"unmerged" in result.stderr:
        return HistoryUnavailable(
            "merge", "some files still hold both sides of a conflict", "settle them, then `git add` them"
        )
    if b"outside of your sparse-checkout" in result.stderr:
        return HistoryUnavailable(
            "failed", "a sparse checkout leaves these files out", "`git sparse-checkout add` their folder"
        )
    if _SIGNING.search(result.stderr):
        return HistoryUnavailable(
            "signing",
            f"git is set to sign commits, and that failed: {_last_line(result)}",
            "mend the key, or `draftloop waiting commit --unsigned` goes without it this once",
        )
    is_gits_own = re.search(rb"^(fatal|error): ", result.stderr, re.MULTILINE)
    if command in ("commit", "add") and git.runs_hooks and (result.timed_out or not is_gits_own):
        said = "took too long and was stopped" if result.timed_out else f"says no: {_last_line(result)}"
        return HistoryUnavailable(
            "hook",
            f"a hook of git {said}",
            "mend what it minds, or `draftloop waiting commit --without-hooks` goes without it this once",
        )
    return failure(command, result)


def _last_line(result: Result) -> str:
    """The last thing it said, which is mostly what counts; cleaned when it is shown."""
    said = (result.stderr.strip() or result.stdout.strip()).decode("utf-8", "replace").splitlines()
    return said[-1][:200] if said else f"status {result.status}"


def verify(git: Git, commit: str, meant: Mapping[str, str]) -> tuple[str, list[str]]:
    """Compare the branch and the committed files with what was meant.

    Returns:
        The commit's parent, empty when it has none, and the files that hold something else.

    Raises:
        HistoryUnavailable: the commit is not on the branch.
    """
    asked = ["HEAD", f"{commit}^", *(f"{commit}:{name}" for name in meant if "\n" not in name)]
    answer = git.read("cat-file", "--batch-check", stdin=os.fsencode("".join(f"{a}\n" for a in asked)))
    head, parent, *stored = [line.split(b" ")[0].decode("ascii", "replace") for line in answer.splitlines()]
    if head != commit and not git.call("merge-base", "--is-ancestor", commit, "HEAD").is_ok:
        raise HistoryUnavailable(
            "failed", f"commit {commit[:12]} was made but is not on the branch", f"`git merge {commit[:12]}`"
        )
    names = [name for name in meant if "\n" not in name]
    differing = [name for name, found in zip(names, stored, strict=True) if found != meant[name]]
    return "" if parent.startswith(commit) else parent, differing


def dates(when: datetime) -> dict[str, str]:
    """The environment that gives a commit this time, as author and as committer."""
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    offset = aware.utcoffset()
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    text = f"@{max(int(aware.timestamp()), 0)} {sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    return {"GIT_AUTHOR_DATE": text, "GIT_COMMITTER_DATE": text}


def sync_refs(repository: Repository) -> None:
    """Put the branch, its log and what it needs on the disk.

    Without this a power cut can undo the rename of the branch file, and with it an acknowledged commit.
    """
    ref = read_head(repository).ref or "refs/heads/x"
    flush_objects(repository.common_dir)
    # `commit --only` writes an index that it does not flush.
    places = {
        os.path.join(repository.git_dir, "index"),
        os.path.join(repository.git_dir, "logs", "HEAD"),
        os.path.join(repository.common_dir, "logs", ref),
    }
    for place in sorted(places):
        with contextlib.suppress(OSError):  # a repository may keep no logs
            _flush_file(place)
        flush_folder(os.path.dirname(place))
    flush_ref(repository.common_dir, ref)


def _flush_file(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def _size_of(path: str) -> int:
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def _is_regular(path: str) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)
