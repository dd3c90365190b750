"""Calls to the system that fail: the n-th of a program's life, once or from then on.

The calls of Python's `os`, opened files, started programs, parsed JSON and TOML are counted in a forked
child, in which the program then runs as always; git and other children of it are not touched.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import json
import os
import signal
import socket
import subprocess
import sys
import tomllib
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Kind = Literal["write", "read", "start", "parse", "connect"]
Fault = Literal[
    "ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EMFILE", "ENOENT", "SHORT", "MEMORY", "TIMEOUT", "GARBAGE"
]

WRITES = (
    "write", "fsync", "fdatasync", "rename", "replace", "link", "unlink", "remove", "mkdir", "rmdir",
    "symlink", "truncate", "ftruncate", "chmod", "fchmod", "utime",
)  # fmt: skip
READS = ("stat", "lstat", "fstat", "listdir", "scandir", "read", "readlink", "access")
FAULTS: dict[Kind, tuple[Fault, ...]] = {
    "write": ("ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EMFILE", "SHORT", "MEMORY"),
    "read": ("EIO", "EACCES", "ENOENT", "EMFILE", "MEMORY"),
    "start": ("ENOENT", "EMFILE", "EACCES", "MEMORY", "TIMEOUT"),
    "parse": ("MEMORY", "GARBAGE"),
    "connect": ("EIO", "EACCES", "TIMEOUT"),
}
ALL_FAULTS = tuple(dict.fromkeys(fault for faults in FAULTS.values() for fault in faults))
NOT_ONCE: tuple[Fault, ...] = ("ENOSPC", "EDQUOT", "EROFS")
"""What goes on failing until somebody does something about it."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which call fails, and how."""

    number: int
    """The first is 1; 0: none."""
    fault: Fault
    lasts: bool = False
    """From then on every call of this kind fails."""

    def __str__(self) -> str:
        return f"call {self.number} {'and all later ones ' if self.lasts else ''}with {self.fault}"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a run ended."""

    status: int
    said: str
    calls: Mapping[Fault, int]
    """How many there were that could have failed in each way."""
    failed: str
    """The call that failed; empty: none."""


class _Injector:
    """Counts the calls that can fail as the plan wants, and lets one fail."""

    def __init__(self, plan: Plan, below: str) -> None:
        self._plan, self._below = plan, below
        self.calls: dict[Fault, int] = dict.fromkeys(ALL_FAULTS, 0)
        self.failed = ""
        self._pid = os.getpid()
        self._is_busy = False

    def install(self) -> None:
        for name in WRITES:
            self._wrap(os, name, "write")
        for name in READS:
            self._wrap(os, name, "read")
        self._wrap(os, "open", self._kind_of_open)
        self._wrap(builtins, "open", self._kind_of_mode)
        io.open = builtins.open
        self._wrap(subprocess.Popen, "__init__", "start")
        self._wrap(subprocess.Popen, "communicate", "start")
        self._wrap(json, "loads", "parse")
        self._wrap(tomllib, "loads", "parse")
        self._wrap(socket.socket, "connect", "connect")

    def _wrap(self, place: Any, name: str, kind: Kind | Callable[..., Kind]) -> None:
        real = getattr(place, name, None)
        if real is None:
            return

        def wrapped(*arguments: Any, **options: Any) -> Any:
            what = kind if isinstance(kind, str) else kind(*arguments, **options)
            if not self._is_due(what, name, arguments):
                return real(*arguments, **options)
            if self._plan.fault == "SHORT":
                return real(arguments[0], arguments[1][: max(1, len(arguments[1]) // 2)])
            raise _error(self._plan.fault, name, arguments)

        wrapped.__name__ = name
        setattr(place, name, wrapped)

    def _is_due(self, kind: Kind, name: str, arguments: tuple[Any, ...]) -> bool:
        plan = self._plan
        if self._is_busy or os.getpid() != self._pid:
            return False
        if kind in ("write", "read") and not self._is_ours(arguments):
            return False
        can = [fault for fault in FAULTS[kind] if _can(fault, name)]
        for fault in can:
            self.calls[fault] += 1
        number = self.calls[plan.fault]
        is_due = plan.fault in can and (
            number == plan.number or (plan.lasts and 0 < plan.number < number and kind == "write")
        )
        if is_due:
            self.failed = self.failed or f"{name}{_short(arguments[kind in ('start', 'connect') :])}"
        return is_due

    def _is_ours(self, arguments: tuple[Any, ...]) -> bool:
        """Whether a call is about the writer's files: Python's own and the machine's are left alone."""
        first = arguments[0] if arguments else ""
        if isinstance(first, int):
            try:
                self._is_busy = True
                return os.readlink(f"/proc/self/fd/{first}").startswith(self._below)
            except OSError:
                return False
            finally:
                self._is_busy = False
        path = os.fsdecode(first) if isinstance(first, (str, bytes, os.PathLike)) else ""
        return not path.startswith("/") or path.startswith(self._below)

    @staticmethod
    def _kind_of_open(_path: Any, flags: int, *_rest: Any, **_options: Any) -> Kind:
        return "write" if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) else "read"

    @staticmethod
    def _kind_of_mode(_file: Any, mode: str = "r", *_rest: Any, **_options: Any) -> Kind:
        return "write" if set(mode) & set("wax+") else "read"


