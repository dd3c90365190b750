"""A sentence or a paragraph changed where it stands: a few rows under the text, Enter keeps, Esc leaves."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from draftloop.tui.widgets.prose_area import WritingArea


class ChangeBox(WritingArea):
    """Hidden until `ask`; remembers which stretch of the file it holds."""

    DEFAULT_CSS = """
    ChangeBox {
        display: none; height: auto; max-height: 9; background: $surface; padding: 0 1; margin-top: 1;
    }
    ChangeBox.-asking { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "keep", show=False, priority=True),
        Binding("ctrl+j,alt+enter", "new_line", "new line", show=False, priority=True),
        Binding("escape", "leave", "leave", show=False, priority=True),
    ]

    class Kept(Message):
        """Enter was pressed."""

        def __init__(self, start: int, old: str, new: str) -> None:
            super().__init__()
            self.start = start
            self.old = old
            """What stood there when the change began."""
            self.new = new

    class Left(Message):
        """The change was given up."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.start = 0
        self.old = ""

    @property
    def is_asking(self) -> bool:
        return self.has_class("-asking")

    def ask(self, start: int, old: str, cursor: int) -> None:
        """Offer a stretch of the file's text to be changed.

        Args:
            start: Its offset in the file.
            old: The stretch.
            cursor: Where in it the cursor stands.
        """
        self.start, self.old = start, old
        self.load(old)
        self.add_class("-asking")
        before = old[: max(0, min(cursor, len(old)))]
        self.move_cursor((before.count("\n"), len(before) - before.rfind("\n") - 1))
        self.focus()

    def close(self) -> None:
        self.remove_class("-asking")

    def action_keep(self) -> None:
        self.close()
        self.post_message(self.Kept(self.start, self.old, self.text))

    def action_leave(self) -> None:
        self.close()
        self.post_message(self.Left())

    def action_new_line(self) -> None:
        self.insert("\n")
