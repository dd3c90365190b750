"""A terminal driver that survives its terminal, and tells it nothing that a text of somebody's made up.

Textual 8.2.8 hands its output to a thread through a queue of thirty. When the terminal is gone that thread
ends at its next write, the queue fills up, and the app waits for room for good: no signal handler runs, no
word is brought to safety, and reading the end of input over and over keeps a core busy. Here the app goes on
without a terminal and is told to leave.

Texts are made safe where they enter a widget (`tui/text.py`). What slips through there ends here: of the
sequences a terminal obeys only those pass that Textual itself writes. A title, a hyperlink, the clipboard, a
device string, a changed character set: none of them is drawn by a frame of ours.
"""

from __future__ import annotations

import os
import re
import signal
from queue import Full
from typing import TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.drivers._writer_thread import WriterThread

_LOOK_S = 0.1

_ALONE = re.compile(
    r"\x1b\[[?<>=][0-9;]*\$?[a-z]"  # modes and questions: mouse, paste, synchronised output, Kitty's keyboard
    r"|\x1b\]22;[a-z-]*\x07"  # the shape of the mouse pointer
    r"|\x07"  # the bell
)
"""What Textual 8.2.8 writes as a whole, never as a part of a frame."""
_CLIPBOARD = re.compile(r"\x1b\]52;c;[A-Za-z0-9+/=]*\x07")
_STRANGE = re.compile(r"\x1b(?!\[[0-9;:]*[mHABCDJK])")
"""An escape that neither colours, moves the cursor, nor clears."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
# Two patterns: each is found by its first character, which is seven times as fast as one for both.


class SurvivingDriver(LinuxDriver):
    """Textual's own, with output that goes nowhere once nobody can see it, and that says nothing strange."""

    def write(self, data: str) -> None:
        super().write(harmless(data, may_copy=getattr(self._app, "is_copying", False)))

    is_given_back = False
    """Whether the terminal is as it was before."""

    def stop_application_mode(self) -> None:
        super().stop_application_mode()
        self.is_given_back = True

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's own
        self.is_given_back = False
        if self._writer_thread is not None:
            let_go_of_a_dead(self._writer_thread, _leave)


def harmless(data: str, *, may_copy: bool = False) -> str:
    """`data` as Textual meant it: what it does not write itself is shown as a picture of its first byte.

    Args:
        data: One write of the driver: a frame, or a sequence alone.
        may_copy: Whether the writer asked for a copy just now, and so the clipboard may be set.
    """
    if _STRANGE.search(data) is None and _CONTROL.search(data) is None:
        return data
    if _ALONE.fullmatch(data) or (may_copy and _CLIPBOARD.fullmatch(data)):
        return data
    return _CONTROL.sub(_picture, _STRANGE.sub("\u241b", data))


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "\u2426"


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
