"""The editor of the prose screen: focus on one paragraph, a cursor that stays in the middle, finding words.

Nothing here happens per key but what the writing area does anyway; the dimming of other paragraphs is drawn
anew only when the cursor comes into another one.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import ClassVar

from rich.text import Text
from textual.geometry import Offset, Size
from textual.widgets.text_area import Location, Selection

from draftloop.tui.widgets.prose_area import WritingArea

PLAIN_FROM_WORDS = 8_000
"""Texts longer than this are shown without marks for emphasis, links and code."""
RowMarks = Mapping[str, tuple[tuple[int, int], ...]]
"""By the whole text of a row: start and end columns of what is underlined in it."""


class ProseEditor(WritingArea):
    """A writing area for a post's body."""

    DEFAULT_CSS = """
    ProseEditor {
        & .prose-editor--dimmed { color: $text-disabled; text-style: none; }
        & .prose-editor--quiet { color: $text-muted; text-style: underline; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"prose-editor--dimmed", "prose-editor--quiet"}

    def __init__(self, *, typewriter: bool = False, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        self.typewriter = typewriter
        """Whether the row of the cursor stays in the middle."""
        self.is_plain = False
        self.is_focusing = False
        self.row_marks: RowMarks = {}
        """Quiet marks; rows of the cursor's paragraph do not show theirs."""
        self._lit: tuple[int, int] = (0, 0)
        super().__init__(placeholder=placeholder, id=id)

    def load_text(self, text: str) -> None:
        self.is_plain = text.count(" ") > PLAIN_FROM_WORDS
        super().load_text(text)
        self._lit = self.paragraph_at(0)

    def show_plain(self, on: bool) -> None:
        """Leave inline looks out, or show them."""
        if on != self.is_plain:
            self.is_plain = on
            self.notify_style_update()
            self.refresh()

    # -- one paragraph at a time -------------------------------------------------------------------------

    def focus_paragraph(self, on: bool) -> None:
        """Dim everything but the paragraph of the cursor, or nothing."""
        self.is_focusing = on
        self._lit = self.paragraph_at(self.cursor_location[0])
        self.notify_style_update()
        self.refresh()

    def show_row_marks(self, marks: RowMarks) -> None:
        """Underline places quietly, but where the cursor is."""
        if marks != self.row_marks:
            self.row_marks = marks
            self._lit = self.paragraph_at(self.cursor_location[0])
            self.notify_style_update()
            self.refresh()

    def paragraph_at(self, row: int) -> tuple[int, int]:
        """First row of the paragraph around `row` and the row after its last; a blank row is one itself."""
        lines = self.document.lines
        if not lines[row].strip():
            return row, row + 1
        start, end = row, row + 1
        while start > 0 and lines[start - 1].strip():
            start -= 1
        while end < len(lines) and lines[end].strip():
            end += 1
        return start, end

    def watch_selection(self, old: Selection, new: Selection) -> None:
        """The cursor moved: light its paragraph."""
        if not self.is_focusing and not self.row_marks:
            return
        lit = self.paragraph_at(min(new.end[0], self.document.line_count - 1))
        if lit != self._lit:
            self._lit = lit
            self.notify_style_update()
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        """One line: without inline looks in a giant, dimmed when another paragraph has the focus."""
        if self.is_plain:
            line = Text(self._stand_ins.picture(self.document.get_line(line_index)), end="", no_wrap=True)
        else:
            line = super().get_line(line_index)
        if not self._is_lit(line_index):
            line.stylize(self.get_component_rich_style("prose-editor--dimmed", partial=True))
        for start, end in self._marks_of(line_index):
            line.stylize(self.get_component_rich_style("prose-editor--quiet", partial=True), start, end)
        return line

    def line_key(self, line_index: int) -> Hashable | None:
        key, marks = (self.is_plain, self._is_lit(line_index)), self._marks_of(line_index)
        return (*key, marks) if marks else key

    def _marks_of(self, row: int) -> tuple[tuple[int, int], ...]:
        if not self.row_marks or self._lit[0] <= row < self._lit[1] or row in self.code_rows:
            return ()
        return self.row_marks.get(self._stand_ins.reveal(self.document.get_line(row)), ())

    def _is_lit(self, row: int) -> bool:
        return not self.is_focusing or self._lit[0] <= row < self._lit[1]

    # -- the cursor in the middle ------------------------------------------------------------------------

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        return super().scroll_cursor_visible(center or self.typewriter, animate)

    def validate_virtual_size(self, size: Size) -> Size:
        """Room below the last line, so that it too can stand in the middle."""
        below = self.size.height // 2 if self.typewriter else 0
        return size.with_height(self.rows.height + below) if below else size

    # -- places ------------------------------------------------------------------------------------------

    def go_to(self, row: int, column: int = 0) -> None:
        """Put the cursor at a place, in the middle of the screen; rows beyond the end mean the last one."""
        self.move_cursor(self.clamp_visitable((row, column)), center=True)

    def to_end(self) -> None:
        """Put the cursor where the writing goes on: behind the last word."""
        lines = self.document.lines
        row = max((number for number, line in enumerate(lines) if line.strip()), default=len(lines) - 1)
        self.move_cursor((row, len(lines[row])))

    def insert_paragraph(self, text: str) -> None:
        """Put `text` below the paragraph of the cursor as one of its own; one undo step."""
        row = self.cursor_location[0]
        lines = self.document.lines
        _, end = self.paragraph_at(row)
        is_blank = not lines[row].strip()
        first = row if is_blank else end
        before = [""] if first > 0 and lines[first - 1].strip() else []
        after = [""] if end < len(lines) and lines[end].strip() else []
        stop = end if is_blank else first
        new = [*before, *text.split("\n"), *after]
        self.replace_rows(first, stop, new, (0, 0))
        last = first + len(new) - len(after) - 1
        self.move_cursor((last, len(self.document.get_line(last))))

    def insert_gap(self) -> None:
        """Mark a gap at the cursor and stand inside it, ready for a word about what is missing."""
        start: Location = self.selection.start if self.selection.is_empty else min(self.selection)
        chosen = self.selected_text.replace("\n", " ")
        self.history.checkpoint()
        self.replace(f"[TK: {chosen}]", *sorted(self.selection), maintain_selection_offset=False)
        self.history.checkpoint()
        self.move_cursor((start[0], start[1] + len("[TK: ") + len(chosen)))

    def find_next(self, words: str) -> bool:
        """Select the next place of `words` behind the cursor, from the top after the last; False: nowhere."""
        wanted = words.casefold()
        if not wanted.strip():
            return False
        lines = self.document.lines
        here, column = self.cursor_location
        for turn, row in enumerate([*range(here, len(lines)), *range(here + 1)]):
            place = lines[row].casefold().find(wanted, column if turn == 0 else 0)
            if place >= 0:
                self.move_cursor((row, min(place, len(lines[row]))))
                self.move_cursor((row, min(len(lines[row]), place + len(words))), select=True, center=True)
                return True
        return False
