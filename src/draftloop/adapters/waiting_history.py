"""The history as the author made it: what git has, and after it what waits for git.

Everything that asks for turns, texts or changes gets the waiting iterations too, so that a rewrite after an
outline that git has not taken yet is round 2 all the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import Protocol, TypeVar

from draftloop.adapters import files
from draftloop.loop.errors import HistoryUnavailable, NotFound, Unreadable
from draftloop.loop.iteration import Iteration, Turn
from draftloop.loop.ports import History, HistoryState, HistoryTags
from draftloop.loop.waiting import (
    IterationQueue,
    Means,
    MeantFile,
    WaitingIteration,
    Written,
    is_below,
    names_of,
    with_waiting,
)

T = TypeVar("T")
_MOST_LOOKS = 5


class RecordedHistory(History, HistoryTags, Protocol):
    """What is wrapped here."""

    def changed(self, paths: Sequence[str]) -> list[str]:
        """As the port says, from one look at git: `nothing` and `cannot tell` are never mistaken.

        Raises:
            HistoryUnavailable: there is nothing to compare with, or git cannot tell now.
        """


class WorkTree(Protocol):
    """The files of the workspace as they are now."""

    def read(self, path: str) -> bytes | None:
        """What stands at a path; None when nothing does, or nothing that can be read."""

    def below(self, paths: Sequence[str]) -> list[str]:
        """All files below `paths`, without droppings."""


class FileTree:
    """The files below one root."""

    def __init__(self, root: str) -> None:
        self._root = root

    def read(self, path: str) -> bytes | None:
        try:
            return files.read_file(self._root, path)
        except Unreadable:
            return None

    def below(self, paths: Sequence[str]) -> list[str]:
        found: list[str] = []
        for path in paths:
            full = os.path.join(self._root, path)
            if not os.path.isdir(full) and os.path.lexists(full):
                found.append(path)
            for folder, below, names in os.walk(full):
                below[:] = sorted(name for name in below if not name.startswith("."))
                inside = os.path.relpath(folder, self._root).replace(os.sep, "/")
                own = (name for name in sorted(names) if not files.is_dropping(name))
                found += [f"{inside}/{name}" for name in own]
        return found


class WaitingHistory:
    """Fills `History` and `HistoryTags`.

    Args:
        recorded: What git has.
        queue: What waits for it.
        tree: The files as they are now.
    """

    def __init__(self, recorded: RecordedHistory, queue: IterationQueue, tree: WorkTree) -> None:
        self._recorded, self._queue, self._tree = recorded, queue, tree

    def state(self) -> HistoryState:
        return self._recorded.state()

    def record(self, iteration: Iteration, paths: Sequence[str], *, allow_empty: bool = False) -> str | None:
        return self._recorded.record(iteration, paths, allow_empty=allow_empty)

    def write(
        self,
        waiting: WaitingIteration,
        content: Callable[[str], bytes],
        *,
        taken: Collection[str] = (),
        means: Means | None = None,
    ) -> Written | None:
        return self._recorded.write(waiting, content, taken=taken, means=means)

    def head(self) -> str:
        return self._recorded.head()

    def tag(self, name: str, message: str, *, commit: str = "") -> str:
        return self._recorded.tag(name, message, commit=commit)

    def tags(self, prefix: str) -> dict[str, str]:
        return self._recorded.tags(prefix)

    def changed(self, paths: Sequence[str]) -> list[str]:
        """Files below `paths` that are neither in git nor in the queue as they are now."""
        return self._while_others_drain(lambda entries: self._changed(paths, entries))

    def _changed(self, paths: Sequence[str], entries: Sequence[WaitingIteration]) -> list[str]:
        candidates = self._candidates(paths)
        if not entries:
            return candidates
        latest = {file.path: (file, entry.id) for entry in entries for file in entry.files}
        asked = {*candidates, *(path for path in latest if is_below(path, paths))}
        return sorted(path for path in asked if path not in latest or self._differs(path, *latest[path]))

    def timeline(self, slug: str) -> list[Turn]:
        """Every turn of a draft, those that wait last."""
        entries = self._queue.waiting()
        if not entries:
            return self._recorded.timeline(slug)
        recorded = [
            turn for name in sorted(names_of(slug, entries)) for turn in self._recorded.timeline(name)
        ]
        return with_waiting(slug, recorded, entries)

    def text_at(self, commit: str, path: str) -> str | None:
        return self.texts_at([(commit, path)])[0]

    def texts_at(self, places: Sequence[tuple[str, str]]) -> list[str | None]:
        """The texts at many places; a waiting iteration's name stands for what git will have after it."""
        return self._while_others_drain(lambda entries: self._texts_at(places, entries))

    def _texts_at(
        self, places: Sequence[tuple[str, str]], entries: Sequence[WaitingIteration]
    ) -> list[str | None]:
        found: dict[int, str | None] = {}
        asked: list[tuple[str, str]] = []
        for index, (commit, path) in enumerate(places):
            upto = self._upto(entries, commit)
            if upto is None:
                asked.append((self._queue.committed_as(commit) or commit, path))
                continue
            is_there, text = self._text(entries[:upto], path)
            if is_there:
                found[index] = text
            asked.append(("HEAD", path))
        recorded = self._recorded.texts_at(asked) if len(found) < len(places) else [None] * len(places)
        return [found.get(index, text) for index, text in enumerate(recorded)]

    def _while_others_drain(self, look: Callable[[list[WaitingIteration]], T]) -> T:
        """Look at git and the queue together: once more when one was brought from here to there meanwhile."""
        for _ in range(_MOST_LOOKS - 1):
            with suppress(NotFound):
                return look(self._queue.waiting())
        return look(self._queue.waiting())

    def _upto(self, entries: Sequence[WaitingIteration], commit: str) -> int | None:
        """How many waiting iterations a place includes; None when it is one of git's own."""
        if commit == "HEAD":
            return len(entries)
        names = [entry.id for entry in entries]
        return names.index(commit) + 1 if commit in names else None

    def _text(self, entries: Sequence[WaitingIteration], path: str) -> tuple[bool, str | None]:
        """Whether one of these has something at `path`, and the latest text there."""
        for entry in reversed(entries):
            if path in entry.paths:
                data = self._queue.content(entry.id, path)
                if data is None:
                    state = next(file.state for file in entry.files if file.path == path)
                    if state != "gone":
                        data = self._tree.read(path)
                return True, None if data is None else data.decode("utf-8-sig", "replace")
        return False, None

    def _candidates(self, paths: Sequence[str]) -> list[str]:
        try:
            return self._recorded.changed(paths)
        except HistoryUnavailable:
            # No repository, a damaged index, one look that failed: what was ended is kept whole rather than
            # not at all, and when git takes it only what differs is in the commit.
            return self._tree.below(paths)

    def _differs(self, path: str, file: MeantFile, id: str) -> bool:  # noqa: A002
        # What was too large to keep is committed as it will be then: nothing differs from that.
        return file.state != "as-it-is" and self._tree.read(path) != self._queue.content(id, path)
