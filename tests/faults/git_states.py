"""The states a real repository gets into, each with how it ends again."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.faults.harness import Workspace

Change = Callable[[Workspace], None]
_HOOKS_YES = "[git]\nhooks = true\n"


@dataclass(frozen=True, kw_only=True)
class GitState:
    """A state, and what may be expected in it."""

    name: str
    make: Change
    end: Change
    """What the author does about it, later; after it everything is committed."""
    takes_commits: bool = True
    """Whether an iteration ended in it is committed at once."""
    rewrites: bool = False
    """Whether git stores another text than was meant."""
    env: tuple[tuple[str, str], ...] = ()
    """Of draftloop alone; git is asked without it."""


def _nothing(_: Workspace) -> None: ...


def _git_folder(workspace: Workspace) -> Path:
    return workspace.folder / ".git"


def _detach(workspace: Workspace) -> None:
    workspace.git("checkout", "-q", "--detach")


def _attach(workspace: Workspace) -> None:
    workspace.git("symbolic-ref", "HEAD", "refs/heads/main")


def _begin_merge(workspace: Workspace) -> None:
    """A conflict in a file that has nothing to do with the draft."""
    workspace.git("checkout", "-q", "-b", "other")
    for branch, text in (("other", "theirs\n"), ("main", "ours\n")):
        workspace.git("checkout", "-q", branch)
        workspace.write("site.txt", text)
        workspace.git("add", "site.txt")
        workspace.git("commit", "-q", "-m", f"Change the site, {branch}")
    workspace.git("merge", "-q", "other", check=False)


def _end_merge(workspace: Workspace) -> None:
    workspace.write("site.txt", "both\n")
    workspace.git("add", "site.txt")
    workspace.git("commit", "-q", "-m", "Merge the site")


def _lock(workspace: Workspace) -> None:
    """Another git holds the index, now and for longer than anybody waits."""
    (_git_folder(workspace) / "index.lock").touch()


def _lock_long_ago(workspace: Workspace) -> None:
    _lock(workspace)
    age_locks(workspace)


def _unlock(workspace: Workspace) -> None:
    (_git_folder(workspace) / "index.lock").unlink(missing_ok=True)


def _hook(text: str) -> Change:
    def make(workspace: Workspace) -> None:
        hook = _git_folder(workspace) / "hooks" / "pre-commit"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{text}\n")
        hook.chmod(0o755)
        settings = workspace.home / ".config" / "draftloop" / "config.toml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_HOOKS_YES)

    return make


def _no_hook(workspace: Workspace) -> None:
    (_git_folder(workspace) / "hooks" / "pre-commit").unlink(missing_ok=True)


def _no_hanging_hook(workspace: Workspace) -> None:
    """The author ends the hook that hangs, and the git that waits for it."""
    _no_hook(workspace)
    for process in psutil.process_iter(["cwd"]):
        if str(process.info["cwd"] or "").startswith(str(workspace.base)):
            with contextlib.suppress(psutil.Error):
                process.kill()


def _configure(*pairs: tuple[str, str]) -> Change:
    def make(workspace: Workspace) -> None:
        for key, value in pairs:
            workspace.git("config", "--global", key, value)

    return make


def _unconfigure(*keys: str) -> Change:
    def end(workspace: Workspace) -> None:
        for key in keys:
            workspace.git("config", "--global", "--unset-all", key, check=False)

    return end


def _become_worktree(workspace: Workspace) -> None:
    """The workspace is a linked worktree of a repository that stands beside it."""
    main = workspace.base / "main"
    workspace.folder.rename(main)
    add = ("worktree", "add", "-q", str(workspace.folder), "main")
    for arguments in (("checkout", "-q", "--detach"), add):
        subprocess.run(["git", *arguments], cwd=main, env=workspace.env, check=True, capture_output=True)


def _stage_others(workspace: Workspace) -> None:
    workspace.write("site.txt", "staged by the author\n")
    workspace.write("README.md", "staged too\n")
    workspace.git("add", "site.txt", "README.md")
    workspace.write("site.txt", "and changed since\n")


def age_locks(workspace: Workspace, seconds: float = 300) -> None:
    """As if the locks that are there had been left some minutes ago."""
    then = time.time() - seconds
    for lock in _common_folder(workspace).rglob("*.lock"):
        with contextlib.suppress(FileNotFoundError):
            os.utime(lock, (then, then))


def locks(workspace: Workspace) -> list[str]:
    """Names of git's locks."""
    folder = _common_folder(workspace)
    return sorted(str(lock.relative_to(folder)) for lock in folder.rglob("*.lock"))


def _common_folder(workspace: Workspace) -> Path:
    """Git's own folder, of all worktrees."""
    return workspace.folder / workspace.git("rev-parse", "--git-common-dir").strip()


PLAIN = GitState(name="plain", make=_nothing, end=_nothing)
STATES: tuple[GitState, ...] = (
    PLAIN,
    GitState(name="detached", make=_detach, end=_attach, takes_commits=False),
    GitState(name="merge", make=_begin_merge, end=_end_merge, takes_commits=False),
    GitState(name="locked", make=_lock, end=_unlock, takes_commits=False),
    GitState(name="lock-left", make=_lock_long_ago, end=_unlock, takes_commits=False),
    GitState(name="hook-fails", make=_hook("echo no >&2; exit 1"), end=_no_hook, takes_commits=False),
    GitState(name="hook-hangs", make=_hook("sleep 300"), end=_no_hanging_hook, takes_commits=False),
    GitState(
        name="hook-rewrites",
        make=_hook("for f in drafts/*/post.md drafts/*/outline.md; do echo hooked >> $f; git add $f; done"),
        end=_no_hook,
        rewrites=True,
    ),
    GitState(
        name="gpg-broken",
        make=_configure(("commit.gpgsign", "true"), ("gpg.program", "false")),
        end=_unconfigure("commit.gpgsign", "gpg.program"),
        takes_commits=False,
    ),
    GitState(name="autocrlf", make=_configure(("core.autocrlf", "true")), end=_nothing),
    GitState(name="worktree", make=_become_worktree, end=_nothing),
    GitState(name="others-staged", make=_stage_others, end=_nothing),
    GitState(
        name="git-variables",
        make=_nothing,
        end=_nothing,
        env=(
            ("GIT_DIR", "/nonexistent"),
            ("GIT_WORK_TREE", "/nonexistent"),
            ("GIT_INDEX_FILE", "/nonexistent/index"),
            ("GIT_OBJECT_DIRECTORY", "/nonexistent/objects"),
            ("GIT_AUTHOR_DATE", "garbage"),
        ),
    ),
)
