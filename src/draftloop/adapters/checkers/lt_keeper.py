"""Keeps LanguageTool's server: `python -m draftloop.adapters.checkers.lt_keeper LOG FOLDER JAVA ARGUMENT...`.

Between us and Java stands this small process, because a JVM lives on when the one that started it is killed.
The keeper reads the pipe from us: when that ends, for whatever reason, it kills the server and ends, too. It
says `{"pid": ...}` once Java runs, and `{"ended": status}` when the server ends by itself.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from draftloop.adapters.child_side import own_stdout, say

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LOG = 1_000_000
"""Bytes; a log longer than this is begun afresh."""
_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> int:
    """Run the server until it ends or our parent's pipe does."""
    log_path, folder, *command = arguments
    os.umask(0o077)
    answers = own_stdout()
    try:
        with _opened(log_path) as log:
            server = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent(),
            )
    except OSError as problem:
        say(answers, {"problem": problem.strerror or str(problem)})
        return 1
    # Whoever kills the keeper alone, politely, means the server too.
    signal.signal(signal.SIGTERM, lambda *_: _end(server))
    threading.Thread(target=_tell_end, args=(server, answers), daemon=True).start()
    with suppress(OSError):
        while os.read(0, 4096):
            continue
    _end(server)
    return 0


def _opened(path: str) -> BinaryIO:
    is_long = os.path.isfile(path) and os.path.getsize(path) > MAX_LOG
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | (os.O_TRUNC if is_long else 0)
    return os.fdopen(os.open(path, flags, 0o600), "ab")


def _tell_end(server: subprocess.Popen[bytes], answers: BinaryIO) -> None:
    say(answers, {"pid": server.pid})
    status = server.wait()
    with suppress(OSError):  # our parent is gone, too
        say(answers, {"ended": status})
    os._exit(0)


def _end(server: subprocess.Popen[bytes]) -> None:
    """Kill it: it holds nothing that could be lost, and nobody waits for its good manners."""
    server.kill()
    server.wait()
    os._exit(0)


def _die_with_parent() -> Callable[[], object] | None:
    """On Linux, what makes the kernel kill the server when the keeper itself is killed."""
    if sys.platform != "linux":
        return None
    set_option = ctypes.CDLL(None).prctl
    return lambda: set_option(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
