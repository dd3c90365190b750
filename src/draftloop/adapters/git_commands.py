"""Plain git as a program: which commands may run, and in what environment.

Nothing a repository says can start a program here, save filter drivers: git has no switch against them,
so `git_state.py` refuses repositories that bring their own. The user's own git settings are trusted.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping

from draftloop.adapters.run import Result, find_program, run
from draftloop.loop.errors import HistoryUnavailable

TIMEOUT_S = 30.0
"""Hooks have no time limit of their own."""

ALLOWED: dict[str, frozenset[str]] = {
    "add": frozenset({"--intent-to-add"}),
    "cat-file": frozenset({"--batch", "--batch-check"}),
    "check-attr": frozenset({"-z"}),
    "commit": frozenset({"--allow-empty", "--only", "--cleanup=verbatim", "--file=-"}),
    "config": frozenset({"--includes", "--list", "--local", "--show-scope", "--worktree", "-z"}),
    "diff-tree": frozenset({"--stdin", "--name-status", "--root", "-M", "-c", "-r", "-z"}),
    "for-each-ref": frozenset({"--format="}),
    "hash-object": frozenset({"--stdin-paths", "-w"}),
    "init": frozenset({"--initial-branch=main", "--quiet", "--template="}),
    "ls-tree": frozenset({"-r", "-z"}),
    "merge-base": frozenset({"--is-ancestor"}),
    "rev-parse": frozenset({"--quiet", "--verify"}),
    "status": frozenset(
        {"--ignore-submodules=all", "--no-renames", "--porcelain=v1", "--untracked-files=all", "-z"}
    ),
    "tag": frozenset({"--annotate", "--cleanup=verbatim", "--file=-"}),
    "unpack-objects": frozenset({"-q"}),
    "update-ref": frozenset({"--no-deref"}),
    "var": frozenset(),
    "version": frozenset(),
}
"""Subcommands and their options. None of them rewrites, stashes, resets, deletes, forces or collects."""

OWN_REFS = "refs/draftloop/"
"""Only below this may a ref be moved by hand; branches and tags move by `commit` and `tag`."""

KEPT_VARIABLES = frozenset(
    {
        "GIT_AUTHOR_NAME",
        "GIT_AUTHOR_EMAIL",
        "GIT_COMMITTER_NAME",
        "GIT_COMMITTER_EMAIL",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_NOSYSTEM",
    }
)
"""Who the user is and where the user's own settings lie; all other GIT_* could point git elsewhere."""

OVERRIDES: dict[str, str] = {
    "core.abbrev": "no",
    "core.askPass": "",
    "core.fsmonitor": "false",
    "core.gitProxy": "",
    "core.pager": "cat",
    "core.quotePath": "false",
    "core.sshCommand": "ssh",
    "credential.helper": "",
    "diff.external": "",
    "gc.auto": "0",
    "i18n.commitEncoding": "UTF-8",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
    # git would otherwise invent root@localhost as the author.
    "user.useConfigOnly": "true",
}


class ForbiddenGitCommand(AssertionError):
    """A fault of ours: draftloop never runs this (P13 of the promises)."""


