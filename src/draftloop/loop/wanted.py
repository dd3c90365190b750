"""Whether anybody still waits for what is being worked out.

A check that a newer one replaces goes on in its thread until it is told that nobody wants it any more. What
works long asks `is_wanted()` between two pieces of its work, and stops with what there is:

    with while_wanted(lambda: not worker.is_cancelled):
        report = check_document(...)
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ASK: ContextVar[Callable[[], bool] | None] = ContextVar("draftloop_is_wanted", default=None)


@contextmanager
def while_wanted(ask: Callable[[], bool]) -> Iterator[None]:
    """Let `ask` decide whether what is called in this block is still wanted; of this thread only."""
    token = _ASK.set(ask)
    try:
        yield
    finally:
        _ASK.reset(token)


def is_wanted() -> bool:
    """Whether to go on; true where nobody set anything."""
    ask = _ASK.get()
    return ask is None or ask()
