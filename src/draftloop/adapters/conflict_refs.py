"""Both sides of a conflict in refs of draftloop's own: `refs/draftloop/conflict/DATE/mine` and `theirs`.

Each names a tree as an autosave has it. Fills the port `Conflicts`.
"""

from __future__ import annotations

from datetime import UTC, datetime

from draftloop.adapters.autosave import GitAutosaves


class GitConflicts:
    """Kept where they disturb neither branch, index nor work tree."""

    def __init__(self, root: str) -> None:
        """`root` is the workspace, absolute."""
        self._root = root

    def keep(self, path: str, mine: str, theirs: str, when: datetime) -> str | None:
        date = f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        refs = GitAutosaves(self._root, f"conflict/{date}")
        name = path.rpartition("/")[2]
        kept = [
            refs.save(side, {f"drafts/{side}/{name}": text}, when)
            for side, text in (("mine", mine), ("theirs", theirs))
        ]
        return date if all(kept) else None
