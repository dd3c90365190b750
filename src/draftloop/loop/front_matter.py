"""Front matter by splice: one owned key's own lines change, every other byte of the text stays.

Nothing here dumps YAML. `read_plain` reads the shapes draftloop itself writes, at no cost; whatever is
richer goes to `adapters/front_matter.py`, which asks a YAML parser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftloop.loop import field_values
from draftloop.loop.errors import Unreadable
from draftloop.loop.front_matter_block import Block, Entry, Kind, block_lines, entries, find_block

if TYPE_CHECKING:
    from draftloop.loop.field_values import Record, Value
    from draftloop.loop.ports import FieldValue

__all__ = [
    "Block",
    "Kind",
    "append_record",
    "body_of",
    "find_block",
    "read_plain",
    "remove_field",
    "set_field",
]

MAX_KEYS = 1_000
_STRING = r'"(?:[^"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\\["\\])*"'
_WORD = r"[A-Za-z0-9](?:[A-Za-z0-9_.+:-]*[A-Za-z0-9_.+-])?"
_ITEM = rf"(?:{_STRING}|{_WORD})"
_PAIR = rf"[a-z_]+: {_ITEM}"
_PLAIN_LINE = re.compile(
    r"([A-Za-z][A-Za-z0-9_-]*):"
    rf"(?: (?:(?P<string>{_STRING})|(?P<bare>{_WORD}(?: {_WORD})*)"
    rf"|\[(?P<list>(?:{_ITEM}(?:, {_ITEM})*)?)\]))?"
)
_PLAIN_RECORD = re.compile(rf"  - \{{({_PAIR}(?:, {_PAIR})*)\}}")
_ITEMS = re.compile(_ITEM)
_PAIRS = re.compile(rf"([a-z_]+): ({_ITEM})")


def body_of(text: str) -> str:
    """The text below the front matter; the whole text when there is none."""
    return text[find_block(text).body :]


def read_plain(text: str) -> dict[str, FieldValue] | None:
    """Front matter of the shapes draftloop writes; None when a YAML parser has to look.

    Scalars are taken as written, quotes removed. A text without front matter has no fields.
    """
    block = find_block(text)
    if block.kind is not Kind.YAML:
        return {}
    if block.is_large:
        return None
    fields: dict[str, FieldValue] = {}
    records: list[FieldValue] | None = None
    key = ""
    for line in text[block.start : block.end].replace("\r\n", "\n").split("\n"):
        if not line:
            continue
        item = _PLAIN_RECORD.fullmatch(line) if records is not None else None
        if item is not None and records is not None:
            records.append({name: _plain(value) for name, value in _PAIRS.findall(item.group(1))})
            fields[key] = records
            continue
        match = _PLAIN_LINE.fullmatch(line)
        if match is None or match.group(1) in fields:
            return None
        key = match.group(1)
        if len(fields) >= MAX_KEYS:
            return None
        fields[key] = _plain_value(match)
        records = [] if fields[key] is None else None
    return fields


def _plain_value(match: re.Match[str]) -> FieldValue:
    if match["string"] is not None:
        return _plain(match["string"])
    if match["list"] is not None:
        return [_plain(item) for item in _ITEMS.findall(match["list"])]
    bare: str | None = match["bare"]
    return bare


def _plain(item: str) -> str:
    if item[0] != '"':
        return item
    inside = item[1:-1]
    return re.sub(r'\\(["\\])', r"\1", inside) if "\\" in inside else inside


def set_field(text: str, key: str, value: Value, *, path: str = "") -> str:
    """`text` with `key` set: its own lines replaced, a new key last, a block added when there is none.

    A comment behind a one-line value stays behind the new one.

    Raises:
        Unreadable: TOML, JSON or an unterminated block, a key twice, or lines that cannot be told apart.
    """
    lines = field_values.field_lines(key, value)
    block = _writable_block(text, path)
    end_of_line = _line_end(text)
    if block is None:
        bom = "\ufeff" if text.startswith("\ufeff") else ""
        fresh = ["---", *lines, "---", *([] if _opens_blank(text) else [""])]
        return bom + "".join(line + end_of_line for line in fresh) + text[len(bom) :]
    old = block_lines(text, block)
    entry = _entry_of(old, key, path)
    if entry is None:
        return text[: block.end] + "".join(line + end_of_line for line in lines) + text[block.end :]
    if len(lines) == 1:
        lines[0] += entry.comment
    own_end = "\r\n" if old[entry.first].endswith("\r\n") else "\n"
    new = [line + own_end for line in lines]
    return _with_lines(text, block, [*old[: entry.first], *new, *old[entry.stop :]])


def remove_field(text: str, key: str, *, path: str = "") -> str:
    """`text` without `key`'s own lines; as it was when there is none. Raises Unreadable like set_field."""
    block = _writable_block(text, path)
    if block is None:
        return text
    old = block_lines(text, block)
    entry = _entry_of(old, key, path)
    if entry is None:
        return text
    return _with_lines(text, block, [*old[: entry.first], *old[entry.stop :]])


