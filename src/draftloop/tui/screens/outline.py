"""Outline: what do I think? A timed brain dump, nothing on the screen but the points."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from draftloop.loop.errors import DraftloopError
from draftloop.loop.stage import Stage
from draftloop.steps.done import Done, done
from draftloop.steps.outline import OutlineDesk, open_outline
from draftloop.steps.sitting import minutes_so_far
from draftloop.tui.dialogs.scaffold import Choice, ScaffoldDialog
from draftloop.tui.keys import bindings_for
from draftloop.tui.screens.outlining import OutliningScreen
from draftloop.tui.widgets.ask_line import AskLine
from draftloop.tui.widgets.conflict_bar import ConflictBar
from draftloop.tui.widgets.note_list import NoteList, notes_of
from draftloop.tui.widgets.outline_editor import OutlineEditor
from draftloop.tui.widgets.time_line import TimeLine


class OutlineScreen(OutliningScreen):
    """The outliner, with the idea's notes one key away."""

    NAME = "outline"
    STAGE = Stage.OUTLINE
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("outline")
    CSS_PATH = "outline.tcss"

    _scaffold: str | None = None
    """What was chosen at the first entry; None: not asked yet, or not needed."""

    def compose_room(self) -> ComposeResult:
        with Horizontal(id="table"):
            with Vertical(classes="column"):
                yield ConflictBar()
                yield OutlineEditor(id="editor")
                yield AskLine()
                yield TimeLine(id="time", over="time is up; go on as long as it flows")
            with Vertical(classes="side", id="notes-pane"):
                yield Static("notes   ctrl+b pulls one in", classes="side-title", markup=False)
                yield NoteList(id="notes")

    # -- opening -----------------------------------------------------------------------------------------

    def load(self) -> None:
        if self.saver is None:
            self.run_step("open", self._open, self._opened)
        else:
            self.look_outside()

    def _open(self) -> tuple[OutlineDesk, float]:
        opened = open_outline(self.desk, self.slug, self._scaffold)
        return opened, minutes_so_far(self.desk, self.slug, self.STAGE)

    def _opened(self, result: tuple[OutlineDesk, float]) -> None:
        opened, minutes = result
        if opened.is_new and self._scaffold is None:
            self.run_step("scaffolds", self._choices, lambda choices: self._choose(choices, opened))
            return
        self.top_line.place = opened.title
        self.top_line.stage = Stage.OUTLINE
        self.open_file(opened.document, opened.text, minutes)
        self.outliner.show_prompts(opened.scaffold.prompts)
        self.query_one(NoteList).show(notes_of(opened.notes))
        self.begin_time(self.desk.settings.stages.outline_minutes)
        self.to_first_gap()

    def _choices(self) -> list[Choice]:
        """Every scaffold and its headings; one that cannot be read says so instead."""
        usual = self.desk.settings.stages.scaffold
        choices = []
        for name in sorted(self.desk.scaffolds.names(), key=lambda name: name != usual):
            try:
                headings = open_outline(self.desk, self.slug, name).scaffold.headings
                choices.append((name, " / ".join(heading.strip("# ") for heading in headings)))
            except DraftloopError:
                choices.append((name, "(cannot be read)"))
        return choices

    def _choose(self, choices: list[Choice], opened: OutlineDesk) -> None:
        usual = opened.scaffold.name

        def chosen(name: str | None) -> None:
            # Coming back from the dialog loads the screen, and by then the scaffold is known.
            self._scaffold = name or usual
            if name is None:
                self.action_back()

        self.app.push_screen(ScaffoldDialog(choices, usual), chosen)

    # -- notes -------------------------------------------------------------------------------------------

    def action_side(self) -> None:
        """The notes beside the outline, or away."""
        pane = self.query_one("#notes-pane")
        if self.is_wide:
            pane.toggle_class("-folded")
        else:
            pane.toggle_class("-open")
        if pane.display and not self.query_one(NoteList).notes:
            self.say("no notes yet: `n` on the idea, or `draftloop idea note`, adds one")

    def action_pull_note(self) -> None:
        """The marked note becomes a point below the one under the cursor."""
        self.query_one(NoteList).pull()

    @on(NoteList.Pulled)
    def _pull(self, message: NoteList.Pulled) -> None:
        message.stop()
        self.outliner.insert_point(message.note)
        self.editor.focus()

    # -- done --------------------------------------------------------------------------------------------

    def action_done(self) -> None:
        """One line of what is still muddy, then the outline is recorded."""
        if self.can_be_recorded():
            self.query_one(AskLine).ask(
                "done", "What is still muddy?", "optional; enter records the outline, esc goes on writing"
            )

    def finish(self, muddy: str) -> None:
        """Save, record, and let it rest until tomorrow."""
        text, saver = self.editor.text, self.saver
        if saver is None:
            return
        minutes, revision = self.take_minutes(), self.editor.revision

        def work() -> Done:
            saver.save(text)
            self.count(minutes)
            return done(self.desk, self.slug, muddy=muddy)

        self.run_step("done", work, lambda result: self._recorded(result, revision))

    def _recorded(self, result: Done, revision: int) -> None:
        self.forget_unsaved(revision)
        if not result.is_ended:
            self.say("nothing new to record")
        else:
            self.say(f"{result.subject}. Let it rest; rewrite it from memory tomorrow")
        self.app.open_place("today")  # type: ignore[attr-defined]  # DraftloopApp; importing it would be a cycle
