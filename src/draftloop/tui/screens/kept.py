"""Texts kept safe that no file has: looked at beside their files, and taken back with one key."""

from __future__ import annotations

from collections.abc import Callable
from difflib import unified_diff
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from draftloop.loop.errors import DraftloopError
from draftloop.tui import text as texts
from draftloop.tui.screens.base import LoopDialog
from draftloop.tui.widgets.error_bar import ErrorBar
from draftloop.tui.widgets.figures import count
from draftloop.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from draftloop.loop.ports import KeptText
    from draftloop.steps.desk import Desk

_HINT = "enter puts it in its file   x off this list, still kept   esc decide later"
_MOST_LINES = 200
_MOST_COMPARED = 4_000
"""Lines; comparing longer texts would take seconds."""
_MOST_ROWS = 5


class KeptDialog(LoopDialog[bool]):
    """Gives whether a file was changed. What a file holds is kept safe before a text takes its place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "later", show=False, priority=True),
        Binding("enter", "take", "take back", show=False, priority=True),
        Binding("x", "let_be", "off the list", show=False),
        Binding("space,pagedown", "scroll(1)", "more", show=False, priority=True),
        Binding("pageup", "scroll(-1)", "back", show=False, priority=True),
    ]
    AUTO_FOCUS = "RowList"
    DEFAULT_CSS = """
    KeptDialog #kept-texts { background: $surface; margin-bottom: 1; }
    KeptDialog #kept-facts { color: $text-muted; }
    KeptDialog #kept-sheet { height: 1fr; max-height: 12; margin: 1 0 2 0; scrollbar-size-vertical: 1; }
    KeptDialog #kept-hint { dock: bottom; color: $text-muted; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.has_changed = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield ErrorBar()
            yield Static("Kept safe, and in no file", classes="dialog-title", markup=False)
            yield RowList["KeptText"](_row, lambda kept: kept.id, id="kept-texts")
            yield Static("", id="kept-facts", markup=False)
            with VerticalScroll(id="kept-sheet", can_focus=False):
                yield Static("", id="kept-text", markup=False)
            yield Static(_HINT, id="kept-hint", markup=False)

    def on_mount(self) -> None:
        self._load()

    def _load(self) -> None:
        self.run_step("kept", self.desk.recovery.kept, self._show)

    def _show(self, kept: list[KeptText]) -> None:
        if not kept:
            self.dismiss(self.has_changed)
            return
        self._rows.styles.height = min(_MOST_ROWS, len(kept))
        self._rows.show(kept)

    @property
    def _rows(self) -> RowList[KeptText]:
        return self.query_one(RowList)

    @on(RowList.Moved)
    def _look(self, event: RowList.Moved) -> None:
        event.stop()
        kept, desk = self._rows.current, self.desk
        if kept is None:
            return

        def read() -> tuple[str, str | None, str]:
            text = desk.recovery.text(kept.id)
            try:
                document = desk.library.open(kept.file)
            except DraftloopError as error:
                return text, None, f"{kept.file} cannot be read now: {error}"
            return text, document.text if document.exists else None, "this file is not there any more"

        self.run_step("look", read, lambda read: self._show_text(kept, *read))

    def _show_text(self, kept: KeptText, text: str, in_file: str | None, why: str) -> None:
        facts = f"kept {kept.when:%a %d %b %H:%M}, {count(kept.words, 'word')}   ·   "
        facts += why if in_file is None else f"the file has {count(len(in_file.split()), 'word')}"
        self.query_one("#kept-facts", Static).update(texts.line(facts))
        self.query_one("#kept-text", Static).update(changes(in_file or "", text))
        self.query_one("#kept-sheet").scroll_home(animate=False)

    def action_scroll(self, by: int) -> None:
        sheet = self.query_one("#kept-sheet", VerticalScroll)
        sheet.scroll_relative(y=by * max(1, sheet.size.height - 1), animate=False)

    def action_take(self) -> None:
        """Into its file; what stands there takes its place on this list."""
        desk = self.desk

        def take(kept: KeptText) -> str:
            from draftloop.steps.recover import take_kept

            return f"{take_kept(desk, kept.id)} holds that text now; what stood there is kept safe"

        self._do(take)

    def action_let_be(self) -> None:
        """Off the list; `draftloop recover` keeps it for months."""

        def let_be(kept: KeptText) -> str:
            desk = self.desk
            desk.recovery.dismiss(kept.id)
            return ""

        self._do(let_be)

    def _do(self, act: Callable[[KeptText], str]) -> None:
        kept = self._rows.current
        if kept is None:
            return

        def done(told: str) -> None:
            self.has_changed = True
            if told:
                texts.toast(self.app, told)
                self.dismiss(self.has_changed)
            else:
                self._load()

        self.run_step("change", lambda: act(kept), done)

    def action_leave(self) -> None:
        self.dismiss(self.has_changed)


def _row(kept: KeptText, width: int) -> Content:
    when = f"{kept.when:%d %b %H:%M}"
    return texts.joined(texts.fit(kept.file, max(8, width - len(when) - 2)), "  ", (when, "$text-muted"))


def changes(in_file: str, kept: str) -> Content:
    """What the kept text has (`+`) and the file has (`-`); the kept text itself when that takes too long."""
    new, old = kept.splitlines(), in_file.splitlines()
    if not old or len(new) + len(old) > _MOST_COMPARED:
        return texts.literal("\n".join(new[:_MOST_LINES]))
    rows = []
    for number, row in enumerate(unified_diff(old, new, n=1, lineterm="")):
        if number < 2 or number > _MOST_LINES:
            continue  # the names of the two files, which are the same here
        sign, words = row[:1], row[1:]
        style = {"+": "$success", "-": "$error"}.get(sign, "$text-muted")
        mark = {"+": "+ ", "-": "− "}.get(sign, "  ")
        rows.append(texts.joined((mark, style), (words if sign != "@" else "…", style)))
    return Content("\n").join(rows)
