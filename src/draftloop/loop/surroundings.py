"""What is around the files: the disk, git, sync tools, names that collide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from draftloop.loop.ports import Trouble


class Surroundings(Protocol):
    """Looks at the workspace from outside; reads only, starts no program but git, asks no network."""

    def troubles(self) -> list[Trouble]:
        """Everything about names, disk, state folder and repository that is not as it should be."""

    def oldest_change(self, paths: Sequence[str]) -> datetime | None:
        """When the first of these workspace files was last changed; None: none of them is there."""
