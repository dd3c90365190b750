"""What a test needs of the machine; without it the test is left out with its reason, never silently."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from typing import Literal

import pytest

from tests.faults.notes import note_skip

Need = Literal["linux", "root", "no-root", "strace", "mounts", "user-namespaces", "time-namespaces"]

_TRIES: dict[str, list[str]] = {
    "strace": ["strace", "-f", "-o", os.devnull, "true"],
    "mounts": ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"],
    "user-namespaces": ["unshare", "-Ur", "true"],
    "time-namespaces": ["unshare", "-T", "--boottime", "1000", "true"],
}


def needs(*what: Need, fault: str = "") -> None:
    """Leave the running test out where something is missing; `fault` is its row in the report."""
    for need in what:
        reason = why_not(need)
        if reason:
            note_skip(fault or need, reason)
            pytest.skip(reason)


@cache
def why_not(need: Need) -> str:
    """Why this machine does not permit it; empty when it does."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if need == "linux":
        return "" if os.uname().sysname == "Linux" else "needs Linux"
    if need == "root":
        return "" if is_root else "needs root"
    if need == "no-root":
        return "needs a user who is not root" if is_root else ""
    argv = _TRIES[need]
    if shutil.which(argv[0]) is None:
        return f"needs {argv[0]}, which is not installed"
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=20)
    if done.returncode:
        complaint = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[0]
        return f"needs {need.replace('-', ' ')}, not permitted here: {complaint}"
    return ""
