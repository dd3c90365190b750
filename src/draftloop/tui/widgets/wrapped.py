"""User text broken into rows of a column. Pure; no widget."""

from __future__ import annotations

from textual.content import Content

from draftloop.tui import text as texts

_LEAST_CELLS = 8


def wrapped(text: str, width_cells: int) -> list[str]:
    """One line of user text as rows of at most `width_cells`; at least one row."""
    words = Content(texts.safe_line(text))
    return [line.plain.rstrip() for line in words.wrap(max(_LEAST_CELLS, width_cells))] or [""]


def hung(text: str, width_cells: int, indent_cells: int, style: str = "") -> Content:
    """The same as one content, the rows after the first indented; the first stands where it is put."""
    rows = wrapped(text, width_cells)
    return texts.joined((f"\n{' ' * indent_cells}".join(rows), style))
