"""Where front matter stands in a text, and which lines belong to which key. Found by lines, never parsed.

Values are read by `adapters/front_matter.py`, or by `front_matter.read_plain` where draftloop wrote them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from draftloop.loop.errors import Unreadable

MAX_BYTES = 64 * 1024
"""What is read in place, and written."""
MOST_BYTES = 1024 * 1024
"""What is read at all: by a child process that may take as long and as much as it is allowed."""
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_CLOSING = {
    fence: re.compile(rf"^{re.escape(fence)}[ \t\r]*(?:\n|\Z)", re.MULTILINE) for fence in ("---", "+++")
}
_OTHER_LINE_ENDS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
_QUOTED_KEY = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*:(?=[ \t\r\n]|$)""")
_PLAIN_KEY = re.compile(
    r"""(?![?:-](?:[ \t\r\n]|$))[^\s"'#\[\]{},&*!|>%@`]"""
    r"""(?:[^\r\n:#]|:(?=\S)|(?<=\S)#)*?:(?=[ \t\r\n]|$)"""
)
_PROPERTY = re.compile(r"[ \t]*[&!][^\s\[\]{},]*(?=[ \t\r\n]|$)")
_DOUBLE_END = re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL)
_SINGLE_END = re.compile(r"(?:[^']|'')*'(?!')", re.DOTALL)
_COMMENT = re.compile(r"(?<![ \t])[ \t]+#.*")


class Kind(StrEnum):
    """What a text begins with."""

    NONE = "none"
    YAML = "yaml"
    TOML = "toml"
    JSON = "json"
    UNTERMINATED = "unterminated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The front matter of a text; offsets are characters of the text."""

    kind: Kind
    start: int = 0
    """After the opening fence's line."""
    end: int = 0
    """Where the closing fence's line begins."""
    body: int = 0
    """Where the body begins: after the closing fence's line; 0 when the whole text is body."""
    is_large: bool = False
    """More than is read in place: read with care, and never written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One top-level key of a YAML block and the lines it owns; indexes into the block's lines."""

    key: str
    first: int
    stop: int
    """One after its last own line; comments and blank lines behind it are nobody's."""
    value: int
    """Column in the first line after the colon."""
    comment: str = ""
    """With the blanks before it, when the value and its comment stand on one line."""
    is_flow: bool = False
    """The value is a bracketed list or mapping."""


def find_block(text: str) -> Block:
    """Find the front matter of a text, exactly as formats.md section 1 says; anything else is body."""
    start = 1 if text.startswith("\ufeff") else 0
    first = _line_at(text, start)
    fence = first.rstrip(" \t\r\n")
    if fence == "{" or fence.startswith('{"'):
        return Block(kind=Kind.JSON, start=start)
    if fence not in ("---", "+++") or not first.endswith("\n"):
        return Block(kind=Kind.NONE)
    inside = start + len(first)
    # One character is at least one byte: nothing beyond MOST_BYTES characters can belong to the block.
    closing = _CLOSING[fence].search(text, inside, inside + MOST_BYTES + 8)
    if closing is not None:
        return _closed(text, fence, inside, closing.start(), closing.end())
    looks_meant = fence == "+++" or _key_of(_line_at(text, inside)) is not None
    return Block(kind=Kind.UNTERMINATED if looks_meant else Kind.NONE)


def _closed(text: str, fence: str, start: int, end: int, body: int) -> Block:
    inside = text[start:end]
    size_bytes = len(inside.encode("utf-8", "surrogatepass"))
    if size_bytes > MOST_BYTES:
        return Block(kind=Kind.UNTERMINATED)
    is_large = size_bytes > MAX_BYTES
    if fence == "+++":
        return Block(kind=Kind.TOML, start=start, end=end, body=body, is_large=is_large)
    if not _is_mapping(inside):
        return Block(kind=Kind.NONE)
    return Block(kind=Kind.YAML, start=start, end=end, body=body, is_large=is_large)


def _line_at(text: str, start: int) -> str:
    match = _LINE.match(text, start)
    return match.group() if match else ""


def _is_mapping(inside: str) -> bool:
    """Whether the first line that says anything begins a mapping; nothing at all is an empty one."""
    for line in inside.splitlines():
        content = line.strip()
        if content and not content.startswith("#"):
            return content[0] in "{?%" or _key_of(content) is not None or bool(_PROPERTY.match(content))
    return True


