"""Nothing outside the workspace is opened, started or called: watched call by call (P10, P19)."""

from __future__ import annotations

import os
import re
import site
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.bad_files import LINKS
from tests.faults import hostile
from tests.faults.harness import Workspace, has_time, needs, tier, trying
from tests.faults.sessions import LazyTerminal

FAULT = "whole sessions under strace"
SOURCE = Path(__file__).parent.parent.parent
OPENS = ("open", "openat", "creat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat")
CHANGES = ("symlink", "symlinkat", "mkdir", "mkdirat", "rmdir", "truncate", "chmod", "fchmodat", "chdir")
SYSTEM = (
    *(
        "/usr/",
        "/lib",
        "/bin/",
        "/opt/",
        "/nix/",
        "/sys/fs/cgroup",
        "/sys/devices/system/cpu/",
        "/proc/self/",
        "/proc/sys/",
    ),
    *("/proc/stat", "/proc/cpuinfo", "/proc/meminfo", "/proc/mounts", "/proc/locks", "/proc/uptime"),
    *("/etc/ld.so", "/etc/localtime", "/etc/gitconfig", "/etc/gitattributes", "/etc/passwd", "/etc/nsswitch"),
    *("/etc/terminfo", "/etc/inputrc", "/etc/os-release", "/etc/mime.types", "/etc/timezone", "/etc/group"),
    *("/dev/null", "/dev/urandom", "/dev/tty", "/dev/pts/", "/dev/ptmx", "/run/", "/var/run/nscd"),
)
_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
_HERE = re.compile(r"(?:AT_FDCWD|\d+)<((?:[^>\\]|\\.)*)>, ?$")


class Watch:
    """What a traced program opened, started and called."""

    def __init__(self, workspace: Workspace, log: Path) -> None:
        self.workspace, self.log = workspace, log
        python = {sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.realpath(sys.executable)}
        python |= {*site.getsitepackages(), str(SOURCE), *(path for path in sys.path if path)}
        own = (
            workspace.folder,
            workspace.state,
            workspace.home,
            workspace.trace_file,
            workspace.base / "site",
        )
        self.own = [one.rstrip("/") for one in (*python, *map(str, own))]

    @property
    def argv(self) -> list[str]:
        calls = ",".join((*OPENS, *CHANGES, "execve", "connect"))
        present = f"trace=?{calls.replace(',', ',?')}"
        return [
            "strace",
            "-f",
            "-y",
            "-qq",
            "-s",
            "4096",
            "-e",
            present,
            "-e",
            "signal=none",
            "-o",
            str(self.log),
        ]

    def strange(self) -> list[str]:
        """Calls that nobody asked for."""
        found = []
        for line in self.log.read_text(errors="replace").splitlines():
            call = _CALL.match(line)
            if call is None or "resumed>" in line:
                continue
            name, rest = call.groups()
            if "= -1 E" in rest and name != "execve":
                continue
            if name == "execve":
                if " = 0" in rest and not self._may_run(_PATH.findall(rest)):
                    found.append(line)
            elif name == "connect":
                if "AF_UNIX" not in rest:
                    found.append(line)
            else:
                found += [line for path in self._paths(rest) if not self._may_open(path)]
        return found

    def _paths(self, rest: str) -> list[str]:
        """Absolute paths of a call; what is relative to a folder stands behind that folder's name."""
        found = []
        for match in _PATH.finditer(rest):
            path = match[1]
            if not path.startswith("/"):
                here = _HERE.search(rest[: match.start()])
                path = os.path.normpath(os.path.join(here[1], path)) if here else str(self.workspace.folder)
            found.append(os.path.normpath(path))
        return found[:2]

    def _may_open(self, path: str) -> bool:
        if path == "/":  # the working folder of children that must not keep a disk busy
            return True
        if re.match(r"/proc/\d+/", path):
            return True
        if path == str(self.workspace.state.parent):  # flushed when the state folder is made
            return True
        return path.startswith(SYSTEM) or any(path == one or path.startswith(one + "/") for one in self.own)

    @staticmethod
    def _may_run(words: Sequence[str]) -> bool:
        """Python itself, the git of the path, and nothing else."""
        name = os.path.basename(words[0])
        return name == "git" or name.startswith("python") or words[0] == "/usr/bin/env"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    needs("strace", fault=FAULT)
    found = Workspace.make(tmp_path / "w")
    outside = hostile.outside_of(found)
    hostile.settings(found, hostile.PLAIN)
    links = b"".join(one.data for one in LINKS)
    with (found.folder / found.post).open("ab") as file:
        file.write(b"\n" + links)
    (found.folder / "drafts" / "out").symlink_to(outside)
    (found.folder / "ideas" / "linked.md").symlink_to(outside / "secret.md")
    (found.folder / f"drafts/{found.slug}/picture.png").symlink_to(outside / "secret.png")
    return found


def few(commands: list[list[str]]) -> list[list[str]]:
    """In the fast tier those that look, compare, record and ship."""
    wanted = {"doctor", "compare", "done", "ship", "search"}
    return [one for one in commands if tier() != "fast" or (one[0] in wanted and "--dry-run" not in one)]


def test_commands_open_nothing_foreign(workspace: Workspace, tmp_path: Path) -> None:
    watch = Watch(workspace, tmp_path / "strace.log")
    strange: list[str] = []
    commands = few(hostile.of_everything(workspace.slug))
    commands += [["check", workspace.slug], ["idea", "show", "linked"], ["draft", "show", "out"]][
        : 9 if tier() != "fast" else 0
    ]
    row = trying("P10 P11", FAULT)
    tried = 0
    for command in commands:
        if not has_time():
            break
        tried += 1
        subprocess.run(
            [*watch.argv, sys.executable, "-m", "draftloop", *command],
            cwd=workspace.folder,
            env=workspace.env,
            capture_output=True,
            timeout=120,
            check=False,
        )
        strange += [f"{' '.join(command)}: {line[:300]}" for line in watch.strange()]
    row.note(tried, tried - len({line.partition(":")[0] for line in strange}))
    assert not strange, "\n".join(strange)


def test_the_app_opens_nothing_foreign(workspace: Workspace, tmp_path: Path) -> None:
    row = trying("P10 P11 P19", FAULT)
    watch = Watch(workspace, tmp_path / "strace.log")
    env = {**workspace.env, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    terminal = LazyTerminal(
        [
            *watch.argv,
            "/usr/bin/env",
            "-i",
            *(f"{k}={v}" for k, v in env.items()),
            sys.executable,
            "-m",
            "draftloop",
        ],
        cwd=workspace.folder,
        size=(110, 34),
    )
    terminal.wait("Today", 90)
    keys = ("2", "3", "p", "x", "esc", "h", "esc", "s", "esc", "4")
    for key in keys if tier() != "fast" else keys[:5]:
        terminal.press(key)
        terminal.rest(0.8, 20)
    terminal.press("ctrl+q")
    terminal.end(30)
    strange = watch.strange()
    row.note(survived=int(not strange))
    assert not strange, "\n".join(line[:300] for line in strange)
