"""No history: for files outside a workspace, and for a workspace that is still being made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from draftloop.adapters.git_places import NO_REPOSITORY
from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.iteration import Iteration, Turn
from draftloop.loop.ports import HistoryState
from draftloop.loop.waiting import Means, WaitingIteration, Written


class NoHistory:
    """Fills the ports `History` and `HistoryTags` where nothing may be recorded."""

    def state(self) -> HistoryState:
        """Never ready."""
        return NO_REPOSITORY

    def record(self, iteration: Iteration, paths: Sequence[str], *, allow_empty: bool = False) -> str | None:
        """Raises HistoryUnavailable."""
        raise HistoryUnavailable(NO_REPOSITORY.kind, NO_REPOSITORY.reason, NO_REPOSITORY.remedy)

    def write(
        self,
        waiting: WaitingIteration,
        content: Callable[[str], bytes],
        *,
        taken: Collection[str] = (),
        means: Means | None = None,
    ) -> Written | None:
        """Raises HistoryUnavailable."""
        raise HistoryUnavailable(NO_REPOSITORY.kind, NO_REPOSITORY.reason, NO_REPOSITORY.remedy)

    def head(self) -> str:
        """Empty."""
        return ""

    def changed(self, paths: Sequence[str]) -> list[str]:
        """Nothing: there is nothing to compare with."""
        return []

    def timeline(self, slug: str) -> list[Turn]:
        """Empty."""
        return []

    def text_at(self, commit: str, path: str) -> str | None:
        """None."""
        return None

    def texts_at(self, places: Sequence[tuple[str, str]]) -> list[str | None]:
        """None for each."""
        return [None] * len(places)

    def tag(self, name: str, message: str, *, commit: str = "") -> str:
        """Raises HistoryUnavailable."""
        raise HistoryUnavailable(NO_REPOSITORY.kind, NO_REPOSITORY.reason, NO_REPOSITORY.remedy)

    def tags(self, prefix: str) -> dict[str, str]:
        """Empty."""
        return {}
