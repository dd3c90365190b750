"""Keys typed before the screen they are meant for is there: they wait for it instead of falling through."""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import Any

from textual import events
from textual.app import App, ScreenStackError
from textual.screen import Screen
from textual.widgets import Input, TextArea

_LOOK_S = 0.01
_MOST_OPENING_S = 2.0
"""A screen that is not ready by then gets its keys all the same, and says itself what it cannot do."""
_MOST_ON_ITS_WAY_S = 0.05
"""A key that somebody took never comes back to the app to say so."""


class PatientApp(App[object]):
    """Hands on a key when what the key before it opened can take it.

    A fast hand types `a` and a title, or a step and `ctrl+g`, before the screen has come. Without this the
    title's first letters would be keys of the screen below, and a paste would be lost.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._on_its_way: events.Event | None = None
        self._sent_s = 0.0
        self._opening: Screen[Any] | None = None
        self._opened_s = 0.0

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pastes wait; all else goes its way."""
        if not isinstance(event, events.Key | events.Paste):
            await super().on_event(event)
        elif event.is_forwarded:
            await super().on_event(event)
            if event is self._on_its_way:
                self._on_its_way = None  # nobody took it, so its binding has run by now
        elif self._waiting or self._must_wait() or self._is_for_below(event):
            if not self._waiting:
                self.set_timer(_LOOK_S, self._hand_on)
            self._waiting.append(event)
        else:
            await self._send(event)

    async def _hand_on(self) -> None:
        while self._waiting:
            if self._must_wait() or self._is_for_below(self._waiting[0]):
                self.set_timer(_LOOK_S, self._hand_on)
                return
            await self._send(self._waiting.popleft())

    async def _send(self, event: events.Key | events.Paste) -> None:
        is_word = isinstance(event, events.Paste) or event.is_printable
        if not (is_word and isinstance(self.focused, Input | TextArea)):
            self._on_its_way, self._sent_s = event, monotonic()
        await super().on_event(event)

    def _must_wait(self) -> bool:
        now = monotonic()
        if self._on_its_way is not None and now - self._sent_s < _MOST_ON_ITS_WAY_S:
            return True
        self._on_its_way = None
        try:
            screen = self.screen
        except ScreenStackError:  # before the first screen, or after the last
            return True
        if screen is not self._opening:
            self._opening, self._opened_s = screen, now
        return now - self._opened_s < _MOST_OPENING_S and not _is_ready(screen)

    def _is_for_below(self, event: events.Key | events.Paste) -> bool:
        """A screen that came up by itself may be under the hands of somebody who types, and leaves then."""
        makes_way = getattr(self.screen, "makes_way_for", None)
        return makes_way is not None and bool(makes_way(event))


def _is_ready(screen: Screen[Any]) -> bool:
    """Whether a key typed now would be for this screen, and could be acted on."""
    if not screen.is_mounted:
        return False
    if screen.is_modal:
        return screen.focused is not None or not screen.focus_chain
    return bool(getattr(screen, "is_ready", True))
