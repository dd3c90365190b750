"""The only import of GitPython: metadata of commits. Importing this module costs a quarter of a second.

A `Repo` is made for one call and closed after it, because sharing one between threads hangs them. Only
`iter_commits` and the fields of commits are used: nothing a repository says starts a program on these.
Which files the commits touched comes from one plain `diff-tree`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import threading
from collections.abc import Iterator

import git

from draftloop.adapters.git_blobs import parse_commits
from draftloop.adapters.git_commands import KEPT_VARIABLES, Git, git_environment
from draftloop.adapters.git_places import Repository, read_head
from draftloop.adapters.git_turns import RawCommit
from draftloop.loop.errors import HistoryUnavailable

# It logs a forged author line as an error, which would be written across the screen.
logging.getLogger("git").addHandler(logging.NullHandler())

_SHA256_DIGITS = 64

_environment_lock = threading.Lock()


def read_commits(repository: Repository, *, since: str) -> tuple[str, list[RawCommit], bool]:
    """Commits that the branch gained after `since`, parents before children.

    Args:
        repository: Where to read.
        since: A commit read before; empty: read all.

    Returns:
        The name of HEAD (empty before the first commit), the commits, and whether they continue `since`:
        False when the history was rewritten and all commits are given.
    """
    present = read_head(repository).commit
    if len(present) == _SHA256_DIGITS:
        return _read_plainly(repository, present, since)
    with _clean_environment(), _opened(repository) as repo:
        try:
            head = read_head(repository).commit or repo.head.commit.hexsha
        except ValueError:
            return "", [], False  # no commit yet
        is_continued = bool(since) and _is_ancestor(repo, since, head)
        span = f"{since}..{head}" if is_continued else head
        try:
            bare = [_read_one(c) for c in repo.iter_commits(span, topo_order=True, reverse=True)]
        except git.GitCommandError as error:
            raise HistoryUnavailable(
                "failed", "the history cannot be read", "`git fsck` in the workspace tells more"
            ) from error
    return head, _with_paths(repository, bare), is_continued


def _read_plainly(repository: Repository, head: str, since: str) -> tuple[str, list[RawCommit], bool]:
    """The same by plain git: GitPython 3.2.1 knows no names of 64 digits."""
    git_on = Git(top=repository.top, git_dir=repository.git_dir)
    is_continued = bool(since) and git_on.call("merge-base", "--is-ancestor", since, head).is_ok
    span = [head, f"^{since}"] if is_continued else [head]
    names = git_on.read("rev-list", "--topo-order", "--reverse", *span)
    commits = parse_commits(git_on.read("cat-file", "--batch", stdin=names)) if names else ()
    bare = []
    for name, headers, message in commits:
        author = next((line for line in headers.split(b"\n") if line.startswith(b"author ")), b"")
        at, offset = _moment(author.decode("ascii", "replace"))
        bare.append(RawCommit(name=name, at=at, offset=offset, message=message.decode("utf-8", "replace")))
    return head, _with_paths(repository, bare), is_continued


def _moment(author: str) -> tuple[int, int]:
    """Seconds since 1970 and seconds east of UTC of an author line; a forged one is 1970."""
    found = re.search(r" (\d{1,12}) ([+-])(\d\d)(\d\d)$", author)
    if found is None:
        return 0, 0
    offset = int(found[3]) * 3600 + int(found[4]) * 60
    return int(found[1]), -offset if found[2] == "-" else offset


@contextlib.contextmanager
def _opened(repository: Repository) -> Iterator[git.Repo]:
    try:
        repo = git.Repo(repository.top, search_parent_directories=False, expand_vars=False)
    except (git.InvalidGitRepositoryError, git.NoSuchPathError) as error:
        raise HistoryUnavailable(
            "no-repository", f"{repository.top} cannot be read as a git repository", "`git status` tells more"
        ) from error
    with repo:
        repo.git.update_environment(**{k: v for k, v in git_environment().items() if k.startswith("GIT_")})
        yield repo


@contextlib.contextmanager
def _clean_environment() -> Iterator[None]:
    """Take the GIT_* that lead elsewhere out of our environment: GitPython hands on all of it."""
    with _environment_lock:
        led_astray = {k: v for k, v in os.environ.items() if k.startswith("GIT_") and k not in KEPT_VARIABLES}
        for name in led_astray:
            del os.environ[name]
        try:
            yield
        finally:
            os.environ.update(led_astray)


def _is_ancestor(repo: git.Repo, old: str, new: str) -> bool:
    try:
        return repo.is_ancestor(repo.commit(old), repo.commit(new))
    except (git.GitCommandError, ValueError):
        return False  # the old one was collected meanwhile


def _read_one(commit: git.Commit) -> RawCommit:
    name = commit.hexsha
    try:
        message, at, offset = commit.message, commit.authored_date, -int(commit.author_tz_offset)
    except (ValueError, LookupError, OverflowError):
        # A commit forged or damaged costs that commit only: an encoding or date that no library knows.
        return RawCommit(name=name, at=0, offset=0, message="")
    text = message.decode("utf-8", "replace") if isinstance(message, bytes) else message
    return RawCommit(name=name, at=at, offset=offset, message=text)


def _with_paths(repository: Repository, commits: list[RawCommit]) -> list[RawCommit]:
    """The commits with the workspace files each touched, found by one process."""
    if not commits:
        return []
    plain = Git(top=repository.top, git_dir=repository.git_dir)
    asked = "".join(f"{commit.name}\n" for commit in commits).encode("ascii")
    options = ("--stdin", "--root", "-r", "-c", "-M", "--name-status", "-z")
    answer = os.fsdecode(plain.read("diff-tree", *options, stdin=asked)).split("\0")
    touched, renamed = _parse(answer, repository.prefix, {commit.name for commit in commits})
    return [
        RawCommit(
            name=commit.name,
            at=commit.at,
            offset=commit.offset,
            message=commit.message,
            paths=tuple(touched.get(commit.name, ())),
            renames=tuple(renamed.get(commit.name, ())),
        )
        for commit in commits
    ]


def _parse(
    fields: list[str], prefix: str, names: set[str]
) -> tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]]:
    touched: dict[str, list[str]] = {}
    renamed: dict[str, list[tuple[str, str]]] = {}
    commit, position = "", 0
    while position < len(fields) and fields[position]:
        field = fields[position].lstrip("\n")
        position += 1
        if field in names:
            commit = field
            continue
        count = 2 if field[:1] in ("R", "C") and field[1:].isdigit() else 1
        paths = fields[position : position + count]
        position += count
        own = [path.removeprefix(prefix) for path in paths if path.startswith(prefix)]
        touched.setdefault(commit, []).extend(own)
        if len(own) == 2 and field[0] == "R":
            renamed.setdefault(commit, []).append((own[0], own[1]))
    return touched, renamed
