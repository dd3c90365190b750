"""The skim view: what a hurried reader sees, alone on the screen. Does this alone make sense?"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from draftloop.loop.blocks import BlockKind
from draftloop.loop.readability_sections import skim_of
from draftloop.loop.readability_views import views_of
from draftloop.tui.screens.base import LoopDialog
from draftloop.tui.widgets.error_bar import ErrorBar
from draftloop.tui.widgets.skim_view import skim_content

if TYPE_CHECKING:
    from draftloop.loop.readability_sections import SkimLine
    from draftloop.steps.desk import Desk


_ASKS = "what a hurried reader sees: does this alone make sense?   esc back"


class SkimScreen(LoopDialog[None]):
    """Scrolls; any of its keys leads back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,v,f3,enter,q", "close", "back", show=False, priority=True)
    ]
    CSS_PATH = "reading.tcss"
    AUTO_FOCUS = "#skim"

    def __init__(self, desk: Desk, text: str, title: str) -> None:
        super().__init__(desk)
        self.text = text
        self.title_text = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield ErrorBar()
            with VerticalScroll(id="skim"):
                yield Static("", id="skimmed", markup=False)
            yield Static(_ASKS, classes="dim", markup=False)

    def on_mount(self) -> None:
        self.run_step("skim", self._read, self._show)

    def _read(self) -> tuple[SkimLine, ...]:
        prose = self.desk.markdown.read(self.text)
        title = next((block.text for block in prose.blocks if block.kind is BlockKind.TITLE), "")
        return skim_of(prose, views_of(prose), title or self.title_text)

    def _show(self, lines: tuple[SkimLine, ...]) -> None:
        nothing = Content.styled("There is nothing to skim yet: no prose.", "$text-muted")
        self.query_one("#skimmed", Static).update(skim_content(lines) if len(lines) > 1 else nothing)

    def action_close(self) -> None:
        self.dismiss(None)
