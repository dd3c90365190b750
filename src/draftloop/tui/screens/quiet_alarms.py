"""Alarms while writing: underlined in paragraphs the cursor has left, explained when asked, never in the way.

Loaded only when the settings want it. The text is looked at after a pause, in a thread, one check at a time,
and only where it changed; an answer to an older text is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from draftloop.loop.finding import Finding
from draftloop.loop.stage import Stage
from draftloop.loop.wanted import while_wanted
from draftloop.steps.checking import check_document
from draftloop.steps.engines import get_ready, quick_engines
from draftloop.steps.rules import note_decision
from draftloop.tui import text as texts
from draftloop.tui.screens.pass_findings import merged, moved
from draftloop.tui.screens.reading import paragraph_around
from draftloop.tui.widgets.prose_editor import RowMarks

if TYPE_CHECKING:
    from draftloop.loop.blocks import Span
    from draftloop.tui.screens.body_saver import BodySaver
    from draftloop.tui.screens.prose import ProseScreen

REST_S = 0.3
LOOK_S = 0.05
"""How often it is looked whether the writer rests: an alarm comes at most this much later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is sure about one text."""

    text: str
    findings: tuple[Finding, ...]
    """With offsets into that text."""


class QuietAlarms:
    """Listens to one prose screen. All methods run in the app's thread."""

    def __init__(self, screen: ProseScreen, saver: BodySaver) -> None:
        self._screen = screen
        self._saver = saver
        self._lock = Lock()
        self._heard = Heard(text="", findings=())
        self._revision = -1
        """The last one seen."""
        self._asked = -1
        self._changed_s = 0.0
        self._is_asking = False
        self._offered: Finding | None = None
        self._decided = 0
        screen.set_interval(LOOK_S, self._look)

    # -- checking --------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Ask when the writer rests and the text is another than the one asked about."""
        revision, now_s = self._screen.editor.revision, self._screen.clock()
        if revision != self._revision:
            is_first = self._revision < 0
            self._revision, self._changed_s = revision, now_s - (REST_S if is_first else 0.0)
        if self._asked != revision and not self._is_asking and now_s - self._changed_s >= REST_S:
            self._ask(revision)

    def _ask(self, revision: int) -> None:
        desk, slug, saver, before = self._screen.desk, self._screen.slug, self._saver, self._heard
        text = self._screen.editor.text
        self._asked, self._is_asking = revision, True
        document, head, app = saver.document, saver.head, self._screen.loop_app

        def work() -> Heard:
            worker = get_current_worker()
            with while_wanted(lambda: not worker.is_cancelled and not app.is_leaving), self._lock:
                if not before.text:
                    get_ready(desk, slug, quick_engines(desk))
                if app.is_leaving:
                    return before
                old, span = carried(before, text)
                within = None if span is None else (span[0] + len(head), span[1] + len(head))
                report = check_document(
                    desk,
                    replace(document, text=head + text),
                    slug=slug,
                    passes=("grammar",),
                    engines=quick_engines(desk),
                    within=within,
                )
            sure = [one for one in report.findings if one.tier == "sure" and one.start >= len(head)]
            new = [replace(one, start=one.start - len(head), end=one.end - len(head)) for one in sure]
            return Heard(text=text, findings=tuple(merged(old, new, span)))

        self._screen.run_step("quiet", work, lambda heard: self._take(heard, revision), self._not_heard)

    def _take(self, heard: Heard, revision: int) -> None:
        self._is_asking = False
        self._heard = heard
        if self._screen.editor.revision == revision:  # else the next pause shows it
            self._screen.prose_editor.show_row_marks(row_marks(heard))

    def _not_heard(self, _: Exception) -> None:
        """Nothing pops up while somebody writes; the edit pass says what is wrong with an engine."""
        self._is_asking = False

    # -- asked by the writer ---------------------------------------------------------------------------

    def tell(self) -> str:
        """What to say about the alarm at the cursor, else about the next; asked again it is mended."""
        editor = self._screen.prose_editor
        text = editor.text
        found, _ = carried(self._heard, text)
        if not found:
            return "nothing here that the checkers are sure of"
        row, column = editor.cursor_location
        place = sum(len(line) + 1 for line in editor.document.lines[:row]) + column
        here = next((one for one in found if one.start <= place <= one.end), None)
        if here is None:
            here = next((one for one in found if one.start > place), found[0])
            editor.go_to(*location_of(text, here.start))
        elif self._offered is not None and self._offered.identity == here.identity and here.fixes:
            return self._mend(here, text)
        self._offered = here
        fix = f"; once more: {here.fixes[0].strip() or 'take it out'}" if here.fixes else ""
        return f"“{texts.clip(here.text, 24)}”: {texts.safe_line(here.message).rstrip('.')}{fix}"

    def _mend(self, finding: Finding, text: str) -> str:
        self._offered = None
        editor = self._screen.prose_editor
        editor.history.checkpoint()
        editor.replace(
            finding.fixes[0],
            location_of(text, finding.start),
            location_of(text, finding.end),
            maintain_selection_offset=False,
        )
        editor.history.checkpoint()
        self._decided += 1
        desk = self._screen.desk
        self._screen.run_step(f"tally-{self._decided}", lambda: note_decision(desk, finding, taken=True))
        return f"mended: “{texts.clip(finding.text, 30)}”; ctrl+z takes it back"


def is_wanted(screen: ProseScreen) -> bool:
    """Whether alarms may be shown: not in a first draft, unless the settings say always. For a thread."""
    if screen.desk.settings.checks.while_writing == "always":
        return True
    return any(turn.stage is Stage.PROSE for turn in screen.desk.history.timeline(screen.slug))


def carried(heard: Heard, text: str) -> tuple[list[Finding], Span | None]:
    """The findings at their places in a later text, and the paragraphs that changed; None: all is new."""
    old = heard.text
    if not old:
        return [], None
    head = 0
    while head < min(len(old), len(text)) and old[head] == text[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(text)) - head and old[-1 - tail] == text[-1 - tail]:
        tail += 1
    end = len(text) - tail
    kept = list(heard.findings)
    if (head, end) != (len(old), len(text)) or len(old) != len(text):
        kept = moved(kept, head, len(old) - tail, text[head:end])
    return kept, (paragraph_around(text, head)[0], paragraph_around(text, end)[1])


def row_marks(heard: Heard) -> RowMarks:
    """Start and end columns by the whole text of a row: so they outlive edits of other rows."""
    marks: dict[str, list[tuple[int, int]]] = {}
    for one in heard.findings:
        (row, column), (last, end) = location_of(heard.text, one.start), location_of(heard.text, one.end)
        lines = heard.text[one.start - column :].split("\n", last - row + 1)
        for number, line in enumerate(lines[: last - row + 1]):
            start = column if number == 0 else 0
            stop = end if number == last - row else len(line)
            marks.setdefault(line, []).append((start, max(stop, start + 1)))
    return {line: tuple(places) for line, places in marks.items()}


def location_of(text: str, offset: int) -> tuple[int, int]:
    """Row and column of an offset."""
    return text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1)


__all__ = ["Heard", "QuietAlarms", "carried", "is_wanted", "row_marks"]
