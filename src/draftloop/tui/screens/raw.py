"""A file as plain text: where one is read and mended that draftloop cannot make sense of."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from draftloop.loop.parsed import Broken, Fine, Parsed, Raw
from draftloop.loop.stage import Stage
from draftloop.steps.parsed import RawText, open_raw, parse_again
from draftloop.tui import text as texts
from draftloop.tui.keys import bindings_for
from draftloop.tui.screens.base import SaveState
from draftloop.tui.screens.writing import WritingScreen
from draftloop.tui.widgets.conflict_bar import ConflictBar
from draftloop.tui.widgets.raw_editor import RawEditor

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


class RawScreen(WritingScreen):
    """The whole file in an editor, what is wrong with it above, and the line of it marked.

    Nothing here reads or writes fields: what is typed is what is in the file.
    """

    NAME = "raw"
    STAGE = Stage.OUTLINE
    """Never counted: mending a file is no sitting."""
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("raw")
    CSS_PATH = "raw.tcss"

    def __init__(self, desk: Desk, path: str) -> None:
        """Show the workspace file at `path`."""
        folder, _, rest = path.partition("/")
        super().__init__(desk, rest.partition("/")[0] if folder == "drafts" else "")
        self.path = path
        self.parsed: Parsed | None = None

    def compose_room(self) -> ComposeResult:
        with Horizontal(id="table"), Vertical(classes="column"):
            yield ConflictBar()
            yield Static("", id="said", markup=False)
            yield RawEditor(id="editor")

    @property
    def raw_editor(self) -> RawEditor:
        return self.query_one("#editor", RawEditor)

    def load(self) -> None:
        if self.saver is None:
            self.run_step("open", lambda: open_raw(self.desk, self.path), self._opened)
        else:
            self.look_outside()

    def _opened(self, raw: RawText) -> None:
        self.top_line.place = f"{self.path.rpartition('/')[2]} as plain text"
        if raw.document is not None:
            self.open_file(raw.document)
        else:
            self.raw_editor.load(raw.text)
            self.raw_editor.read_only = True
            self.show_save(SaveState.NOTHING)
        self._show_parsed(raw.parsed)
        if isinstance(raw.parsed, Broken) and raw.parsed.line is not None:
            self.raw_editor.go_to(raw.parsed.line - 1)
        self.editor.focus()
        self.refresh_hints()

    def _show_parsed(self, parsed: Parsed) -> None:
        self.parsed = parsed
        row = parsed.line - 1 if isinstance(parsed, Broken) and parsed.line is not None else None
        self.raw_editor.mark(row)
        self.query_one("#said", Static).update(said(parsed, can_write=self.saver is not None))

    def _look_again(self) -> None:
        self.run_step("parse", lambda: parse_again(self.desk, self.path), self._show_parsed)

    def _saved_all(self) -> None:
        super()._saved_all()
        self._look_again()

    def after_theirs(self) -> None:
        self._look_again()

    def count(self, minutes: float) -> None:
        """Mending a file is no sitting."""


def said(parsed: Parsed, *, can_write: bool) -> Content:
    """What is wrong, where, and what to do: two rows."""
    match parsed:
        case Broken():
            where = f"line {parsed.line}: " if parsed.line is not None else ""
            remedy = parsed.remedy.replace(" in your editor", " here") if can_write else parsed.remedy
            what = f"{where}{parsed.problem}; {remedy}"
            first = texts.joined(("! ", "bold $error"), texts.line(what, "$error"))
            then = (
                "it is looked at again with every save" if can_write else "it is no text, and only shown here"
            )
        case Raw():
            first = texts.line(f"{parsed.problem}: draftloop leaves it alone", "$warning")
            then = "the text below it is edited in Prose as ever"
        case Fine():
            first = texts.line("✓ this file can be read", "$success")
            then = "esc goes back to where you were"
    return texts.joined(first, "\n", (then, "$text-muted"))
