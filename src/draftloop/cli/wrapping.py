"""Lines for a terminal: wrapped by cells, what goes on below hanging under what it belongs to."""

from __future__ import annotations

import shutil
import sys

from draftloop.cli.output import columns
from draftloop.loop.plain import safe

USUAL = 80
"""Cells where nobody says how many there are: in a pipe, in a file."""
WIDEST = 100
"""Longer lines are hard to read, however wide the window is."""
LEAST = 40


def width_cells() -> int:
    """How wide a line may be."""
    if not sys.stdout.isatty():
        return USUAL
    return max(LEAST, min(WIDEST, shutil.get_terminal_size((USUAL, 24)).columns))


def hang(lead: str, text: str, width: int) -> list[str]:
    """`text` behind `lead`, the lines after the first indented as far as the lead reaches.

    Made safe before it is measured: the picture of a control character is wider than the character. Where
    the lead leaves too little room, the lines that follow take it from the indentation.
    """
    lead = safe(lead)
    words = safe(text).split()
    indent = min(columns(lead), width // 2)
    lines, line, used = [], lead, columns(lead)
    is_empty = True
    for word in words:
        for piece in _pieces(word, max(8, width - indent)):
            size = columns(piece)
            if not is_empty and used + 1 + size > width:
                lines.append(line)
                line, used, is_empty = " " * indent, indent, True
            elif is_empty and used > indent and used + size > width:
                lines.append(line.rstrip())
                line, used = " " * indent, indent
            line += piece if is_empty else f" {piece}"
            used += size if is_empty else size + 1
            is_empty = False
    return [*lines, line.rstrip()]


def _pieces(word: str, most: int) -> list[str]:
    """A word, cut where it is wider than a whole line: an address, a hash."""
    if columns(word) <= most:
        return [word]
    pieces, piece, used = [], "", 0
    for character in word:
        size = columns(character)
        if used + size > most:
            pieces.append(piece)
            piece, used = "", 0
        piece += character
        used += size
    return [*pieces, piece]
