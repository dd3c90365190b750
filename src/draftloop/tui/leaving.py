"""An app that loses nothing: editors outside, resting, leaving on purpose, on a signal, after a fault."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from rich.text import Text
from textual import events, on
from textual.app import SuspendNotSupported
from textual.notifications import Notify

from draftloop import paths
from draftloop.loop.errors import CannotWrite, DraftloopError
from draftloop.loop.plain import disarmed, safe
from draftloop.tui import text
from draftloop.tui.autosaving import Autosaving
from draftloop.tui.ending import LONGEST_S, end_within
from draftloop.tui.line_net import LOOK_S, UNFINISHED, LineNet
from draftloop.tui.messages import WaitingSeen
from draftloop.tui.screens.base import LoopScreen, StepRunner, sentence_for
from draftloop.tui.typed_ahead import PatientApp
from draftloop.tui.waiting_watch import WaitingWatch, quietly

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.screen import Screen

    from draftloop.steps.desk import Desk

_REST_S = 60.0
_MOST_THREADS = 32
"""Python starts as many as there are cores, and four."""
_LONGEST_AFTER_A_FAULT_S = 10.0
"""For the end of threads, and of the message that is shown."""

STILL_HERE_ONLY = "No disk takes these words: make room and save again. Leaving once more leaves them behind."


@runtime_checkable
class Flushes(Protocol):
    """A screen with words that may not be in the file yet."""

    def flush(self) -> object:
        """Bring every word to safety now, in this thread, within a fifth of a second."""


class SafeApp(PatientApp):
    """What keeps every word, whatever happens to the program. Screens with words have a `flush`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk  # the styles ask for the text width while the app is being made
        super().__init__()
        self.autosaving = Autosaving(self, desk)
        self.unfinished_jot = ""
        """What stood in the capture line when it was closed; it stands there again."""
        self.line_net = LineNet(self, lambda: self.desk.recovery, lambda: self.unfinished_jot)
        self.waiting = WaitingWatch(self)
        self.put_off: set[str] = set()
        """Kept texts to be decided about later: they are offered again at the next start."""
        self.is_leaving = False
        """Nothing is started any more."""
        self.is_copying = False
        """Whether the writer asked for a copy: only then the driver lets the clipboard be set."""
        self.may_lose_words = False
        """Whether the writer was told that no disk takes the words, and may leave without them."""
        self._copied = ""
        self._is_resting = True
        self._last_key_s = 0.0

    def get_driver_class(self) -> type[Driver]:
        """Textual's, but one that survives the end of its terminal."""
        usual = super().get_driver_class()
        if usual.__name__ != "LinuxDriver":
            return usual  # tests, a browser, Windows
        from draftloop.tui.driver import SurvivingDriver

        return SurvivingDriver

    @property
    def clipboard(self) -> str:
        """What was copied last in this app, to the byte."""
        return self._copied

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what the writer chose; what a shell would obey when it is pasted there becomes visible."""
        self._copied = text
        self.is_copying = True
        try:
            super().copy_to_clipboard(disarmed(text))
        finally:
            self.is_copying = False

    def keep_watch(self) -> None:
        """Begin to listen for signals and for rests; called once the app runs."""
        # Threads that hang on a disk must leave some to whoever brings words into the net.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_MOST_THREADS))
        self._listen_for_signals()
        self.set_interval(_REST_S / 4, self._look_whether_it_rests)
        self.set_interval(LOOK_S, self.line_net.look)
        self.call_after_refresh(self.waiting.drain)

    # -- the writer's own editor -----------------------------------------------------------------------

    def edit_outside(self, path: str, on_back: Callable[[bool], object] | None = None) -> None:
        """Hand the terminal to the writer's editor on a workspace file, then call `on_back(changed)`."""
        outcome: list[bool | Exception] = []
        try:
            with self.suspend():
                # Textual does not take the terminal back when this body raises.
                outcome.append(self._edit(path))
        except SuspendNotSupported:
            outcome.append(self._edit(path))
        result = outcome[0]
        self.refresh(layout=True)
        if isinstance(result, Exception):
            self._show(result, lambda: self.edit_outside(path, on_back))
            return
        if isinstance(self.screen, StepRunner):
            self.screen.solve_error("editor")
        if on_back is not None:
            on_back(result)

    def _edit(self, path: str) -> bool | Exception:
        try:
            return self.desk.editor.edit(path)
        except (DraftloopError, OSError) as error:
            return error

    def _show(self, error: Exception, again: Callable[[], object]) -> None:
        if isinstance(self.screen, LoopScreen):
            self.screen.show_error("editor", sentence_for(error), again)
        else:
            text.toast(self, sentence_for(error), "error")

    @on(Notify)
    def _one_word_at_a_time(self, message: Notify) -> None:
        """What was just done takes the place of what was done before; warnings stay beside it."""
        is_passing = message.notification.severity == "information"
        if is_passing and all(old.severity == "information" for old in self._notifications):
            self.clear_notifications()

    # -- resting ---------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Notice that somebody is there."""
        if isinstance(event, events.Key | events.Paste):
            self.line_net.before_key()
            self._is_resting = False
            self._last_key_s = monotonic()
        await super().on_event(event)

    def _look_whether_it_rests(self) -> None:
        """After a minute without a key, changed ideas get their commit; once a rest."""
        rests_s = monotonic() - self._last_key_s
        if self.waiting.count and rests_s >= _REST_S:
            self.waiting.drain()
        if not self._is_resting and rests_s >= _REST_S:
            self._is_resting = True
            self.run_worker(self._tidy_up, group="tidy-up", thread=True, exclusive=True, exit_on_error=False)

    def _tidy_up(self) -> None:
        """Take away what killed saves left, commit what waits, then ideas and workspace files."""
        from draftloop.steps.housekeeping import commit_loose_files
        from draftloop.steps.leftovers import clear_leftovers

        try:
            clear_leftovers(self.desk)
            commit_loose_files(self.desk, means=quietly())
            self.waiting.look()
        except DraftloopError as error:
            text.toast(self, sentence_for(error), "warning")

    @on(events.AppFocus)
    def _come_back(self) -> None:
        """The writer comes back, maybe from a shell where a merge was finished."""
        if self.waiting.count:
            self.waiting.drain()

    @on(WaitingSeen)
    def _show_waiting(self, message: WaitingSeen) -> None:
        self.waiting.seen(message.now)

    def action_commit_waiting(self) -> None:
        """Try again to commit what waits for git."""
        self.waiting.try_again()

    # -- leaving in a hurry ----------------------------------------------------------------------------

    async def action_quit(self) -> None:
        """Bring every word to safety, record what only was written, then go.

        While neither file nor net takes the words, only the second time.
        """
        if not self.flush_all() and not self.may_lose_words:
            self.may_lose_words = True
            text.toast(self, STILL_HERE_ONLY, "error")
            return
        self.line_net.finish()
        await asyncio.to_thread(self.autosaving.finish)
        await asyncio.to_thread(self._tidy_up)
        await asyncio.to_thread(self._stop_reading)
        self.exit()

    def flush_all(self) -> bool:
        """Bring the words of every open screen to safety; one that fails does not stop the others.

        False when some are nowhere but on their screen.
        """
        are_safe = [self._flush_screen(screen) for screen in self.screen_stack]
        if self.unfinished_jot:
            self.keep_aside(self.unfinished_jot)
        with suppress(DraftloopError, OSError):  # the screens have had their turn, and told of a full disk
            self.line_net.flush()
        self.may_lose_words = self.may_lose_words and not all(are_safe)
        return all(are_safe)

    def keep_aside(self, words: str) -> None:
        """Keep words that have no file yet where `draftloop recover` finds them; safe from a thread."""
        self.desk.recovery.keep(UNFINISHED, words)

    def put_away(self, words: str) -> None:
        """Words that were kept aside have their files by now."""
        self.desk.recovery.settle(UNFINISHED, words)

    def _flush_screen(self, screen: Screen[Any]) -> bool:
        """Whether the screen's words are in their file or in the net."""
        if not isinstance(screen, Flushes):
            return True
        is_safe = True
        try:
            screen.flush()
        except (DraftloopError, OSError) as error:
            text.toast(self, sentence_for(error), "error")
            is_safe = not isinstance(error, CannotWrite) or bool(error.kept)
        self.autosaving.note(getattr(screen, "slug", ""))
        return is_safe

    def _listen_for_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            try:
                loop.add_signal_handler(number, self._leave_on_signal, number)
            except (NotImplementedError, RuntimeError, ValueError):
                # No signals here: Windows, or a loop that is not in the main thread (tests, a browser).
                return

    def _leave_on_signal(self, number: signal.Signals) -> None:
        end_within(LONGEST_S, 128 + number, self._driver)
        self.flush_all()
        self._stop_reading()
        self.exit(return_code=128 + number)

    def _stop_reading(self) -> None:
        """What is just starting would be waited for: a sentence model, a grammar engine."""
        self.is_leaving = True
        self.desk.close()
        if self.desk.meaning is not None:
            self.desk.meaning.close()

    def _fatal_error(self) -> None:
        """End after a fault in our own code. Textual 8.2.8 would print local variables: somebody's draft."""
        end_within(_LONGEST_AFTER_A_FAULT_S, 1, self._driver)
        self.flush_all()
        log = paths.log_fault(sys.exception())
        self._exit_renderables.append(
            Text(
                safe(
                    "draftloop had to stop because of a fault of its own. Your words are kept safe: "
                    f"`draftloop recover` lists what is not in its file. The fault is described in {log}"
                )
            )
        )
        self._close_messages_no_wait()
