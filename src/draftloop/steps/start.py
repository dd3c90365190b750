"""The first commit of a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.iteration import Iteration
from draftloop.loop.stage import Stage
from draftloop.steps.waiting import record_or_queue

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

SETTINGS_FILE = "draftloop.toml"


def begin(desk: Desk) -> str:
    """Commit the settings file draftloop just wrote; a sentence when that was not possible, else empty."""
    if SETTINGS_FILE not in desk.history.changed([SETTINGS_FILE]):
        return ""
    iteration = Iteration(stage=Stage.WORKSPACE, when=desk.now(), subject="Begin a workspace")
    try:
        record_or_queue(desk, iteration, [SETTINGS_FILE])
    except HistoryUnavailable as error:
        return f"not committed yet: {error.reason}; {error.remedy}"
    return ""
