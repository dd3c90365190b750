"""What became of the points: the dropped ones with their verdicts, and folded groups of all the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from draftloop.loop.outline_links import SURE, LinkKind
from draftloop.tui import text as texts
from draftloop.tui.widgets.wrapped import hung, wrapped

if TYPE_CHECKING:
    from draftloop.loop.outline import Outline
    from draftloop.loop.outline_links import OutlineDiff

_ONE_COLUMN_CELLS = 56
"""Below this width the nearest new point has no room beside a dropped one."""
_LEAST_CELLS = 20


class Verdict(StrEnum):
    """What happens to a dropped point once the verdicts are recorded."""

    LET_GO = "let go"
    RESTORE = "restore"
    PARK = "park"


class Group(StrEnum):
    """Points that need no verdict, folded away."""

    UNSURE = "? not sure"
    NEW = "+ new"
    MOVED = "→ moved"
    SPLIT = "Y split"
    MERGED = "λ merged"
    REWORDED = "~ reworded"
    KEPT = "= kept"
    GONE = "╳ let go or parked before"


KINDS: dict[LinkKind, Group] = {
    LinkKind.KEPT: Group.KEPT,
    LinkKind.REWORDED: Group.REWORDED,
    LinkKind.MOVED: Group.MOVED,
    LinkKind.MOVED_REWORDED: Group.MOVED,
    LinkKind.SPLIT: Group.SPLIT,
    LinkKind.MERGED: Group.MERGED,
}
VERDICT_STYLES = {
    Verdict.LET_GO: "$text-disabled",
    Verdict.RESTORE: "$success",
    Verdict.PARK: "$accent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a row is about: an old point, a new one, or two that are linked."""

    old: int | None = None
    new: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """Everything the list shows."""

    old: Outline
    new: Outline
    diff: OutlineDiff
    waiting: tuple[int, ...]
    """Dropped old points without a recorded verdict."""
    gone: tuple[int, ...] = ()
    """Dropped old points that were let go or parked before."""
    verdicts: Mapping[int, Verdict] = field(default_factory=dict)
    """Given, and not recorded yet."""
    selected: Set[int] = frozenset()
    opened: Set[Group] = frozenset()
    empty: str = ""
    """Said where no dropped point waits."""

    def members(self, group: Group) -> list[Place]:
        """A group's points, in the new outline's order; doubtful links the least sure first."""
        if group is Group.NEW:
            return [Place(new=index) for index in self.diff.added]
        if group is Group.GONE:
            return [Place(old=index) for index in self.gone]
        if group is Group.UNSURE:
            return [Place(old=link.old, new=link.new) for link in self.diff.doubtful]
        pairs = [
            (link.new, link.old)
            for link in self.diff.links
            if KINDS[link.kind] is group and link.score >= SURE
        ]
        return [Place(old=old, new=new) for new, old in sorted(pairs)]


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

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    class Marked(Message):
        """Another row is marked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, markup=False)
        self._state: ListState | None = None
        self._drawn_width = 0

    @property
    def here(self) -> Place | None:
        """What the marked row is about; None on a group's name or in an empty list."""
        return _place_of(self._key_at(self.highlighted))

    @property
    def dropped_here(self) -> int | None:
        """The dropped point on the marked row."""
        kind, _, rest = self._key_at(self.highlighted).partition(":")
        return int(rest) if kind == "dropped" else None

    @property
    def group_here(self) -> Group | None:
        """The folded group on the marked row."""
        kind, _, rest = self._key_at(self.highlighted).partition(":")
        return Group(rest) if kind == "group" else None

    def show(self, state: ListState) -> None:
        """Show another state; the mark stays on its row, else at its place."""
        key, place = self._key_at(self.highlighted), self.highlighted
        self._state = state
        self._drawn_width = self._width_cells
        options = self._made_from(state)
        self.set_options(options)
        keys = [option.id for option in options]
        if key and key in keys:
            self.highlighted = keys.index(key)
            return
        start = 0 if place is None else min(place, len(options) - 1)
        after = [n for n, option in enumerate(options) if not option.disabled]
        self.highlighted = next((n for n in after if n >= start), after[-1] if after else None)

    def mark(self, old: int) -> None:
        """Mark the row of a dropped point."""
        self._mark(f"dropped:{old}")

    def mark_place(self, place: Place) -> None:
        """Mark the row that is about these points, if one is in sight or can be scrolled to."""
        for key in (f"dropped:{place.old}", f"gone:{place.old}", _point_key(place)):
            self._mark(key)

    def _mark(self, key: str) -> None:
        for number, option in enumerate(self.options):
            if option.id == key:
                self.highlighted = number

    def on_resize(self, _: events.Resize) -> None:
        if self._state is not None and self._drawn_width != self._width_cells:
            self.show(self._state)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Marked())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        key = self._key_at(event.option_index)
        place = _place_of(key)
        if key.startswith("group:"):
            self.post_message(self.GroupToggled(Group(key.removeprefix("group:"))))
        elif place is not None:
            self.post_message(self.PointChosen(place))

    def _key_at(self, place: int | None) -> str:
        if place is None or place >= self.option_count:
            return ""
        return self.get_option_at_index(place).id or ""

    @property
    def _width_cells(self) -> int:
        return max(_LEAST_CELLS, (self.scrollable_content_region.width or self.size.width) - 1)

    def _made_from(self, state: ListState) -> list[Option]:
        width = self._width_cells
        left = width * 11 // 20 if width >= _ONE_COLUMN_CELLS else width
        options: list[Option] = []
        if state.waiting:
            head = texts.fit(f"− dropped {len(state.waiting)}", min(width, left + 2))
            is_judged = all(index in state.verdicts for index in state.waiting)
            beside = "your verdict" if is_judged else "nearest in the new outline"
            hint = texts.clip(beside, width - left - 2) if left < width else ""
            options.append(Option(texts.joined((head + hint, "$text-muted")), disabled=True))
        elif state.empty:
            options.append(Option(texts.literal(state.empty, "$success"), disabled=True))
        options += [
            Option(_dropped_row(state, index, left, width), id=f"dropped:{index}") for index in state.waiting
        ]
        if options:
            options.append(Option(Content(" "), disabled=True))
        for group in Group:
            options += _group_rows(state, group, left, width)
        return options


