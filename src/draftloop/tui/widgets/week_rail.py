"""The week as a rail: which day asks for which stage, and where today is on it."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from draftloop.tui import text as texts

_NARROWEST_DAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RailMark:
    """One day on the rail."""

    name: str
    """`Mon`."""
    stages: str
    """`edit, ship`; empty for a free day."""
    is_today: bool = False
    is_past: bool = False


class WeekRail(Widget):
    """Three rows: the days, their stages, and the line with a stop for each day that has a stage."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    WeekRail { height: 3; width: 100%; }
    WeekRail.-empty { display: none; }
    """

    marks: reactive[tuple[RailMark, ...]] = reactive(())

    def watch_marks(self, marks: tuple[RailMark, ...]) -> None:
        """Without a schedule there is no rail."""
        self.set_class(not marks, "-empty")

    def render(self) -> Content:
        if not self.marks:
            return Content("")
        width = max(_NARROWEST_DAY, self.content_size.width // len(self.marks))
        return Content("\n").join([self._names(width), self._stages(width), self._line(width)])

    def _names(self, width: int) -> Content:
        return texts.joined(
            *(
                (
                    _centered(mark.name.upper() if mark.is_today else mark.name, width),
                    "bold" if mark.is_today else "$text-muted",
                )
                for mark in self.marks
            )
        )

    def _stages(self, width: int) -> Content:
        return texts.joined(
            *(
                (_centered(mark.stages or "·", width), "bold $accent" if mark.is_today else "$text-muted")
                for mark in self.marks
            )
        )

    def _line(self, width: int) -> Content:
        parts: list[tuple[str, str]] = []
        last = len(self.marks) - 1
        for number, mark in enumerate(self.marks):
            before, after = width // 2, width - width // 2 - 1
            past_before = number > 0 and (mark.is_past or mark.is_today)
            track = "$text-muted" if past_before else "$rule"
            stop = "◉" if mark.is_today else "┄" if not mark.stages else "●" if mark.is_past else "○"
            style = "bold $accent" if mark.is_today else "$success" if stop == "●" else "$text-muted"
            if stop == "┄":
                style = track
            parts.append(((" " if number == 0 else "─") * before, track))
            parts.append((stop, style))
            track = "$text-muted" if mark.is_past else "$rule"
            parts.append(((" " if number == last else "─") * after, track))
        return texts.joined(*parts)


def _centered(words: str, width: int) -> str:
    """`words` in the middle of `width` cells, cut by whole words first."""
    while cell_len(words) > width and ", " in words:
        words = words.rpartition(", ")[0]
    words = texts.clip(words, width)
    left = min(width - cell_len(words), max(0, width // 2 - cell_len(words) // 2))
    return " " * left + texts.fit(words, width - left)