class Git:
    """git on one repository."""

    def __init__(self, *, top: str, git_dir: str, hooks: bool = False) -> None:
        self._top, self._git_dir, self._hooks = top, git_dir, hooks

    def call(
        self, command: str, *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> Result:
        """Run one allowed command; names after `--` are taken literally."""
        check_allowed(command, arguments)
        # Naming both keeps git from searching, and from a core.worktree that points elsewhere.
        place = {"GIT_DIR": self._git_dir, "GIT_WORK_TREE": self._top}
        # git before 2.31 does not read settings from the environment.
        settings = overrides(hooks=self._hooks) if version() < (2, 31) else {}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return _start(
            [*options, "--literal-pathspecs", command, *arguments],
            cwd=self._top,
            stdin=stdin,
            env=git_environment(hooks=self._hooks) | place | dict(env or {}),
        )

    def read(self, command: str, *arguments: str, stdin: bytes = b"") -> bytes:
        """Standard output of a command that only reads.

        Raises:
            HistoryUnavailable: it failed.
        """
        result = self.call(command, *arguments, stdin=stdin, env={"GIT_OPTIONAL_LOCKS": "0"})
        if not result.is_ok:
            raise failure(command, result)
        return result.stdout


def init_repository(folder: str) -> None:
    """Make `folder` a git repository with the branch main and without the machine's hook templates.

    Raises:
        HistoryUnavailable: git could not.
        ToolMissing: git is not there.
    """
    branch = ("--initial-branch=main",) if version() >= (2, 28) else ()
    arguments = ("--quiet", "--template=", *branch, "--", folder)
    check_allowed("init", arguments)
    result = _start(["init", *arguments], cwd=folder, stdin=b"", env=git_environment())
    if not result.is_ok:
        raise failure("init", result)


def check_allowed(command: str, arguments: tuple[str, ...]) -> None:
    """Raise ForbiddenGitCommand for anything that is not on the list."""
    options = ALLOWED.get(command)
    if options is None:
        raise ForbiddenGitCommand(command)
    for argument in arguments:
        if argument == "--":
            break
        is_known = argument in options or f"{argument.partition('=')[0]}=" in options
        if argument.startswith("-") and not is_known:
            raise ForbiddenGitCommand(f"{command} {argument}")
    if command == "update-ref":
        _check_own_ref(arguments)


def _check_own_ref(arguments: tuple[str, ...]) -> None:
    """Only a ref of ours, itself and not what it may point to, from one value to another."""
    match arguments:
        case ("--no-deref", ref, _, _) if ref.startswith(OWN_REFS):
            return
        case _:
            raise ForbiddenGitCommand(f"update-ref {' '.join(arguments)}")


def failure(command: str, result: Result) -> HistoryUnavailable:
    """What a failed git says, as an error of ours."""
    if result.timed_out:
        return HistoryUnavailable(
            "failed",
            f"git {command} took longer than {TIMEOUT_S:.0f} seconds",
            "try again, or run it by hand",
        )
    said = result.complaint.removeprefix("fatal: ").removeprefix("error: ")
    if b"No space left on device" in result.stderr or b"Disk quota exceeded" in result.stderr:
        return HistoryUnavailable("failed", "the disk is full", "free some space and try again")
    return HistoryUnavailable(
        "failed", f"git {command} failed: {said or result.status}", "`git status` in the workspace tells more"
    )


def git_environment(*, hooks: bool = False) -> dict[str, str]:
    """Our environment without the GIT_* that lead git astray, and with our settings above all others."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k in KEPT_VARIABLES}
    settings = overrides(hooks=hooks)
    for index, (key, value) in enumerate(settings.items()):
        kept[f"GIT_CONFIG_KEY_{index}"] = key
        kept[f"GIT_CONFIG_VALUE_{index}"] = value
    return kept | {
        "GIT_CONFIG_COUNT": str(len(settings)),
        "GIT_TERMINAL_PROMPT": "0",
        # Nothing here speaks to a remote; a repository with missing objects would fetch them by itself.
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ASKPASS": "false",
        "GIT_EDITOR": "true",
        # Messages are looked into for locks and identity.
        "LC_ALL": "C",
        "LANGUAGE": "C",
    }


def overrides(*, hooks: bool = False) -> dict[str, str]:
    """The settings that hold above those of the repository and of the user."""
    settings = OVERRIDES | durability()
    if not hooks:
        settings["core.hooksPath"] = os.devnull
    return settings


def durability() -> dict[str, str]:
    """The setting that makes git flush what it writes; its name depends on git's age."""
    if version() >= (2, 36):
        return {"core.fsync": "all"}
    return {"core.fsyncObjectFiles": "true"}


def version() -> tuple[int, ...]:
    """Version of git, asked once.

    Raises:
        ToolMissing: git is not there.
    """
    return _version_of(program())


def program() -> str:
    """Absolute path of git. Raises HistoryUnavailable when there is none."""
    path = find_program("git")
    if path is None:
        raise HistoryUnavailable(
            "no-git", "git is not installed", "install it to record iterations; writing works without it"
        )
    return path


@functools.cache
def _version_of(path: str) -> tuple[int, ...]:
    said = run([path, "version"], cwd=os.sep).stdout.decode("ascii", "replace").split()
    numbers = said[2].split(".")[:2] if len(said) > 2 else []
    return tuple(int(number) for number in numbers if number.isdigit())


def _start(arguments: list[str], *, cwd: str, stdin: bytes, env: Mapping[str, str]) -> Result:
    return run([program(), *arguments], cwd=cwd, stdin=stdin, timeout_s=TIMEOUT_S, env=env)
