"""An outliner over the text of outline.md: keys act on points, the file stays ordinary nested Markdown.

Every structural edit is one step of undo. A fold hides rows, never lines: the text of this widget is always
the whole file. What the edits do to the lines is in `loop/outline_edit.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets.text_area import Edit, EditResult, Selection

from draftloop.loop import outline_edit
from draftloop.loop.outline_edit import apply_edit, edit_between
from draftloop.loop.outline_lines import RowKind, read_heading, read_item, scan_rows
from draftloop.loop.outline_paste import paste
from draftloop.tui import text as texts
from draftloop.tui.widgets.folds import children_of, followed, hidden_rows
from draftloop.tui.widgets.prose_area import WritingArea

Change = Callable[[Sequence[str], outline_edit.Cursor], outline_edit.Edit | None]

_LONG_PASTE = 200_000
"""Characters; a longer paste goes in as it is, since sorting it into points would hold up the keys."""
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_BULLETS = "-*+"


class OutlineEditor(WritingArea):
    """Points, levels, folds. The screen binds the keys and calls the methods."""

    DEFAULT_CSS = """
    OutlineEditor { padding: 0 0 0 1; }
    """

    class Folded(Message):
        """Points were folded or unfolded."""

        def __init__(self, area: OutlineEditor) -> None:
            super().__init__()
            self.area = area

    def __init__(
        self,
        text: str = "",
        *,
        prompts: Mapping[str, tuple[str, ...]] | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        self._prompts: dict[str, list[str]] = {}
        self._ghosts_at: tuple[int, dict[int, str]] = (-1, {})
        self._folded: frozenset[int] = frozenset()
        self._folded_in: tuple[str, ...] = ()
        self._is_structural = False
        super().__init__(text, id=id, classes=classes)
        self.show_prompts(prompts or {})

    # What is shown

    def show_prompts(self, prompts: Mapping[str, tuple[str, ...]]) -> None:
        """Questions by heading, shown dim in empty points and never written."""
        self._prompts = {
            heading.strip(): [part for line in lines for part in _SENTENCE_END.split(line.strip()) if part]
            for heading, lines in prompts.items()
        }
        self._ghosts_at = (-1, {})
        self.notify_style_update()
        self.refresh()

    def load_text(self, text: str) -> None:
        self._folded, self._folded_in = frozenset(), ()
        super().load_text(text)
        self.rows.find_hidden = self._find_hidden

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        ghost = self._ghosts.get(line_index, "")
        if line_index in self._folded:
            item = read_item(self.document.get_line(line_index))
            if item is not None and item.marker in _BULLETS:
                line.plain = item.indent + "▸" + line.plain[len(item.indent) + 1 :]
            ghost = f"  ⋯ {len(children_of(self.document.lines, line_index))}"
        if ghost:
            room = self.wrap_width - line.cell_len
            line.append(texts.clip(ghost, room) if ghost[0] != " " else ghost, self._ghost_style)
        return line

    def line_key(self, line_index: int) -> Hashable | None:
        fold = len(children_of(self.document.lines, line_index)) if line_index in self._folded else 0
        return fold, self._ghosts.get(line_index, "")

    # Edits of points

    def deeper(self) -> bool:
        """The point, or all selected ones, one level in. False when that is not possible."""
        return self._change_selected(outline_edit.indent)

    def outdent(self) -> bool:
        """The point, or all selected ones, one level out."""
        return self._change_selected(outline_edit.outdent)

    def move_point(self, by: int) -> bool:
        """The point with its children one place up (-1) or down (1)."""
        return self._change(outline_edit.move_up if by < 0 else outline_edit.move_down)

    def insert_point(self, text: str) -> None:
        """Put one line of text in as a point of its own, after the one under the cursor."""
        words = " ".join(self._stand_ins.hide(text).split())
        lines = tuple(self.document.lines)
        row = self.cursor_location[0]
        item = read_item(lines[row])
        if item is not None and not item.text.strip():
            made, at = lines, row
        else:
            new = outline_edit.new_point(lines, (row, len(lines[row])))
            if new is None:
                is_blank = not lines[row].strip()
                made = (*lines[:row], *([] if is_blank else [lines[row]]), "- ", *lines[row + 1 :])
                at = row if is_blank else row + 1
            else:
                made, at = apply_edit(lines, new), new.cursor[0]
        line = made[at].rstrip() + " " + words
        self._apply(edit_between(lines, (*made[:at], line, *made[at + 1 :]), (at, len(line))))

    # Folding

    @property
    def folded_rows(self) -> frozenset[int]:
        """Rows of the points whose children are hidden."""
        return self._folded

    def toggle_fold(self, row: int | None = None) -> bool:
        """Fold the point at `row` (under the cursor if None), or the one it belongs to.

        Unfold a folded one.
        """
        lines = self.document.lines
        row = self.cursor_location[0] if row is None else row
        if row not in self._folded and not children_of(lines, row):
            rows = scan_rows(lines)
            above = rows[row].parent
            if above is None or not children_of(lines, above):
                return False
            row = above
        if row in self._folded:
            self._set_folds(self._folded - {row})
        else:
            if self.cursor_location[0] in children_of(lines, row):
                self.move_cursor((row, len(lines[row])))
            self._set_folds(self._folded | {row})
        return True

    def watch_selection(self, _: Selection, selection: Selection) -> None:
        """A cursor never stands where it cannot be seen."""
        if self._folded and selection.end[0] in self.rows.hidden:
            self._unfold_over(selection.end[0], selection.end[0])

    def edit(self, edit: Edit) -> EditResult:
        """As any edit; one that would change hidden lines shows them instead and changes nothing."""
        if self._folded and not self._is_structural:
            top, bottom = edit.top[0], edit.bottom[0]
            if any(row in self.rows.hidden for row in range(top, bottom + 1)):
                self._unfold_over(top, bottom)
                return EditResult(self.cursor_location, "")
        return super().edit(edit)

    # Keys and the mouse

    def on_key(self, event: events.Key) -> None:
        """Enter makes a point; everything else is plain editing."""
        if event.key != "enter" or self.read_only:
            return
        if not self.selection.is_empty:
            self.delete(*self.selection, maintain_selection_offset=False)
        if self._change(outline_edit.new_point):
            event.stop()
            event.prevent_default()

    def action_delete_left(self) -> None:
        """Backspace: at the start of a point it joins it to the one before."""
        if not self.selection.is_empty or self.read_only or not self._change(outline_edit.join_with_previous):
            super().action_delete_left()

    def action_cursor_line_start(self, select: bool = False) -> None:
        """Home goes to where the point's text begins, pressed again to the edge."""
        row, column = self.cursor_location
        item = read_item(self.document.get_line(row))
        begin = len(item.prefix) if item is not None else 0
        if column == begin:
            begin = 0
        self.move_cursor((row, begin), select=select)

    def on_paste(self, event: events.Paste) -> None:
        """A list, or several lines, come in as points."""
        if not self.read_only and self._paste(event.text):
            event.stop()
            event.prevent_default()

    def action_paste(self) -> None:
        if self.read_only or not self._paste(self.app.clipboard):
            super().action_paste()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A click on a bullet folds, one on the sign of a fold unfolds."""
        row, column = self.get_target_document_location(event)
        line = self.document.get_line(row)
        item = read_item(line)
        heading = read_heading(line)
        mark_end = len(item.indent + item.marker) if item else heading[0] if heading else 0
        x = event.x + self.scroll_offset.x - self.gutter.left
        on_mark = column < mark_end and x < mark_end
        on_sign = row in self._folded and x > len(line)
        if (on_mark or on_sign) and self.toggle_fold(row):
            event.stop()
            event.prevent_default()
            self.focus()

    # How it is done

    @property
    def _ghost_style(self) -> str:
        return str(self.get_component_rich_style("writing-area--ghost", partial=True))

    @property
    def _ghosts(self) -> dict[int, str]:
        """Row of an empty point to the question shown in it."""
        revision, ghosts = self._ghosts_at
        if revision != self.revision:
            ghosts = ghosts_of(self.document.lines, self._prompts)
            self._ghosts_at = (self.revision, ghosts)
        return ghosts

    def _change(self, change: Change) -> bool:
        if self.read_only:
            return False
        edit = change(tuple(self.document.lines), self.cursor_location)
        if edit is None:
            return False
        self._apply(edit)
        return True

    def _change_selected(self, change: Change) -> bool:
        first, last = sorted((self.selection.start[0], self.selection.end[0]))
        if first == last:
            return self._change(change)
        before = lines = tuple(self.document.lines)
        row = first
        while row <= last:
            end = max(row + 1, outline_edit.extent_of(lines, row)[1])
            edit = change(lines, (row, 0)) if lines[row].strip() else None
            lines = apply_edit(lines, edit) if edit is not None else lines
            row = end
        if lines == before or self.read_only:
            return False
        self._apply(edit_between(before, lines, (last, len(lines[last]))))
        self.selection = Selection((first, 0), (last, len(lines[last])))
        return True

    def _paste(self, pasted: str) -> bool:
        text = self._stand_ins.hide(pasted.replace("\r\n", "\n").replace("\r", "\n"))
        if len(text) > _LONG_PASTE or ("\n" not in text.strip("\n") and read_item(text) is None):
            return False
        if not self.selection.is_empty:
            self.delete(*self.selection, maintain_selection_offset=False)
        self._apply(paste(tuple(self.document.lines), self.cursor_location, text))
        return True

    def _apply(self, edit: outline_edit.Edit) -> None:
        """One structural edit.

        One step of undo. Its words all stay, so folds it carries along may stay shut.
        """
        self._is_structural = True
        try:
            self.replace_rows(edit.start_row, edit.end_row, list(edit.new_lines), edit.cursor)
        finally:
            self._is_structural = False

    def _find_hidden(self) -> frozenset[int]:
        """Called whenever lines are laid out: the folds go with the points they are on."""
        if not self._folded:
            return frozenset()
        lines = tuple(self.document.lines)
        if lines != self._folded_in:
            self._folded = followed(self._folded_in, lines, self._folded)
            self._folded_in = lines
        return hidden_rows(lines, self._folded)

    def _unfold_over(self, top: int, bottom: int) -> None:
        lines = self.document.lines
        self._set_folds(frozenset(h for h in self._folded if h > bottom or children_of(lines, h).stop <= top))

    def _set_folds(self, folded: frozenset[int]) -> None:
        if folded == self._folded:
            return
        self._folded = folded
        self._folded_in = tuple(self.document.lines)
        self._lay_out()
        self.post_message(self.Folded(self))


def ghosts_of(lines: Sequence[str], prompts: Mapping[str, Sequence[str]]) -> dict[int, str]:
    """The questions for empty points: the n-th point of a section asks the section's n-th question."""
    if not prompts:
        return {}
    ghosts: dict[int, str] = {}
    questions: Sequence[str] = prompts.get("", ())
    place = 0
    for number, row in enumerate(scan_rows(lines)):
        if row.kind is RowKind.HEADING:
            heading = read_heading(lines[number])
            questions, place = prompts.get(heading[1] if heading else lines[number].strip(), ()), 0
        elif row.kind is RowKind.ITEM and row.level == 0:
            item = read_item(lines[number])
            if item is not None and not item.text.strip() and questions:
                ghosts[number] = questions[place % len(questions)]
            place += 1
    return ghosts
