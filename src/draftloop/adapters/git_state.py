"""Whether git can record now; if not, one sentence that says why and one that says what to do.

Asked before every commit: in the middle of a merge or rebase a commit would land in the wrong place, and a
repository of another user, or one that brings its own programs, is not to be started at all.
"""

from __future__ import annotations

import os
import re
import time
from datetime import datetime
from shlex import quote

from draftloop.adapters.git_commands import Git
from draftloop.adapters.git_places import Repository, branches, has_own_repository, read_head
from draftloop.adapters.git_settings import GitSettings, read_settings
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

READY = HistoryState(kind="ready")
NO_IDENTITY = HistoryState(
    kind="no-identity",
    reason="git does not know your name and address yet",
    remedy='tell it: `git config --global user.name "YOUR NAME"` and '
    "`git config --global user.email YOU@EXAMPLE.ORG`",
)


def not_entered(repository: Repository, git: Git) -> HistoryState | None:
    """Why nothing at all is written here, not even objects; None when it may be."""
    settings = read_settings(git)
    return _foreign_owner(repository, settings) or _programs(settings)


def state_of(repository: Repository, git: Git, settings: GitSettings) -> HistoryState:
    """Whether a commit could be made now."""
    return hindrance_of(repository, settings) or _no_identity(git) or READY


def hindrance_of(repository: Repository, settings: GitSettings) -> HistoryState | None:
    """What stands against a commit, without a look at what the commit itself will tell."""
    return (
        _foreign_owner(repository, settings)
        or _programs(settings)
        or _operation(repository)
        or _detached(repository)
        or _nested(repository)
        or _stale_lock(repository)
    )


def is_foreign(repository: Repository) -> bool:
    """Whether another user owns the repository: git would refuse it too, but not before all it can do."""
    ours = {os.geteuid()}
    if 0 in ours and os.environ.get("SUDO_UID", "").isdigit():
        ours.add(int(os.environ["SUDO_UID"]))
    places = (repository.top, repository.git_dir, repository.common_dir)
    return any(os.stat(place).st_uid not in ours for place in places)


def _foreign_owner(repository: Repository, settings: GitSettings) -> HistoryState | None:
    trusted = {"*", repository.top}
    if not is_foreign(repository) or trusted.intersection(settings.of_user("safe.directory")):
        return None
    return HistoryState(
        kind="foreign-owner",
        reason=f"the git repository {repository.top} belongs to another user",
        remedy=f"if you trust it: git config --global --add safe.directory {repository.top}",
    )


def _programs(settings: GitSettings) -> HistoryState | None:
    found = next(filter(_PROGRAMS.fullmatch, settings.own_keys()), None)
    if found is None:
        return None
    return HistoryState(
        kind="programs",
        reason=f"this repository's own git settings start a program ({found})",
        remedy="if it is yours, set it with `git config --global` and remove it from .git/config",
    )


def _operation(repository: Repository) -> HistoryState | None:
    for name, kind, reason, remedy in OPERATIONS:
        if os.path.lexists(os.path.join(repository.git_dir, name)):
            return HistoryState(kind=kind, reason=f"{reason} in this repository", remedy=remedy)
    return None


def _detached(repository: Repository) -> HistoryState | None:
    head = read_head(repository)
    if not head.is_certain:
        return None
    if not head.ref:
        return HistoryState(
            kind="detached",
            reason="no branch is checked out, so a commit could be lost",
            remedy=off_a_branch(repository),
        )
    others = [] if head.commit else branches(repository)
    if others:
        # Not a new repository: a commit here would begin a second history beside the first.
        return HistoryState(
            kind="detached",
            reason=f"HEAD names the branch {head.ref.removeprefix('refs/heads/')}, which has no commit",
            remedy=f"`git symbolic-ref HEAD {quote(f'refs/heads/{others[0]}')}` goes back to {others[0]}",
        )
    return None


def off_a_branch(repository: Repository) -> str:
    """What helps where no branch is checked out. A branch's name is somebody's text, and quoted as such."""
    begins = "`git switch -c NAME` makes a branch here"
    known = branches(repository)
    return f"`git switch {quote(known[0])}` goes back to a branch, {begins}" if known else begins


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
    except OSError:
        return None
    if time.time() - since < STALE_LOCK_S:
        return None  # a git at work: the commit waits for it
    return locked(repository, path)


def locked(repository: Repository, path: str) -> HistoryState:
    """Another git holds the lock, or one that died left it."""
    name = os.path.relpath(path, repository.top) if os.path.isabs(path) else path
    try:
        since = f" since {datetime.fromtimestamp(os.stat(path).st_mtime).astimezone():%H:%M}"
    except OSError:
        since = ""  # gone by now
    return HistoryState(
        kind="locked",
        reason=f"git is busy, {name}{since}",
        remedy="wait for the other git; if none is running, `draftloop waiting unlock` looks into it",
    )


def unavailable(state: HistoryState) -> HistoryUnavailable:
    """A state in which nothing can be recorded, as the error to raise."""
    return HistoryUnavailable(state.kind, state.reason, state.remedy)


def _no_identity(git: Git) -> HistoryState | None:
    return None if git.call("var", "GIT_AUTHOR_IDENT").is_ok else NO_IDENTITY
