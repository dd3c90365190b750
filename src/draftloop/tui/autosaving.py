"""When the app makes autosaves: in a thread after a save, when a draft is left, and when the app closes."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from draftloop.steps.autosaves import Autosaver
from draftloop.tui import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from draftloop.steps.desk import Desk


class Autosaving:
    """The app's one keeper of autosaves. No key waits for it, and a failure is told once and no more."""

    def __init__(self, app: App[object], desk: Desk, clock: Callable[[], float] = monotonic) -> None:
        self._app = app
        self._keeper = Autosaver(desk, clock)

    def note(self, slug: str) -> None:
        """A text of this draft reached its file; from any thread. Empty: no draft."""
        if slug:
            self._keeper.note(slug)

    def saved(self, slug: str) -> None:
        """The same; with an autosave if the last one is a minute old."""
        self.note(slug)
        if self._keeper.claim(slug):
            self._start(slug)

    def left(self, slug: str) -> None:
        """The draft is left: what changed since the last autosave gets one now."""
        if slug in self._keeper.waiting:
            self._start(slug)

    def finish(self) -> None:
        """Make what is still to be made, in this thread; the app is closing."""
        for slug in self._keeper.waiting:
            self._keeper.save(slug)

    def _start(self, slug: str) -> None:
        def work() -> None:
            trouble = self._keeper.save(slug)
            if trouble:
                text.toast(self._app, trouble, "warning")

        self._app.run_worker(work, group="autosave", thread=True, exit_on_error=False)
