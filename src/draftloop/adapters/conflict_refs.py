"""Both sides of a conflict in refs of draftloop's own: `refs/draftloop/conflict/DATE/mine` and `theirs`.

Each names a tree as an autosave has it. Fills the port `Conflicts`. Every conflict is kept for ninety days;
of older ones the last of each day.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from draftloop.adapters.autosave import GitAutosaves
from draftloop.adapters.autosave_names import moment_of
from draftloop.adapters.git_commands import OWN_REFS, Git
from draftloop.adapters.git_places import find_repository
from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.ports import HistoryState
from draftloop.loop.thinning import MOST_AT_ONCE, to_drop

KEEP = timedelta(days=90)
_PURPOSE = "conflict"


class GitConflicts:
    """Kept where they disturb neither branch, index nor work tree."""

    def __init__(self, root: str) -> None:
        """`root` is the workspace, absolute."""
        self._root = root

    def keep(self, path: str, mine: str, theirs: str, when: datetime) -> str | None:
        date = f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        refs = GitAutosaves(self._root, f"{_PURPOSE}/{date}")
        name = path.rpartition("/")[2]
        kept = [
            refs.save(side, {f"drafts/{side}/{name}": text}, when)
            for side, text in (("mine", mine), ("theirs", theirs))
        ]
        if not all(kept):
            return None
        with suppress(HistoryUnavailable, OSError):  # both are kept: what may go can go another time
            _thin_out(self._root, date)
        return date


def _thin_out(root: str, newest: str) -> None:
    """Let go of the oldest, a few at once, each only while it is what it was when it was looked at."""
    repository = find_repository(os.path.realpath(root))
    if isinstance(repository, HistoryState):
        return
    git = Git(top=repository.top, git_dir=repository.git_dir, hooks=False)
    by_date: dict[str, list[tuple[str, str]]] = {}
    for ref, value in _refs(git):
        by_date.setdefault(ref.split("/")[-2], []).append((ref, value))
    for date in _old(list(by_date), newest):
        for ref, value in by_date[date]:
            git.call("update-ref", "--no-deref", ref, "0" * len(value), value)


def _refs(git: Git) -> Iterator[tuple[str, str]]:
    """Each ref of a conflict, with what it names."""
    place = f"{OWN_REFS}{_PURPOSE}/"
    for line in git.call("for-each-ref", "--format=%(refname) %(objectname)", place).stdout.splitlines():
        ref, _, value = line.decode("utf-8", "surrogateescape").partition(" ")
        if ref.removeprefix(place).count("/") == 1:
            yield ref, value


def _old(dates: list[str], newest: str) -> list[str]:
    """The dates that go now. Their age is counted up to the conflict before the newest, and not to the clock.

    So a clock that jumped ahead costs nothing the first time that it is believed.
    """
    by_moment = {moment: date for date in dates if (moment := moment_of(date.encode())) is not None}
    before = [moment for moment, date in by_moment.items() if date != newest]
    if not before:
        return []
    now = max(before)
    dropped = to_drop(list(by_moment), now, most=len(by_moment))
    return [by_moment[moment] for moment in dropped if now - moment > KEEP][:MOST_AT_ONCE]
