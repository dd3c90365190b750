"""A sentence or a paragraph changed where it stands: a few rows under the text, Enter keeps, Esc leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.message import Message

from draftloop.loop.merge import Merge, merge
from draftloop.loop.splice import splice_between
from draftloop.tui.widgets.prose_area import WritingArea


class Edit(NamedTuple):
    """Words put in place of others."""

    start: int
    old: str
    new: str

    @classmethod
    def between(cls, before: str, after: str) -> Edit:
        """The one stretch in which two texts differ; of nothing where they are equal."""
        splice = splice_between(before, after)
        return cls(splice.start, before[splice.start : splice.start + splice.removed], splice.inserted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Other words for a stretch of a text."""

    base: str
    """The whole text when the change began."""
    start: int
    end: int
    new: str

    @property
    def edit(self) -> Edit:
        return Edit(self.start, self.base[self.start : self.end], self.new)

    def into(self, now: str) -> Merge:
        """The change and what another program did to the text meanwhile."""
        return merge(self.base, self.base[: self.start] + self.new + self.base[self.end :], now)


class ChangeBox(WritingArea):
    """Hidden until `ask`; remembers which stretch of which text it holds."""

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

        def __init__(self, change: Change) -> None:
            super().__init__()
            self.change = change

    class Left(Message):
        """The change was given up."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._base = ""
        self._start = self._end = 0
        self._clashed_with: str | None = None

    @property
    def is_asking(self) -> bool:
        return self.has_class("-asking")

    def ask(self, base: str, start: int, end: int, cursor: int) -> None:
        """Offer a stretch of a text to be changed.

        Args:
            base: The whole text.
            start: Where the stretch begins in it.
            end: Where it ends.
            cursor: Where in the stretch the cursor stands.
        """
        self._base, self._start, self._end, self._clashed_with = base, start, end, None
        old = base[start:end]
        self.load(old)
        before = old[: max(0, min(cursor, len(old)))]
        self.move_cursor((before.count("\n"), len(before) - before.rfind("\n") - 1))
        self._open()

    def ask_again(self, now: str) -> None:
        """Stay with the words as they are: others changed the same ones, and `now` shows how."""
        self._clashed_with = now
        self._open()

    def knows(self, now: str) -> bool:
        """Whether the author was told that others changed the same words, and made them `now`."""
        return self._clashed_with == now

    @property
    def has_clashed(self) -> bool:
        return self._clashed_with is not None

    def _open(self) -> None:
        self.add_class("-asking")
        self.focus()

    def close(self) -> None:
        self.remove_class("-asking")

    def action_keep(self) -> None:
        self.close()
        self.post_message(self.Kept(Change(base=self._base, start=self._start, end=self._end, new=self.text)))

    def action_leave(self) -> None:
        self.close()
        self.post_message(self.Left())

    def action_new_line(self) -> None:
        self.insert("\n")
