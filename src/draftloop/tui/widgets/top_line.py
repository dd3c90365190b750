"""The one row at the top: where I am, how far the draft is, and whether my words are safe."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from draftloop.loop.stage import RAIL, Stage
from draftloop.tui import text as texts

_GAP = 3


class SaveState(StrEnum):
    """Whether the words on the screen are in the file. It is always shown and always true."""

    NOTHING = ""
    """Nothing on this screen can be unsaved."""
    SAVED = "saved"
    TYPING = "typing…"
    KEPT_SAFE = "kept safe, not yet in the file"
    UNSAVED = "not saved"
    """Neither in the file nor in the net."""
    CHANGED_OUTSIDE = "file changed outside"

    @property
    def style(self) -> str:
        if self in (SaveState.CHANGED_OUTSIDE, SaveState.UNSAVED):
            return "$error"
        return "$warning" if self is SaveState.KEPT_SAFE else "$text-muted"


class TopLine(Widget):
    """Left the place and title, in the middle the stage rail, right the save state and the streak."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TopLine { height: 1; dock: top; padding: 0 2; background: $background; color: $foreground; }
    """

    place: reactive[str] = reactive("")
    """Where I am: a place's name or a draft's title. User text."""
    stage: reactive[Stage | None] = reactive(None)
    """The stage of the draft; None draws no rail."""
    rounds: reactive[int] = reactive(0)
    """Rewrites done so far; the rail shows a mark for each."""
    save_state: reactive[SaveState] = reactive(SaveState.NOTHING)
    saved_at: reactive[datetime | None] = reactive(None)
    waiting: reactive[str] = reactive("")
    """How many iterations wait for git; empty while none does."""
    note: reactive[str] = reactive("")
    """What else stands at the right: the day and the streak. User text is allowed."""

    def render(self) -> Content:
        """The row, cut to the width: the title gives way first, then the names on the rail."""
        width = self.content_size.width
        right = self._right()
        rail = stage_rail(self.stage, self.rounds) if self.stage else Content("")
        if rail and width - rail.cell_length - right.cell_length - 2 * _GAP < 24:
            rail = stage_rail(self.stage, self.rounds, short=True)
        used = rail.cell_length + right.cell_length + _GAP * (bool(rail) + bool(right))
        title = texts.clip(self.place, max(8, width - used))
        left_over = max(1, width - cell_len(title) - rail.cell_length - right.cell_length)
        if not rail:
            return Content.assemble((title, "bold"), " " * left_over, right)
        before = max(1, left_over // 2)
        return Content.assemble((title, "bold"), " " * before, rail, " " * max(1, left_over - before), right)

    def _right(self) -> Content:
        state = self.save_state
        words = str(state)
        if state is SaveState.SAVED and self.saved_at is not None:
            words = f"saved {self.saved_at:%H:%M}"
        parts = [texts.literal(self.waiting, "$warning")] if self.waiting else []
        parts += [texts.literal(words, state.style)] if words else []
        if self.note:
            parts.append(texts.line(self.note, "$text-muted"))
        return Content("  ·  ").stylize("$text-muted").join(parts)


def stage_rail(stage: Stage | None, rounds: int = 0, *, short: bool = False) -> Content:
    """`outline ✓ rewrite ✓✓ prose ◉ edit ○ ship ○`; short leaves the names of other stages out.

    Args:
        stage: Where the draft is; shipped means all are behind it.
        rounds: Rewrites recorded so far.
        short: Name the present stage only.
    """
    here = RAIL.index(stage) if stage in RAIL else (len(RAIL) if stage is Stage.SHIPPED else 0)
    parts: list[Content | tuple[str, str] | str] = []
    for number, name in enumerate(RAIL):
        if number:
            parts.append(" ")
        if not short or number == here:
            parts.append((f"{name} ", "bold" if number == here else "$text-muted"))
        done = "✓" * max(1, min(rounds, 5)) if name is Stage.REWRITE else "✓"
        mark = done if number < here else "◉" if number == here else "○"
        style = "$success" if number < here else "bold $accent" if number == here else "$text-muted"
        parts.append((mark, style))
    return Content.assemble(*parts)
