"""What a fault test may know beyond the screen: one JSON line an event, in the file $DRAFTLOOP_TRACE.

A line names what reached the disk and its SHA-256, never a text. Without the variable nothing happens.
"""

from __future__ import annotations

import os
from typing import Literal

_FILE = os.environ.get("DRAFTLOOP_TRACE", "")

Event = Literal["journal-synced", "saved", "committed", "queued", "drained", "autosaved"]


def trace(event: Event, path: str = "", text: str | bytes = b"", **facts: str | int | float | bool) -> None:
    """Say that something is on the disk now; from any thread, after the last flush.

    Args:
        event: What happened.
        path: The workspace file it is about.
        text: What is on the disk now; its hash alone is told.
        facts: What else tells the event apart, such as a commit.
    """
    if _FILE:
        _write(event, path, text, facts)


def _write(event: str, path: str, text: str | bytes, facts: dict[str, str | int | float | bool]) -> None:
    import hashlib
    import json
    import time

    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    line = {
        "event": event,
        "path": path,
        "sha256": hashlib.sha256(data).hexdigest(),
        "at_s": time.monotonic(),  # the same clock in every process of this machine
        "pid": os.getpid(),
        **facts,
    }
    try:
        file = os.open(_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    except OSError:
        # A test that fills the disk loses its trace, and must not see another fault for it.
        return
    try:
        os.write(file, (json.dumps(line) + "\n").encode())
    except OSError:
        return  # as above
    finally:
        os.close(file)
