"""Today: what now?"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from draftloop.tui import keys
from draftloop.tui.screens.base import LoopScreen


class TodayScreen(LoopScreen):
    """What now?"""

    NAME = "today"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings_for("today")
