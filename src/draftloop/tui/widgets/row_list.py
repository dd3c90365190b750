"""A list of one-row items that draws only what is in sight: ten thousand ideas show at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

T = TypeVar("T")


class RowList(ScrollView, Generic[T], can_focus=True):
    """Rows of any value; a function draws one as content for a width. Rows go by a key, not by index.

    Textual's OptionList prepares each of its rows when it is filled, its ListView even mounts widgets.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "cursor(1)", show=False),
        Binding("up", "cursor(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "cursor_to(0)", show=False),
        Binding("end", "cursor_to(-1)", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--row", "row-list--cursor", "row-list--hover"}
    DEFAULT_CSS = """
    RowList { height: 1fr; background: $background; scrollbar-size-vertical: 1; overflow-x: hidden; }
    RowList .row-list--cursor { background: $block-cursor-blurred-background; }
    RowList:focus .row-list--cursor { background: $block-cursor-background; }
    RowList .row-list--hover { background: $panel; }
    """

    cursor: reactive[int] = reactive(0)
    hovered: reactive[int] = reactive(-1)

    @dataclass
    class Moved(Message):
        """Another row is under the cursor."""

        row_list: RowList[Any]

        @property
        def control(self) -> RowList[Any]:
            return self.row_list

    @dataclass
    class Chosen(Message):
        """The row under the cursor was clicked a second time."""

        row_list: RowList[Any]

        @property
        def control(self) -> RowList[Any]:
            return self.row_list

    def __init__(
        self,
        draw: Callable[[T, int], Content],
        key: Callable[[T], str],
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._draw_row = draw
        self._key = key
        self.rows: Sequence[T] = ()

    @property
    def current(self) -> T | None:
        """The value under the cursor; None in an empty list."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def show(self, rows: Sequence[T], *, keep: str | None = None) -> None:
        """Show other rows; the cursor stays on the same key, else at the same place.

        Args:
            rows: What to show.
            keep: The key to stand on, instead of the present one.
        """
        wanted = keep if keep is not None else self._key(self.current) if self.current is not None else None
        self.rows = rows
        place = next((number for number, row in enumerate(rows) if self._key(row) == wanted), None)
        self.virtual_size = Size(self.content_size.width, len(rows))
        self.set_reactive(
            RowList.cursor, max(0, min(place if place is not None else self.cursor, len(rows) - 1))
        )
        self._scroll_to_cursor()
        self.refresh()
        self.post_message(self.Moved(self))

    def watch_cursor(self, old: int, new: int) -> None:
        """Keep the cursor in sight and tell the screen."""
        if old != new:
            self._scroll_to_cursor()
            self.refresh()
            self.post_message(self.Moved(self))

    def watch_hovered(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the list, or nothing below its end."""
        number = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        name = "cursor" if number == self.cursor else "hover" if number == self.hovered else "row"
        style = self.get_visual_style("row-list--row", f"row-list--{name}")
        if not 0 <= number < len(self.rows):
            return Strip.blank(width, self.visual_style.rich_style)
        mark = Content.styled("▸ ", "bold $accent") if number == self.cursor else Content("  ")
        words = self._draw_row(self.rows[number], width - 2).truncate(width - 2)
        strips = Visual.to_strips(self, mark.append(words), width, 1, style, pad=True)
        return strips[0]

    def on_resize(self) -> None:
        self.virtual_size = Size(self.content_size.width, len(self.rows))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.hovered = event.get_content_offset_capture(self).y + self.scroll_offset.y

    def on_leave(self) -> None:
        self.hovered = -1

    def on_click(self, event: events.Click) -> None:
        """The first click moves the cursor, the next one chooses."""
        number = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if not 0 <= number < len(self.rows):
            return
        event.stop()
        if number == self.cursor and (event.chain > 1 or self.has_focus):
            self.post_message(self.Chosen(self))
        self.cursor = number

    def action_cursor(self, by: int) -> None:
        self.cursor = max(0, min(self.cursor + by, len(self.rows) - 1))

    def action_page(self, by: int) -> None:
        self.action_cursor(by * max(1, self.scrollable_content_region.height - 1))

    def action_cursor_to(self, place: int) -> None:
        self.cursor = max(0, len(self.rows) - 1) if place < 0 else 0

    def _scroll_to_cursor(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)
