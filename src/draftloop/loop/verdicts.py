"""Verdicts on dropped points, applied to text: restored at their old neighbors, or parked for later.

Nothing else in the file changes. Which points were dropped is decided in `outline_diff.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from draftloop.loop.outline import normalized, parse_outline, style_of
from draftloop.loop.outline_lines import RowKind, read_heading, read_item, scan_rows, split_lines
from draftloop.loop.outline_paste import item_lines
from draftloop.loop.outline_shift import child_indent, end_of_text, extent_in, indent_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from draftloop.loop.outline import Outline
    from draftloop.loop.outline_diff import OutlineDiff
    from draftloop.loop.outline_lines import Row

_LINE_END = re.compile(r"\r\n|\n|\r")
_DEEPEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Lines to put in before `row` (from 0) of the new outline's text."""

    row: int
    lines: tuple[str, ...]
    above: str
    """Text of the point that will stand above; empty at the top."""
    below: str
    """Text of the point that will stand below; empty at the end."""
    rows: Mapping[int, int]
    """Old index of each point that comes back, and the row it will have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """An outline's text with dropped points in it again."""

    text: str
    rows: Mapping[int, int]
    """Old index of each point that came back, and its row, from 0."""


class _Spot(NamedTuple):
    """Where a point goes and in which shape: a heading of `level`, or an item if that is 0."""

    row: int
    level: int
    indent: str
    marker: str


class _Page(NamedTuple):
    lines: Sequence[str]
    rows: Sequence[Row]


def comes_along(old: Outline, index: int, among: Set[int]) -> tuple[int, ...]:
    """A dropped point and what is restored or parked with it: those `among` whose parents come as well."""
    family = [index]
    for one in old.subtree(index)[1:]:
        if one in among and old.points[one].parent in family:
            family.append(one)
    return tuple(family)


def restore_point(text: str, old: Outline, new: Outline, diff: OutlineDiff, old_index: int) -> Placement:
    """Where a dropped point, with its dropped children, belongs in the new outline.

    It comes after its old sibling before it, else before the one after it, else under its old parent; what
    has no parent left goes to the nearest ancestor still there. Style and indentation are the new file's.

    Args:
        text: The new outline's file.
        old: The old outline.
        new: The outline read from `text`.
        diff: The comparison of the two.
        old_index: The point, one of `diff.dropped`.
    """
    return _place(text, old, _rows_of(new, diff), set(diff.dropped), old_index)


def restore_points(
    text: str,
    old: Outline,
    new: Outline,
    diff: OutlineDiff,
    old_indices: Iterable[int],
    *,
    without: Set[int] = frozenset(),
) -> str:
    """The new outline's text with several dropped points, and their dropped children, back in place.

    Args:
        text: The new outline's file.
        old: The old outline.
        new: The outline read from `text`.
        diff: The comparison of the two.
        old_indices: The points.
        without: Dropped points that stay away even when the point above them comes back.
    """
    return put_back(text, old, new, diff, old_indices, without=without).text


def put_back(
    text: str,
    old: Outline,
    new: Outline,
    diff: OutlineDiff,
    old_indices: Iterable[int],
    *,
    without: Set[int] = frozenset(),
) -> PutBack:
    """The same as `restore_points`, with the rows at which the points stand then."""
    where = dict(_rows_of(new, diff))
    dropped = set(diff.dropped) - without
    back: dict[int, int] = {}
    for index in sorted(set(old_indices) - without):
        if index in where or index not in dropped:
            continue
        placement = _place(text, old, where, dropped - where.keys(), index)
        text = apply(text, placement)
        size = len(placement.lines)
        where = {point: row + size if row >= placement.row else row for point, row in where.items()}
        back = {point: where[point] for point in back} | dict(placement.rows)
        where.update(placement.rows)
    return PutBack(text=text, rows=back)


def apply(text: str, placement: Placement) -> str:
    """The text with the placement put in, in the file's own line ends; every other byte stays."""
    ends = list(_LINE_END.finditer(text))
    end = ends[0].group() if ends else "\n"
    added = end.join(placement.lines)
    if placement.row > len(ends):
        return text + end + added
    start = ends[placement.row - 1].end() if placement.row else len(text) - len(text.removeprefix("\ufeff"))
    return text[:start] + added + end + text[start:]