def _group_rows(state: ListState, group: Group, left: int, width: int) -> list[Option]:
    members = state.members(group)
    if not members:
        return []
    is_open = group in state.opened
    style = "$warning" if group is Group.UNSURE else "$text-muted"
    name = texts.joined((f"{'▾' if is_open else '▸'} {group} {len(members)}", style))
    rows = [Option(name, id=f"group:{group.value}")]
    if is_open and group is Group.GONE:
        rows += [
            Option(_dropped_row(state, place.old, left, width), id=f"gone:{place.old}")
            for place in members
            if place.old is not None
        ]
    elif is_open:
        rows += [Option(_point_row(state, place, left, width), id=_point_key(place)) for place in members]
    return rows


def _point_key(place: Place) -> str:
    return f"point:{'' if place.old is None else place.old}:{'' if place.new is None else place.new}"


def _place_of(key: str) -> Place | None:
    kind, _, rest = key.partition(":")
    if kind in ("dropped", "gone"):
        return Place(old=int(rest))
    if kind != "point":
        return None
    old, _, new = rest.partition(":")
    return Place(old=int(old) if old else None, new=int(new) if new else None)


def _dropped_row(state: ListState, index: int, left: int, width: int) -> Content:
    """The whole point, wrapped, and beside it its verdict or the new point that comes nearest."""
    verdict = state.verdicts.get(index)
    nearest = state.diff.nearest(index)
    mark = "●" if index in state.selected else "−" if index in state.waiting else "╳"
    words = state.old.points[index].text
    if verdict is not None:
        style = VERDICT_STYLES[verdict]
        side = [(str(verdict), f"bold {style}")]
        return _columns((f"{mark} ", style), (words, style), side, left, width)
    style = "bold $error" if index in state.waiting else "$text-muted"
    near = state.new.points[nearest].text if nearest is not None else "-"
    return _columns((f"{mark} ", style), (words, ""), [(near, "$text-muted")], left, width)


def _point_row(state: ListState, place: Place, left: int, width: int) -> Content:
    """A point as it was and as it is; once, if it says the same."""
    before = state.old.points[place.old].text if place.old is not None else ""
    after = state.new.points[place.new].text if place.new is not None else ""
    if not before or before == after:
        return texts.joined("  ", hung(after, width - 2, 2, "$text-muted" if before else ""))
    return _columns(("  ", ""), (before, "$text-muted"), [(after, "")], left, width)


def _columns(
    lead: tuple[str, str], words: tuple[str, str], side: Sequence[tuple[str, str]], left: int, width: int
) -> Content:
    """Two wrapped texts beside each other; in a narrow list the second stands below the first."""
    text, style = words
    other, other_style = side[0]
    if left >= width:
        below = texts.joined("  ", hung(other, width - 2, 2, other_style)) if other != "-" else None
        first = texts.joined(lead, hung(text, width - 2, 2, style))
        return first if below is None else texts.joined(first, "\n", below)
    mine, theirs = wrapped(text, left - 2), wrapped(other, width - left - 2)
    parts: list[Content | str | tuple[str, str]] = []
    for number in range(max(len(mine), len(theirs))):
        one = mine[number] if number < len(mine) else ""
        two = theirs[number] if number < len(theirs) else ""
        parts += ["\n" if number else "", lead if number == 0 else "  "]
        parts += [(texts.fit(one, left), style), (two, other_style)]
    return texts.joined(*parts)
