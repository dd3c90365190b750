"""The real app in a pseudo-terminal on a workspace, typed into, and ended in every way a program can end."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import psutil
from tools.terminal import Terminal


class Death(StrEnum):
    """How a program is ended."""

    KILL = "kill"
    TERM = "term"
    HUP = "hup"
    QUIT = "quit"
    SEGV = "segv"
    CLOSED = "closed"
    """Its terminal was closed."""


DEATHS: tuple[tuple[Death, int], ...] = (
    (Death.KILL, 70),
    (Death.TERM, 6),
    (Death.HUP, 6),
    (Death.QUIT, 6),
    (Death.SEGV, 6),
    (Death.CLOSED, 6),
)
"""Each with its share of a hundred."""
_SIGNALS = {
    Death.KILL: signal.SIGKILL,
    Death.TERM: signal.SIGTERM,
    Death.HUP: signal.SIGHUP,
    Death.QUIT: signal.SIGQUIT,
    Death.SEGV: signal.SIGSEGV,
}
RESTORES = (Death.TERM, Death.HUP)
"""After these the terminal is as it was. Of one that was closed nothing is left."""


class Place(Protocol):
    """What a session needs of a workspace."""

    @property
    def folder(self) -> Path: ...
    @property
    def env(self) -> dict[str, str]: ...


class LazyTerminal(Terminal):
    """Draws only when somebody looks: several at a time cost little while they are typed into."""

    _drawn = 0
    _is_drawing = False

    def pump(self, seconds: float) -> bool:
        # The stream is fed by `text`; here only queries are answered and bytes are kept.
        stream, self._stream = self._stream, _Nothing()  # type: ignore[assignment] # draws nothing
        try:
            return super().pump(seconds)
        finally:
            self._stream = stream

    def send(self, keys: str) -> None:
        """Write to the program's keyboard, and do not look."""
        os.write(self._fd, keys.encode())

    @property
    def text(self) -> str:
        raw = bytes(self.raw[self._drawn :])
        self._drawn = len(self.raw)
        self._stream.feed(_drawable(raw))
        return super().text


class Session:
    """The app on a workspace."""

    def __init__(
        self,
        workspace: Place,
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        env: dict[str, str] | None = None,
    ) -> None:
        """Start `draftloop ARGUMENTS`; without arguments it opens on Today."""
        place = {**workspace.env, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        _as_in_a_terminal()
        # env -i: the program sees the environment of its workspace and nothing of the tests'.
        argv = ["/usr/bin/env", "-i", *(f"{name}={value}" for name, value in place.items())]
        self.terminal = LazyTerminal(
            [*argv, sys.executable, "-m", "draftloop", *arguments], cwd=workspace.folder, size=size
        )
        self.process = psutil.Process(self.terminal.pid)
        self.status: int | None = None
        """How it ended; negative for a signal."""

    # -- at the keyboard -------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        return self.terminal.text

    def wait(self, wanted: str, timeout_s: float = 30) -> str:
        return self.terminal.wait(wanted, timeout_s)

    def wait_gone(self, unwanted: str, timeout_s: float = 30) -> str:
        return self.terminal.wait_gone(unwanted, timeout_s)

    def type(self, keys: str) -> None:
        self.terminal.type(keys)

    def press(self, *names: str) -> None:
        self.terminal.press(*names)

    def paste(self, text: str) -> None:
        self.terminal.paste(text)

    def pause(self, seconds: float) -> None:
        """Sit there; what the app draws is read meanwhile."""
        ends_s = time.monotonic() + seconds
        while (left := ends_s - time.monotonic()) > 0 and not self.terminal.is_closed:
            self.terminal.pump(left)

    # -- its end ---------------------------------------------------------------------------------------

    def kill(self, death: Death = Death.KILL, *, timeout_s: float = 10) -> float:
        """End it and wait until it has ended; the moment of the blow (of `time.monotonic`)."""
        at_s = time.monotonic()
        if death is Death.CLOSED:
            os.close(self.terminal._fd)
            self.terminal.is_closed = True
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.terminal.pid, _SIGNALS[death])
        self._reap(timeout_s)
        return at_s

    def rest(self) -> str:
        """Until the screen stands still; the screen."""
        self.terminal.rest(0.25)
        return self.text

    def end(self) -> None:
        """Make sure that it has ended."""
        if self.status is None and not self.terminal.is_closed:
            self.kill(Death.KILL)

    def leave(self) -> int:
        """Quit as the screen says, from wherever it is; the exit status."""
        self.press("ctrl+q")
        self.status = self.terminal.end(20)
        return self.status

    def children(self) -> list[psutil.Process]:
        """The processes it has started, with all of theirs."""
        try:
            return self.process.children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def _reap(self, timeout_s: float) -> None:
        if not self.terminal.is_closed:
            self.status = self.terminal.end(timeout_s)
            return
        ends_s = time.monotonic() + timeout_s
        while time.monotonic() < ends_s:
            done, status = os.waitpid(self.terminal.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
                return
            time.sleep(0.02)
        os.kill(self.terminal.pid, signal.SIGKILL)
        os.waitpid(self.terminal.pid, 0)
        raise AssertionError(f"still alive {timeout_s} s after its terminal was closed")

    @property
    def has_restored_the_terminal(self) -> bool:
        """Whether the last word about screen, cursor, mouse and paste mode gave each back."""
        raw = bytes(self.terminal.raw)
        return all(
            raw.rfind(b"\x1b[?" + mode + end) > raw.rfind(b"\x1b[?" + mode + begin)
            for mode, begin, end in ((b"1049", b"h", b"l"), (b"25", b"l", b"h"), (b"2004", b"h", b"l"))
        )


def _as_in_a_terminal() -> None:
    """What is inherited: a run in the background ignores SIGQUIT, and nohup SIGHUP; no core files either."""
    for number in (signal.SIGQUIT, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


class _Nothing:
    def feed(self, _: bytes) -> None:
        """Not drawn."""


def _drawable(raw: bytes) -> bytes:
    from tools import terminal

    return terminal.PRIVATE.sub(terminal._drawable, raw)
