"""Commands by a process that has everything loaded and splits for each: a hundredth of a start.

Every command still has a process, a pseudo-terminal and limits of its own; its time, its memory and all
it wrote to the terminal are measured and recorded.

`python -m tests.faults.warm` is the process; `Warm` is who talks to it.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import pty
import select
import signal
import subprocess
import sys
import time
import tty
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIMIT_S = 30.0
MEMORY_LIMIT = 2 << 30
"""Bytes of address space for one command; what it uses is measured."""
REPOSITORY = Path(__file__).parent.parent.parent


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a command did."""

    arguments: tuple[str, ...]
    status: int
    """Negative for a signal."""
    said: bytes
    """Everything that reached the terminal."""
    piped: bytes
    """Everything that went to standard output where that is a pipe."""
    seconds: float
    """Of processor time, with that of its children."""
    wall_seconds: float
    memory: int
    """Bytes more than a command that does nothing."""
    is_over_time: bool

    @property
    def shown(self) -> str:
        """For a message of a failed test."""
        text = ascii(self.said[-1500:] + self.piped[-1500:])
        return f"draftloop {' '.join(map(ascii, self.arguments))}: {self.status}\n{text}"

    @property
    def text(self) -> str:
        return (self.piped + self.said).decode("utf-8", "replace")


class Warm:
    """A process that waits with everything loaded."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = dict(env)
        """Whose home and state the commands use."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.warm"],
            cwd=REPOSITORY,
            env={**env, "PYTHONPATH": str(REPOSITORY)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            errors="surrogateescape",
        )
        self._idle = self._ask({"cwd": "/", "arguments": ["--version"], "env": {}, "pipe": False})["memory"]

    def run(self, folder: Path, *arguments: str, pipe: bool = False, **env: str) -> Ran:
        """One command in `folder`, on a terminal, or with standard output into a pipe."""
        said = self._ask({"cwd": str(folder), "arguments": arguments, "env": env, "pipe": pipe})
        return Ran(
            arguments=arguments,
            status=said["status"],
            said=said["said"].encode("utf-8", "surrogateescape"),
            piped=said["piped"].encode("utf-8", "surrogateescape"),
            seconds=said["seconds"],
            wall_seconds=said["wall_seconds"],
            memory=max(0, said["memory"] - self._idle),
            is_over_time=said["is_over_time"],
        )

    def json(self, folder: Path, *arguments: str, **env: str) -> Any:
        """What a command says with `--json`, whatever its exit status."""
        ran = self.run(folder, *arguments, "--json", pipe=True, **env)
        try:
            return json.loads(ran.piped)
        except ValueError as error:
            raise AssertionError(f"no JSON: {ran.shown}") from error

    def close(self) -> None:
        if self._process.stdin is not None and self._process.stdout is not None:
            self._process.stdin.close()
            self._process.stdout.close()
        self._process.wait()

    def _ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def serve() -> None:
    """Run what is asked for, one at a time, until nobody asks any more."""
    _load_everything()
    for line in sys.stdin:
        print(json.dumps(_run(json.loads(line))), flush=True)


def _load_everything() -> None:
    import draftloop.adapters
    import draftloop.cli
    import draftloop.steps

    for package in (draftloop.cli, draftloop.steps, draftloop.adapters):
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")


def _run(question: dict[str, Any]) -> dict[str, Any]:
    read_end, write_end = os.pipe()
    began = time.monotonic()
    child, terminal = pty.fork()
    if child == 0:
        _become(question, read_end, write_end)
    os.close(write_end)
    tty.setraw(terminal)  # what is written arrives as it is
    outputs: dict[int, bytearray] = {terminal: bytearray(), read_end: bytearray()}
    deadline, is_over_time = time.monotonic() + LIMIT_S, False
    open_ends = set(outputs)
    while open_ends:
        ready, _, _ = select.select(list(open_ends), [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            os.killpg(child, signal.SIGKILL)
            is_over_time, deadline = True, time.monotonic() + 5
        for end in ready:
            try:
                data = os.read(end, 1 << 16)
            except OSError:  # the other side of a terminal is gone
                data = b""
            outputs[end] += data
            if not data:
                open_ends.discard(end)
    _, status, usage = os.wait4(child, 0)
    os.close(terminal)
    os.close(read_end)
    return {
        "status": os.waitstatus_to_exitcode(status),
        "said": bytes(outputs[terminal]).decode("utf-8", "surrogateescape"),
        "piped": bytes(outputs[read_end]).decode("utf-8", "surrogateescape"),
        "seconds": usage.ru_utime + usage.ru_stime,
        "wall_seconds": time.monotonic() - began,
        "memory": usage.ru_maxrss * 1024,
        "is_over_time": is_over_time,
    }


def _become(question: dict[str, Any], read_end: int, write_end: int) -> None:
    """In the child: be the command, and end."""
    status = 70
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.close(read_end)
        if question["pipe"]:
            os.dup2(write_end, 1)
        os.close(write_end)
        os.umask(0)  # modes must be ours, not the surroundings'
        os.chdir(question["cwd"])
        os.environ.update(question["env"])
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the command runs
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        arguments = [os.fsdecode(one.encode("utf-8", "surrogateescape")) for one in question["arguments"]]
        sys.argv = ["draftloop", *arguments]
        from draftloop.__main__ import main

        status = main()
        sys.stdout.flush()
        sys.stderr.flush()
    except SystemExit as error:
        status = int(error.code or 0)
    except BaseException:
        import traceback

        os.write(2, ("Traceback of the test: " + traceback.format_exc()).encode("utf-8", "replace"))
    finally:
        os._exit(status)


if __name__ == "__main__":
    serve()
