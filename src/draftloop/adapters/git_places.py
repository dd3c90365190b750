"""Where a workspace's repository is, read from files alone: no process, no library.

The workspace may be a subfolder of a repository, a linked worktree or a submodule. Bare look-alikes and
`.git` files that point to a place which does not point back are not entered: opening must run nothing.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from typing import TextIO

from draftloop.loop.ports import HistoryState

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_MAX_POINTER_BYTES = 8192

_MOST_BYTES = 1 << 27
"""An index of a million files has less."""
_MOST_READ_HERE = {"packed-refs": 1 << 24, "config": 1 << 22, "config.worktree": 1 << 22, "HEAD": 1 << 16}
"""What is taken into memory as a whole: two hundred thousand branches and tags are enough."""
_READ_BY_GIT = (
    *("config", "packed-refs", "shallow", "info/attributes", "info/exclude", "info/grafts"),
    *("objects/info/alternates", "objects/info/commit-graph"),
)
_WRITTEN = (
    "objects",
    "refs/heads",
    "refs/tags",
    "refs/draftloop/autosave",
    "refs/draftloop/trash",
    "logs/refs/heads",
)

NO_REPOSITORY = HistoryState(
    kind="no-repository",
    reason="the workspace is not in a git repository, so nothing can be recorded",
    remedy="`draftloop init` makes one; writing works without it",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository as it lies on the disk; all paths absolute and real."""

    top: str
    """Top folder of the work tree."""
    git_dir: str
    """HEAD and index; for a linked worktree its own."""
    common_dir: str
    """Branches and objects; the same as `git_dir` but for a linked worktree."""
    prefix: str
    """The workspace below `top`, with a final `/`; empty when it is the top."""

    def absolute(self, path: str) -> str:
        """A workspace path on the disk."""
        return os.path.join(self.top, self.prefix + path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is checked out."""

    ref: str
    """`refs/heads/main`; empty when HEAD names a commit and no branch."""
    commit: str
    """Empty before the first commit, or when only git itself can tell."""
    is_certain: bool = True
    """False when the files do not tell (a newer store of refs)."""


def find_repository(root: str) -> Repository | HistoryState:
    """The repository around `root`, or why there is none to use."""
    root = os.path.realpath(root)
    top = root
    while True:
        entry = os.path.join(top, ".git")
        if os.path.lexists(entry):
            return _enter(root, top, entry)
        parent = os.path.dirname(top)
        if parent == top:
            return NO_REPOSITORY
        top = parent


def read_head(repository: Repository) -> Head:
    """What is checked out, from HEAD, the branch's file or packed-refs."""
    text = _read(os.path.join(repository.git_dir, "HEAD"))
    if _COMMIT.fullmatch(text):
        return Head(ref="", commit=text)
    ref = text.removeprefix("ref:").strip()
    if not ref.startswith("refs/") or ".." in ref or ref.endswith("/.invalid"):
        return Head(ref="", commit="", is_certain=False)
    return Head(ref=ref, commit=read_ref(repository, ref))


def read_ref(repository: Repository, ref: str) -> str:
    """The object a ref names, as the files tell; empty when they do not."""
    found = _read(os.path.join(repository.common_dir, ref))
    return found if _COMMIT.fullmatch(found) else _packed_refs(repository).get(ref, "")


def branches(repository: Repository) -> list[str]:
    """Names of branches that have a commit, as the files tell, main first."""
    found: set[str] = set()
    heads = os.path.join(repository.common_dir, "refs", "heads")
    for folder, _, names in os.walk(heads):
        for name in names:
            path = os.path.join(folder, name)
            if not name.endswith(".lock") and _COMMIT.fullmatch(_read(path)):
                found.add(os.path.relpath(path, heads).replace(os.sep, "/"))
    packed = _packed_refs(repository)
    found.update(name.removeprefix("refs/heads/") for name in packed if name.startswith("refs/heads/"))
    return sorted(found, key=lambda name: (name != "main", name))


def scratch_path(repository: Repository, name: str) -> str:
    """Where a database that may be lost lies: below the git folder, one for each workspace in it."""
    stem, dot, ending = name.partition(".")
    if repository.prefix:
        stem += f"-{hashlib.blake2b(os.fsencode(repository.prefix), digest_size=4).hexdigest()}"
    return os.path.join(repository.git_dir, "draftloop", f"{stem}{dot}{ending}")


def has_own_repository(folder: str) -> bool:
    """Whether a folder below the workspace is a repository of its own."""
    return os.path.lexists(os.path.join(folder, ".git"))


def _enter(root: str, top: str, entry: str) -> Repository | HistoryState:
    is_own = os.path.isdir(entry) and not os.path.islink(entry)
    git_dir = entry if is_own else _follow(top, entry)
    if git_dir is None:
        return HistoryState(
            kind="no-repository",
            reason=f"{entry} points to a git folder that does not point back",
            remedy="`git worktree repair` mends a moved worktree; else run `git init` in the workspace",
        )
    git_dir = os.path.realpath(git_dir)
    common = _read(os.path.join(git_dir, "commondir"))
    common_dir = os.path.realpath(os.path.join(git_dir, common)) if common else git_dir
    if (is_own and common) or _leads_out(common_dir):
        return HistoryState(
            kind="no-repository",
            reason=f"{entry} stores its branches or objects in another repository through a link",
            remedy="`git clone` it to get one that stands alone",
        )
    unfit = _unfit_part(git_dir, common_dir)
    if unfit:
        return HistoryState(
            kind="no-repository",
            reason=f"{entry} is damaged: {unfit} is no file that git could read",
            remedy="restore it from a backup, or move it away and run `draftloop init`",
        )
    if not os.path.isfile(os.path.join(git_dir, "HEAD")) or not os.path.isdir(
        os.path.join(common_dir, "objects")
    ):
        return HistoryState(
            kind="no-repository",
            reason=f"{entry} is damaged: HEAD or objects are missing",
            remedy="restore it from a backup, or move it away and run `draftloop init`",
        )
    below = os.path.relpath(root, top)
    return Repository(
        top=top,
        git_dir=git_dir,
        common_dir=common_dir,
        prefix="" if below == os.curdir else below.replace(os.sep, "/") + "/",
    )


def _leads_out(common_dir: str) -> bool:
    """Whether a link in the git folder would have a commit written somewhere else."""
    places = (os.path.join(common_dir, *name.split("/")) for name in _WRITTEN)
    return any(os.path.realpath(place) != place for place in places)


def _follow(top: str, entry: str) -> str | None:
    """The git folder a `.git` file names, if that folder belongs to `top`."""
    target = _read(entry)
    if not target.startswith("gitdir:") or os.path.islink(entry):
        return None
    git_dir = os.path.realpath(os.path.join(top, target.removeprefix("gitdir:").strip()))
    back = _read(os.path.join(git_dir, "gitdir"))
    common = os.path.realpath(os.path.join(git_dir, _read(os.path.join(git_dir, "commondir"))))
    # A forged worktree could name another repository of this user as its own, and write to its branches.
    is_listed = git_dir.startswith(os.path.join(common, "worktrees") + os.sep)
    if back and is_listed and os.path.realpath(os.path.join(git_dir, back)) == os.path.realpath(entry):
        return git_dir
    folder = top
    while os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
        modules = os.path.realpath(os.path.join(folder, ".git", "modules"))
        if git_dir.startswith(modules + os.sep):
            return git_dir
    return None


def _packed_refs(repository: Repository) -> dict[str, str]:
    found: dict[str, str] = {}
    path = os.path.join(repository.common_dir, "packed-refs")
    with contextlib.suppress(FileNotFoundError), _open_file(path) as file:
        for line in file:
            commit, _, name = line.strip().partition(" ")
            if _COMMIT.fullmatch(commit):
                found[name] = commit
    return found


def _read(path: str) -> str:
    """A small file of git's, stripped; empty when it is not there."""
    with contextlib.suppress(OSError), _open_file(path) as file:
        return file.read(_MAX_POINTER_BYTES).strip()
    return ""


def _open_file(path: str) -> TextIO:
    """A file of git's. A pipe in its place would be waited for, a device read without end."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileNotFoundError(errno.ENOENT, "no regular file", path)
    return open(descriptor, encoding="utf-8", errors="replace")


def _unfit_part(git_dir: str, common_dir: str) -> str:
    """The first file of a git folder that git would hang on, relative to it; empty when all are sound."""
    own = [(git_dir, name) for name in ("HEAD", "index", "config.worktree")]
    ref = _read(os.path.join(git_dir, "HEAD")).removeprefix("ref:").strip()
    if ".." in ref:
        return "HEAD"
    shared = [*_READ_BY_GIT, *([ref] if ref.startswith("refs/") else [])]
    for folder, name in [*own, *((common_dir, name) for name in shared)]:
        try:
            found = os.stat(os.path.join(folder, name))
        except (OSError, ValueError):
            continue  # not there, or a name that cannot be: git says what it makes of it
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST_READ_HERE.get(name, _MOST_BYTES):
            return name
    return ""
