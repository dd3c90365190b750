"""A child process that does one thing, says one JSON line and ends: both sides of it.

What it loads (a sentence model, a hub's library) may be slow, crash, or print; there it harms nobody.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from draftloop.adapters.child import Child, ChildCanceled, ChildEnded, ChildTooSlow
from draftloop.adapters.child_side import own_stdout, read_questions, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ChildEnded", "ChildTooSlow", "ask_module", "say_once"]


def ask_module(
    module: str,
    *arguments: str,
    timeout_s: float,
    extra_env: Mapping[str, str] | None = None,
    watch: Callable[[], None] | None = None,
) -> dict[str, object]:
    """What `python -m module arguments` says. It is gone when this returns or raises.

    Args:
        module: Its `main` calls `say_once`.
        arguments: Its command line.
        timeout_s: After this it is killed.
        extra_env: Added to our environment.
        watch: Called many times a second while waiting, to show how far it is.

    Raises:
        ChildEnded: it did not start, or died without a word.
        ChildTooSlow: it took longer.
    """

    def is_canceled() -> bool:
        if watch is not None:
            watch()
        return False

    try:
        child = Child([sys.executable, "-m", module, *arguments], extra_env=dict(extra_env or {}))
    except OSError as problem:
        raise ChildEnded(str(problem)) from problem
    try:
        return child.answer(timeout_s, is_canceled)
    except ChildCanceled as problem:  # pragma: no cover - is_canceled never says so
        raise ChildEnded("canceled") from problem
    finally:
        child.kill()


def say_once(work: Callable[[], Mapping[str, object]]) -> int:
    """In the child: do the work and tell the parent; the exit status. What the work prints goes nowhere."""
    answers = own_stdout()
    read_questions()  # none come, but the end of them ends us
    say(answers, work())
    return 0