def preview(placement: Placement) -> str:
    """One line that says where a point will stand."""
    if placement.above:
        return f"below: {placement.above}"
    return f"above: {placement.below}" if placement.below else "as the first point"


def park_text(
    parked: str, heading: str, outline: Outline, indices: Iterable[int], *, without: Set[int] = frozenset()
) -> str:
    """The text of parked.md with points and everything below them added under a heading.

    Args:
        parked: The file so far; empty when there is none.
        heading: Where the points come from, as in "Outline 2, 2026-11-10".
        outline: The outline they stand in.
        indices: The points; one that stands below another of them comes with it.
        without: Points that do not come along, such as those that still stand in the outline.
    """
    chosen = sorted(set(indices))
    lines: list[str] = []
    done = -1
    for index in chosen:
        if index < done:
            continue
        within = outline.subtree(index)
        done = within.stop
        depths: list[int] = []
        """Of the points above, so that one whose parent stays away goes to the nearest that does not."""
        for one in within:
            if one in without:
                continue
            point = outline.points[one]
            while depths and depths[-1] >= point.depth:
                depths.pop()
            lines.extend(item_lines("  " * len(depths), "-", _boxed(outline, one), point.body))
            depths.append(point.depth)
    if not lines:
        return parked
    end = "\r\n" if "\r\n" in parked else "\n"
    body = end.join(lines) + end
    if not parked.strip():
        return f"## {heading}{end}{end}{body}"
    before = parked if parked.endswith(("\n", "\r")) else parked + end
    sections = [point for point in parse_outline(parked).points if point.kind == "heading"]
    if sections and normalized(sections[-1].text) == normalized(heading):
        return before + body
    gap = "" if before.endswith((end * 2,)) else end
    return f"{before}{gap}## {heading}{end}{end}{body}"


def _rows_of(new: Outline, diff: OutlineDiff) -> dict[int, int]:
    """Old index of every linked point, and the row of its best counterpart."""
    best: dict[int, tuple[float, int]] = {}
    for link in diff.links:
        row = new.points[link.new].line - 1
        best[link.old] = max(best.get(link.old, (0.0, 0)), (link.score, -row))
    return {index: -row for index, (_, row) in best.items()}


def _place(
    text: str, old: Outline, where: Mapping[int, int], dropped: Iterable[int], index: int
) -> Placement:
    lines = split_lines(text)
    rows = scan_rows(lines)
    pivot = index
    ancestor = old.points[index].parent
    while ancestor is not None and ancestor not in where:
        pivot = ancestor
        ancestor = old.points[ancestor].parent
    parent = None if ancestor is None else where[ancestor]
    family = old.children(ancestor)
    at = family.index(pivot)
    before = [where[one] for one in reversed(family[:at]) if one in where]
    after = [where[one] for one in family[at + 1 :] if one in where]
    spot = (
        _beside(
            lines, rows, [row for row in before if _point_above(lines, rows, row) == parent], is_after=True
        )
        or _beside(
            lines, rows, [row for row in after if _point_above(lines, rows, row) == parent], is_after=False
        )
        or _under(lines, rows, parent, old.points[index].kind == "heading", is_first=at == 0)
    )
    return _placement(_Page(lines, rows), old, index, set(dropped), spot)


def _point_above(lines: Sequence[str], rows: Sequence[Row], row: int) -> int | None:
    """The row of the parent, empty bullets passed over."""
    above = rows[row].parent
    while above is not None:
        item = read_item(lines[above]) if rows[above].kind is RowKind.ITEM else None
        if item is None or item.text.strip():
            break
        above = rows[above].parent
    return above


def _beside(
    lines: Sequence[str], rows: Sequence[Row], near: Sequence[int], *, is_after: bool
) -> _Spot | None:
    if not near:
        return None
    anchor = near[0]
    row = extent_in(rows, anchor)[1] if is_after else anchor
    if rows[anchor].kind is RowKind.HEADING:
        return _Spot(row, rows[anchor].level, "", "")
    return _item_spot(lines, anchor, row, is_after=is_after)


def _item_spot(lines: Sequence[str], anchor: int, row: int, *, is_after: bool) -> _Spot:
    item = read_item(lines[anchor])
    marker = item.marker if item is not None else "-"
    if marker[0].isdigit():
        marker = f"{int(marker[:-1]) + is_after}{marker[-1]}"
    return _Spot(row, 0, indent_at(lines, anchor), marker)


