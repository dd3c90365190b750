"""Whether git can record now; if not, one sentence that says why and one that says what to do.

Asked before every commit: in the middle of a merge or rebase a commit would land in the wrong place, and a
repository of another user, or one that brings its own programs, is not to be started at all.
"""

from __future__ import annotations

import os
import re
import time
from datetime import datetime

from draftloop.adapters.git_commands import Git
from draftloop.adapters.git_places import Repository, has_own_repository, read_head
from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.ports import HistoryKind, HistoryState

STALE_LOCK_S = 60.0

OPERATIONS: tuple[tuple[str, HistoryKind, str, str], ...] = (
    ("MERGE_HEAD", "merge", "a merge is not finished", "`git commit` or `git merge --abort`"),
    ("rebase-merge", "rebase", "a rebase is not finished", "`git rebase --continue` or `--abort`"),
    ("rebase-apply", "rebase", "a rebase is not finished", "`git rebase --continue` or `--abort`"),
    (
        "CHERRY_PICK_HEAD",
        "cherry-pick",
        "a cherry-pick is not finished",
        "`git cherry-pick --continue` or `--abort`",
    ),
    ("REVERT_HEAD", "revert", "a revert is not finished", "`git revert --continue` or `--abort`"),
    ("BISECT_LOG", "bisect", "a bisect is running", "`git bisect reset` ends it"),
)
"""File below the git folder, kind of state, reason, remedy."""

_PROGRAMS = re.compile(
    r"filter\..*\.(clean|smudge|process)|gpg\.(.*\.)?program|gpg\.ssh\.defaultkeycommand", re.IGNORECASE
)
_FOREIGN_SCOPES = ("local", "worktree")

READY = HistoryState(kind="ready")


def not_entered(repository: Repository, git: Git) -> HistoryState | None:
    """Why nothing at all is written here, not even objects; None when it may be."""
    return _foreign_owner(repository, git) or _programs(repository, git)


def state_of(repository: Repository, git: Git) -> HistoryState:
    """Whether a commit could be made now."""
    return (
        not_entered(repository, git)
        or _operation(repository)
        or _detached(repository)
        or _nested(repository)
        or _stale_lock(repository)
        or _no_identity(git)
        or READY
    )


def is_foreign(repository: Repository) -> bool:
    """Whether another user owns the repository: git would refuse it too, but not before all it can do."""
    ours = {os.geteuid()}
    if 0 in ours and os.environ.get("SUDO_UID", "").isdigit():
        ours.add(int(os.environ["SUDO_UID"]))
    places = (repository.top, repository.git_dir, repository.common_dir)
    return any(os.stat(place).st_uid not in ours for place in places)


def _foreign_owner(repository: Repository, git: Git) -> HistoryState | None:
    if not is_foreign(repository) or _is_declared_safe(repository, git):
        return None
    return HistoryState(
        kind="foreign-owner",
        reason=f"the git repository {repository.top} belongs to another user",
        remedy=f"if you trust it: git config --global --add safe.directory {repository.top}",
    )


def _is_declared_safe(repository: Repository, git: Git) -> bool:
    """Whether the user's own settings trust this folder; a repository cannot vouch for itself."""
    listing = git.call("config", "--show-scope", "--includes", "--list", "-z")
    items = listing.stdout.decode("utf-8", "replace").split("\0") if listing.is_ok else []
    trusted = {f"safe.directory\n{place}" for place in ("*", repository.top)}
    return any(
        scope not in _FOREIGN_SCOPES and setting in trusted
        for scope, setting in zip(items[::2], items[1::2], strict=False)
    )


def _programs(repository: Repository, git: Git) -> HistoryState | None:
    found = next(filter(_PROGRAMS.fullmatch, _own_keys(repository, git)), None)
    if found is None:
        return None
    return HistoryState(
        kind="programs",
        reason=f"this repository's own git settings start a program ({found})",
        remedy="if it is yours, set it with `git config --global` and remove it from .git/config",
    )


def _own_keys(repository: Repository, git: Git) -> list[str]:
    """Keys that the repository itself sets, those of included files too. Listing settings runs nothing."""
    scopes = ["--local"]
    if os.path.lexists(os.path.join(repository.git_dir, "config.worktree")):
        scopes.append("--worktree")
    listings = (git.read("config", scope, "--includes", "--list", "-z") for scope in scopes)
    settings = b"".join(listings).decode("utf-8", "replace").split("\0")
    return [setting.partition("\n")[0] for setting in settings if setting]


def _operation(repository: Repository) -> HistoryState | None:
    for name, kind, reason, remedy in OPERATIONS:
        if os.path.lexists(os.path.join(repository.git_dir, name)):
            return HistoryState(kind=kind, reason=f"{reason} in this repository", remedy=remedy)
    return None


def _detached(repository: Repository) -> HistoryState | None:
    head = read_head(repository)
    if head.ref or not head.is_certain:
        return None
    return HistoryState(
        kind="detached",
        reason="no branch is checked out, so a commit could be lost",
        remedy="`git switch main` goes back to it, `git switch -c NAME` makes a branch here",
    )


def _nested(repository: Repository) -> HistoryState | None:
    for folder in ("ideas", "drafts"):
        if has_own_repository(repository.absolute(folder)):
            return nested(folder)
    return None


def nested(path: str) -> HistoryState:
    """A folder of the workspace is a repository of its own: its files cannot be recorded from here."""
    return HistoryState(
        kind="nested",
        reason=f"{path} is a git repository of its own inside the workspace's",
        remedy=f"move {path}/.git away to record it here",
    )


def _stale_lock(repository: Repository) -> HistoryState | None:
    path = os.path.join(repository.git_dir, "index.lock")
    try:
        since = os.stat(path).st_mtime
    except FileNotFoundError:
        return None
    if time.time() - since < STALE_LOCK_S:
        return None  # a git at work: the commit waits for it
    return locked(path, since)


def locked(path: str, since: float | None = None) -> HistoryState:
    """Another git holds the lock, or one that died left it."""
    when = "" if since is None else f" since {datetime.fromtimestamp(since).astimezone():%H:%M}"
    return HistoryState(
        kind="locked",
        reason=f"git is busy: {path} is locked{when}",
        remedy="wait for the other git; if none is running, delete the lock file",
    )


def unavailable(state: HistoryState) -> HistoryUnavailable:
    """A state in which nothing can be recorded, as the error to raise."""
    return HistoryUnavailable(state.kind, state.reason, state.remedy)


def _no_identity(git: Git) -> HistoryState | None:
    if git.call("var", "GIT_AUTHOR_IDENT").is_ok:
        return None
    return HistoryState(
        kind="no-identity",
        reason="git does not know your name and address yet",
        remedy='git config --global user.name "YOUR NAME" and git config --global user.email YOU@EXAMPLE.ORG',
    )
