"""Below the text: what is wrong at the lit place, the ways to mend it by number, and how much is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from draftloop.loop.finding import Finding
from draftloop.tui import text as texts
from draftloop.tui.widgets.figures import count

MOST_FIXES = 5
_BETWEEN = 3
"""Cells between two fixes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many alarms of each kind are left."""

    sure: int = 0
    maybe: int = 0
    words: int = 0


def counts_of(findings: Sequence[Finding]) -> Counts:
    """The alarms of the grammar pass by how sure they are."""
    tiers = [finding.tier for finding in findings]
    return Counts(sure=tiers.count("sure"), maybe=tiers.count("maybe"), words=tiers.count("term"))


def counts_line(counts: Counts, *, is_whole: bool = True, at_once: int = 0, key: str = "") -> Content:
    """`12 sure · 5 maybe · 9 new words`, that more may come, and the key that mends several at once."""
    return texts.joined(
        (f"{counts.sure} sure", "bold" if counts.sure else "$text-muted"),
        (f" · {counts.maybe} maybe · {count(counts.words, 'new word')}", "$text-muted"),
        ("" if is_whole else " · reading on", "$text-disabled"),
        (f"   {key}" if at_once > 1 else "", "bold $accent"),
        (f" mends {at_once} at once" if at_once > 1 else "", "$text-muted"),
    )


def shown_fix(finding: Finding, fix: str) -> str:
    """A fix in words: what would stand there, or that something goes."""
    if fix.strip():
        return fix
    return f"take out “{finding.text.strip()}”" if not fix else "a blank"


def fix_rows(finding: Finding, width: int) -> list[list[tuple[int, int, int]]]:
    """Where each fix stands, row by row: its number, its first cell and the cell behind it.

    Args:
        finding: The alarm.
        width: Cells of a row; a fix that is wider has rows of its own.
    """
    rows: list[list[tuple[int, int, int]]] = [[]]
    for number, fix in enumerate(finding.fixes[:MOST_FIXES], start=1):
        cells = 2 + texts.line(shown_fix(finding, fix)).cell_length
        start = rows[-1][-1][2] + _BETWEEN if rows[-1] else 0
        if start and start + cells > width:
            rows.append([])
            start = 0
        rows[-1].append((number, start, start + cells))
    return rows


class FindingView(Widget):
    """The present alarm, or a few sentences when there is none."""

    DEFAULT_CSS = """
    FindingView { height: auto; min-height: 6; max-height: 50%; padding: 0 1; border-top: solid $rule; }
    """

    class FixChosen(Message):
        """A fix was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.head = Content("")
        """One row: how much is left."""
        self.finding: Finding | None = None
        self.doubt = ""
        """Why the alarm is no sure one."""
        self.lines: tuple[Content, ...] = ()
        """Said when there is no alarm."""
        self.note = Content("")
        """One quiet row at the end: engines that start or cannot."""

    def show(
        self,
        head: Content,
        finding: Finding | None,
        lines: Sequence[Content] = (),
        note: Content | None = None,
        *,
        doubt: str = "",
    ) -> None:
        """Show an alarm, or `lines` in its place."""
        self.head, self.finding, self.lines, self.doubt = head, finding, tuple(lines), doubt
        self.note = note or Content("")
        self.refresh(layout=True)

    def render(self) -> Content:
        rows = [self.head, *(self._alarm(self.finding) if self.finding is not None else self.lines)]
        if self.note:
            rows.append(self.note)
        return Content("\n").join(rows)

    def _alarm(self, finding: Finding) -> list[Content]:
        rows = [texts.line(finding.message)]
        if finding.fixes:
            rows += [self._fix_row(finding, row) for row in fix_rows(finding, self._width)]
        else:
            rows.append(Content.styled("no fix at one key: c changes it here, i ignores it", "$text-muted"))
        origin = f"{finding.kind} · {finding.rule_name}"
        doubt = (f"maybe: {self.doubt}   ", "$warning") if self.doubt else ""
        rows.append(texts.joined(doubt, (texts.safe_line(origin), "$text-disabled")))
        return rows

    def _fix_row(self, finding: Finding, row: Sequence[tuple[int, int, int]]) -> Content:
        parts: list[Content | tuple[str, str] | str] = []
        for number, start, _ in row:
            words = texts.line(shown_fix(finding, finding.fixes[number - 1]), "bold" if number == 1 else "")
            parts += [" " * _BETWEEN if start else "", (f"{number} ", "bold $accent"), words]
        return texts.joined(*parts)

    @property
    def _width(self) -> int:
        return max(1, self.content_size.width)

    def on_click(self, event: events.Click) -> None:
        """Take the fix under the pointer."""
        finding, offset = self.finding, event.get_content_offset_capture(self)
        if finding is None:
            return
        y = offset.y - len(self.head.wrap(self._width)) - len(texts.line(finding.message).wrap(self._width))
        for row in fix_rows(finding, self._width):
            height = len(self._fix_row(finding, row).wrap(self._width))
            if 0 <= y < height:
                # A fix wider than the row stands alone in several.
                chosen = [number for number, start, end in row if height > 1 or start <= offset.x < end]
                if chosen:
                    event.stop()
                    self.post_message(self.FixChosen(chosen[0]))
                return
            y -= height
