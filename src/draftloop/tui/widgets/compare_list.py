"""What became of the points: the dropped ones with their verdicts, and folded groups of all the others."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from draftloop.loop.outline_links import LinkKind
from draftloop.tui import text as texts

if TYPE_CHECKING:
    from draftloop.loop.outline import Outline
    from draftloop.loop.outline_links import OutlineDiff


class Verdict(StrEnum):
    """What happens to a dropped point once the verdicts are recorded."""

    LET_GO = "let go"
    RESTORE = "restore"
    PARK = "park"


class Group(StrEnum):
    """Points that need no verdict, folded away."""

    NEW = "+ new"
    MOVED = "→ moved"
    SPLIT = "Y split"
    MERGED = "λ merged"
    REWORDED = "~ reworded"
    KEPT = "= kept"


KINDS: dict[LinkKind, Group] = {
    LinkKind.KEPT: Group.KEPT,
    LinkKind.REWORDED: Group.REWORDED,
    LinkKind.MOVED: Group.MOVED,
    LinkKind.MOVED_REWORDED: Group.MOVED,
    LinkKind.SPLIT: Group.SPLIT,
    LinkKind.MERGED: Group.MERGED,
}
_VERDICT_STYLES = {
    Verdict.LET_GO: "$text-disabled",
    Verdict.RESTORE: "$success",
    Verdict.PARK: "$accent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """Everything the list shows."""

    old: Outline
    new: Outline
    diff: OutlineDiff
    waiting: tuple[int, ...]
    """Dropped old points without a recorded verdict."""
    verdicts: Mapping[int, Verdict] = field(default_factory=dict)
    """Given, and not recorded yet."""
    selected: Set[int] = frozenset()
    opened: Set[Group] = frozenset()

    def members(self, group: Group) -> list[tuple[int | None, int]]:
        """(old, new) of a group's points, in the new outline's order; no old for a new point."""
        if group is Group.NEW:
            return [(None, index) for index in self.diff.added]
        pairs = [(link.old, link.new) for link in self.diff.links if KINDS[link.kind] is group]
        return sorted(pairs, key=lambda pair: pair[1])


class CompareList(OptionList):
    """Rows by id: `dropped:3`, `group:+ new`, `point:OLD:NEW`. The screen owns the state."""

    DEFAULT_CSS = """
    CompareList { height: 1fr; background: $background; }
    """

    class GroupToggled(Message):
        """A folded group was opened or closed."""

        def __init__(self, group: Group) -> None:
            super().__init__()
            self.group = group

    class PointChosen(Message):
        """Enter or a click on a point: look at both places."""

        def __init__(self, old: int | None, new: int | None) -> None:
            super().__init__()
            self.old, self.new = old, new

    class Marked(Message):
        """Another row is marked; `old` is the dropped point on it, if it is one."""

        def __init__(self, old: int | None) -> None:
            super().__init__()
            self.old = old

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, markup=False)
        self._state: ListState | None = None

    @property
    def dropped_here(self) -> int | None:
        """The dropped old point on the marked row."""
        key = self._key_at(self.highlighted)
        return int(key.removeprefix("dropped:")) if key.startswith("dropped:") else None

    def show(self, state: ListState) -> None:
        """Draw anew; the mark stays on its row, or on the row that took its place."""
        key, place = self._key_at(self.highlighted), self.highlighted
        self._state = state
        options = self._made_from(state)
        self.set_options(options)
        keys = [option.id for option in options]
        if key in keys:
            self.highlighted = keys.index(key)
        elif options:
            first = next((n for n, option in enumerate(options) if not option.disabled), None)
            self.highlighted = first if place is None else min(place, len(options) - 1)

    def mark(self, old: int) -> None:
        """Mark the row of a dropped point."""
        for place, option in enumerate(self.options):
            if option.id == f"dropped:{old}":
                self.highlighted = place

    def on_resize(self, _: events.Resize) -> None:
        if self._state is not None:
            self.show(self._state)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Marked(self.dropped_here))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        kind, _, rest = self._key_at(event.option_index).partition(":")
        if kind == "group":
            self.post_message(self.GroupToggled(Group(rest)))
        elif kind == "dropped":
            self.post_message(self.PointChosen(int(rest), None))
        elif kind == "point":
            old, _, new = rest.partition(":")
            self.post_message(self.PointChosen(int(old) if old else None, int(new)))

    def _key_at(self, place: int | None) -> str:
        if place is None or place >= self.option_count:
            return ""
        return self.get_option_at_index(place).id or ""

    @property
    def _width_cells(self) -> int:
        return max(40, (self.scrollable_content_region.width or self.size.width) - 1)

    def _made_from(self, state: ListState) -> list[Option]:
        width = self._width_cells
        left = width * 11 // 20
        options: list[Option] = []
        if state.waiting:
            head = texts.fit(f"− dropped {len(state.waiting)}", left + 2)
            hint = texts.clip("nearest in the new outline", width - left - 2)
            options.append(Option(texts.joined((head + hint, "$text-muted")), disabled=True))
        options += [
            Option(_dropped_row(state, index, left, width), id=f"dropped:{index}") for index in state.waiting
        ]
        if state.waiting:
            options.append(Option(Content(" "), disabled=True))
        for group in Group:
            members = state.members(group)
            if not members:
                continue
            is_open = group in state.opened
            sign = "▾" if is_open else "▸"
            options.append(
                Option(
                    texts.joined((f"{sign} {group} {len(members)}", "$text-muted")), id=f"group:{group.value}"
                )
            )
            if is_open:
                options += [
                    Option(
                        _point_row(state, old, new, left, width),
                        id=f"point:{'' if old is None else old}:{new}",
                    )
                    for old, new in members
                ]
        return options


def _dropped_row(state: ListState, index: int, left: int, width: int) -> Content:
    verdict = state.verdicts.get(index)
    nearest = state.diff.nearest(index)
    mark = "●" if index in state.selected else "−"
    words = texts.fit(state.old.points[index].text, left - 1)
    if verdict is not None:
        style = _VERDICT_STYLES[verdict]
        return texts.joined((f"{mark} ", style), (words, style), " ", (str(verdict), f"bold {style}"))
    hint = texts.clip(state.new.points[nearest].text, width - left - 2) if nearest is not None else "-"
    return texts.joined((f"{mark} ", "bold $error"), words, " ", (hint, "$text-muted"))


def _point_row(state: ListState, old: int | None, new: int, left: int, width: int) -> Content:
    words = state.new.points[new].text
    if old is None:
        return texts.joined("  ", texts.clip(words, width - 2))
    before = state.old.points[old].text
    if before == words:
        return texts.joined("  ", (texts.clip(words, width - 2), "$text-muted"))
    return texts.joined(
        "  ", (texts.fit(before, left - 1), "$text-muted"), " ", texts.clip(words, width - left - 2)
    )
