"""The user's own `mvn`, run for what it can fetch; their settings, mirrors and proxies hold."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from draftloop.adapters.run import find_program, run
from draftloop.loop.errors import ToolMissing, Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMIT_S = 1800.0
"""For all it fetches, over the slowest line anybody would wait for."""
TOO_LATE = f"did not come within {LIMIT_S / 60:.0f} minutes"


def find_mvn(remedy: str) -> str:
    """Its path. Raises ToolMissing, with the remedy."""
    found = find_program("mvn")
    if found is None:
        raise ToolMissing("mvn", "is not on PATH", remedy)
    return found


def run_mvn(arguments: Sequence[str], *, what: str, folder: str, repository: str, remedy: str) -> None:
    """Run one goal to its end.

    Args:
        arguments: The goal and what belongs to it.
        what: It fetches, for the error.
        folder: It runs in; a pom.xml there would interfere.
        repository: Its local repository: a folder of its own leaves nothing behind in the user's.
        remedy: For whoever has no `mvn`, or for whom it fails.

    Raises:
        ToolMissing: there is no `mvn`.
        Unreadable: it failed, with the first error it printed.
    """
    quiet = ["-B", "-q", "-Dstyle.color=never", f"-Dmaven.repo.local={repository}"]
    command = [find_mvn(remedy), *quiet, *arguments]
    result = run(command, cwd=folder, timeout_s=LIMIT_S, ends_with_us=True)
    if not result.is_ok:
        said = _complaint(result.stdout + result.stderr)
        raise Unreadable(what, TOO_LATE if result.timed_out else said, remedy)


def size_of(folder: str) -> int:
    """Bytes in all files below `folder`, as far as they can be seen while others write there."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(parent, name)).st_size
            except FileNotFoundError:
                continue  # renamed since it was listed
    return total


def _complaint(said: bytes) -> str:
    """The first error of what Maven printed."""
    for line in said.decode("utf-8", "replace").splitlines():
        if line.startswith("[ERROR] ") and len(line) > len("[ERROR] "):
            return f"mvn says: {line.removeprefix('[ERROR] ')[:200]}"
    return "mvn did not get it"
