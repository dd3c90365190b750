"""The editor under every screen where an author writes: soft-wrapped Markdown, as text and nothing else.

It shows any text safely, dims Markdown's marks without a parser, hangs wrapped list items, and says `Edited`
when the author changed something. Loading a text says nothing. Saving is the screen's.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import ClassVar

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Location

from draftloop.loop.alignment import aligned_column, aligned_row
from draftloop.tui.widgets.hanging_rows import HangingRows, RowNavigator
from draftloop.tui.widgets.inline_marks import code_rows, marks_of
from draftloop.tui.widgets.stand_ins import StandIns

MAX_UNDO = 500
"""Steps that can be undone; a step is a batch of typing or one structural edit."""


class WritingArea(TextArea):
    """A text area for prose and outlines."""

    DEFAULT_CSS = """
    WritingArea {
        border: none;
        padding: 0;
        background: $background;
        scrollbar-size-vertical: 1;
        &:focus { border: none; }
        & .writing-area--mark { color: $text-disabled; }
        & .writing-area--heading { color: $foreground; text-style: bold; }
        & .writing-area--strong { text-style: bold; }
        & .writing-area--em { text-style: italic; }
        & .writing-area--code { color: $secondary; }
        & .writing-area--link { color: $accent; }
        & .writing-area--gap { color: $warning; text-style: bold; }
        & .writing-area--ghost { color: $text-disabled; text-style: italic; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "writing-area--mark",
        "writing-area--heading",
        "writing-area--strong",
        "writing-area--em",
        "writing-area--code",
        "writing-area--link",
        "writing-area--gap",
        "writing-area--ghost",
    }

    class Edited(Message):
        """The author changed the text, by whatever means; not posted for loading."""

        def __init__(self, area: WritingArea) -> None:
            super().__init__()
            self.area = area

        @property
        def control(self) -> WritingArea:
            return self.area

    def __init__(
        self,
        text: str = "",
        *,
        read_only: bool = False,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        self._stand_ins = StandIns()
        self.revision = 0
        """Counts changes of the text, loads included: what is derived from it is kept by this number."""
        self._text_at: tuple[int, str] = (-1, "")
        self._code_at: tuple[int, frozenset[int]] = (-1, frozenset())
        self._drawn: LRUCache[Hashable, Strip] = LRUCache(2048)
        super().__init__(
            "",
            soft_wrap=True,
            tab_behavior="focus",
            read_only=read_only,
            max_checkpoints=MAX_UNDO,
            id=id,
            classes=classes,
            highlight_cursor_line=False,
            placeholder=placeholder,
        )
        self.rows = HangingRows(self.document)
        """How the lines lie on the screen."""
        self._size_before = Size(0, 0)
        self.load(text)

    def on_unmount(self) -> None:
        """Let the app forget this editor with its text and its undos, as it is gone."""
        # Textual 8.2.8 keeps whoever watches the theme until the theme changes, which may be never.
        watchers = getattr(self.app, "__watchers", {}).get("theme", [])
        watchers[:] = [watcher for watcher in watchers if watcher[0] is not self]

    def on_resize(self, event: events.Resize) -> None:
        """Keep the place of writing in sight when something takes rows away, as a question does."""
        before, self._size_before = self._size_before, event.size
        is_rewrapped = 0 < before.width != event.size.width
        if self.read_only or (not is_rewrapped and event.size.height >= before.height):
            return
        row = self.cursor_screen_offset.y - self.content_region.y
        if is_rewrapped or 0 <= row < before.height:  # else the author had scrolled away from it
            self.call_after_refresh(self.scroll_cursor_visible)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let f6 and f7 mark nothing, as Textual has it: the next letter would take the place of the text.

        They are pressed for what another program wrote, maybe a moment after it was put together with this.
        """
        if action in ("select_line", "select_all"):
            return False
        return super().check_action(action, parameters)

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override]  # Textual calls each class's own
        """A letter typed with alt is a key that does nothing here; Textual would type the letter."""
        if event.key.startswith("alt+"):
            event.prevent_default()

    def load(self, text: str) -> None:
        """Put another text in place of this one, line ends as LF. Says nothing and clears undo."""
        with self.prevent(TextArea.Changed):
            self.load_text(text)

    def load_text(self, text: str) -> None:
        """As `load`, with TextArea.Changed."""
        self._stand_ins = StandIns(text)
        self.revision += 1
        super().load_text(self._stand_ins.hide(text.replace("\r\n", "\n")))
        self.rows = HangingRows(self.document, self.wrap_width if self.is_mounted else 0, self.indent_width)
        self.wrapped_document = self.rows
        self.navigator = RowNavigator(self.rows)
        self._lay_out()

    def rewrite(self, text: str, cursor: Location | None = None) -> None:
        """Change the whole text as one step that can be undone, touching only the lines that differ."""
        old, new = self.document.lines, self._stand_ins.hide(text.replace("\r\n", "\n")).split("\n")
        head = 0
        while head < min(len(old), len(new)) and old[head] == new[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        self.replace_rows(head, len(old) - tail, new[head : len(new) - tail], cursor or self.cursor_location)

    def take_over(self, text: str) -> None:
        """Another version of the text, as one undo step; cursor and view stay with their lines."""
        old, (row, column) = list(self.document.lines), self.cursor_location
        top = self.rows.row_at(self.scroll_offset.y)
        new = self._stand_ins.hide(text.replace("\r\n", "\n")).split("\n")
        to = aligned_row(old, new, row)
        self.rewrite(text, (to, aligned_column(old[row], new[to], column)))
        if top is not None:
            line = aligned_row(old, new, top[0])
            self.scroll_to(y=self.rows.first_row(line) + top[1], animate=False)

    def replace_rows(self, start: int, end: int, lines: list[str], cursor: Location) -> None:
        """Put `lines` in place of rows `start` up to `end` (exclusive) as one undo step."""
        count = self.document.line_count
        before, after, text = (start, 0), (end, 0), "".join(line + "\n" for line in lines)
        if end >= count:
            after = self.document.end
            text = "\n".join(lines)
            if start > 0:
                before = (start - 1, len(self.document.get_line(start - 1)))
                text = "".join("\n" + line for line in lines)
        self.history.checkpoint()
        self.replace(text, before, after, maintain_selection_offset=False)
        self.history.checkpoint()
        self.move_cursor(self.clamp_visitable(cursor))

    @property
    def text(self) -> str:
        """The whole text with LF, as it is saved; kept between changes, as drawing asks for it row by row."""
        revision, text = self._text_at
        if revision != self.revision:
            text = self._stand_ins.reveal("\n".join(self.document.lines))
            self._text_at = (self.revision, text)
        return text

    @text.setter
    def text(self, value: str) -> None:
        self.load_text(value)

    def get_text_range(self, start: Location, end: Location) -> str:
        return self._stand_ins.reveal(super().get_text_range(start, end))

    def edit(self, edit: Edit) -> EditResult:
        """Every change of the text passes here: typing, pasting, and edits by the program."""
        edit.text = self._stand_ins.hide(edit.text.replace("\r\n", "\n").replace("\r", "\n"))
        self.revision += 1
        result = super().edit(edit)
        self.post_message(self.Edited(self))
        return EditResult(result.end_location, self._stand_ins.reveal(result.replaced_text))

    def undo(self) -> None:
        self._step(super().undo)

    def redo(self) -> None:
        self._step(super().redo)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """None: prose needs no pairs, and the search would go through the whole text at each `[`."""
        return None

    def get_line(self, line_index: int) -> Text:
        """One line as it is drawn: stand-ins as pictures, Markdown's marks dimmed."""
        line = self.document.get_line(line_index)
        text = Text(self._stand_ins.picture(line), end="", no_wrap=True)
        for mark in marks_of(line, line_index in self.code_rows):
            text.stylize(
                self.get_component_rich_style(f"writing-area--{mark.look}", partial=True),
                mark.start,
                mark.end,
            )
        return text

    @property
    def code_rows(self) -> frozenset[int]:
        """Rows of fenced code, fences included."""
        revision, rows = self._code_at
        if revision != self.revision:
            rows = code_rows(self.document.lines)
            self._code_at = (self.revision, rows)
        return rows

    def line_key(self, line_index: int) -> Hashable | None:
        """What the look of a line depends on beside its text; None: on things that only drawing it can tell.

        A subclass that overrides `get_line` overrides this too, or its lines are drawn anew after each edit.
        """
        return () if type(self).get_line is WritingArea.get_line else None

    def notify_style_update(self) -> None:
        self._drawn.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One row. Rows away from the cursor outlive edits, which TextArea's own cache does not."""
        info = self.rows.row_at(y + self.scroll_offset.y)
        if info is None:
            return super().render_line(y)
        line, section = info
        (top, _), (bottom, _) = sorted(self.selection)
        key = None if top <= line <= bottom else self.line_key(line)
        if key is None:
            return self._draw(y, line, section)
        is_code = line in self.code_rows
        full_key = (self.document.get_line(line), section, is_code, self.size.width, self.rows.width, key)
        strip = self._drawn.get(full_key)
        if strip is None:
            strip = self._drawn[full_key] = self._draw(y, line, section)
        return strip

    def _draw(self, y: int, line: int, section: int) -> Strip:
        strip = super().render_line(y)
        hang = self.rows.hang_at(line, section)
        if not hang:
            return strip
        margin = Strip([Segment(" " * hang, self.rich_style)], hang)
        return Strip.join([margin, strip.crop(0, max(0, strip.cell_length - hang))])

    def _step(self, step: Callable[[], None]) -> None:
        """Undo or redo, and say so only if there was something to undo."""
        before = list(self.document.lines)
        self.revision += 1
        step()
        if self.document.lines != before:
            self.post_message(self.Edited(self))

    def _lay_out(self) -> None:
        """Wrap anew after a load or a fold; TextArea does it by itself after edits and resizes."""
        self.rows.wrap(self.wrap_width if self.is_mounted else 0, self.indent_width)
        self.virtual_size = self.virtual_size.with_height(self.rows.height)
        self.notify_style_update()
        self.refresh()
