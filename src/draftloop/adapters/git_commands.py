"""Plain git as a program: which commands may run, and in what environment.

Nothing a repository says can start a program here, save filter drivers: git has no switch against them,
so `git_state.py` refuses repositories that bring their own. The user's own git settings are trusted.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Mapping

from draftloop.adapters.git_heal import is_index_damaged, rebuild_index
from draftloop.adapters.run import Result, find_program, run
from draftloop.loop.errors import HistoryUnavailable

TIMEOUT_S = 30.0
"""Hooks have no time limit of their own."""

ALLOWED: dict[str, frozenset[str]] = {
    "add": frozenset({"--intent-to-add"}),
    "cat-file": frozenset({"--batch", "--batch-check"}),
    "check-attr": frozenset({"-z"}),
    "commit": frozenset({"--allow-empty", "--only", "--cleanup=verbatim", "--file=-", "--no-gpg-sign"}),
    "commit-tree": frozenset({"-S", "-p"}),
    "config": frozenset({"--includes", "--list", "--local", "--show-scope", "--worktree", "-z"}),
    "diff-tree": frozenset({"--stdin", "--name-status", "--root", "-M", "-c", "-r", "-z"}),
    "for-each-ref": frozenset({"--format="}),
    "hash-object": frozenset({"--path=", "--stdin", "--stdin-paths", "-w"}),
    "init": frozenset({"--initial-branch=main", "--quiet", "--template="}),
    "ls-files": frozenset({"--stage", "-z"}),
    "ls-tree": frozenset({"-r", "-z"}),
    "merge-base": frozenset({"--is-ancestor"}),
    "read-tree": frozenset(),
    "rev-list": frozenset({"--max-count=", "--reverse", "--topo-order"}),
    "rev-parse": frozenset({"--quiet", "--symbolic-full-name", "--verify"}),
    "status": frozenset(
        {"--ignore-submodules=all", "--no-renames", "--porcelain=v1", "--untracked-files=all", "-z"}
    ),
    "tag": frozenset({"--annotate", "--cleanup=verbatim", "--file=-"}),
    "unpack-objects": frozenset({"-q"}),
    "update-index": frozenset({"--index-info", "-z"}),
    "update-ref": frozenset({"--no-deref", "-m"}),
    "var": frozenset(),
    "version": frozenset(),
    "write-tree": frozenset(),
}
"""Subcommands and their options. None of them rewrites, stashes, resets, deletes, forces or collects."""

OWN_REFS = "refs/draftloop/"
"""Only below this may a ref be moved by hand to anything; a branch moves on from its own last commit."""

_COMMIT_NAME = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")

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


FILTERING = frozenset({"add", "commit", "hash-object", "status"})
"""Commands that would run a filter over a file."""
_FILTER = re.compile(r"filter\..*\.(?:clean|smudge|process|required)", re.DOTALL)


class ForbiddenGitCommand(AssertionError):
    """A fault of ours: draftloop never runs this (P13 of the promises)."""


class Git:
    """git on one repository."""

    def __init__(
        self, *, top: str, git_dir: str, hooks: bool = False, user_hooks: str = "", listed: str | None = None
    ) -> None:
        """Make one for a single piece of work: settings are listed once for all its commands.

        Args:
            top: Top folder of the work tree.
            git_dir: Its git folder.
            hooks: Whether the repository's own hooks run.
            user_hooks: The folder of those the user has for all; empty: none.
            listed: What `settings` gave a moment ago; None: not asked for yet.
        """
        self._top, self._git_dir = top, git_dir
        self._listed = listed
        self._hooks_path = None if hooks else user_hooks or os.devnull

    @property
    def runs_hooks(self) -> bool:
        """Whether any hook may run."""
        return self._hooks_path != os.devnull

    def call(
        self, command: str, *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> Result:
        """Run one allowed command; names after `--` are taken literally."""
        check_allowed(command, arguments)
        # Naming both keeps git from searching, and from a core.worktree that points elsewhere.
        place = {"GIT_DIR": self._git_dir, "GIT_WORK_TREE": self._top}
        # git before 2.31 does not read settings from the environment.
        unfiltered = self._unfiltered() if command in FILTERING else {}
        settings = overrides(self._hooks_path) | unfiltered if version() < (2, 31) else {}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        words = [*options, "--literal-pathspecs", command, *arguments]
        around = git_environment(self._hooks_path, unfiltered) | place | dict(env or {})
        result = _start(words, cwd=self._top, stdin=stdin, env=around)
        is_torn = is_index_damaged(result.stderr) and "GIT_INDEX_FILE" not in around
        if is_torn and command != "read-tree" and rebuild_index(self, self._git_dir):
            result = _start(words, cwd=self._top, stdin=stdin, env=around)
        return result

    def listed(self) -> str:
        """Every setting as git lists it, asked once. Listing runs nothing. Raises HistoryUnavailable."""
        if self._listed is None:
            # git before 2.26 cannot tell whose a setting is: then only the repository's own are listed.
            scope = "--show-scope" if version() >= (2, 26) else "--local"
            answer = self.read("config", scope, "--includes", "--list", "-z")
            self._listed = answer.decode("utf-8", "surrogateescape")
        return self._listed

    def settings(self) -> list[tuple[str, str, str]]:
        """Scope, key and value of every setting, in the order in which they hold."""
        fields = self.listed().split("\0")
        if version() < (2, 26):
            fields = [part for field in fields if field for part in ("local", field)]
        found = []
        for scope, setting in zip(fields[::2], fields[1::2], strict=False):
            key, has_value, value = setting.partition("\n")
            found.append((scope, key, value if has_value else "true"))
        return found

    def _unfiltered(self) -> dict[str, str]:
        """What switches off the filters that the repository itself defines: git has no switch for all.

        A look at its settings runs nothing. A filter of the user's own, such as that of git-lfs, goes on.
        """
        own, of_user = set[str](), dict[str, str]()
        for scope, key, value in self.settings():
            if not _FILTER.fullmatch(key):
                continue
            if scope in ("system", "global"):
                of_user[key] = value
            else:
                own.add(key)
        return {key: of_user.get(key, "false" if key.endswith("required") else "") for key in own}

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
    """Only a ref of ours, itself and not what it may point to; or a branch whose last commit is named."""
    match arguments:
        case ("--no-deref", ref, _, _) if ref.startswith(OWN_REFS):
            return
        case ("--no-deref", "-m", _, ref, new, old) if ref.startswith("refs/heads/"):
            if _COMMIT_NAME.fullmatch(new) and _COMMIT_NAME.fullmatch(old):
                return
            raise ForbiddenGitCommand(f"update-ref {' '.join(arguments)}")
        case _:
            raise ForbiddenGitCommand(f"update-ref {' '.join(arguments)}")


_DAMAGE: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (
        re.compile(rb"No space left on device|Disk quota exceeded|out of disk space"),
        "the disk is full",
        "free some space and try again",
    ),
    (
        re.compile(
            rb"Read-only file system|insufficient permission|Permission denied|unable to create temporary"
        ),
        "git may not write to this repository",
        "look at the permissions of .git",
    ),
    (
        re.compile(rb"index file (corrupt|smaller)|bad (index file|signature)|index uses .* extension"),
        "git's index is damaged",
        "move .git/index away, then `git reset` builds a new one; your files stay as they are",
    ),
    (
        re.compile(
            rb"object .*(is corrupt|is empty)|corrupt loose object|unable to (read|parse)|bad (object|tree)"
            rb"|could not parse|missing (blob|tree|commit)|reference broken|invalid object|inflate:"
        ),
        "an object or a branch of the repository is damaged",
        "`git fsck` names it; take .git from a backup or a clone, your files stay as they are",
    ),
    (
        re.compile(rb"not a git repository"),
        "HEAD of the repository is damaged",
        "`git symbolic-ref HEAD refs/heads/main` mends it if your branch is main",
    ),
)
"""What git complains about, what that is called here, and what helps."""


def failure(command: str, result: Result) -> HistoryUnavailable:
    """What a failed git says, as an error of ours."""
    if result.timed_out:
        return HistoryUnavailable(
            "failed",
            f"git {command} took longer than {TIMEOUT_S:.0f} seconds and was stopped",
            "try again, or run it by hand",
        )
    for complaint, reason, remedy in _DAMAGE:
        if complaint.search(result.stderr):
            return HistoryUnavailable("failed", reason, remedy)
    said = result.complaint.removeprefix("fatal: ").removeprefix("error: ")
    return HistoryUnavailable(
        "failed", f"git {command} failed: {said or result.status}", "`git status` in the workspace tells more"
    )


def git_environment(
    hooks_path: str | None = os.devnull, more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Our environment without the GIT_* that lead git astray, and with our settings above all others."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k in KEPT_VARIABLES}
    settings = overrides(hooks_path) | dict(more or {})
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


def overrides(hooks_path: str | None = os.devnull) -> dict[str, str]:
    """The settings above those of the repository and of the user; None leaves it to them where hooks lie."""
    settings = OVERRIDES | durability()
    if hooks_path is not None:
        settings["core.hooksPath"] = hooks_path
    return settings


def durability() -> dict[str, str]:
    """The setting that makes git flush what it writes; its name depends on git's age."""
    if version() >= (2, 36):
        # On macOS, or with the user's `batch`, git would hand its bytes to the drive and not wait.
        return {"core.fsync": "all", "core.fsyncMethod": "fsync"}
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
