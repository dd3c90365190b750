"""Copies that a save leaves beside its file when it is killed before it can take them away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """One such copy."""

    path: str
    """Relative to the workspace."""
    file: str
    """The file it was made beside; like `path`."""
    data: bytes


class Leftovers(Protocol):
    """What killed saves left in ideas/ and drafts/."""

    def found(self) -> list[Leftover]:
        """Those that are surely ours, were left an hour ago or longer, and that nobody has open."""

    def remove(self, leftover: Leftover) -> None:
        """Take it away, if it is still what was read.

        Raises:
            ChangedOnDisk: it is not, and stays.
            CannotWrite: the disk refuses.
        """
