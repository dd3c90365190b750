"""draftloop itself, with every write to a file counted by whose file it is, and a net that can be taken away.

SIGUSR1 takes the net away while the app runs, and puts it back; at SIGUSR2 the counts go to $PROBE_COUNTS.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from draftloop.__main__ import main
from draftloop.adapters.recovery import RecoveryFolder

counts = {"journal": 0, "file": 0}
_write = os.write
_keep_running = RecoveryFolder.keep_running
_is_off = False


def counting_write(file: int, data: bytes) -> int:
    """`os.write`, counted when it goes into a file of ours."""
    done = _write(file, data)
    path = os.readlink(f"/proc/self/fd/{file}")
    if "/recovery/" in path:
        counts["journal"] += done
    elif path.endswith((".md", ".tmp")):
        counts["file"] += done
    return done


def keep_running(self: RecoveryFolder, path: str, text: str) -> str:
    """The net, unless it was taken away."""
    return "" if _is_off else _keep_running(self, path, text)


def toggle(*_: object) -> None:
    """The other way round from now on."""
    global _is_off
    _is_off = not _is_off


def tell(*_: object) -> None:
    """What was written so far."""
    path = Path(os.environ["PROBE_COUNTS"])
    path.with_suffix(".part").write_text(json.dumps(counts))
    path.with_suffix(".part").rename(path)


if __name__ == "__main__":
    os.write = counting_write  # type: ignore[assignment] # our writes are bytes and views of them
    RecoveryFolder.keep_running = keep_running  # type: ignore[method-assign] # that is the probe
    signal.signal(signal.SIGUSR1, toggle)
    signal.signal(signal.SIGUSR2, tell)
    sys.exit(main())
