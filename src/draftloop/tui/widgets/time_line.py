"""The time that is left, as a thin line that shortens. No clock, no count, nothing to look at."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from draftloop.tui import text as texts

_CELLS = 24


class TimeLine(Widget):
    """`──────────   38 min` at the right; at the end a quiet word instead of an alarm."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TimeLine { height: 1; width: 100%; color: $text-disabled; text-align: right; }
    TimeLine.-off { visibility: hidden; }
    """

    left_s: reactive[float] = reactive(0.0)
    """Seconds left; 0 or less: the time is over."""

    def __init__(self, total_s: float = 0.0, *, over: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.total_s = total_s
        """0 draws no line at all."""
        self.over = over
        """Said when the time is over."""
        self.left_s = total_s

    def render(self) -> Content:
        if self.total_s <= 0:
            return Content("")
        if self.left_s <= 0:
            return texts.literal(self.over)
        cells = max(1, round(_CELLS * min(1.0, self.left_s / self.total_s)))
        minutes = max(1, round(self.left_s / 60))
        return Content.assemble(("─" * cells, "$accent 60%"), f"  {minutes} min")
