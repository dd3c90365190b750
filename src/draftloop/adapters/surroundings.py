"""The port `Surroundings`: what `doctor` learns from the system rather than from the texts."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime

from draftloop.adapters.surroundings_disk import disk_troubles
from draftloop.adapters.surroundings_git import git_troubles
from draftloop.adapters.surroundings_names import name_troubles
from draftloop.loop.ports import Trouble


class SystemSurroundings:
    """Of one workspace."""

    def __init__(
        self, root: str, state: str, workspace: str, *, hooks: bool, now: Callable[[], datetime]
    ) -> None:
        """`workspace` is its name WS in the state folder; `hooks`: whether the repository's own hooks run."""
        self._root, self._state, self._workspace = root, state, workspace
        self._hooks, self._now = hooks, now

    def troubles(self) -> list[Trouble]:
        system = datetime.now().astimezone()  # files bear its times, whatever clock a script sets for us
        return [
            *name_troubles(self._root, system),
            *git_troubles(self._root, hooks=self._hooks, now=max(system, self._now())),
            *disk_troubles(self._root, self._state, self._workspace),
        ]

    def oldest_change(self, paths: Sequence[str]) -> datetime | None:
        moments = []
        for path in paths:
            try:
                moments.append(os.stat(os.path.join(self._root, path), follow_symlinks=False).st_mtime)
            except OSError:
                continue  # deleted: when is not known
        return datetime.fromtimestamp(min(moments)).astimezone() if moments else None
