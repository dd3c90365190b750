"""The notes of an idea beside its outline; each can be pulled in as a point."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from draftloop.loop.outline import parse_outline
from draftloop.tui import text as texts


def notes_of(text: str) -> tuple[str, ...]:
    """The notes in a Markdown text, one line each: bullets and paragraphs, in order, without headings."""
    outline = parse_outline(text)
    first = outline.points[0].line - 1 if outline.points else len(outline.lines)
    found = _paragraphs(outline.lines[:first])
    for point in outline.points:
        if point.kind == "item":
            found.append(point.text)
        found.extend(_paragraphs(point.body))
    return tuple(found)


class NoteList(OptionList):
    """Notes, the next one to pull marked; pulled ones stay, with a tick."""

    DEFAULT_CSS = """
    NoteList { height: 1fr; background: $background; color: $text-muted; }
    NoteList > .option-list--option { padding: 0 0 1 0; }
    """

    class Pulled(Message):
        """A note was chosen to become a point."""

        def __init__(self, note: str) -> None:
            super().__init__()
            self.note = note

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, markup=False)
        self._notes: tuple[str, ...] = ()
        self._pulled: set[int] = set()

    def show(self, notes: Sequence[str]) -> None:
        """Put other notes in; ticks start anew."""
        self._notes, self._pulled = tuple(notes), set()
        self._draw(0 if notes else None)

    @property
    def notes(self) -> tuple[str, ...]:
        return self._notes

    def pull(self, index: int | None = None) -> None:
        """Pull a note (the marked one if None) and mark the next that was not pulled yet."""
        place = self.highlighted if index is None else index
        if place is None or not 0 <= place < len(self._notes):
            return
        self._pulled.add(place)
        rest = [i for i in range(place + 1, len(self._notes)) if i not in self._pulled]
        self._draw(rest[0] if rest else place)
        self.post_message(self.Pulled(self._notes[place]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.pull(event.option_index)

    def _draw(self, highlighted: int | None) -> None:
        self.set_options(
            Option(
                texts.joined(
                    ("✓ " if number in self._pulled else "· ", "$success"),
                    texts.line(note, "$text-disabled" if number in self._pulled else ""),
                )
            )
            for number, note in enumerate(self._notes)
        )
        self.highlighted = highlighted


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Runs of lines without a blank one between, each on one line."""
    found: list[str] = []
    run: list[str] = []
    for line in (*lines, ""):
        if line.strip():
            run.append(line.strip())
        elif run:
            found.append(" ".join(run))
            run = []
    return found
