"""One value of a settings file changed in its text: the rest of draftloop.toml stays byte for byte."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from draftloop.loop.errors import BadValue, Unreadable
from draftloop.loop.field_values import quoted
from draftloop.loop.toml_text import read_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADER = re.compile(r"\s*\[")


def with_list(text: str, table: str, key: str, values: Sequence[str]) -> str:
    """The file with `key` of `[table]` set to a list of texts.

    The value's own lines are replaced; where there are none it goes below the table's header, and a table
    that is not there goes last. What came out is read back: it says what it should, or nothing is changed.

    Raises:
        BadValue: the file is not TOML, or the value stands where it cannot be changed safely.
    """
    line = f"{key} = [{', '.join(quoted(value) for value in values)}]"
    advice = f"cannot be changed here: write {line} below [{table}] in draftloop.toml"
    newline = "\r\n" if "\r\n" in text else "\n"
    try:
        wanted: dict[str, Any] = copy.deepcopy(_parsed(text))
        section = wanted.setdefault(table, {})
        if not isinstance(section, dict):
            raise BadValue(key, ", ".join(values), advice)
        section[key] = list(values)
        changed = _spliced(text, table, key, line, newline)
        if _parsed(changed) != wanted:
            raise BadValue(key, ", ".join(values), advice)
    except Unreadable as error:
        raise BadValue(key, ", ".join(values), advice) from error
    return changed


def _parsed(text: str) -> dict[str, Any]:
    return read_toml(text.removeprefix("\ufeff"), "draftloop.toml")


def _spliced(text: str, table: str, key: str, line: str, newline: str) -> str:
    lines = text.splitlines(keepends=True)
    header = re.compile(rf"\s*\[\s*{re.escape(table)}\s*\]\s*(?:#.*)?$")
    start = next((n for n, one in enumerate(lines) if header.match(one.rstrip("\r\n"))), None)
    if start is None:
        glue = "" if not text else newline if text.endswith("\n") else newline * 2
        return f"{text}{glue}[{table}]{newline}{line}{newline}"
    if not lines[start].endswith("\n"):
        lines[start] += newline
    own = re.compile(rf"\s*{re.escape(key)}\s*=")
    for place in range(start + 1, len(lines)):
        if _HEADER.match(lines[place]):
            break
        if own.match(lines[place]):
            end = _end_of_value(lines, place)
            return "".join([*lines[:place], line + newline, *lines[end:]])
    return "".join([*lines[: start + 1], line + newline, *lines[start + 1 :]])


def _end_of_value(lines: Sequence[str], start: int) -> int:
    """The line after a value that may go over several: the first up to which it is whole."""
    for end in range(start + 1, len(lines) + 1):
        try:
            _parsed("".join(lines[start:end]))
        except Unreadable:
            continue
        return end
    return start + 1
