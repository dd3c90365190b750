"""The machines to try: what is missing, odd or forbidden there, by names that read well in the report."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.environment import PYTHON, Place
from tests.faults.harness import Workspace
from tests.faults.notes import note_skip

NOBODY = 65534


@dataclass(frozen=True, kw_only=True)
class Environment:
    """A machine to try, by a name that reads well in the report."""

    name: str
    enter: Callable[[Workspace], contextlib.AbstractContextManager[Place]]


ENVIRONMENTS: list[Environment] = []
Maker = Callable[[Workspace], Iterator[Place]]


def environment(name: str) -> Callable[[Maker], Maker]:
    """Put a generator that yields one Place on the list."""

    def put(maker: Maker) -> Maker:
        ENVIRONMENTS.append(Environment(name=name, enter=contextlib.contextmanager(maker)))
        return maker

    return put


def plainly(name: str, *, size: tuple[int, int] = (80, 24), **env: str | None) -> None:
    """Put one that differs by variables and by the size of its terminal alone."""

    def enter(workspace: Workspace) -> Iterator[Place]:
        yield Place(workspace=workspace, env=env, size=size)

    environment(name)(enter)


def leave_out(fault: str, reason: str) -> None:
    note_skip(fault, reason)
    pytest.skip(f"{fault}: {reason}")


@environment("no git")
def _no_git(workspace: Workspace) -> Iterator[Place]:
    yield Place(workspace=workspace, env={"PATH": str(workspace.base / "nothing")})


@environment("git 2.25")
def _old_git(workspace: Workspace) -> Iterator[Place]:
    """Says it is old, and does not read settings from the environment, as it did not."""
    stub = workspace.base / "bin/git"
    stub.parent.mkdir(exist_ok=True)
    stub.write_text(
        "#!/bin/sh\n"
        'if [ "$1" = version ]; then echo git version 2.25.1; exit; fi\n'
        f'unset GIT_CONFIG_COUNT; exec {shutil.which("git")} "$@"\n'
    )
    stub.chmod(0o755)
    yield Place(workspace=workspace, env={"PATH": f"{stub.parent}:{os.environ['PATH']}"})


plainly("LC_ALL=C without UTF-8 mode", LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
plainly("a terminal of 20x5", size=(20, 5))
plainly("a terminal of 1x1", size=(1, 1))
plainly("a terminal of 0x0", size=(0, 0))
plainly("no HOME", HOME=None)
plainly(
    "XDG folders that are no folders",
    DRAFTLOOP_STATE_DIR=None,
    XDG_STATE_HOME="relative",
    XDG_CONFIG_HOME="\x7f",
    XDG_DATA_HOME="",
)
plainly("LC_ALL=POSIX", LC_ALL="POSIX")
plainly("a Latin-1 locale", LC_ALL="de_DE.ISO-8859-1", PYTHONIOENCODING="latin-1")
plainly("TERM=dumb", TERM="dumb")
plainly("TERM=linux", TERM="linux")
plainly("TERM unset", TERM="")
plainly("NO_COLOR", NO_COLOR="1")


@environment("a HOME that takes nothing, and no state folder")
def _home_read_only(workspace: Workspace) -> Iterator[Place]:
    # Even root can make nothing there.
    yield Place(workspace=workspace, env={"HOME": "/proc/self", "DRAFTLOOP_STATE_DIR": None}, keeps=False)


@environment("a state folder inside the workspace")
def _state_inside(workspace: Workspace) -> Iterator[Place]:
    yield Place(workspace=workspace, env={"DRAFTLOOP_STATE_DIR": str(workspace.folder / "drafts/.state")})


@environment("a disk that knows no links, as sticks do")
def _no_links(workspace: Workspace) -> Iterator[Place]:
    shim = shimmed(workspace.base, _NO_LINKS)
    if shim is None:
        leave_out("a disk that knows no links, as sticks do", "needs gcc and LD_PRELOAD")
    yield Place(workspace=workspace, env={"LD_PRELOAD": shim})


_NO_LINKS = """
#include <errno.h>
int link(const char *a, const char *b) { errno = EPERM; return -1; }
int linkat(int a, const char *b, int c, const char *d, int e) { errno = EPERM; return -1; }
int symlink(const char *a, const char *b) { errno = EPERM; return -1; }
int symlinkat(const char *a, int b, const char *c) { errno = EPERM; return -1; }
int renameat2(int a, const char *b, int c, const char *d, unsigned e) { errno = EINVAL; return -1; }
"""


def shimmed(base: Path, source: str) -> str | None:
    """A library to load before all others; None where none can be made."""
    if sys.platform != "linux" or shutil.which("gcc") is None:
        return None
    code, made = base / "shim.c", base / "shim.so"
    code.write_text(source)
    done = subprocess.run(
        ["gcc", "-shared", "-fPIC", "-o", str(made), str(code), "-ldl"], capture_output=True, check=False
    )
    return str(made) if done.returncode == 0 else None


@environment("umask 000")
def _umask_open(workspace: Workspace) -> Iterator[Place]:
    yield Place(workspace=workspace, before=("/bin/sh", "-c", 'umask 000; exec "$@"', "sh"))
    loose = [
        path
        for path in workspace.state.rglob("*")
        if path.relative_to(workspace.state).parts[0] in ("recovery", "queue", "locks")
        and path.stat().st_mode & 0o077
    ]
    assert not loose, f"others can read {loose}"


@environment("umask 077")
def _umask_shut(workspace: Workspace) -> Iterator[Place]:
    yield Place(workspace=workspace, before=("/bin/sh", "-c", 'umask 077; exec "$@"', "sh"))


@environment("32 open files at most")
def _few_files(workspace: Workspace) -> Iterator[Place]:
    yield Place(workspace=workspace, before=("/bin/sh", "-c", 'ulimit -n 32; exec "$@"', "sh"))


@environment("1 GB of address space")
def _little_memory(workspace: Workspace) -> Iterator[Place]:
    yield Place(workspace=workspace, before=("/bin/sh", "-c", 'ulimit -v 1000000; exec "$@"', "sh"))


@environment("a user who is not root and has no name")
def _nobody(workspace: Workspace) -> Iterator[Place]:
    name, uid = "a user who is not root and has no name", 4711
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        leave_out(name, "needs root and setpriv")
    before = ("setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups")
    base = Path(tempfile.mkdtemp(prefix="draftloop-nobody-"))
    try:
        theirs = Workspace(base=base / "theirs", extra={"HOME": ""})
        shutil.copytree(workspace.base, theirs.base, symlinks=True)
        base.chmod(0o755)
        theirs.base.chmod(0o755)
        for place, folders, files in os.walk(theirs.base):
            for one in [".", *folders, *files]:
                os.chown(os.path.join(place, one), uid, uid, follow_symlinks=False)
        tried = subprocess.run(
            [*before, *PYTHON, "--version"], cwd=theirs.folder, capture_output=True, check=False
        )
        if tried.returncode:
            leave_out(name, "another user may not start the program of this run")
        # Without a home, a name and a place for the state there is nowhere to keep anything.
        env = {"HOME": None, "DRAFTLOOP_STATE_DIR": None, "DRAFTLOOP_MODEL_DIR": None}
        yield Place(workspace=theirs, before=before, env=env, keeps=False)
        assert not (theirs.folder / "~").exists(), "a folder called ~ was made in the workspace"
    finally:
        shutil.rmtree(base)


@environment("root in a workspace of another user")
def _foreign(workspace: Workspace) -> Iterator[Place]:
    if os.geteuid() != 0:
        leave_out("root in a workspace of another user", "needs root")
    for place, folders, files in os.walk(workspace.folder):
        for name in [*folders, *files]:
            os.chown(os.path.join(place, name), NOBODY, NOBODY, follow_symlinks=False)
    os.chown(workspace.folder, NOBODY, NOBODY)
    yield Place(workspace=workspace)


def _named(name: str, shown: str) -> None:
    def enter(workspace: Workspace) -> Iterator[Place]:
        folder = workspace.base / name
        workspace.folder.rename(folder)
        try:
            yield Place(workspace=workspace, folder=str(folder))
        finally:
            folder.rename(workspace.folder)

    environment(f"a path with {shown}")(enter)


_named("a b  c", "spaces")
_named("a\nb", "a newline")
_named('it\'s "so" $HOME `x` %s', "quotes")
_named("日本語 ü", "letters beyond ASCII")
_named("🧑‍🚀 -x", "emoji")
_named("a\x1b]0;x\x07b\udcff", "escapes and bytes that are no text")


@environment("a path of nearly 4,000 bytes")
def _long_path(workspace: Workspace) -> Iterator[Place]:
    folder = workspace.base
    while len(str(folder)) < 3700:
        folder = folder / ("d" * 200)
        folder.mkdir(exist_ok=True)
    target = folder / "blog"
    workspace.folder.rename(target)
    try:
        yield Place(workspace=workspace, folder=str(target))
    finally:
        target.rename(workspace.folder)


def _mounted(name: str, mount: Callable[[Workspace, Path], Sequence[str]], *, saves: bool = True) -> None:
    def enter(workspace: Workspace) -> Iterator[Place]:
        if os.geteuid() != 0:
            leave_out(name, "needs root")
        target = workspace.base / "mounted"
        target.mkdir(exist_ok=True)
        done = subprocess.run([*mount(workspace, target)], capture_output=True, text=True, check=False)
        if done.returncode:
            leave_out(name, f"not permitted here: {done.stderr.strip() or done.returncode}")
        try:
            if not os.listdir(target):
                subprocess.run(["cp", "-rL", f"{workspace.folder}/.", str(target)], check=True)
            yield Place(workspace=workspace, folder=str(target), saves=saves)
        finally:
            subprocess.run(["umount", "-l", str(target)], check=False, capture_output=True)

    environment(name)(enter)


def _vfat(workspace: Workspace, target: Path) -> Sequence[str]:
    image = workspace.base / "stick.img"
    with image.open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    if shutil.which("mkfs.vfat") is None or "vfat" not in Path("/proc/filesystems").read_text():
        leave_out("a stick with vfat", "needs mkfs.vfat and a kernel that knows vfat")
    subprocess.run(["mkfs.vfat", str(image)], capture_output=True, check=True)
    return ["mount", "-o", "loop", str(image), str(target)]


def _overlay(workspace: Workspace, target: Path) -> Sequence[str]:
    # An upper layer may not lie on another overlay, so it gets a disk of its own.
    layers = workspace.base / "layers"
    layers.mkdir(exist_ok=True)
    script = (
        f'mount -t tmpfs none "{layers}" && mkdir "{layers}/up" "{layers}/work" && '
        f'mount -t overlay overlay -o lowerdir="{workspace.folder}",upperdir="{layers}/up",'
        f'workdir="{layers}/work" "{target}" && umount -l "{layers}"'
    )
    return ["sh", "-c", script]


def _read_only(workspace: Workspace, target: Path) -> Sequence[str]:
    return [
        "sh",
        "-c",
        f'mount --bind "{workspace.folder}" "{target}" && mount -o remount,bind,ro "{target}"',
    ]


_mounted("a workspace that can only be read", _read_only, saves=False)
_mounted(
    "a workspace on tmpfs", lambda _, target: ["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(target)]
)
_mounted("a workspace on an overlay", _overlay)
_mounted("a stick with vfat", _vfat)
