"""What a child process of ours does on its side of the pipes: see `child.py` for the parent's.

A child is given its questions as JSON lines and answers in the same way. It ends with its parent, whatever
happens to that: the pipe on its standard input breaks.
"""

from __future__ import annotations

import json
import os
import queue
import threading
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Mapping


def own_stdout() -> BinaryIO:
    """The pipe to our parent; what libraries print themselves goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return answers


def read_questions() -> queue.Queue[dict[str, Any]]:
    """Questions as they come. When the parent is gone its pipe ends, and so does this process at once.

    PR_SET_PDEATHSIG would not do: it fires when the *thread* that started us ends, and ours are workers.
    """
    questions: queue.Queue[dict[str, Any]] = queue.Queue()

    def read() -> None:
        # Not through sys.stdin: a thread that waits in it makes Python abort when the main thread returns.
        pending = b""
        try:
            while part := os.read(0, 65_536):
                *lines, pending = (pending + part).split(b"\n")
                for line in lines:
                    questions.put(json.loads(line))
        finally:
            # A parent that dies while it writes leaves half a line: that is the end, too.
            os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return questions


def say(answers: BinaryIO, what: Mapping[str, object]) -> None:
    """One line to our parent."""
    answers.write(json.dumps(what).encode("ascii") + b"\n")
    answers.flush()
