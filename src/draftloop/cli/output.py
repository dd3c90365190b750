"""Everything on standard output: lines, tables and JSON. Texts of files are made safe here."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

from draftloop.cli.errors import no_workflow_command, note
from draftloop.loop.plain import HIDING, OBEYED, safe

_NO_WIDTH = ("Mn", "Me", "Cf")
"""Marks on other characters, joiners and selectors."""
_TO_ESCAPE = re.compile(f"[{OBEYED}{HIDING}]")

__all__ = ["OutputLost", "columns", "command", "flush", "json", "line", "note", "raw", "table"]


class OutputLost(Exception):
    """Standard output took no more. No OSError: click would make exit status 1 of a closed pipe."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def line(text: str = "") -> None:
    """One line, or several, for a person; control characters are shown, not obeyed."""
    _write(no_workflow_command(safe(text)) + "\n")


def command(text: str) -> None:
    """One line that GitHub's runner shall obey; texts of files in it are the caller's to escape."""
    _write(safe(text) + "\n")


def raw(text: str) -> None:
    """A file's text as data: untouched when it goes to a file or pipe, made safe on a terminal."""
    if sys.stdout.isatty():
        _write(safe(text))
        return
    # Files are UTF-8 here whatever the locale says: a rescued text may not end up as `\xe4` in a file.
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise OutputLost(error) from error


def json(value: Any) -> None:
    """One JSON document; what a terminal would obey or hide is escaped in its strings, and reads the same."""
    import json as library

    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = library.dumps(value, ensure_ascii=not is_utf8, indent=1, default=_encode)
    _write(_TO_ESCAPE.sub(lambda match: library.dumps(match.group())[1:-1], text) + "\n")


def table(rows: Sequence[Sequence[str]], *, indent: str = "", gap: str = "  ") -> None:
    """Rows in columns as wide as their widest cell; the last column is free."""
    if not rows:
        return
    clean = [[safe(cell).replace("\n", " ") for cell in row] for row in rows]
    widths = [max(columns(row[i]) for row in clean if i < len(row)) for i in range(max(map(len, clean)))]
    for row in clean:
        cells = [cell + " " * (widths[i] - columns(cell)) for i, cell in enumerate(row[:-1])]
        _write(no_workflow_command((indent + gap.join([*cells, *row[-1:]])).rstrip()) + "\n")


def columns(text: str) -> int:
    """Terminal cells of a text, near enough for a table: wide East Asian characters count two."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.category(c) in _NO_WIDTH else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _encode(value: object) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError(f"not JSON: {type(value).__name__}")


def _write(text: str) -> None:
    stream = sys.stdout
    encoding = stream.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.encode(encoding, "backslashreplace").decode(encoding)
    try:
        stream.write(text)
    except OSError as error:
        raise OutputLost(error) from error


def flush() -> None:
    """Everything written is with its reader. Raises OutputLost."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise OutputLost(error) from error
