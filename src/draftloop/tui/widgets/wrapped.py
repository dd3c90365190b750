"""User text broken into rows of a column. Pure; no widget."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len
from textual.content import Content

from draftloop.tui import text as texts

_LEAST_CELLS = 8


@lru_cache(maxsize=4096)
def wrapped(text: str, width_cells: int) -> tuple[str, ...]:
    """One line of user text as rows of at most `width_cells`; at least one row.

    Kept, as two outlines of hundreds of points are drawn anew with every answer.
    """
    words = texts.safe_line(text)
    width = max(_LEAST_CELLS, width_cells)
    if cell_len(words) <= width:
        return (words,)
    return tuple(line.plain.rstrip() for line in texts.literal(words).wrap(width))


def hung(text: str, width_cells: int, indent_cells: int, style: str = "") -> Content:
    """The same as one content, the rows after the first indented; the first stands where it is put."""
    rows = wrapped(text, width_cells)
    return texts.joined((f"\n{' ' * indent_cells}".join(rows), style))
