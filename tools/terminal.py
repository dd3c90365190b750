"""A person at a terminal: a program in a pseudo-terminal, drawn by an emulator, keys typed, the screen read.

Journeys and benchmarks share it. Needs pyte.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "alt+up": "\x1b[1;3A", "alt+down": "\x1b[1;3B", "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
    "delete": "\x1b[3~", "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~",
    "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~",
    "f12": "\x1b[24~",
}  # fmt: skip

ESCAPE_S = 0.25
"""A key within a tenth of a second after escape would be read as alt and that key."""

QUERIES = ((b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[c", b"\x1b[?62;c"))
PRIVATE = re.compile(rb"\x1b\[[<>=?][0-9;]*\$?[a-zA-Z]")


class ScreenNeverShowed(AssertionError):
    """What was waited for did not appear; carries the screen."""


class Terminal:
    """One program on one screen."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        cwd: Path | str,
        env: Mapping[str, str] | None = None,
        size: tuple[int, int] = (80, 24),
    ) -> None:
        """Start `argv` on a screen of `size` (columns, rows)."""
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = bytearray()
        self.is_closed = False
        self.started = self.last_output = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # the child: becomes the program
            os.chdir(cwd)
            environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
            os.execvpe(argv[0], list(argv), environment)
        self._set_size(columns, rows)

    @property
    def text(self) -> str:
        """What stands on the screen, a line a row."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def type(self, keys: str) -> None:
        """Type: plain characters, and names between angle brackets: `<enter>`, `<ctrl+g>`, `<lt>`.

        The screen may rest around a named key: Textual runs what a key is bound to after characters that
        come in the same instant, which no hand types.
        """
        for name, plain in re.findall(r"<([a-z0-9+]+)>|(.)", keys, re.DOTALL):
            if name:
                self.rest(0.05)
            os.write(self._fd, plain.encode() if plain else _key(name))
            if name:
                self.rest(ESCAPE_S if name == "esc" else 0.05)

    def press(self, *names: str) -> None:
        """Press named keys one by one, letting the screen rest after each."""
        for name in names:
            os.write(self._fd, _key(name) if len(name) > 1 else name.encode())
            self.rest(0.05)

    def paste(self, text: str) -> None:
        """A bracketed paste."""
        os.write(self._fd, b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def wait(self, wanted: str, timeout_s: float = 20.0) -> str:
        """Until `wanted` is on the screen; the screen. Raises ScreenNeverShowed."""
        deadline = time.perf_counter() + timeout_s
        while wanted not in self.text:
            if self.is_closed or time.perf_counter() > deadline:
                raise ScreenNeverShowed(f"{wanted!r} did not show within {timeout_s} s:\n{self.text}")
            self.pump(0.02)
        return self.text

    def wait_gone(self, unwanted: str, timeout_s: float = 20.0) -> str:
        """Until `unwanted` has left the screen."""
        deadline = time.perf_counter() + timeout_s
        while unwanted in self.text:
            if self.is_closed or time.perf_counter() > deadline:
                raise ScreenNeverShowed(f"{unwanted!r} did not go within {timeout_s} s:\n{self.text}")
            self.pump(0.02)
        return self.text

    def rest(self, quiet_s: float = 0.15, timeout_s: float = 10.0) -> str:
        """Until nothing was written for `quiet_s`; the screen."""
        deadline = time.perf_counter() + timeout_s
        while time.perf_counter() < deadline and not self.is_closed and self.pump(quiet_s):
            continue
        return self.text

    def latency(self, key: str, repeat: int) -> list[float]:
        """Seconds from each press of `key` to the last change of the screen it causes."""
        samples = []
        for _ in range(repeat):
            self.rest(0.05)
            before, sent = self.text, time.perf_counter()
            os.write(self._fd, _key(key) if len(key) > 1 else key.encode())
            changed = None
            while time.perf_counter() - sent < 2:
                if self.pump(0.03):
                    if self.text != before:
                        changed, before = self.last_output, self.text
                elif changed:
                    break
            if changed:
                samples.append(changed - sent)
        return samples

    def resize(self, columns: int, rows: int) -> None:
        self._screen.resize(rows, columns)
        self._set_size(columns, rows)
        os.kill(self.pid, signal.SIGWINCH)

    def kill(self, number: int = signal.SIGKILL) -> None:
        os.kill(self.pid, number)

    def end(self, timeout_s: float = 10.0) -> int:
        """Wait for the program to end, or end it; its exit code (negative: the signal)."""
        deadline = time.perf_counter() + timeout_s
        while time.perf_counter() < deadline:
            self.pump(0.02)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                break
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            _, status = os.waitpid(self.pid, 0)
        with contextlib.suppress(OSError):
            os.close(self._fd)
        self.is_closed = True
        return os.waitstatus_to_exitcode(status)

    def pump(self, seconds: float) -> bool:
        """Read what the program writes for up to `seconds`; True when something came."""
        if self.is_closed:
            return False
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError as error:
            if error.errno != errno.EIO:  # Linux says EIO when the other side is gone
                raise
            data = b""
        if not data:
            self.is_closed = True
            return False
        self.raw += data
        for query, answer in QUERIES:
            if query in data:
                os.write(self._fd, answer)
        self._stream.feed(PRIVATE.sub(_drawable, data))
        self.last_output = time.perf_counter()
        return True

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _key(name: str) -> bytes:
    if name == "lt":
        return b"<"
    if name in KEYS:
        return KEYS[name].encode()
    return bytes([ord(name.removeprefix("ctrl+")) & 0x1F])


def _drawable(match: re.Match[bytes]) -> bytes:
    """pyte knows no private-prefixed sequences but modes, and no synchronised output; they draw nothing."""
    found = match[0]
    is_mode = found[2:3] == b"?" and found[-1:] in b"hl" and b"2026" not in found
    return found if is_mode else b""
