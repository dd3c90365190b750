"""drafts/SLUG/exported.toml: what was shipped where, and as which bytes (publishing.md section 6).

Reading gives values; writing changes the tables of one target line by line, so that comments, foreign tables
and keys of other people survive byte for byte.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from draftloop.loop.errors import Unreadable
from draftloop.loop.field_values import quoted
from draftloop.loop.toml_text import read_toml

FILE_NAME = "exported.toml"

_KEYS = ("address", "state", "id", "updated_at", "shipped", "aliases")
_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_HEADER = re.compile(r"[ \t]*\[(?!\[)(?P<name>.+?)\][ \t]*(?:#.*)?\Z")
_ANY_HEADER = re.compile(r"[ \t]*\[")
_PAIR = re.compile(r"""[ \t]*(?P<key>"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*=[ \t]*(?P<rest>.*)\Z""")
_VALUE = re.compile(
    r"""(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\]|[^\s#]+)"""
    r"""(?P<tail>[ \t]*(?:#.*)?)\Z"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One target's table."""

    address: str = ""
    state: str = "public"
    """pending, draft or public."""
    shipped: datetime | None = None
    """First time in public; never changes afterwards."""
    id: str = ""
    """Name of the post at a remote place."""
    updated_at: str = ""
    aliases: tuple[str, ...] = ()
    """Old addresses that lead to the post after a move."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Path below the target's root, and `sha256:` of its bytes with line ends folded."""

    @property
    def is_public(self) -> bool:
        return self.state == "public" and self.shipped is not None


def digest(content: bytes) -> str:
    """`sha256:` of a file. Texts are the same whatever their line ends; a picture is taken byte for byte."""
    folded = content if b"\0" in content else content.replace(b"\r\n", b"\n")
    return f"sha256:{sha256(folded).hexdigest()}"


def parse_ledger(text: str, path: str = FILE_NAME) -> dict[str, Entry]:
    """Every target's entry by name.

    Raises:
        Unreadable: not TOML, or a value of a wrong type.
    """
    tables = read_toml(text, path, "mend that line, or take the file back from git")
    return {
        name: _entry(name, table, path)
        for name, table in tables.items()
        if isinstance(table, dict) and (not table or table.keys() & {*_KEYS, "files"})
    }


def _entry(name: str, table: Mapping[str, Any], path: str) -> Entry:
    def text(key: str, default: str = "") -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            raise Unreadable(path, f"{name}.{key} must be a text in quotes", "mend or remove it")
        return value

    files = table.get("files", {})
    aliases = table.get("aliases", [])
    if not isinstance(files, dict) or not all(isinstance(value, str) for value in files.values()):
        raise Unreadable(path, f"{name}.files must be paths with their hashes", "mend or remove the table")
    if not isinstance(aliases, list) or not all(isinstance(value, str) for value in aliases):
        raise Unreadable(path, f"{name}.aliases must be a list of texts", "mend or remove it")
    return Entry(
        address=text("address"),
        state=text("state", "public"),
        shipped=_time(table.get("shipped"), name, path),
        id=text("id"),
        updated_at=text("updated_at"),
        aliases=tuple(aliases),
        files=dict(files),
    )


def _time(value: object, name: str, path: str) -> datetime | None:
    match value:
        case None:
            return None
        case datetime():
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        case date():
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        case _:
            raise Unreadable(
                path, f"{name}.shipped must be a time, like 2026-11-15T22:31:00+01:00", "mend it"
            )


def write_entry(text: str, name: str, entry: Entry, path: str = FILE_NAME) -> str:
    """`text` with the tables of target `name` saying what `entry` says; everything else byte for byte.

    A `shipped` that stands in the text already is kept, whatever `entry` says.

    Raises:
        Unreadable: the text is not TOML, or writes this target in a way that cannot be changed line by line.
    """
    before = parse_ledger(text, path)
    known = before.get(name, Entry())
    entry = replace(entry, shipped=known.shipped or entry.shipped)
    if name in before and known == entry:
        return text
    # Not splitlines(): U+2028 and its like are no line ends for TOML. A final \r stays with its line.
    lines = text.removesuffix("\n").split("\n") if text else []
    tail = "\r" if "\r\n" in text else ""
    if lines and tail and not lines[-1].endswith(tail):
        lines[-1] += tail
    lines = _set_table(lines, (name,), _pairs(entry), own=set(_KEYS), tail=tail)
    files = {key: quoted(value) for key, value in sorted(entry.files.items())}
    lines = _set_table(lines, (name, "files"), files, own=None, tail=tail)
    written = "\n".join(lines) + "\n"
    if _reread(written) != {**before, name: entry}:
        raise Unreadable(
            path, f"the table of {name} is written in a way draftloop cannot change", f"use [{name}] tables"
        )
    return written


def _reread(text: str) -> dict[str, Entry] | None:
    try:
        return parse_ledger(text)
    except Unreadable:
        return None


def _pairs(entry: Entry) -> dict[str, str]:
    texts = {"address": entry.address, "id": entry.id, "updated_at": entry.updated_at}
    if entry.state != "public":
        texts["state"] = entry.state
    pairs = {key: quoted(texts[key]) for key in _KEYS if texts.get(key)}
    if entry.shipped is not None:
        pairs["shipped"] = entry.shipped.isoformat()
    if entry.aliases:
        pairs["aliases"] = "[" + ", ".join(map(quoted, entry.aliases)) + "]"
    return pairs


def _set_table(
    lines: list[str], name: tuple[str, ...], pairs: Mapping[str, str], *, own: set[str] | None, tail: str
) -> list[str]:
    """Lines with the table `name` holding `pairs`. Keys not in `own` are left alone; None: all are ours."""
    start = next((i for i, line in enumerate(lines) if _header(line) == name), None)
    if start is None:
        added = _new_table(lines, name, pairs) if pairs or own else []
        return [*lines, *(line + tail for line in added)]
    end = next((i for i in range(start + 1, len(lines)) if _ANY_HEADER.match(lines[i])), len(lines))
    kept, seen = [], set()
    for line in lines[start + 1 : end]:
        match = _PAIR.match(line.rstrip("\r"))
        key = _key(match["key"]) if match else None
        if match is None or key is None or (own is not None and key not in own):
            kept.append(line)
        elif key in pairs:
            seen.add(key)
            kept.append(_with_value(line, match, pairs[key]))
    missing = [f"{_key_as_written(key)} = {value}{tail}" for key, value in pairs.items() if key not in seen]
    last = next((i for i in range(len(kept), 0, -1) if kept[i - 1].strip()), 0)
    return [*lines[: start + 1], *kept[:last], *missing, *kept[last:], *lines[end:]]


def _new_table(lines: list[str], name: tuple[str, ...], pairs: Mapping[str, str]) -> list[str]:
    gap = [""] if lines and lines[-1].strip() and len(name) == 1 else []
    header = "[" + ".".join(_key_as_written(part) for part in name) + "]"
    return [*gap, header, *(f"{_key_as_written(key)} = {value}" for key, value in pairs.items())]


def _with_value(line: str, match: re.Match[str], value: str) -> str:
    """The line with its value replaced; a line that says it already stays as it is, comment included."""
    found = _VALUE.match(match["rest"])
    if found is None:
        return line
    if _said(found["value"]) == _said(value):
        return line
    start = match.start("rest")
    return f"{line[:start]}{value}{found['tail']}" + ("\r" if line.endswith("\r") else "")


def _said(value: str) -> object:
    try:
        return tomllib.loads(f"v = {value}")["v"]
    except tomllib.TOMLDecodeError:
        return None


def _header(line: str) -> tuple[str, ...] | None:
    match = _HEADER.match(line.rstrip("\r"))
    if match is None:
        return None
    try:
        table: Any = tomllib.loads(f"[{match['name']}]")
    except tomllib.TOMLDecodeError:
        return None
    parts = []
    while table:
        ((part, table),) = table.items()
        parts.append(part)
    return tuple(parts)


def _key(written: str) -> str | None:
    try:
        return next(iter(tomllib.loads(f"{written} = 0")))
    except tomllib.TOMLDecodeError:
        return None


def _key_as_written(name: str) -> str:
    return name if _BARE.match(name) else quoted(name)
