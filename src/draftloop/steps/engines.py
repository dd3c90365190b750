"""Grammar engines made ready before somebody waits for them."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from draftloop.loop.engine_ports import Starts
from draftloop.loop.errors import CheckerTrouble, DraftloopError
from draftloop.loop.wanted import is_wanted
from draftloop.steps.checking import known_words
from draftloop.steps.edit import check_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.steps.desk import Desk

SLOW_ENGINES = frozenset({"languagetool"})
"""Engines that need seconds where others need tenths; nobody waits for them."""

_LOOK_S = 0.05


def quick_engines(desk: Desk) -> tuple[str, ...]:
    """Of the engines in the settings those that are asked first; all when all are slow."""
    engines = desk.settings.checks.engines
    return tuple(name for name in engines if name not in SLOW_ENGINES) or engines


def get_ready(desk: Desk, slug: str = "", names: Sequence[str] | None = None) -> None:
    """Start engines, and meanwhile load what is needed beside them; returns when all is warm or unwanted.

    Args:
        desk: Its checkers.
        slug: The draft that is going to be checked; empty: any.
        names: Engines; None takes the setting.
    """
    starting = Thread(target=start_engines, args=(desk, names), daemon=True)
    starting.start()
    with suppress(DraftloopError):  # whoever checks in earnest is told
        known_words(desk, slug)
        check_text(desk, "Words, to begin with.\n", file="", passes=("grammar",), engines=())
    while starting.is_alive() and is_wanted():  # whoever leaves the app waits for no engine to get warm
        starting.join(_LOOK_S)


def start_engines(desk: Desk, names: Sequence[str] | None = None) -> None:
    """Start engines and wait until they are warm, one after the other; for a thread of its own.

    Args:
        desk: Its checkers.
        names: Which; None takes the setting. One that cannot start says so when it is asked to check.
    """
    for name in desk.settings.checks.engines if names is None else names:
        checker: object = desk.checkers.get(name)
        if isinstance(checker, Starts):
            with suppress(CheckerTrouble):
                checker.start()
