"""A terminal driver that survives its terminal.

Textual 8.2.8 hands its output to a thread through a queue of thirty. When the terminal is gone that thread
ends at its next write, the queue fills up, and the app waits for room for good: no signal handler runs, no
word is brought to safety, and reading the end of input over and over keeps a core busy. Here the app goes on
without a terminal and is told to leave.
"""

from __future__ import annotations

import os
import signal
from queue import Full
from typing import TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.drivers._writer_thread import WriterThread

_LOOK_S = 0.1


class SurvivingDriver(LinuxDriver):
    """Textual's own, with output that goes nowhere once nobody can see it."""

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's own
        if self._writer_thread is not None:
            let_go_of_a_dead(self._writer_thread, _leave)


def let_go_of_a_dead(writer: WriterThread, leave: Any) -> None:
    """Put into the writer's queue only while it lives; after that call `leave` once and drop everything."""
    queue = writer._queue
    put = queue.put
    is_told = False

    def put_while_alive(item: str | None, block: bool = True, timeout: float | None = None) -> None:
        nonlocal is_told
        while writer.is_alive():
            try:
                put(item, timeout=_LOOK_S)
                return
            except Full:
                # It may be slow, or have died with a full queue: the loop looks.
                continue
        if not is_told:
            is_told = True
            leave()

    queue.put = put_while_alive  # type: ignore[method-assign]  # the thread has no other seam


def _leave() -> None:
    """What the kernel says when a terminal is closed; it may have been said while nobody could listen."""
    os.kill(os.getpid(), signal.SIGHUP)
