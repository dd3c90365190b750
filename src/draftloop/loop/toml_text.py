"""Reading TOML that somebody else may have written: what the parser stumbles over is named with its line.

tomllib goes down a level of Python for each bracket, copies a dotted key once for each of its dots, and lets
the interpreter's own complaints through. None of that may end a command or keep it busy.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from draftloop.loop.errors import Unreadable

MAX_CHARACTERS = 1_000_000
"""About a second of parsing; the largest honest file of ours, a ledger of a thousand files, has 100,000."""
MAX_DOTS = 30
MAX_DEPTH = 50
"""formats.md knows four levels."""

_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*"|'[^'\n]*')"""
_DEEP_KEY = re.compile(rf"(?:^|[\[{{,])[ \t]*(?:{_PART}[ \t]*\.[ \t]*){{{MAX_DOTS}}}", re.MULTILINE)
_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")
_END = " (at end of document)"
_MANY_BRACKETS = re.compile(r"(?:[\[{][^\n\[{]*){50}")


def read_toml(text: str, path: str, remedy: str = "mend that line") -> dict[str, Any]:
    """The tables of a TOML text.

    Args:
        text: Without a byte order mark; line ends of Windows are fine.
        path: For the error.
        remedy: What the reader of the error should do.

    Raises:
        Unreadable: it is not TOML, or too large or deep; with the line where it can be told.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(path, f"has more than {MAX_CHARACTERS:,} characters of settings", "take it apart")
    deep = _DEEP_KEY.search(text)
    if deep is not None:
        raise Unreadable(path, f"a key of more than {MAX_DOTS} parts", remedy, _line_at(text, deep.end()))
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, line = _place_in(str(error), text)
        raise Unreadable(path, f"is not TOML: {reason}", remedy, line) from None
    except RecursionError:
        many = _MANY_BRACKETS.search(text)
        where = _line_at(text, many.start()) if many else None
        raise Unreadable(path, "too many brackets in one another", remedy, where) from None
    except ValueError:
        # A number of more than 4,300 digits, or a day that no calendar has.
        raise Unreadable(path, "is not TOML: a number or a day that cannot be", remedy) from None
    if _is_deep(tables):
        raise Unreadable(path, f"more than {MAX_DEPTH} tables and lists in one another", remedy)
    return tables


def _is_deep(value: object) -> bool:
    """Whether walking through `value` by recursion, as copying does, could go too deep."""
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        below: list[object] = []
        for one in level:
            if isinstance(one, dict):
                below += one.values()
            elif isinstance(one, list):
                below += one
        level, depth = below, depth + 1
    return bool(level)


def _place_in(message: str, text: str) -> tuple[str, int]:
    found = _PLACE.search(message)
    if found:
        return message[: found.start()], int(found[1])
    return message.removesuffix(_END), max(1, len(text.splitlines()))


def _line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
