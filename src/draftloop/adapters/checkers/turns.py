"""Who may ask a child process next, when several threads want to: the newest request.

A paragraph that was just edited must not queue behind the whole post that is being read for the first time.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_numbers = count(1)
_NUMBER: ContextVar[int] = ContextVar("draftloop_request")


@contextmanager
def one_request() -> Iterator[None]:
    """Make all that is asked in this block, of this thread, one request with one place in the order."""
    token = _NUMBER.set(request_number())
    try:
        yield
    finally:
        _NUMBER.reset(token)


def request_number() -> int:
    """The number of the request we are in; outside of any a new one, higher than all before."""
    return _NUMBER.get(None) or next(_numbers)


class Turns:
    """Hands out turns one at a time; of those who wait, the one with the highest number goes first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[int] = []
        self._is_taken = False

    @contextmanager
    def turn(self, number: int) -> Iterator[None]:
        """Wait for a turn and have it; a request takes one for each step, so that newer ones get between."""
        with self._changed:
            self._waiting.append(number)
            try:
                while self._is_taken or number < max(self._waiting):
                    self._changed.wait()
                self._is_taken = True
            finally:
                self._waiting.remove(number)
                self._changed.notify_all()  # whoever gave up waiting may have held back the others
        try:
            yield
        finally:
            with self._changed:
                self._is_taken = False
                self._changed.notify_all()
