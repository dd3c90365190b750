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


def counts_line(counts: Counts) -> Content:
    """`12 sure · 5 maybe · 9 new words`."""
    return texts.joined(
        (f"{counts.sure} sure", "bold" if counts.sure else "$text-muted"),
        (f" · {counts.maybe} maybe · {count(counts.words, 'new word')}", "$text-muted"),
    )


def shown_fix(finding: Finding, fix: str) -> str:
    """A fix in words: what would stand there, or that something goes."""
    if fix.strip():
        return fix
    return f"take out “{finding.text.strip()}”" if not fix else "a blank"


class FindingView(Widget):
    """The present alarm, or a few sentences when there is none."""

    DEFAULT_CSS = """
    FindingView { height: auto; min-height: 4; max-height: 9; padding: 0 1; border-top: solid $rule; }
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
    ) -> None:
        """Show an alarm, or `lines` in its place."""
        self.head, self.finding, self.lines = head, finding, tuple(lines)
        self.note = note or Content("")
        self.refresh(layout=True)

    def render(self) -> Content:
        rows = [self.head, *(self._alarm(self.finding) if self.finding is not None else self.lines)]
        if self.note:
            rows.append(self.note)
        return Content("\n").join(rows)

    def _alarm(self, finding: Finding) -> list[Content]:
        doubt = ("maybe  ", "$warning") if finding.tier == "maybe" else ""
        kind = (f"   {finding.kind}", "$text-disabled")
        rows = [texts.joined(doubt, texts.line(finding.message), kind)]
        if not finding.fixes:
            rows.append(Content.styled("no fix at one key: c changes it here, i ignores it", "$text-muted"))
            return rows
        parts: list[Content | tuple[str, str] | str] = []
        for number, fix in enumerate(finding.fixes[:MOST_FIXES], start=1):
            words = texts.line(shown_fix(finding, fix), "bold" if number == 1 else "")
            parts += ["   " if number > 1 else "", (f"{number} ", "bold $accent"), words]
        rows.append(texts.joined(*parts))
        return rows

    def on_click(self, event: events.Click) -> None:
        """Take the fix under the pointer when all stand in one row; several rows leave it to the keys."""
        finding, offset = self.finding, event.get_content_offset_capture(self)
        if finding is None or offset.y < 2:
            return
        start = 0
        for number, fix in enumerate(finding.fixes[:MOST_FIXES], start=1):
            start += 3 if number > 1 else 0
            end = start + 2 + texts.line(shown_fix(finding, fix)).cell_length
            if start <= offset.x < end:
                event.stop()
                self.post_message(self.FixChosen(number))
                return
            start = end
