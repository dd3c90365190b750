"""Prose: how do I say it? The body of the post, and beside it what of the outline is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from draftloop.loop.stage import Stage
from draftloop.steps.done import Done, done
from draftloop.steps.prose import ProseDesk, open_prose
from draftloop.steps.sitting import minutes_so_far
from draftloop.tui import text as texts
from draftloop.tui.keys import bindings_for
from draftloop.tui.screens import prose_words as words
from draftloop.tui.screens.base import SaveState
from draftloop.tui.screens.body_saver import BodySaver
from draftloop.tui.screens.field_form import FieldForm
from draftloop.tui.screens.prose_measure import Measured, measure
from draftloop.tui.screens.writing import WritingScreen
from draftloop.tui.widgets.ask_line import AskLine
from draftloop.tui.widgets.conflict_bar import ConflictBar
from draftloop.tui.widgets.coverage_pane import CoveragePane, PaneRow, PaneView
from draftloop.tui.widgets.prose_editor import PLAIN_FROM_WORDS, ProseEditor

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk
    from draftloop.tui.screens.quiet_alarms import QuietAlarms

MEASURE_REST_S = 0.5
"""The text is measured after this rest, so that a mark follows within a second."""
_IN_TEXT = frozenset(
    {"side", "focus_paragraph", "point", "start_point", "gap", "done", "find", "skim", "reason"}
)


class ProseScreen(WritingScreen):
    """The editor in the middle, the outline at its side."""

    NAME = "prose"
    STAGE = Stage.PROSE
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("prose")
    CSS_PATH = "prose.tcss"

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk, slug)
        self.prose_desk: ProseDesk | None = None
        self.measured: Measured | None = None
        self.shows_minutes = False
        self._measured_revision = -1
        self._is_measuring = False
        self._found = ""
        self._offered = ""
        """Key of the point that the next enter starts."""
        self.form = FieldForm(self)
        self.opens_fields = False
        """Whether the form of the front matter opens first."""
        self.quiet: QuietAlarms | None = None
        """None: no alarms while writing, and nothing of them is loaded."""

    def compose_room(self) -> ComposeResult:
        with Horizontal(id="table"):
            with Vertical(classes="column"):
                yield ConflictBar()
                yield ProseEditor(
                    typewriter=self.desk.settings.app.typewriter,
                    placeholder="The first sentence may be a bad one.",
                    id="editor",
                )
                yield AskLine()
                yield Static("", id="status", markup=False)
            yield CoveragePane(id="pane", classes="side")

    @property
    def prose_editor(self) -> ProseEditor:
        return self.query_one("#editor", ProseEditor)

    @property
    def pane(self) -> CoveragePane:
        return self.query_one(CoveragePane)

    # -- opening ---------------------------------------------------------------------------------------

    def load(self) -> None:
        if self.saver is None:
            self.run_step("open", self._open, self._opened)
        else:
            self.look_outside()

    def make_saver(self, document: Document) -> BodySaver:
        return BodySaver(self.desk, document)

    def _open(self) -> tuple[ProseDesk, float]:
        return open_prose(self.desk, self.slug), minutes_so_far(self.desk, self.slug, self.STAGE)

    def _opened(self, result: tuple[ProseDesk, float]) -> None:
        self.prose_desk, minutes = result
        self.top_line.place = self.prose_desk.title
        self.top_line.stage = Stage.PROSE
        self.open_file(self.prose_desk.document, minutes=minutes)
        self.pane.voice = self.prose_desk.voice
        self._to_start(self.prose_desk.front_matter.count("\n"))
        self.editor.focus()
        self.measure_now()
        self.refresh_hints()
        if self.desk.settings.checks.while_writing != "off" and self.quiet is None:
            self._begin_quietly()

    def _begin_quietly(self) -> None:
        """Alarms while writing, if this draft is one to have them."""
        from draftloop.tui.screens.quiet_alarms import QuietAlarms, is_wanted

        def begin(wanted: bool) -> None:
            if wanted and isinstance(self.saver, BodySaver):
                self.quiet = QuietAlarms(self, self.saver)

        self.run_step("quiet-wanted", lambda: is_wanted(self), begin)

    def action_reason(self) -> None:
        """What is said of the alarm at the cursor; once more, it is mended."""
        if self.quiet is not None:
            self.show_status(self.quiet.tell())

    def _to_start(self, head_lines: int) -> None:
        if self.start_line is None:
            self.prose_editor.to_end()
        else:
            self.prose_editor.go_to(max(0, self.start_line - 1 - head_lines), self.start_column)
        if self.opens_fields:
            self.action_fields()

    def after_theirs(self) -> None:
        self.measure_now()

    # -- measuring -------------------------------------------------------------------------------------

    def on_tick(self, now_s: float) -> None:
        is_due = (
            self.editor.revision != self._measured_revision and now_s - self._last_key_s >= MEASURE_REST_S
        )
        if is_due and not self._is_measuring and self.prose_desk is not None:
            self.measure_now()

    def measure_now(self) -> None:
        """Count and compare in a thread; the answer to an older text is dropped with its ticket."""
        opened, text, revision = self.prose_desk, self.editor.text, self.editor.revision
        if opened is None:
            return
        self._is_measuring = True
        self.run_step(
            "coverage",
            lambda: measure(self.desk, self.slug, opened, text, revision),
            self._show_measured,
            self._not_measured,
        )

    def _show_measured(self, measured: Measured) -> None:
        self._is_measuring = False
        self._measured_revision = measured.revision
        self.measured = measured
        self.prose_editor.show_plain(measured.words > PLAIN_FROM_WORDS)
        self.pane.fill(measured.points, measured.gaps, measured.words, measured.target_words)
        self.show_status()

    def _not_measured(self, error: Exception) -> None:
        self._is_measuring = False
        self._measured_revision = self.editor.revision
        raise error

    def show_status(self, said: str = "") -> None:
        """One quiet row below the text: what was just said, else what is open."""
        minutes = self.time.minutes_at(self.clock()) if self.shows_minutes else None
        side_is_shown = bool(self.pane.display)
        status = words.status(self.measured, said, minutes, with_figures=not side_is_shown)
        self.query_one("#status", Static).update(status)

    # -- the side ----------------------------------------------------------------------------------------

    def action_side(self) -> None:
        """Into the pane, through its views, and back to the text."""
        pane = self.pane
        if not self._is_in_pane:
            pane.add_class("-open")
            pane.take_focus()
        elif pane.view is not pane.views[-1]:
            pane.show_view(pane.views[pane.views.index(pane.view) + 1])
            pane.take_focus()
        else:
            pane.show_view(PaneView.OUTLINE)
            self._to_text()
        self.show_status()

    def action_back(self) -> None:
        """From the pane to the text; from the text one step back."""
        if self._is_in_pane:
            self._to_text()
        else:
            super().action_back()

    @property
    def _is_in_pane(self) -> bool:
        return self.focused is not None and self.pane in self.focused.ancestors_with_self

    def on_key(self, event: events.Key) -> None:
        """A letter typed into the pane goes to the text: as keys of the app, a sentence would do harm."""
        super().on_key(event)
        if event.is_printable and self._is_in_pane and self.may_write() and self.saver is not None:
            event.stop()
            self._to_text()
            self.set_focus(self.editor)  # at once: the next letter is on its way
            self.editor.post_message(events.Key(event.key, event.character))

    def _to_text(self) -> None:
        self.pane.remove_class("-open")
        self._offered = ""
        self.editor.focus()
        self.show_status()

    @on(CoveragePane.Chosen)
    def _row_chosen(self, message: CoveragePane.Chosen) -> None:
        message.stop()
        row = message.row
        if row.line is not None:
            self.prose_editor.go_to(row.line - 1)
            self._to_text()
        elif self._offered == row.key:
            self.start_point(row)
        else:
            self._offered = row.key
            self.show_status("not in the text yet: enter again starts it at the cursor")

    def action_point(self, by: int) -> None:
        """To the next point that has no paragraph yet, and to its place if it has half of one."""
        open_points = self.measured.open_points if self.measured is not None else ()
        if not open_points:
            self.show_status("every point has its paragraph")
            return
        here = self.pane.rows.current
        keys = [row.key for row in open_points]
        place = keys.index(here.key) + by if here is not None and here.key in keys else (0 if by > 0 else -1)
        row = open_points[place % len(open_points)]
        self.pane.show_view(PaneView.OUTLINE)
        self.pane.mark_row(row.key)
        if row.line is not None:
            self.prose_editor.go_to(row.line - 1)
        self.show_status(words.offer(row))

    def action_start_point(self) -> None:
        """Begin the marked point at the cursor, in the outline's own words."""
        row = self.pane.rows.current if self.pane.view is PaneView.OUTLINE else None
        if row is not None:
            self.start_point(row)

    def start_point(self, row: PaneRow) -> None:
        """Insert the point's words as a heading or as the first line of a paragraph."""
        self.prose_editor.insert_paragraph(words.stub(row))
        self._to_text()

    # -- in the text -------------------------------------------------------------------------------------

    def action_focus_paragraph(self) -> None:
        self.prose_editor.focus_paragraph(not self.prose_editor.is_focusing)

    def action_gap(self) -> None:
        """Mark a gap; standing on one, go to the next."""
        row, column = self.editor.cursor_location
        places = words.gap_places(self.editor.document.lines)
        on_gap = [place for place in places if place[0] == row and place[1] <= column < place[2]]
        if not on_gap:
            self.prose_editor.insert_gap()
            return
        later = [place for place in places if place > on_gap[0]] or places
        self.prose_editor.go_to(later[0][0], later[0][1] + 1)

    def action_find(self) -> None:
        self.query_one(AskLine).ask("find", "Find", "enter next, esc back", self._found)

    def action_time_left(self) -> None:
        """Minutes of this sitting: shown, or not."""
        self.shows_minutes = not self.shows_minutes
        self.show_status()

    def action_skim(self) -> None:
        """What a hurried reader sees, of the text as it is now."""
        from draftloop.tui.screens.skim import SkimScreen

        if self.saver is not None:
            self.app.push_screen(SkimScreen(self.desk, self.saver.whole(self.editor.text), self._title))

    @property
    def _title(self) -> str:
        return self.prose_desk.title if self.prose_desk is not None else self.slug

    @on(AskLine.Left)
    def _question_left(self) -> None:
        self.editor.focus()

    @on(AskLine.Answered)
    def _answered(self, message: AskLine.Answered) -> None:
        message.stop()
        if message.purpose == "find":
            self._found = message.answer
            if message.answer.strip() and not self.prose_editor.find_next(message.answer):
                self.say("not in this text")
            return
        self.query_one(AskLine).close()
        self.editor.focus()
        self.finish(message.answer.strip())

    # -- front matter ------------------------------------------------------------------------------------

    def action_fields(self) -> None:
        """The front matter as a form."""
        self.form.open()

    def after_fields(self, revision: int, title: str | list[str] | None) -> None:
        """The form's fields are in the file, and the text of `revision` with them."""
        if self.editor.revision == revision:
            self.forget_unsaved(revision)
            self.show_save(SaveState.SAVED, self.desk.now())
        if isinstance(title, str) and title:
            self.top_line.place = title

    # -- done --------------------------------------------------------------------------------------------

    def action_done(self) -> None:
        """One line about this sitting, if wanted, then it is recorded."""
        if self.can_be_recorded():
            self.query_one(AskLine).ask(
                "done", "Done for now.", "a word about this sitting, if you like; esc goes on writing"
            )

    def finish(self, note: str) -> None:
        """Save, record, and back to Today."""
        text, revision, saver = self.editor.text, self.editor.revision, self.saver
        if saver is None:
            return
        minutes = self.take_minutes()

        def work() -> Done:
            saver.save(text)
            self.count(minutes)
            return done(self.desk, self.slug, note=note)

        self.run_step("done", work, lambda result: self._recorded(result, revision))

    def _recorded(self, result: Done, revision: int) -> None:
        self.forget_unsaved(revision)
        texts.toast(self.app, words.recorded(result.subject, result.next))
        self.loop_app.open_place("today")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of the text belong to whoever asks a question, while one is asked."""
        is_asking = any(line.is_asking for line in self.query(AskLine))
        is_ready = self.is_mounted and not is_asking and (self.saver is not None or action == "done")
        if action in _IN_TEXT and not is_ready:
            return False
        if action == "reason" and self.quiet is None:
            return False
        return super().check_action(action, parameters)
