"""An app that is not alone: while another draftloop has the workspace, this one only reads (P21)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.timer import Timer

from draftloop.loop.errors import ReadsOnly
from draftloop.loop.instance import standing_sentence
from draftloop.steps.explain import explain
from draftloop.steps.reading_only import Reading, only_reading
from draftloop.tui import text
from draftloop.tui.leaving import SafeApp
from draftloop.tui.screens.base import LoopScreen

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode

    from draftloop.steps.desk import Desk

_LOOK_S = 0.5
"""How often a reader looks whether the other one has gone."""
_TOLD_S = 4.0
"""A sentence that is still to be read is not said again."""

_WRITING = (
    "asked interest let_go note revive signal choose questions count_near "
    "done save deeper outdent move_point pull_note decide take_theirs keep_mine edit_outside begin "
    "today_anyway give_up different later let_go_rest park restore same same_as undo fields gap start_point "
    "batch fix ignore ignore_rule new_words teach ship anyway report "
    "commit_waiting kept_later take take_all"
)
WRITING = frozenset(_WRITING.split())
"""Actions that write, or ask for words that would have to be written."""
WRITING_HERE = frozenset({"edit.change", "readability.change", "ship.move"})
"""The same for names that only look elsewhere."""


class ReadingApp(SafeApp):
    """Takes the workspace when it starts, or as soon as whoever has it is gone."""

    def __init__(self, desk: Desk) -> None:
        self.reading = Reading(desk.instance)
        super().__init__(only_reading(desk, self.reading) if desk.instance is not None else desk)
        self._watch: Timer | None = None
        self._told_s = -_TOLD_S

    @property
    def is_reader(self) -> bool:
        """Whether another draftloop has the workspace, so that nothing is written here."""
        return self.reading.holder is not None

    @property
    def reader_sentence(self) -> str:
        """What stands at the top of every screen; empty while this one writes."""
        holder = self.reading.holder
        return "" if holder is None else standing_sentence(holder, self.desk.now())

    def take_workspace(self) -> None:
        """Ask for the right to write, before anything can be typed; a reader goes on asking."""
        if self.reading.ask() is not None:
            self._watch = self.set_interval(_LOOK_S, self._ask_again)

    def on_unmount(self) -> None:
        """Every word is safe by now: whoever waits may take over."""
        self.reading.end()

    def tell_reader(self) -> None:
        """Somebody wants to write here: say why it does not happen, once for a burst of keys."""
        holder, now = self.reading.holder, monotonic()
        if holder is not None and now - self._told_s >= _TOLD_S:
            self._told_s = now
            self.clear_notifications()
            text.toast(self, f"Nothing was changed: {explain(ReadsOnly(holder))}.", "warning")

    def _tidy_up(self) -> None:
        """A reader leaves that to whoever writes."""
        if not self.is_reader:
            super()._tidy_up()

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action, but for a reader's that would write: it says why not instead."""
        if self.is_reader and self._writes(action):
            self.tell_reader()
            return True
        return await super().run_action(action, default_namespace, namespaces)

    def _writes(self, action: str | ActionParseResult) -> bool:
        full = action if isinstance(action, str) else action[1]
        name = full.partition("(")[0].rpartition(".")[2]
        return name in WRITING or f"{getattr(self.screen, 'NAME', '')}.{name}" in WRITING_HERE

    async def _ask_again(self) -> None:
        before = self.reading.holder
        # A state folder on a network may be slow; keys are not to wait for it.
        holder = await asyncio.to_thread(self.reading.ask)
        if holder is None and before is not None:
            self._take_over()
        elif holder != before:
            self._show_reader()

    def _take_over(self) -> None:
        if self._watch is not None:
            self._watch.stop()
        self._show_reader()
        for screen in self._loop_screens():
            with screen.guarded("open"):
                screen.took_over()
        text.toast(self, "The other draftloop is gone: this one writes now. The files were read again.")

    def _show_reader(self) -> None:
        for screen in self._loop_screens():
            screen.show_reader()

    def _loop_screens(self) -> list[LoopScreen]:
        stack: list[Any] = list(self.screen_stack)
        return [screen for screen in stack if isinstance(screen, LoopScreen) and screen.is_composed]
