"""The program ends when it was told to, also while a thread of it waits for a disk or a program for good.

Python joins its threads before it ends, and one that waits in a system call cannot be stopped. By then the
words are in the net, so the process is ended from outside its event loop, with the terminal as it was.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

LONGEST_S = 2.0
"""From a signal to the end of the process, whatever hangs."""
_LEAVE = (
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?2004l\x1b[?1004l\x1b[<u\x1b[?1049l\x1b[?25h"
)
"""Mouse, paste and focus reports off, the keyboard as it was, the screen of before, the cursor."""


def end_within(seconds: float, code: int, driver: Driver | None) -> None:
    """See to it that the process has ended by then, with this exit status; nothing to do if it did itself."""
    thread = threading.Thread(target=_end, args=(seconds, code, driver), name="ending", daemon=True)
    with suppress(RuntimeError):  # no thread can be started: the usual end has to do
        thread.start()


def _end(seconds: float, code: int, driver: Driver | None) -> None:
    time.sleep(seconds)
    give_back_terminal(driver)
    os._exit(code)


def give_back_terminal(driver: Driver | None) -> None:
    """As Textual's driver does it, unless it has done so."""
    before = getattr(driver, "attrs_before", None)
    if before is None or getattr(driver, "is_given_back", True):
        return  # also a test, and a browser
    import termios

    with suppress(OSError, ValueError):
        os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, _LEAVE.encode())
    with suppress(OSError, ValueError, termios.error):
        termios.tcsetattr(sys.__stdin__.fileno() if sys.__stdin__ else 0, termios.TCSANOW, before)
