"""One-shot processes: the only place that starts them. What a program may do is its caller's business.

Every child runs in its own session, so that Ctrl-C, a closed terminal or the death of draftloop lets it
finish its work and leaves no half-done lock behind; a child over its time is killed with all it started.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from draftloop.loop.errors import ToolMissing

REAP_S = 5.0
"""How long to wait for a killed child: only one stuck in the kernel needs longer."""
PARDON_S = 2.0
"""How long a child over its time may tidy up: git takes its locks away."""
_PIPE_BYTES = 4096
"""What any new pipe takes at once."""
LOOK_S = 0.25
"""How often to look whether a child has ended whose output something it left running holds open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a process ended."""

    status: int
    """Exit status; negative for the signal that ended it."""
    stdout: bytes
    stderr: bytes
    timed_out: bool = False

    @property
    def is_ok(self) -> bool:
        return self.status == 0

    @property
    def complaint(self) -> str:
        """The first line of what it said on standard error."""
        lines = self.stderr.decode("utf-8", "replace").strip().splitlines()
        return lines[0] if lines else ""


def run(
    argv: Sequence[str],
    *,
    cwd: str,
    stdin: bytes = b"",
    timeout_s: float = 30.0,
    env: Mapping[str, str] | None = None,
    ends_with_us: bool = False,
) -> Result:
    """Run a program to its end, without a shell.

    Args:
        argv: The program and its arguments, one item each.
        cwd: The folder it runs in.
        stdin: Its standard input; empty: the end of file at once.
        timeout_s: After this it is killed with everything it started.
        env: Its whole environment; None: ours.
        ends_with_us: Whether Ctrl-C kills it too; for work that is thrown away then.

    Raises:
        ToolMissing: it could not be started.
    """
    try:
        process = subprocess.Popen(
            list(argv),
            cwd=cwd,
            env=None if env is None else dict(env),
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise _not_started(argv, error) from error
    timed_out = False
    with process:
        try:
            out, err = _listen(process, stdin, timeout_s)
        except subprocess.TimeoutExpired:
            out, err = _kill(process)
            timed_out = True
        except KeyboardInterrupt:
            if ends_with_us:
                _kill(process)
            raise
    return Result(status=process.returncode, stdout=out, stderr=err, timed_out=timed_out)


def run_on_terminal(argv: Sequence[str], *, cwd: str) -> int:
    """Hand the terminal to a program, such as an editor, until it ends; its exit status.

    Raises:
        ToolMissing: it could not be started.
    """
    with _interrupt_goes_to_child():
        try:
            return subprocess.call(list(argv), cwd=cwd)
        except OSError as error:
            raise _not_started(argv, error) from error


def find_program(name: str) -> str | None:
    """Absolute path of a program; folders of PATH that are relative (`.`) are passed over."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        path = os.path.join(folder, name)
        if os.path.isabs(folder) and os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    return None


@contextlib.contextmanager
def _interrupt_goes_to_child() -> Iterator[None]:
    """Let Ctrl-C mean what the program on the terminal takes it for: it must not end us meanwhile."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # A handler and not SIG_IGN: the child would inherit that.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _not_started(argv: Sequence[str], error: OSError) -> ToolMissing:
    reason = error.strerror or str(error)
    return ToolMissing(os.path.basename(argv[0]), f"does not start: {reason}", "install it, or set its path")


def _listen(process: subprocess.Popen[bytes], stdin: bytes, timeout_s: float) -> tuple[bytes, bytes]:
    """What a process says until it ends. What it left running, a daemon say, is not waited for.

    Raises:
        TimeoutExpired: it has not ended in time.
    """
    deadline = time.monotonic() + timeout_s
    has_ended = False
    _feed(process, stdin)
    while True:
        try:
            return process.communicate(timeout=min(LOOK_S, max(deadline - time.monotonic(), 0)))
        except subprocess.TimeoutExpired as waited:
            if has_ended:
                _close(process)
                return waited.output or b"", waited.stderr or b""
            has_ended = process.poll() is not None
            if not has_ended and time.monotonic() >= deadline:
                raise


def _feed(process: subprocess.Popen[bytes], stdin: bytes) -> None:
    """Write to the process while we listen: `communicate` called again writes no more of its input."""
    pipe, process.stdin = process.stdin, None
    if pipe is None:
        return

    def write() -> None:
        with contextlib.suppress(OSError):  # it ended, or was ended, without reading all
            pipe.write(stdin)
        with contextlib.suppress(OSError):
            pipe.close()

    if len(stdin) <= _PIPE_BYTES:
        write()
    else:
        threading.Thread(target=write, daemon=True).start()


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _kill(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Ask it and all it started to end, then end them; git asked takes its locks away."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(PARDON_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    try:
        return process.communicate(timeout=REAP_S)
    except subprocess.TimeoutExpired:
        # A grandchild in a session of its own still holds the pipes; what it may say does not matter.
        _close(process)
        return b"", b""
