"""What the repository would run, change or lose, as rows of `doctor`; read from files and local git alone."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from draftloop.adapters.git_commands import Git, version
from draftloop.adapters.git_places import Repository, find_repository, read_head
from draftloop.adapters.git_settings import GitSettings, read_settings
from draftloop.adapters.git_state import STALE_LOCK_S, is_foreign
from draftloop.adapters.surroundings_names import SLACK
from draftloop.loop.errors import HistoryUnavailable, ToolMissing
from draftloop.loop.ports import HistoryState, Trouble

WANTED_GIT = (2, 38)
_PROGRAM_KEYS = re.compile(
    r"core\.(fsmonitor|hookspath|sshcommand|gitproxy|askpass|pager|editor|attributesfile|alternaterefscommand)"
    r"|credential\.(.*\.)?helper|diff\.external|diff\..*\.(command|textconv)|merge\..*\.driver"
    r"|alias\..*|sequence\.editor|gpg\.(.*\.)?program|gpg\.ssh\.defaultkeycommand"
    r"|filter\..*\.(clean|smudge|process)|url\..*\.(pushinsteadof|insteadof)"
    r"|remote\..*\.(uploadpack|receivepack|vcs|proxy)|uploadpack\.packobjectshook|submodule\..*\.update"
    r"|include(if\..*)?\.path|trailer\..*\.(command|cmd)|interactive\.difffilter|init\.templatedir"
    r"|(difftool|mergetool|browser|guitool|pager)\..*",
    re.IGNORECASE,
)
"""Keys with which a repository's own settings start a program, name a place, or bring in more settings."""
_BOOLEANS = ("true", "false", "yes", "no", "on", "off", "1", "0")
_PATHS = ("drafts/x/post.md", "ideas/x.md", "dictionary.txt")
"""Stand for all files of their kind when git is asked what it would do to them."""
_LINE = "* -text"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Branch:
    """The branch that is checked out."""

    name: str
    upstream: str
    """Full name of the ref it follows; empty: none."""
    track: str
    """`[ahead 3]`, `[gone]`, or empty."""
    when_s: int


def git_troubles(root: str, *, hooks: bool, now: datetime) -> Iterator[Trouble]:
    """Nothing where there is no repository: the state of the history says that."""
    try:
        number = version()
        repository = find_repository(root)
        if isinstance(repository, HistoryState):
            return
        if number < WANTED_GIT:
            yield _old_git(number)
        if is_foreign(repository):
            return  # git itself refuses to say more
        git = Git(top=repository.top, git_dir=repository.git_dir)
        settings = read_settings(git)
        yield from _programs(repository, settings, hooks=hooks)
        yield from _line_ends(repository, git, settings)
        yield from _locks(repository)
        yield from _copies(repository, git, settings, now)
    except (HistoryUnavailable, ToolMissing):
        return  # said as the state of the history, once


def _old_git(number: tuple[int, ...]) -> Trouble:
    said = ".".join(map(str, number)) or "of an unknown version"
    return _warning(
        "git",
        f"git {said} is old: it flushes less to the disk, so a power cut may cost the last iteration",
        "install git 2.38 or newer",
    )


def _programs(repository: Repository, settings: GitSettings, *, hooks: bool) -> Iterator[Trouble]:
    found = [] if hooks else _hooks(repository, settings)
    if found:
        yield _warning(
            ".git/hooks",
            f"brings hooks that draftloop does not run: {', '.join(found)}",
            "if they are yours, `[git] hooks = true` in your config.toml lets them run",
        )
    keys = _program_keys(repository, settings)
    if keys:
        yield _warning(
            ".git/config",
            f"names programs or places that draftloop does not use: {', '.join(keys)}",
            "if they are yours, set them with `git config --global`; else `git config --unset` each",
        )


def _hooks(repository: Repository, settings: GitSettings) -> list[str]:
    """Names of the hooks that git would run because of this repository."""
    folders = [os.path.join(repository.common_dir, "hooks")]
    for scope, key, value in settings.items:
        if key == "core.hookspath" and scope in ("local", "worktree"):
            folders = [os.path.join(repository.top, os.path.expanduser(value))]
    names: list[str] = []
    for folder in folders:
        try:
            names += [name for name in os.listdir(folder) if os.access(os.path.join(folder, name), os.X_OK)]
        except OSError:
            continue  # none are there
    return sorted(name for name in names if not name.endswith(".sample"))


def _program_keys(repository: Repository, settings: GitSettings) -> list[str]:
    found = set()
    for scope, key, value in settings.items:
        if scope not in ("local", "worktree"):
            continue
        if key == "core.worktree":
            if os.path.realpath(os.path.join(repository.git_dir, value)) != repository.top:
                found.add(key)
        elif _PROGRAM_KEYS.fullmatch(key):
            is_harmless = (key == "core.fsmonitor" and value.lower() in _BOOLEANS) or (
                key.startswith("alias.") and not value.startswith("!")
            )
            if not is_harmless:
                found.add(key)
    return sorted(found)


