"""Programs of the definition of done, run to their end without a shell; consent is asked for in `steps`."""

from __future__ import annotations

from collections.abc import Sequence

from draftloop.adapters.run import run
from draftloop.loop.errors import ToolMissing

TIMEOUT_S = 600.0
"""A site of thousands of pages builds in minutes; a program that waits for a key never ends."""


class OwnPrograms:
    """Fills the port `Programs`."""

    def run(self, argv: Sequence[str], folder: str) -> str:
        """See the port; what the program printed is told by its last line."""
        try:
            result = run(argv, cwd=folder, timeout_s=TIMEOUT_S)
        except ToolMissing as missing:
            return f"{missing.tool} {missing.reason}"
        if result.is_ok:
            return ""
        if result.timed_out:
            return f"did not end within {TIMEOUT_S / 60:.0f} minutes"
        said = (result.stderr.strip() or result.stdout.strip()).decode("utf-8", "replace").splitlines()
        return f"ended with {result.status}" + (f": {said[-1].strip()}" if said else "")
