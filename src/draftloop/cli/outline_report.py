"""An outline diff as lines that read well in 80 columns without color.

First the new outline with what became of each point, then what was dropped, then the figures: the end of a
long output is what stays in sight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.cli.output import columns
from draftloop.cli.wrapping import USUAL, hang
from draftloop.loop.diff_rows import DOUBTFUL, GLYPHS, Mark, Moves, counts, new_rows, path_to
from draftloop.loop.outline import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftloop.loop.diff_rows import PointRow
    from draftloop.loop.outline import Outline
    from draftloop.loop.outline_diff import OutlineDiff
    from draftloop.loop.settledness import Settled

_STEP = 2
_DEEPEST = 12
"""Levels that are indented; a point of level 400 would otherwise have no room for a word."""
_FOLD = 3
"""Kept points in a row from which on a line that counts them says as much."""


def diff_lines(
    old: Outline, new: Outline, diff: OutlineDiff, *, width: int = USUAL, folds: bool = True
) -> list[str]:
    """The new outline with what became of each point, then the dropped ones with their nearest new point.

    Args:
        old: The outline before.
        new: The outline after.
        diff: The comparison of the two.
        width: Cells of a line.
        folds: Kept points in a row become one line that counts them.
    """
    lines = list(_Tree(old, new, diff, width).lines(folds=folds))
    if diff.dropped:
        lines += ["", *dropped_lines(old, new, diff, diff.dropped, width=width)]
    return lines


def dropped_lines(
    old: Outline, new: Outline, diff: OutlineDiff, points: Sequence[int], *, width: int = USUAL
) -> list[str]:
    """Dropped points under the headings they stood under, each with its line and the nearest new point."""
    title = f"dropped {len(points)}, with their lines in the old outline"
    lines = hang(f"{GLYPHS[Mark.DROPPED]} ", title, width)
    digits = len(str(old.points[points[-1]].line)) if points else 1
    shown: set[int] = set()
    heading: tuple[int, ...] | None = None
    for index in points:
        path = path_to(old, index)
        depth = 0
        if path and path[-1] in shown:
            depth = sum(above in shown for above in path)
        elif path != heading:
            heading = path
            lines.append("")
            lines += hang("  ", " › ".join(old.points[above].text for above in path), width) if path else []
        shown.add(index)
        lead = f"  {GLYPHS[Mark.DROPPED]} {old.points[index].line:>{digits}}  {_indent(depth)}"
        lines += hang(lead, old.points[index].text, width)
        near = diff.nearest(index)
        if near is not None:
            lines += hang(" " * len(lead) + "nearest: ", new.points[near].text, width)
    return lines


def summary(diff: OutlineDiff) -> str:
    """`− dropped 5  + added 4  ~ reworded 9`: counts and the legend in one; what did not happen left out."""
    return "  ".join(_counted(diff)) or "nothing to compare"


def summary_lines(diff: OutlineDiff, width: int) -> list[str]:
    """The same, broken between the counts where a line is full."""
    lines: list[str] = []
    for part in _counted(diff):
        if lines and columns(lines[-1]) + 2 + columns(part) <= width:
            lines[-1] += f"  {part}"
        else:
            lines.append(part)
    return lines or ["nothing to compare"]


def _counted(diff: OutlineDiff) -> list[str]:
    found = [f"{GLYPHS[mark]} {mark.value} {count}" for mark, count in counts(diff).items()]
    return [*found, f"{DOUBTFUL} unsure {len(diff.doubtful)}"] if diff.doubtful else found


def settled_line(settled: Settled) -> str:
    """`settled 0.71   ideas 0.86  place 0.97  wording 0.52`."""
    parts = {"ideas": settled.ideas, "place": settled.place, "wording": settled.wording}
    figures = "  ".join(f"{name} {value:.2f}" for name, value in parts.items())
    return f"settled {settled.total:.2f}   {figures}"


@dataclass(frozen=True, slots=True)
class _Tree:
    """The new outline as lines."""

    old: Outline
    new: Outline
    diff: OutlineDiff
    width: int

    def lines(self, *, folds: bool) -> Iterator[str]:
        moves = Moves(self.old, self.new, self.diff)
        waiting: list[int] = []
        rows = new_rows(self.new, self.diff)
        leads = self._leading(rows)
        for row in rows:
            if row.mark is Mark.KEPT and not row.is_doubtful and not leads[row.point]:
                waiting.append(row.point)
                continue
            yield from self._kept(waiting, folds=folds)
            waiting = []
            yield from self._gap(row.point)
            yield from self._row(row, moves)
        yield from self._kept(waiting, folds=folds)

    def _leading(self, rows: Sequence[PointRow]) -> list[bool]:
        """For each point whether something below it changed: then it is shown, to say where that is."""
        leads = [False] * len(rows)
        for row in reversed(rows):
            parent = self.new.points[row.point].parent
            if parent is not None:
                leads[parent] |= leads[row.point] or row.mark is not Mark.KEPT or row.is_doubtful
        return leads

    def _kept(self, points: Sequence[int], *, folds: bool) -> Iterator[str]:
        if folds and len(points) >= _FOLD:
            yield from self._gap(points[0])
            depth = min(self.new.points[index].depth for index in points)
            yield f"{GLYPHS[Mark.KEPT]}  {_indent(depth)}({len(points)} kept)"
            return
        for index in points:
            yield from self._gap(index)
            point = self.new.points[index]
            yield from hang(f"{GLYPHS[Mark.KEPT]}  {_indent(point.depth)}", point.text, self.width)

    def _gap(self, index: int) -> Iterator[str]:
        """An empty line before a section: a point at the top that has others below it."""
        points = self.new.points
        if 0 < index < len(points) - 1 and points[index].depth == 0 and points[index + 1].depth:
            yield ""

    def _row(self, row: PointRow, moves: Moves) -> Iterator[str]:
        point = self.new.points[row.point]
        indent = _indent(point.depth)
        doubt = DOUBTFUL if row.is_doubtful else " "
        yield from hang(f"{GLYPHS[row.mark]}{doubt} {indent}", point.text, self.width)
        for label, text in self._details(row, moves):
            yield from hang(f"   {indent}    {label}", text, self.width)

    def _details(self, row: PointRow, moves: Moves) -> Iterator[tuple[str, str]]:
        """What stands below a point: its old words, and where it came from."""
        point = self.new.points[row.point]
        for number, index in enumerate(row.partners):
            before = self.old.points[index].text
            if row.mark is Mark.MERGED:
                yield "  and: " if number else "joins: ", before
            elif row.mark is Mark.SPLIT:
                yield "part of: ", before
            elif normalized(before) != normalized(point.text):
                yield "perhaps was: " if row.is_doubtful else "was: ", before
            if row.mark is Mark.MOVED:
                yield "moved: ", moves.origin(index, row.point)


def _indent(depth: int) -> str:
    return " " * (_STEP * min(depth, _DEEPEST))