def _key_of(line: str) -> tuple[str, int] | None:
    """The key a line begins with, and the column after its colon."""
    match = _QUOTED_KEY.match(line)
    if match:
        return _unquoted(match.group(1)), match.end()
    match = _PLAIN_KEY.match(line)
    return (match.group()[:-1].rstrip(), match.end()) if match else None


def _unquoted(literal: str) -> str:
    inside = literal[1:-1]
    if literal[0] == "'":
        return inside.replace("''", "'")
    return re.sub(r'\\(["\\/])', r"\1", inside)


def block_lines(text: str, block: Block) -> list[str]:
    """The lines between the fences, each with its line end."""
    return _LINE.findall(text[block.start : block.end])


def entries(lines: list[str], path: str = "") -> list[Entry]:
    """The top-level entries of a YAML block, in order.

    Raises:
        Unreadable: the lines cannot be told apart safely, or a key stands twice; with the line.
    """
    found: list[Entry] = []
    seen: dict[str, int] = {}
    index = 0
    while index < len(lines):
        line = lines[index]
        if _OTHER_LINE_ENDS.search(line):
            raise _unspliceable(path, index, "a line end that is neither LF nor CR LF")
        if line.strip()[:1] in ("", "#"):
            index += 1
            continue
        key = _key_of(line)
        if key is None:
            raise _unspliceable(path, index, "not a line of the form `key: value`")
        entry = _entry(lines, index, *key, path)
        if entry.key in seen:
            raise Unreadable(
                path,
                f"the key {entry.key!r} stands here and in line {seen[entry.key] + 2}",
                "keep one of the two",
                index + 2,
            )
        seen[entry.key] = index
        found.append(entry)
        index = max(entry.stop, index + 1)
    return found


def _unspliceable(path: str, index: int, reason: str) -> Unreadable:
    return Unreadable(path, f"front matter: {reason}", "correct the line in your editor", index + 2)


def _entry(lines: list[str], index: int, key: str, column: int, path: str) -> Entry:
    line = lines[index]
    start = column
    while (match := _PROPERTY.match(line, start)) and match.end() > start:
        start = match.end()
    while start < len(line) and line[start] in " \t":
        start += 1
    rest = line[start:].rstrip("\r\n")
    is_flow = rest[:1] in ("[", "{")
    if is_flow or rest[:1] in ('"', "'"):
        last, after = _end_of_closed(lines, index, start, path)
    else:
        last, after = index, max(column, start - 1)
    is_literal = rest[:1] in ("|", ">")
    is_empty = not rest or rest.startswith("#")
    stop = _end_of_indented(lines, last + 1, takes_dashes=is_empty, takes_comments=is_literal)
    comment = ""
    if stop == index + 1 and not is_literal:
        match = _COMMENT.search(line.rstrip("\r\n"), after)
        comment = match.group() if match else ""
    return Entry(key=key, first=index, stop=stop, value=column, comment=comment, is_flow=is_flow)


def _end_of_closed(lines: list[str], index: int, start: int, path: str) -> tuple[int, int]:
    """Line index and column after a quoted or bracketed value that begins at `start` of line `index`."""
    text = "".join(lines[index:])
    at, depth = start, 0
    while at < len(text):
        c = text[at]
        if c in "\"'" and (depth == 0 or text[at - 1] in " \t\r\n[{,:"):
            match = (_DOUBLE_END if c == '"' else _SINGLE_END).match(text, at + 1)
            if match is None:
                break
            at = match.end()
        elif c == "#" and text[at - 1].isspace():
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
            continue
        else:
            depth += (c in "[{") - (c in "]}")
            at += 1
        if depth == 0:
            passed = text[:at].count("\n")
            line_start = text.rfind("\n", 0, at) + 1
            return index + passed, at - line_start
    raise _unspliceable(path, index, "a quote or bracket that is not closed")


def _end_of_indented(lines: list[str], index: int, *, takes_dashes: bool, takes_comments: bool) -> int:
    """One after the last indented line from `index` on; blank lines and comments at the end left out."""
    stop = index
    for at in range(index, len(lines)):
        line = lines[at]
        if not line.strip():
            continue
        is_item = takes_dashes and (line.startswith("- ") or line.rstrip() == "-")
        if line[0] == "#":
            continue
        if line[0] not in " \t" and not is_item:
            break
        if takes_comments or not line.lstrip().startswith("#"):
            stop = at + 1
    return stop