def append_record(text: str, key: str, record: Record, *, path: str = "") -> str:
    """`text` with one more record at the end of the list `key`, which is made when missing.

    Raises:
        Unreadable: as set_field, or the value of `key` is not a list.
    """
    block = _writable_block(text, path)
    entry = _entry_of(block_lines(text, block), key, path) if block else None
    if block is None or entry is None:
        return set_field(text, key, [record], path=path)
    lines = block_lines(text, block)
    if entry.is_flow:
        own = _with_flow_record(lines[entry.first : entry.stop], entry, record, path)
        return _with_lines(text, block, [*lines[: entry.first], *own, *lines[entry.stop :]])
    if entry.stop == entry.first + 1:
        if lines[entry.first][entry.value :].split("#")[0].strip():
            raise _not_a_list(path, key, entry)
        return set_field(text, key, [record], path=path)
    first_item = next(
        (line for line in lines[entry.first + 1 : entry.stop] if line.strip() and line.lstrip()[0] != "#"), ""
    )
    indent = first_item[: len(first_item) - len(first_item.lstrip(" "))]
    if not first_item.lstrip(" ").startswith("-"):
        raise _not_a_list(path, key, entry)
    item = f"{indent}- {field_values.record(record)}{_line_end(text)}"
    return _with_lines(text, block, [*lines[: entry.stop], item, *lines[entry.stop :]])


def _with_flow_record(lines: list[str], entry: Entry, record: Record, path: str) -> list[str]:
    text = "".join(lines)
    content = text.rstrip()
    if entry.comment:
        content = content[: content.rindex(entry.comment.rstrip())].rstrip()
    inside = content[:-1].rstrip()
    if not content.endswith("]") or "[" not in inside[entry.value :] or "#" in inside.rpartition("\n")[2]:
        raise _not_a_list(path, entry.key, entry)
    comma = "" if inside[-1] in "[," else ","
    blank = "" if inside[-1] == "[" else " "
    return [f"{inside}{comma}{blank}{field_values.record(record)}{text[len(inside) :]}"]


def _not_a_list(path: str, key: str, entry: Entry) -> Unreadable:
    return Unreadable(path, f"the value of {key!r} is not a list", "make it one", entry.first + 2)


def _writable_block(text: str, path: str) -> Block | None:
    """The YAML block of a text; None when it has no front matter at all."""
    block = find_block(text)
    if block.kind is Kind.UNTERMINATED:
        raise Unreadable(
            path, "the front matter is never closed, or larger than 1 MB", "add a line `---` below it", 1
        )
    if block.kind in (Kind.TOML, Kind.JSON):
        name = block.kind.value.upper()
        raise Unreadable(path, f"the front matter is {name}", "make it YAML between two lines `---`", 1)
    if block.is_large:
        raise Unreadable(path, "the front matter is larger than 64 kB", "change it in your editor", 1)
    return block if block.kind is Kind.YAML else None


def _entry_of(lines: list[str], key: str, path: str) -> Entry | None:
    return next((entry for entry in entries(lines, path) if entry.key == key), None)


def _with_lines(text: str, block: Block, lines: list[str]) -> str:
    return text[: block.start] + "".join(lines) + text[block.end :]


def _line_end(text: str) -> str:
    """The text's own line end, by its first line."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def _opens_blank(text: str) -> bool:
    return text.lstrip("\ufeff")[:1] in ("", "\n", "\r")
