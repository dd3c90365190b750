"""A long-lived child process that answers one JSON line with one JSON line.

Belongs to `run.py`, which starts everything that runs once. The child gets its own session, so that a Ctrl-C
meant for us does not end it in the middle of an answer.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_ANSWER = 16_000_000
"""Characters of one answer; more is nonsense."""


class ChildEnded(Exception):
    """The child is gone, or said what is no JSON line."""


class ChildTooSlow(Exception):
    """No answer in time; the child is still busy and has to be killed."""


class ChildCanceled(Exception):
    """The caller no longer wants the answer; the child is still busy."""


class Child:
    """A running child. Not thread-safe: its owner holds a lock."""

    def __init__(self, argv: Sequence[str], *, extra_env: dict[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            list(argv),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
            env={**os.environ, **(extra_env or {})},
            bufsize=0,
        )
        self._pending = bytearray()
        self._selector = selectors.DefaultSelector()
        if self._process.stdout is None or self._process.stdin is None:
            raise ChildEnded("no pipes")
        self._output = self._process.stdout.fileno()
        self._input = self._process.stdin.fileno()
        os.set_blocking(self._output, False)
        os.set_blocking(self._input, False)
        self._selector.register(self._output, selectors.EVENT_READ)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def ask(
        self, question: object, timeout_s: float, is_canceled: Callable[[], bool] | None = None
    ) -> dict[str, object]:
        """The answer to one question.

        Raises:
            ChildEnded: it died, or answered something else than a JSON object.
            ChildTooSlow: no whole answer within `timeout_s`.
            ChildCanceled: `is_canceled` became true meanwhile.
        """
        deadline = time.monotonic() + timeout_s
        line = json.dumps(question, ensure_ascii=True).encode("ascii") + b"\n"
        self._send(line, deadline)
        return self.answer(max(0.0, deadline - time.monotonic()), is_canceled)

    def answer(self, timeout_s: float, is_canceled: Callable[[], bool] | None = None) -> dict[str, object]:
        """The next line the child says; raises like `ask`."""
        deadline = time.monotonic() + timeout_s
        while b"\n" not in self._pending:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ChildTooSlow
            if is_canceled is not None and is_canceled():
                raise ChildCanceled
            if self._selector.select(min(left, 0.05)):
                self._receive()
        line, _, rest = bytes(self._pending).partition(b"\n")
        self._pending = bytearray(rest)
        try:
            said = json.loads(line)
        except (ValueError, RecursionError) as problem:
            raise ChildEnded("not JSON") from problem
        if not isinstance(said, dict):
            raise ChildEnded("not an object")
        return said

    def _receive(self) -> None:
        try:
            part = os.read(self._output, 65_536)
        except BlockingIOError:
            return
        except OSError as problem:
            raise ChildEnded(str(problem)) from problem
        if not part or len(self._pending) > MAX_ANSWER:
            raise ChildEnded("end of output")
        self._pending += part

    def _send(self, line: bytes, deadline: float) -> None:
        place = 0
        while place < len(line):
            try:
                place += os.write(self._input, line[place : place + 65_536])
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise ChildTooSlow from None
                with selectors.DefaultSelector() as writable:
                    writable.register(self._input, selectors.EVENT_WRITE)
                    writable.select(0.05)
            except OSError as problem:
                raise ChildEnded(str(problem)) from problem

    def hang_up(self) -> None:
        """Close its standard input, from any thread: that tells a child to end. It is asked no more."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def dismiss(self, timeout_s: float) -> None:
        """Hang up, and wait until it ended; then as `kill`."""
        self.hang_up()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout_s)
        self.kill()

    def signal_end(self) -> None:
        """End it now, from any thread: who waits for its answer hears that it ended, and clears it away."""
        with suppress(ProcessLookupError):
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)

    def kill(self) -> None:
        """End it and all it started, now; reaps it. Harmless when it is gone already."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):  # it may end between the question and the signal
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._selector.close()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
