"""What the outline and the rewrite share: an outliner, its keys, the time left, the line that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from draftloop.loop.outline_lines import read_item
from draftloop.tui.screens.writing import WritingScreen
from draftloop.tui.widgets.ask_line import AskLine
from draftloop.tui.widgets.outline_editor import OutlineEditor
from draftloop.tui.widgets.time_line import TimeLine

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

_IN_TEXT = frozenset({"deeper", "outdent", "move_point", "fold", "pull_note", "find", "done"})


class OutliningScreen(WritingScreen):
    """A screen around one outline that is being written."""

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk, slug)
        self._found = ""

    @property
    def outliner(self) -> OutlineEditor:
        return self.query_one("#editor", OutlineEditor)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of the text belong to whoever asks a question, while one is asked."""
        is_asking = any(line.is_asking for line in self.query(AskLine))
        is_ready = self.is_mounted and not is_asking and (self.saver is not None or action == "done")
        if action in _IN_TEXT and not is_ready:
            return False
        return super().check_action(action, parameters)

    # -- points ------------------------------------------------------------------------------------------

    def action_deeper(self) -> None:
        self.outliner.deeper()

    def action_outdent(self) -> None:
        self.outliner.outdent()

    def action_move_point(self, by: int) -> None:
        self.outliner.move_point(by)

    def action_fold(self) -> None:
        self.outliner.toggle_fold()

    def to_first_gap(self) -> None:
        """Put the cursor into the first empty point, else at the end, ready to write."""
        lines = self.editor.document.lines
        if self.start_line is not None:
            row = max(0, min(self.start_line - 1, len(lines) - 1))
            self._begin_at(row, min(self.start_column, len(lines[row])))
            return
        empty = [n for n, line in enumerate(lines) if (item := read_item(line)) and not item.text.strip()]
        row = empty[0] if empty else max((n for n, line in enumerate(lines) if line.strip()), default=0)
        self._begin_at(row, len(lines[row]))

    def _begin_at(self, row: int, column: int) -> None:
        self.editor.move_cursor((row, column))
        self.editor.focus()
        self.refresh_hints()

    # -- the time ----------------------------------------------------------------------------------------

    def begin_time(self, minutes: float) -> None:
        """Let the thin line begin; 0 minutes draws none."""
        line = self.query_one("#time", TimeLine)
        line.total_s = minutes * 60
        line.left_s = line.total_s - self.time.minutes * 60

    def on_tick(self, now_s: float) -> None:
        line = self.query_one("#time", TimeLine)
        if line.total_s > 0 and self.saver is not None:
            line.left_s = line.total_s - self.time.minutes_at(now_s) * 60

    def action_time_left(self) -> None:
        """Hide the line of time, or show it."""
        self.query_one("#time", TimeLine).toggle_class("-off")

    # -- the line that asks ------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Find words in the outline; Enter goes to the next place."""
        self.query_one(AskLine).ask("find", "Find", "enter next, esc back", self._found)

    @on(AskLine.Left)
    def _question_left(self) -> None:
        self.editor.focus()

    @on(AskLine.Answered)
    def _answered(self, message: AskLine.Answered) -> None:
        message.stop()
        if message.purpose == "find":
            self._find(message.answer)
            return
        self.query_one(AskLine).close()
        self.editor.focus()
        self.finish(message.answer.strip())

    def finish(self, muddy: str) -> None:
        """The author is done for now."""
        raise NotImplementedError

    def _find(self, words: str) -> None:
        self._found = words
        if not words.strip():
            return
        lines = self.editor.document.lines
        here, column = self.editor.cursor_location
        wanted = words.casefold()
        order = [*range(here, len(lines)), *range(here + 1)]
        for turn, row in enumerate(order):
            start = column if turn == 0 else 0
            place = lines[row].casefold().find(wanted, start)
            if place >= 0:
                self.editor.move_cursor((row, place))
                self.editor.move_cursor(
                    (row, min(len(lines[row]), place + len(words))), select=True, center=True
                )
                return
        self.say("not in this outline")