def _can(fault: Fault, name: str) -> bool:
    if fault == "SHORT":
        return name == "write"
    return name not in ("communicate", "__init__") or (name == "communicate") == (fault == "TIMEOUT")


def _error(fault: Fault, name: str, arguments: tuple[Any, ...]) -> BaseException:
    match fault:
        case "MEMORY":
            return MemoryError()
        case "TIMEOUT" if name == "communicate":
            return subprocess.TimeoutExpired(["git"], 30)
        case "TIMEOUT":
            return TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        case "GARBAGE":
            return ValueError("Expecting value: line 1 column 1 (char 0)")
        case _:
            number = getattr(errno, fault)
            path = arguments[0] if arguments and isinstance(arguments[0], (str, bytes)) else None
            return OSError(number, os.strerror(number), path)


def _short(arguments: tuple[Any, ...]) -> str:
    return f"({', '.join(repr(one)[:100] for one in arguments[:2])})"


def run_in_child(
    work: Callable[[], int],
    *,
    cwd: Path,
    env: Mapping[str, str],
    below: Path,
    plan: Plan,
    stdin: str = "",
    timeout_s: int = 60,
) -> Outcome:
    """Fork, let calls fail as planned, and work; what was said and how many calls could have failed."""
    said, facts = below / "said.txt", below / "facts.json"
    facts.unlink(missing_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _be_child(work, cwd, env, below, plan, stdin, timeout_s)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    told = json.loads(facts.read_text()) if facts.exists() else {"calls": {}, "failed": "died"}
    return Outcome(status=code, said=said.read_text(errors="replace"), **told)


def _be_child(
    work: Callable[[], int],
    cwd: Path,
    env: Mapping[str, str],
    below: Path,
    plan: Plan,
    stdin: str,
    timeout_s: int,
) -> None:
    """The forked child's whole life; never comes back."""
    status = 99
    try:
        signal.alarm(timeout_s)
        given = below / "stdin.txt"
        given.write_text(stdin)
        out = os.open(below / "said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        os.dup2(os.open(given, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the child lives
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        real_open, real_write = os.open, os.write
        injector = _Injector(plan, str(below))
        injector.install()
        try:
            status = work()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException:
            traceback.print_exc()
        with contextlib.suppress(Exception):
            sys.stdout.flush()
        told = json.dumps({"calls": injector.calls, "failed": injector.failed}).encode()
        real_write(real_open(below / "facts.json", os.O_WRONLY | os.O_CREAT, 0o600), told)
    finally:
        os._exit(status)
