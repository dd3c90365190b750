"""The net below small fields: a title, a note, an answer, a description, a sentence being changed.

What is typed there reaches a file with Enter only. Until then, and for a moment after it, the app keeps it
where `draftloop recover` and the next start find it, whatever ends the program.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual.app import ScreenStackError
from textual.widgets import Input, TextArea

from draftloop.loop.errors import DraftloopError
from draftloop.tui import text as texts
from draftloop.tui.screens.base import sentence_for
from draftloop.tui.widgets.ask_line import AskLine

if TYPE_CHECKING:
    from textual.app import App

    from draftloop.loop.ports import Recovery

LOOK_S = 0.3
ON_ITS_WAY_S = 3.0
"""After Enter a line stays in the net until its step has surely written it."""
Field = Input | TextArea
UNFINISHED = "ideas/inbox/unfinished.md"
"""Where a line that was never kept would have gone; its name in `draftloop recover`."""
_LOOKED_FOR = frozenset({"filter", "query", "offers-filter"})
"""Fields whose words nobody wants back."""


class LineNet:
    """Looks at the fields that were typed into, a few times a second."""

    def __init__(
        self,
        app: App[Any],
        recovery: Callable[[], Recovery],
        closed_line: Callable[[], str],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Make the net.

        Args:
            app: The app.
            recovery: Where lines are kept.
            closed_line: What stood in a line that was closed and will be opened again.
            clock: Seconds; only differences count.
        """
        self._app = app
        self._recovery = recovery
        self._closed_line = closed_line
        self.clock = clock
        self._first: WeakKeyDictionary[Field, str] = WeakKeyDictionary()
        """The fields that were typed into, with what they held before."""
        self._last: WeakKeyDictionary[Field, str] = WeakKeyDictionary()
        self._sent: list[tuple[str, float]] = []
        """Lines on their way into a file, and until when they stay here."""
        self._kept = ""
        self._is_busy = False
        self._has_complained = False

    def before_key(self) -> None:
        """A key is about to arrive: what its field holds now is not typed yet."""
        try:
            field = self._app.focused
        except ScreenStackError:  # before the first screen, or after the last
            return
        if isinstance(field, Field) and field not in self._first and _is_for_words(field):
            self._first[field] = _value(field)

    def look(self) -> None:
        """Keep what is new, in a thread; let go of what has arrived."""
        wanted = self._wanted()
        if self._is_busy or wanted == self._kept:
            return
        before, self._kept, self._is_busy = self._kept, wanted, True

        def work() -> None:
            try:
                self._bring(wanted, before)
            except DraftloopError as error:
                self._complain(error)
            finally:
                self._is_busy = False

        self._app.run_worker(work, group="lines", thread=True, exit_on_error=False)

    def flush(self) -> None:
        """Keep what stands in the fields now, in this thread."""
        wanted = self._wanted()
        if wanted and wanted != self._kept:
            self._kept = wanted
            self._recovery().keep_running(UNFINISHED, wanted)

    def finish(self) -> None:
        """The app is left on purpose: the lines that were sent are in their files by now."""
        left = "\n".join(dict.fromkeys(self._words()))
        self._sent.clear()
        if self._kept and left != self._kept:
            self._bring(left, self._kept)
            self._kept = left

    def _bring(self, wanted: str, before: str) -> None:
        if wanted:
            self._recovery().keep_running(UNFINISHED, wanted)
        else:
            self._recovery().settle(UNFINISHED, before)

    def _complain(self, error: DraftloopError) -> None:
        if not self._has_complained:
            self._has_complained = True
            texts.toast(self._app, sentence_for(error), "warning")

    def _wanted(self) -> str:
        """All that is to be kept: sent lines first, each line once."""
        now = self.clock()
        words = self._words()
        self._sent = [(line, until) for line, until in self._sent if until > now]
        return "\n".join(dict.fromkeys([*(line for line, _ in self._sent), *words]))

    def _words(self) -> list[str]:
        """What stands in the fields; what is no longer there was sent or called off."""
        found = []
        closed = self._closed_line()
        for field, first in list(self._first.items()):
            value = _value(field) if _is_open(field) else ""
            last = self._last.get(field, "")
            if last and not _goes_on(last, value) and not _goes_on(last, closed):
                self._sent.append((last, self.clock() + ON_ITS_WAY_S))
            if not _is_open(field):
                del self._first[field]
                self._last.pop(field, None)
                continue
            is_new = bool(value) and value != first
            self._last[field] = value if is_new else ""
            if is_new:
                found.append(value)
        return [*found, closed] if closed else found


def _value(field: Field) -> str:
    return (field.value if isinstance(field, Input) else field.text).strip()


def _is_for_words(field: Field) -> bool:
    if isinstance(field, TextArea):
        return field.has_class("-asking")  # a sentence being changed; an editor has a file and a journal
    asks = field.parent
    is_search = isinstance(asks, AskLine) and asks.purpose == "find"
    return field.id not in _LOOKED_FOR and not field.password and not is_search


def _is_open(field: Field) -> bool:
    """Whether it still stands on some screen of the app."""
    return field.is_attached and all(node.display for node in field.ancestors_with_self if node.is_attached)


def _goes_on(last: str, value: str) -> bool:
    """Whether a field holds the same line still, a little longer or shorter."""
    start = min(len(last), 3)
    return bool(value) and (value[:start] == last[:start] or last in value)
