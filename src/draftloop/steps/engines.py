"""Grammar engines made ready before somebody waits for them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from draftloop.loop.errors import CheckerTrouble
from draftloop.loop.ports import Starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.steps.desk import Desk


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
