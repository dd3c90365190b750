"""Fixes of kinds that are right nearly always, in one list: looked over once, taken together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from draftloop.loop.finding import Finding
from draftloop.tui import text as texts
from draftloop.tui.widgets.finding_view import shown_fix
from draftloop.tui.widgets.row_list import RowList

_HINT = "space ticks   a all or none   enter takes them, u undoes   esc leaves"
_MOST_ROWS = 14
_AROUND = 11
"""Rows of the screen that the list leaves free."""
_CHANGE_CELLS = 28
_BEFORE_CELLS = 24
"""Of the sentence, left of the place."""


class BatchDialog(ModalScreen[tuple[Finding, ...] | None]):
    """Gives the ticked alarms; None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "call_off", "leave", show=False, priority=True),
        Binding("enter", "take", "take", show=False, priority=True),
        Binding("space", "tick", "tick", show=False),
        Binding("a", "tick_all", "all or none", show=False),
    ]
    AUTO_FOCUS = "RowList"
    DEFAULT_CSS = """
    BatchDialog .dialog { max-width: 110; }
    BatchDialog RowList { height: auto; background: $surface; }
    BatchDialog #batch-hint { margin-top: 1; color: $text-muted; }
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__()
        self.findings = tuple(findings)
        self.ticked = {_key(one) for one in self.findings}
        changes = [texts.literal(_change(one)).cell_length for one in self.findings]
        self._change_cells = min(_CHANGE_CELLS, max(changes, default=0))

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Sure little things, all at once", classes="dialog-title", markup=False)
            yield RowList[Finding](self._draw, _key, id="batch")
            yield Static(_HINT, id="batch-hint", markup=False)

    def on_mount(self) -> None:
        rows = self.query_one(RowList)
        rows.styles.height = min(_MOST_ROWS, len(self.findings), max(2, self.app.size.height - _AROUND))
        rows.show(self.findings)

    def action_tick(self) -> None:
        rows = self.query_one(RowList)
        one = rows.current
        if isinstance(one, Finding):
            self.ticked ^= {_key(one)}
            rows.action_cursor(1)
            rows.refresh()

    def action_tick_all(self) -> None:
        is_all = len(self.ticked) == len(self.findings)
        self.ticked = set() if is_all else {_key(one) for one in self.findings}
        self.query_one(RowList).refresh()

    @on(RowList.Chosen)
    def _clicked(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_tick()

    def action_take(self) -> None:
        self.dismiss(tuple(one for one in self.findings if _key(one) in self.ticked))

    def action_call_off(self) -> None:
        self.dismiss(None)

    def _draw(self, one: Finding, width: int) -> Content:
        is_ticked = _key(one) in self.ticked
        mark = ("✓ ", "$success") if is_ticked else ("· ", "$text-disabled")
        change = texts.fit(_change(one), self._change_cells)
        before, after = around(one)
        return texts.joined(
            mark,
            (change, "bold" if is_ticked else "$text-muted"),
            "   ",
            (before, "$text-muted"),
            (texts.safe_line(one.text), "$warning" if is_ticked else "$text-muted"),
            (after, "$text-muted"),
        ).truncate(max(1, width), ellipsis=True)


def around(one: Finding) -> tuple[str, str]:
    """The sentence before the place, its beginning cut off where it is long, and behind it."""
    sentence = one.sentence.replace("\ufffc", "…")
    if one.sentence_at < 0:
        return "", ""
    before = texts.safe_line(sentence[: one.sentence_at] + "|").removesuffix("|")
    after = texts.safe_line("|" + sentence[one.sentence_at + len(one.text) :]).removeprefix("|")
    if len(before) > _BEFORE_CELLS:
        before = "…" + before[-_BEFORE_CELLS:]
    return before, after


def _key(one: Finding) -> str:
    return f"{one.start}:{one.rule_name}"


def _change(one: Finding) -> str:
    fix = one.fixes[0]
    return texts.safe_line(f"{one.text} → {fix}" if fix.strip() else shown_fix(one, fix))
