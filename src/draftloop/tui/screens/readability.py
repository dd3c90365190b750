"""Edit, the second pass: where does a reader stumble? Heat by paragraph, figures by section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from draftloop.loop.finding import Finding, PassName
from draftloop.loop.readability import Readability
from draftloop.steps.reading import Covered, covered
from draftloop.tui import text as texts
from draftloop.tui.keys import bindings_for
from draftloop.tui.screens.deciding import DecidingScreen
from draftloop.tui.screens.pass_findings import in_text_order
from draftloop.tui.screens.passes import Checked
from draftloop.tui.screens.reading import STUMBLED, Stumble, heat_by_row, stumble_marks
from draftloop.tui.widgets.change_box import ChangeBox
from draftloop.tui.widgets.conflict_bar import ConflictBar
from draftloop.tui.widgets.figures import count
from draftloop.tui.widgets.finding_area import FindingArea
from draftloop.tui.widgets.finding_view import FindingView
from draftloop.tui.widgets.heat_text import HeatGutter
from draftloop.tui.widgets.reading_facts import coverage_rows, figure_rows
from draftloop.tui.widgets.section_strip import minutes_words, section_rows

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk

MOST_USEFUL = 3
NARROW_STRIP = 60
SideView = Literal["sections", "facts", "none"]
_SIDE_HINTS: dict[SideView, str] = {"sections": "s outline and figures", "facts": "s closes this", "none": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Checked):
    """A report, and what a reader meets in the text beside the marks."""

    heat: dict[int, int]
    covered: Covered | None


class ReadabilityScreen(DecidingScreen):
    """Marks to think about, none of them an error."""

    NAME = "readability"
    PASS: ClassVar[PassName] = "readability"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("readability")
    CSS_PATH = ["edit.tcss", "readability.tcss"]  # noqa: RUF012 - Textual declares it for instances

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk, slug)
        self.seen: Readability | None = None
        self.covered: Covered | None = None
        self.shows_more = False
        self.side_chosen: SideView | None = None
        """None: as the width has it."""
        self.stumbles: list[Stumble] = []
        """Sentences marked while reading aloud, in this sitting."""

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

    @property
    def side_view(self) -> SideView:
        """What the pane shows; over the text of a narrow screen it lies only when asked for."""
        return self.side_chosen or ("sections" if self.is_wide else "none")

    def on_resize(self) -> None:
        self._show_strip()

    # -- checking --------------------------------------------------------------------------------------

    def check_text(self, document: Document, text: str, revision: int) -> Checked:
        checked = super().check_text(document, text, revision)
        seen = checked.report.readability
        prose = self.desk.markdown.read(text)
        return Read(
            report=checked.report,
            revision=revision,
            heat=heat_by_row(text, seen.heat) if seen is not None else {},
            covered=covered(self.desk, self.slug, prose),
        )

    def take_report(self, checked: Checked) -> None:
        seen = checked.report.readability
        if not isinstance(checked, Read) or seen is None:
            return
        self.seen, self.covered = seen, checked.covered
        self._gather()
        self.query_one(HeatGutter).show(checked.heat)
        self._show_strip()
        self._show_useful(seen)

    def _gather(self) -> None:
        """The marks that are gone through: those shown, the rest when asked for, and the author's own."""
        if self.seen is None:
            return
        text = self.editor.text
        more = self.seen.more if self.shows_more else ()
        marks = [*self.seen.findings, *more, *stumble_marks(self.stumbles, text)]
        self.findings = tuple(in_text_order(marks))

    def _show_strip(self) -> None:
        """The pane: sections and their rhythm, or the post beside what is usual and beside its outline."""
        seen, side = self.seen, self.query_one("#sections")
        is_open = self.side_view != "none"
        side.set_class(self.is_wide and not is_open, "-folded")
        side.set_class(not self.is_wide and is_open, "-open")
        if seen is None:
            return
        width = max(12, side.scrollable_content_region.width - 1) if self.is_wide else NARROW_STRIP
        rows: list[Content] = []
        if self.side_view == "facts":
            for group in (coverage_rows(self.covered, width), figure_rows(seen, width)):
                rows += [*group, Content("")] if group else []
        else:
            for section in seen.sections:
                rows += [*section_rows(section, width), Content("")]
        total = f"{seen.words:,} words   {minutes_words(seen.minutes)} to read"
        rows += [
            texts.literal(total, "$text-muted"),
            Content.styled(_SIDE_HINTS[self.side_view], "$text-disabled"),
        ]
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
        if self.report is None or self.seen is None:
            return Content.styled("reading it as a reader would", "$text-muted")
        order = self.in_order()
        here = f"{order.index(self.current) + 1} of " if self.current in order else ""
        said = f"{here}{count(len(self.findings), 'mark')}, none of them an error"
        behind = len(self.seen.more)
        if behind:
            said += "   m fewer" if self.shows_more else f"   m {behind} more"
        return texts.literal(said, "$text-muted")

    def ending(self) -> Sequence[Content]:
        if not self.has_prose:
            return (Content.styled("There is no prose here yet. Esc leads back.", "$text-muted"),)
        if self.report is None or self.seen is None:
            return ()
        rows = [
            Content.styled("Nothing here asks for a change.", "$success"),
            Content.styled("space reads it aloud   v skims it   ctrl+g records the pass", "$text-muted"),
        ]
        if self.covered is not None and self.covered.open_points:
            left = count(len(self.covered.open_points), "point")
            rows.insert(
                1, texts.literal(f"{left} of the outline without a paragraph: s shows which", "$warning")
            )
        return rows

    # -- keys ------------------------------------------------------------------------------------------

    def action_change(self) -> None:
        """The paragraph of the mark, to be changed here."""
        if self.current is not None:
            self.change_paragraph(self.current.start)

    def action_more(self) -> None:
        """The marks that would be too many to read at once, and away with them again."""
        if self.seen is None:
            return
        if not self.seen.more:
            self.say("no more marks than these")
            return
        self.shows_more = not self.shows_more
        self._gather()
        order = self.in_order()
        if self.current not in order:
            self.current = order[0] if order else None
        self.show_current()

    def action_read_aloud(self) -> None:
        """Sentence by sentence, from the present mark on; what stumbles comes back as marks."""
        from draftloop.tui.screens.read_aloud import ReadAloudScreen

        line = self.current.line if self.current is not None else 1
        screen = ReadAloudScreen(self.desk, self.editor.text, from_line=line, marks=self.stumbles)
        self.app.push_screen(screen, self.stopped_reading)

    def stopped_reading(self, line: int | None) -> None:
        before = [one.start for one in self.findings if one.rule == STUMBLED]
        self._gather()
        stumbled = [one for one in self.findings if one.rule == STUMBLED]
        new = [one for one in stumbled if one.start not in before]
        order = self.in_order()
        if new:
            self.current = new[0]
        elif self.current not in order:
            self.current = order[0] if order else None
        self.show_current()
        super().stopped_reading(line)

    def action_ignore(self) -> None:
        """Wave this mark through; one that was set while reading aloud is just taken away."""
        one = self.current
        if one is None or one.rule != STUMBLED:
            super().action_ignore()
            return
        self.stumbles[:] = [mark for mark in self.stumbles if mark.words != one.text]
        self._gather()
        self.after_deciding(self.findings, one)

    def action_ignore_rule(self) -> None:
        if self.current is None or self.current.rule != STUMBLED:
            super().action_ignore_rule()
            return
        self.stumbles.clear()
        self._gather()
        self.after_deciding(self.findings, self.current)

    def action_side(self) -> None:
        """The sections, then the post beside its outline and what is usual, then neither."""
        order: tuple[SideView, ...] = ("sections", "facts", "none")
        self.side_chosen = order[(order.index(self.side_view) + 1) % len(order)]
        self.query_one("#sections").scroll_home(animate=False)
        self._show_strip()

    def action_page(self, by: int) -> None:
        """Read on; in the sections while they lie over the text."""
        side = self.query_one("#sections")
        if not self.is_wide and side.has_class("-open"):
            side.scroll_relative(y=by * max(1, side.size.height - 1), animate=False)
            return
        super().action_page(by)

    def action_switch_pass(self) -> None:
        self.loop_app.open_step("edit", self.slug)

    def after_pass(self) -> None:
        self.loop_app.open_step("ship", self.slug)