def _under(
    lines: Sequence[str], rows: Sequence[Row], parent: int | None, is_heading: bool, *, is_first: bool
) -> _Spot:
    """A place under a parent where none of the old siblings is left."""
    bullet = style_of("\n".join(lines)).bullet
    is_list = parent is not None and rows[parent].kind is RowKind.ITEM
    if is_heading and not is_list:
        level = min((row.level for row in rows if row.kind is RowKind.HEADING), default=2)
        level = level if parent is None else rows[parent].level + 1
        if level <= _DEEPEST:
            return _Spot(_end_of(rows, parent), level, "", "")
    items = [r for r, row in enumerate(rows) if row.kind is RowKind.ITEM and row.parent == parent]
    if items:
        row = items[0] if is_first else extent_in(rows, items[-1])[1]
        anchor = items[0] if is_first else items[-1]
        return _item_spot(lines, anchor, row, is_after=not is_first)
    if parent is not None and is_list:
        return _Spot(end_of_text(rows, parent), 0, child_indent(lines, parent), bullet)
    if parent is not None:
        return _Spot(end_of_text(rows, parent), 0, "", bullet)
    heading = next((r for r, row in enumerate(rows) if row.kind is RowKind.HEADING), None)
    return _Spot(_end_of(rows, None) if heading is None else heading, 0, "", bullet)


def _end_of(rows: Sequence[Row], parent: int | None) -> int:
    if parent is not None:
        return extent_in(rows, parent)[1]
    return max((r + 1 for r, row in enumerate(rows) if row.kind is not RowKind.BLANK), default=0)


def _placement(page: _Page, old: Outline, index: int, dropped: set[int], spot: _Spot) -> Placement:
    lines, rows = page
    style = style_of("\n".join(lines))
    above = lines[spot.row - 1] if 0 < spot.row <= len(lines) else ""
    is_above_heading = spot.row > 0 and rows[spot.row - 1].kind is RowKind.HEADING
    added: list[str] = [""] if above.strip() and (spot.level or is_above_heading) else []
    places: dict[int, int] = {}
    shape: dict[int, tuple[int, str]] = {}
    for one in old.subtree(index):
        point = old.points[one]
        if one == index:
            level, indentation, marker = spot.level, spot.indent, spot.marker
        elif one in dropped and point.parent in shape:
            over, over_indent = shape[point.parent]
            level = over + 1 if over and over < _DEEPEST and point.kind == "heading" else 0
            indentation, marker = "" if over else over_indent, style.bullet
        else:
            continue
        if level and added and added[-1]:
            added.append("")
        places[one] = spot.row + len(added)
        if level:
            added.extend([f"{'#' * level} {point.text}", "", *point.body, *([""] if point.body else [])])
        else:
            added.extend(item_lines(indentation, marker, _boxed(old, one), point.body))
        shape[one] = (level, indentation + _inner(style.indent, marker))
    below = lines[spot.row] if spot.row < len(lines) else ""
    while added and not added[-1]:
        added.pop()
    if below.strip() and (spot.level or rows[spot.row].kind is RowKind.HEADING):
        added.append("")
    return Placement(
        row=spot.row,
        lines=tuple(added),
        above=_nearest_text(lines, rows, range(spot.row - 1, -1, -1)),
        below=_nearest_text(lines, rows, range(spot.row, len(rows))),
        rows=places,
    )


def _inner(step: str, marker: str) -> str:
    """Indentation of a child relative to its parent: the file's step, or what a number needs."""
    return step if "\t" in step or len(step) > len(marker) else " " * (len(marker) + 1)


def _boxed(outline: Outline, index: int) -> str:
    """A point's text with its check box, if it has one."""
    point = outline.points[index]
    item = read_item(outline.lines[point.line - 1]) if point.kind == "item" and outline.lines else None
    return f"{item.box.strip()} {point.text}" if item is not None and item.box else point.text


def _nearest_text(lines: Sequence[str], rows: Sequence[Row], order: Iterable[int]) -> str:
    for row in order:
        if rows[row].kind is RowKind.HEADING:
            heading = read_heading(lines[row])
            return heading[1] if heading else lines[row].strip()
        item = read_item(lines[row]) if rows[row].kind is RowKind.ITEM else None
        if item is not None and item.text.strip():
            return item.text.strip()
    return ""