def _line_ends(repository: Repository, git: Git, settings: GitSettings) -> Iterator[Trouble]:
    """Settings and attributes with which a checkout gives back other bytes than were written."""
    attributes = ("text", "eol", "ident", "working-tree-encoding")
    paths = [repository.prefix + path for path in _PATHS]
    fields = git.read("check-attr", "-z", *attributes, "--", *paths).decode("utf-8", "replace").split("\0")
    values: dict[str, str] = {}
    for attribute, value in zip(fields[1::3], fields[2::3], strict=False):
        if value not in ("unspecified", "unset"):
            values.setdefault(attribute, value)
    is_text_unset = all(
        value == "unset" for name, value in zip(fields[1::3], fields[2::3], strict=False) if name == "text"
    )
    converted = [
        value.lower() for scope, key, value in settings.items if key == "core.autocrlf" and scope != "command"
    ]
    reasons = [f"the attribute {name}={value}" for name, value in values.items()]
    if (
        converted
        and converted[-1] not in ("false", "no", "off", "0")
        and not is_text_unset
        and "text" not in values
    ):
        reasons.append(f"core.autocrlf={converted[-1]}")
    if reasons:
        yield _warning(
            ".gitattributes",
            f"git changes bytes of your texts on the way in or out: {' and '.join(reasons)}",
            f"add this line at its end: {_LINE}",
        )


def _locks(repository: Repository) -> Iterator[Trouble]:
    """Locks that are old enough to be left over; index.lock is told as the state of the history."""
    places = [
        (repository.git_dir, ("HEAD.lock", "config.lock")),
        (repository.common_dir, ("packed-refs.lock",)),
    ]
    paths = [os.path.join(folder, name) for folder, names in places for name in names]
    for folder, _, names in os.walk(os.path.join(repository.common_dir, "refs")):
        paths += [os.path.join(folder, name) for name in names if name.endswith(".lock")]
    for path in paths:
        try:
            age_s = time.time() - os.stat(path).st_mtime
        except OSError:
            continue
        if not 0 <= age_s < STALE_LOCK_S:
            yield _warning(
                path,
                "is a lock that a git which died may have left behind",
                "if no git runs here, delete it",
            )


def _copies(repository: Repository, git: Git, settings: GitSettings, now: datetime) -> Iterator[Trouble]:
    """What is on this disk only."""
    branch = _branch(repository, git)
    if branch is None:
        return
    if branch.when_s > (now + SLACK).timestamp():
        yield _warning(
            ".",
            f"the last commit is of the future ({_moment(branch.when_s)})",
            "harmless: the order is git's, not the clock's; `date` shows whether the clock is right",
        )
    remotes = [key.split(".", 1)[1].removesuffix(".url") for _, key, _ in settings.items if _is_remote(key)]
    if not remotes:
        yield _only_here(
            "there is no remote: every draft and its history are on this disk only",
            "git remote add origin URL, then git push -u origin HEAD",
        )
    elif not branch.upstream or branch.track == "[gone]":
        gone = "follows a branch that is gone" if branch.upstream else "follows no branch of a remote"
        yield _only_here(
            f"branch {branch.name} {gone}, so its commits may be on this disk only",
            f"git push -u {remotes[0]} {branch.name}",
        )
    elif ahead := re.search(r"ahead (\d+)", branch.track):
        commits = "1 commit" if ahead[1] == "1" else f"{ahead[1]} commits"
        yield _only_here(
            f"not pushed: {commits} of branch {branch.name}; "
            f"the newest that the remote is known to have is of {_last_known(git, branch)}",
            "git push",
        )


def _is_remote(key: str) -> bool:
    return key.startswith("remote.") and key.endswith(".url")


def _branch(repository: Repository, git: Git) -> _Branch | None:
    """The branch that is checked out; None before its first commit and without one."""
    head = read_head(repository)
    if not head.ref or not head.is_certain:
        return None
    fields = "%(refname)%00%(upstream)%00%(upstream:track)%00%(committerdate:unix)"
    found = git.read("for-each-ref", f"--format={fields}", head.ref).decode("utf-8", "replace")
    for line in found.splitlines():
        name, upstream, track, when = line.split("\0")
        if name == head.ref:
            short = name.removeprefix("refs/heads/")
            return _Branch(name=short, upstream=upstream, track=track, when_s=int(when or 0))
    return None


def _last_known(git: Git, branch: _Branch) -> str:
    """The moment of the newest commit that the remote is known to have."""
    said = git.read("for-each-ref", "--format=%(committerdate:unix)", branch.upstream).split()
    return _moment(int(said[0])) if said else "an unknown moment"


def _moment(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return f"{seconds} s after 1970"


def _only_here(problem: str, remedy: str) -> Trouble:
    return _warning(".", problem, remedy, topic="copies")


def _warning(file: str, problem: str, remedy: str, *, topic: Literal["copies", "git"] = "git") -> Trouble:
    return Trouble(file=file, line=None, problem=problem, remedy=remedy, severity="warning", topic=topic)
