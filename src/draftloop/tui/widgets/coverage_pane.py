"""Beside the prose: the outline with what has its paragraph, the gaps left on purpose, the author's voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from draftloop.tui import text as texts
from draftloop.tui.widgets.figures import count
from draftloop.tui.widgets.row_list import RowList


class PaneView(StrEnum):
    """What the pane shows."""

    OUTLINE = "outline"
    GAPS = "gaps"
    VOICE = "voice"


MarkName = Literal["done", "partly", "none", ""]
_GLYPHS: dict[MarkName, tuple[str, str]] = {
    "done": ("✓", "$success"),
    "partly": ("◐", "$warning"),
    "none": ("○", "$text-muted"),
    "": (" ", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaneRow:
    """A row of the pane: a point of the outline or a gap."""

    key: str
    text: str
    depth: int = 0
    mark: MarkName = ""
    line: int | None = None
    """Line of the body that it belongs to, from 1; None: it has no place yet."""
    is_heading: bool = False


class CoveragePane(Vertical):
    """A title, rows, and one row of figures at the foot."""

    DEFAULT_CSS = """
    CoveragePane { height: 1fr; }
    CoveragePane > #pane-title { height: 1; color: $text-disabled; }
    CoveragePane > #pane-rows { height: 1fr; }
    CoveragePane > #pane-voice { height: 1fr; display: none; scrollbar-size-vertical: 1; }
    CoveragePane > #pane-empty { height: 1fr; display: none; }
    CoveragePane > #pane-foot { height: 1; margin-top: 1; color: $text-muted; text-align: right; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", show=False)]

    class Chosen(Message):
        """A row was entered or clicked."""

        def __init__(self, view: PaneView, row: PaneRow) -> None:
            super().__init__()
            self.view = view
            self.row = row

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.view = PaneView.OUTLINE
        self.points: tuple[PaneRow, ...] = ()
        self.gaps: tuple[PaneRow, ...] = ()
        self.voice = ""

    def compose(self) -> ComposeResult:
        yield Static("", id="pane-title", markup=False)
        yield RowList[PaneRow](self._draw, lambda row: row.key, id="pane-rows")
        with VerticalScroll(id="pane-voice"):
            yield Static("", id="pane-sample", markup=False)
        yield Static("", id="pane-empty", markup=False)
        yield Static("", id="pane-foot", markup=False)

    @property
    def rows(self) -> RowList[PaneRow]:
        return self.query_one("#pane-rows", RowList)

    @property
    def views(self) -> tuple[PaneView, ...]:
        """What can be shown; the voice only when there is a sample."""
        return tuple(view for view in PaneView if view is not PaneView.VOICE or self.voice)

    def fill(self, points: Sequence[PaneRow], gaps: Sequence[PaneRow], words: int, target: int) -> None:
        """Show another state of the text; the marked row stays."""
        self.points, self.gaps = tuple(points), tuple(gaps)
        of_target = f" / {target:,}" if target else ""
        figures = f"{words:,}{of_target}" if target else count(words, "word")
        self.query_one("#pane-foot", Static).update(
            texts.joined(f"{count(len(gaps), 'gap')}   " if gaps else "", figures)
        )
        self.show_view(self.view)

    def show_view(self, view: PaneView) -> None:
        """Change what is shown."""
        self.view = view
        rows = self.gaps if view is PaneView.GAPS else self.points if view is PaneView.OUTLINE else ()
        is_voice = view is PaneView.VOICE
        empty = "" if rows or is_voice else _EMPTY[view]
        self.rows.display = bool(rows)
        self.query_one("#pane-voice").display = is_voice
        self.query_one("#pane-empty").display = bool(empty)
        self.query_one("#pane-empty", Static).update(texts.literal(empty, "$text-disabled"))
        self.query_one("#pane-sample", Static).update(texts.literal(self.voice))
        others = "   ".join(other.value for other in self.views if other is not view)
        self.query_one("#pane-title", Static).update(texts.joined((view.value, "$foreground"), "   ", others))
        self.rows.show(rows)

    def mark_row(self, key: str) -> None:
        """Put the cursor of the rows on a key."""
        self.rows.show(self.rows.rows, keep=key)

    def take_focus(self) -> None:
        """Focus what can be moved in: the rows, or the sample."""
        (self.query_one("#pane-voice") if self.view is PaneView.VOICE else self.rows).focus()

    def action_choose(self) -> None:
        row = self.rows.current
        if row is not None and self.view is not PaneView.VOICE:
            self.post_message(self.Chosen(self.view, row))

    @on(RowList.Chosen)
    def _clicked(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_choose()

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()

    def _draw(self, row: PaneRow, width: int) -> Content:
        if row.is_heading:
            return texts.joined((texts.clip("  " * row.depth + row.text, width), "bold"))
        glyph, style = _GLYPHS[row.mark]
        indent = "  " * min(row.depth, 6)
        room = max(4, width - len(indent) - 2)
        strength = "$text-muted" if row.mark == "done" else "$foreground"
        lead = f"{glyph} " if row.mark else ""
        return texts.joined(indent, (lead, style), (texts.clip(row.text, room), strength))


_EMPTY = {
    PaneView.OUTLINE: "No points yet: the outline of this draft is empty.",
    PaneView.GAPS: "No gaps. ctrl+t marks one where a fact is missing, and the writing goes on.",
    PaneView.VOICE: "",
}
