"""Texts kept safe that no file has: looked at beside their files, and taken back with one key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from draftloop.loop.errors import DraftloopError
from draftloop.tui import text as texts
from draftloop.tui.line_net import UNFINISHED
from draftloop.tui.screens import kept_words as words
from draftloop.tui.screens.base import LoopDialog
from draftloop.tui.screens.kept_changes import changes
from draftloop.tui.widgets.error_bar import ErrorBar
from draftloop.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from textual.timer import Timer

    from draftloop.loop.ports import KeptText
    from draftloop.steps.desk import Desk
    from draftloop.steps.recover import TakenBack

_TAKES = "enter puts it in its file"
_LEAVES = "enter leaves the file as it is"
_ELSE = "   tab the other   x off this list   z later"
_MOST_ROWS = 5
DEAF_S = 0.4
"""Who answers a question has seen it first: what comes earlier was typed on, or pressed before."""


class KeptDialog(LoopDialog["TakenBack | None"]):
    """Gives what was taken back. What a file holds is kept safe before a text takes its place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,z", "leave", "later", show=False, priority=True),
        Binding("enter", "choose", "take the marked one", show=False, priority=True),
        Binding("tab", "other", "the other one", show=False, priority=True),
        Binding("x", "let_be", "off the list", show=False),
        Binding("space,pagedown", "scroll(1)", "more", show=False, priority=True),
        Binding("pageup", "scroll(-1)", "back", show=False, priority=True),
    ]
    AUTO_FOCUS = "RowList"
    CSS_PATH = "kept.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (14, "-high")]  # noqa: RUF012 - Textual declares it for instances

    def __init__(self, desk: Desk, path: str = "", *, is_unasked: bool = False) -> None:
        """Make the dialog.

        Args:
            desk: The desk.
            path: What is kept for that file only; empty: everything.
            is_unasked: It opens by itself, maybe under the hands of somebody who types: it answers to no
                key until it was seen, and leaves for a letter.
        """
        super().__init__(desk)
        self.path = path
        self.hears = not is_unasked
        """Whether keys are answers by now; its hint says them only then."""
        self.has_made_way = False
        """Whether it left for what somebody typed on."""
        self._listens_soon: Timer | None = None
        self.takes_kept = True
        """Which of the two is marked: what was kept, or what the file has."""
        self._looked_at: tuple[KeptText, str | None] | None = None
        """What is shown, and what its file has."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield ErrorBar()
            yield Static("Kept safe, and in no file", classes="dialog-title", markup=False)
            yield RowList["KeptText"](words.row, lambda kept: kept.id, id="kept-texts")
            yield Static("", id="kept-facts", markup=False)
            with VerticalScroll(id="kept-sheet", can_focus=False):
                yield Static("", id="kept-text", markup=False)
            yield Static("", id="kept-hint", markup=False)

    def on_mount(self) -> None:
        self._load()

    def _load(self) -> None:
        desk, path = self.desk, self.path

        def read() -> list[KeptText]:
            waiting = desk.recovery.kept(typed_here=UNFINISHED)
            return [kept for kept in waiting if path in ("", kept.file)]

        self.run_step("kept", read, self._show)

    def _show(self, kept: list[KeptText]) -> None:
        if not kept:
            self.dismiss(None)
            return
        if not self.hears and self._listens_soon is None:
            self._listens_soon = self.set_timer(DEAF_S, self._listen)
        self._rows.styles.height = min(_MOST_ROWS if self.size.height > 16 else 1, len(kept))
        self._rows.show(kept)

    def _listen(self) -> None:
        self.hears = True
        self._mark()

    def makes_way_for(self, event: events.Key | events.Paste) -> bool:
        """Whether a key is for the text below, as nobody can have meant it for this; then this leaves."""
        if self.hears or not (isinstance(event, events.Paste) or event.is_printable):
            return False
        if not self.has_made_way:
            self.has_made_way = True
            self.dismiss(None)
        return True

    def _heard(self) -> bool:
        """Whether a key is an answer; one that comes too early is none, and puts the moment off."""
        if not self.hears and self._listens_soon is not None:
            self._listens_soon.reset()
        return self.hears

    @property
    def _rows(self) -> RowList[KeptText]:
        return self.query_one(RowList)

    @on(RowList.Moved)
    def _look(self, event: RowList.Moved) -> None:
        event.stop()
        kept, desk = self._rows.current, self.desk
        if kept is None:
            return

        def read() -> tuple[str | None, Content]:
            text = desk.recovery.text(kept.id)
            try:
                document = desk.library.open(kept.file)
            except DraftloopError:
                return None, changes("", text)
            in_file = document.text if document.exists else None
            return in_file, changes(in_file or "", text)

        self.run_step("look", read, lambda read: self._show_text(kept, *read))

    def _show_text(self, kept: KeptText, in_file: str | None, changed: Content) -> None:
        self.takes_kept = in_file is None or kept.words >= len(in_file.split())
        self._looked_at = (kept, in_file)
        self._mark()
        self.query_one("#kept-text", Static).update(changed)
        self.query_one("#kept-sheet").scroll_home(animate=False)

    def _mark(self) -> None:
        if self._looked_at is None:
            return
        kept, in_file = self._looked_at
        facts = words.both(kept, self.desk.now(), in_file, takes_kept=self.takes_kept)
        self.query_one("#kept-facts", Static).update(facts)
        hint = (_TAKES if self.takes_kept else _LEAVES) + _ELSE if self.hears else ""
        self.query_one("#kept-hint", Static).update(hint)

    def action_other(self) -> None:
        """Mark the other one of the two."""
        if not self._heard():
            return
        self.takes_kept = not self.takes_kept
        self._mark()

    def action_scroll(self, by: int) -> None:
        sheet = self.query_one("#kept-sheet", VerticalScroll)
        sheet.scroll_relative(y=by * max(1, sheet.size.height - 1), animate=False)

    def action_choose(self) -> None:
        """The marked one goes on: the kept text into its file, or the file as it is."""
        if not self._heard():
            return
        if self.takes_kept:
            self._take()
        else:
            self.action_let_be()

    def _take(self) -> None:
        desk = self.desk

        def take(kept: KeptText) -> TakenBack:
            from draftloop.steps.recover import take_back

            return take_back(desk, kept.id)

        def taken(back: TakenBack) -> None:
            # Its writer saw both and chose: the other one asks again at the next start, and not at once.
            self.loop_app.put_off |= {back.instead} - {""}
            texts.toast(self.app, f"{words.words_back(back)}; what stood there is kept safe")
            self.dismiss(back)

        self._do(take, taken)

    def action_let_be(self) -> None:
        """Off the list; `draftloop recover` keeps it for months."""

        def let_be(kept: KeptText) -> None:
            self.desk.recovery.dismiss(kept.id)

        def gone(_: None) -> None:
            self._load()

        self._do(let_be, gone)

    def _do(self, act: Callable[[KeptText], object], then: Callable[..., object]) -> None:
        kept = self._rows.current
        if kept is not None:
            self.run_step("change", lambda: act(kept), then)

    def action_leave(self) -> None:
        self.dismiss(None)
