"""Edit, the second pass: where does a reader stumble? Heat by paragraph, figures by section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from draftloop.loop.blocks import BlockKind
from draftloop.loop.finding import Finding, PassName
from draftloop.loop.readability import Readability, assess
from draftloop.tui import text as texts
from draftloop.tui.keys import bindings_for
from draftloop.tui.screens.deciding import DecidingScreen
from draftloop.tui.screens.passes import Checked
from draftloop.tui.screens.reading import heat_by_row
from draftloop.tui.widgets.change_box import ChangeBox
from draftloop.tui.widgets.conflict_bar import ConflictBar
from draftloop.tui.widgets.figures import count
from draftloop.tui.widgets.finding_area import FindingArea
from draftloop.tui.widgets.finding_view import FindingView
from draftloop.tui.widgets.heat_text import HeatGutter
from draftloop.tui.widgets.section_strip import minutes_words, section_rows

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk

MOST_USEFUL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Checked):
    """A report, and what a reader meets in the text beside the marks."""

    seen: Readability
    heat: dict[int, int]


class ReadabilityScreen(DecidingScreen):
    """Marks to think about, none of them an error."""

    NAME = "readability"
    PASS: ClassVar[PassName] = "readability"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("readability")
    CSS_PATH = ["edit.tcss", "readability.tcss"]  # noqa: RUF012 - Textual declares it for instances

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk, slug)
        self.seen: Readability | None = None

    def compose_room(self) -> ComposeResult:
        area = FindingArea(id="editor")
        with Horizontal(id="table"):
            with Vertical(classes="column"):
                yield ConflictBar()
                yield Static("", id="useful", markup=False)
                with Horizontal(id="text"):
                    yield HeatGutter(area)
                    yield area
                yield ChangeBox(id="change")
                yield FindingView(id="finding")
            with VerticalScroll(classes="side", id="sections", can_focus=False):
                yield Static("", id="strip", markup=False)

    # -- checking --------------------------------------------------------------------------------------

    def check_text(self, document: Document, text: str, revision: int) -> Checked:
        checked = super().check_text(document, text, revision)
        prose = self.desk.markdown.read(text)
        title = next((block.text for block in prose.blocks if block.kind is BlockKind.TITLE), "")
        seen = assess(prose, title)
        return Read(report=checked.report, revision=revision, seen=seen, heat=heat_by_row(text, seen.heat))

    def take_report(self, checked: Checked) -> None:
        if isinstance(checked, Read):
            left = {(one.rule, one.start, one.end) for one in self.findings}
            kept = [one for one in checked.seen.findings if (one.rule, one.start, one.end) in left]
            self.seen = replace(checked.seen, findings=tuple(kept))
            self.query_one(HeatGutter).show(checked.heat)
            self._show_strip(self.seen)
            self._show_useful(self.seen)

    def _show_strip(self, seen: Readability) -> None:
        width = max(12, self.query_one("#sections").container_size.width or 34) if self.is_wide else 60
        rows: list[Content] = []
        for section in seen.sections:
            rows += [*section_rows(section, min(width, 34) if self.is_wide else 60), Content("")]
        total = f"{seen.words:,} words   {minutes_words(seen.minutes)} to read"
        rows.append(texts.joined((total, "$text-muted")))
        self.query_one("#strip", Static).update(Content("\n").join(rows))

    def _show_useful(self, seen: Readability) -> None:
        """The three most useful changes, on top."""
        rows = [
            texts.joined((f"{number} ", "$accent"), texts.line(change.message))
            for number, change in enumerate(seen.top_changes(MOST_USEFUL), start=1)
        ]
        useful = self.query_one("#useful", Static)
        useful.display = bool(rows)
        useful.update(Content("\n").join([Content.styled("Most useful now", "bold"), *rows]))

    # -- showing ---------------------------------------------------------------------------------------

    def in_order(self) -> tuple[Finding, ...]:
        """Where the three most useful changes begin, then the others in the order of the text."""
        first: list[Finding] = []
        for change in self.seen.top_changes(MOST_USEFUL) if self.seen is not None else ():
            place = (change.finding.rule, change.finding.start)
            first += [one for one in self.findings if (one.rule, one.start) == place][:1]
        return (*first, *(one for one in self.findings if one not in first))

    def head(self) -> Content:
        if self.report is None:
            return Content.styled("reading it as a reader would", "$text-muted")
        return texts.joined((f"{count(len(self.findings), 'mark')}, none of them an error", "$text-muted"))

    def ending(self) -> Sequence[Content]:
        if not self.has_prose:
            return (Content.styled("There is no prose here yet. Esc leads back.", "$text-muted"),)
        if self.report is None:
            return ()
        return (
            Content.styled("Nothing here asks for a change.", "$success"),
            Content.styled("space reads it aloud   v skims it   ctrl+g records the pass", "$text-muted"),
        )

    # -- keys ------------------------------------------------------------------------------------------

    def action_change(self) -> None:
        """The paragraph of the mark, to be changed here."""
        if self.current is not None:
            self.change_paragraph(self.current.start)

    def action_side(self) -> None:
        """The sections: below the width of two panes over the text; beside it they can be folded."""
        self.query_one("#sections").toggle_class("-folded" if self.is_wide else "-open")

    def action_switch_pass(self) -> None:
        self.loop_app.open_step("edit", self.slug)

    def after_pass(self) -> None:
        self.loop_app.open_step("ship", self.slug)
