"""Where exactly the targets of links and pictures stand in a Markdown text, so that they can be rewritten.

The Markdown reader says which links there are; this finds the characters that name the target, for links in
line, by reference and in raw HTML, and never inside code.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from draftloop.loop.blocks import CodeRange, Prose

_DEFINITION = re.compile(
    r"^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?\[(?!\^)(?:[^\[\]\\]|\\.)+\]:[ \t]*(?:\n[ \t>]*)?"
    r"(?P<target><[^<>\n]*>|[^\s<]\S*)",
    re.MULTILINE,
)
_TAG = re.compile(
    r"<(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?P<inside>(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?)*\s*)/?>"
)
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(?:src|href|poster)\s*=\s*(?P<quote>["'])(?P<target>.*?)(?P=quote)""", re.DOTALL | re.I
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PICTURE_TAGS = frozenset({"img", "video", "audio", "source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """The target of one link or picture."""

    target: str
    """Escapes and entities resolved, pointed brackets removed."""
    start: int
    end: int
    """Range of the target as written, pointed brackets included, quotes of an attribute not."""
    is_picture: bool = False
    is_html: bool = False
    whole: tuple[int, int] | None = None
    """Range of the whole link, for a link in line."""
    label: tuple[int, int] | None = None
    """Range of the words between the brackets."""


def find_destinations(text: str, prose: Prose, start: int = 0) -> tuple[Destination, ...]:
    """Every target in `text` from `start` on, in reading order.

    Args:
        text: The text that `prose` was read from.
        prose: Its links, pictures and code.
        start: Where the body begins.
    """
    found: dict[int, Destination] = {}
    for kind in (
        _inline(text, prose),
        _definitions(text, prose.code, start),
        _attributes(text, prose.code, start),
    ):
        for destination in kind:
            found.setdefault(destination.start, destination)
    return tuple(found[place] for place in sorted(found))


def in_code(code: Sequence[CodeRange], place: int) -> bool:
    """Whether `place` stands inside code; `code` is in reading order."""
    index = bisect_right(code, place, key=lambda span: span.start) - 1
    return index >= 0 and place < code[index].end


def find_tags(text: str, code: Sequence[CodeRange], start: int = 0) -> Iterator[re.Match[str]]:
    """Opening HTML tags outside code and comments."""
    comments = find_comments(text, code)
    for match in _TAG.finditer(text, start):
        place = match.start()
        is_escaped = _is_escaped(text, place)
        index = bisect_right(comments, place, key=lambda span: span[0]) - 1
        is_comment = index >= 0 and place < comments[index][1]
        if not (is_escaped or is_comment or in_code(code, place)):
            yield match


def find_comments(text: str, code: Sequence[CodeRange], start: int = 0) -> list[tuple[int, int]]:
    """Ranges of HTML comments outside code. One that never ends is none, and costs no second look."""
    found = []
    place = start
    while (opening := text.find("<!--", place)) >= 0:
        if in_code(code, opening):
            place = opening + 4
            continue
        closing = text.find("-->", opening + 4)
        if closing < 0:
            break
        place = closing + 3
        found.append((opening, place))
    return found


def _is_escaped(text: str, place: int) -> bool:
    slashes = len(text[:place]) - len(text[:place].rstrip("\\")) if text[place - 1 : place] == "\\" else 0
    return slashes % 2 == 1


def _inline(text: str, prose: Prose) -> Iterator[Destination]:
    spans = [(link.start, link.end, False) for link in prose.links]
    spans += [(picture.start, picture.end, True) for picture in prose.pictures]
    for start, end, is_picture in spans:
        opening = start + 1 if is_picture else start
        if text[opening : opening + 1] != "[":
            continue
        closing = _closing_bracket(text, opening, end, prose.code)
        if closing is None:
            continue
        label = (opening + 1, closing)
        place = _inline_target(text, closing + 1, end)
        if place is not None:
            yield Destination(
                target=_meant(text[slice(*place)]),
                start=place[0],
                end=place[1],
                is_picture=is_picture,
                whole=(start, end),
                label=label,
            )


def reference_links(text: str, prose: Prose) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Links by reference: the resolved target, the range of the whole, the range of the words."""
    for link in prose.links:
        if text[link.start : link.start + 1] != "[":
            continue
        closing = _closing_bracket(text, link.start, link.end, prose.code)
        if closing is not None and text[closing + 1 : closing + 2] != "(":
            yield link.target, (link.start, link.end), (link.start + 1, closing)


def _closing_bracket(text: str, opening: int, end: int, code: Sequence[CodeRange]) -> int | None:
    depth, place = 0, opening
    while place < end:
        char = text[place]
        if char == "\\":
            place += 2
            continue
        if char == "`" and in_code(code, place):
            place = code[bisect_right(code, place, key=lambda span: span.start) - 1].end
            continue
        depth += (char == "[") - (char == "]")
        if depth == 0:
            return place
        place += 1
    return None


def _inline_target(text: str, place: int, end: int) -> tuple[int, int] | None:
    if text[place : place + 1] != "(":
        return None
    place += 1
    while place < end and text[place] in " \t\n":
        place += 1
    if text[place : place + 1] == "<":
        closing = text.find(">", place, end)
        return None if closing < 0 else (place, closing + 1)
    start, depth = place, 0
    while place < end and text[place] not in " \t\n":
        if text[place] == "\\":
            place += 1
        elif text[place] == "(":
            depth += 1
        elif text[place] == ")":
            if depth == 0:
                break
            depth -= 1
        place += 1
    return start, min(place, end)


def _definitions(text: str, code: Sequence[CodeRange], start: int) -> Iterator[Destination]:
    for match in _DEFINITION.finditer(text, start):
        if not in_code(code, match.start("target")):
            yield Destination(
                target=_meant(match["target"]), start=match.start("target"), end=match.end("target")
            )


def _attributes(text: str, code: Sequence[CodeRange], start: int) -> Iterator[Destination]:
    for tag in find_tags(text, code, start):
        for match in _ATTRIBUTE.finditer(tag["inside"]):
            offset = tag.start("inside")
            yield Destination(
                target=html.unescape(match["target"]),
                start=offset + match.start("target"),
                end=offset + match.end("target"),
                is_picture=tag["name"].lower() in _PICTURE_TAGS,
                is_html=True,
            )


def _meant(written: str) -> str:
    if written.startswith("<") and written.endswith(">"):
        written = written[1:-1]
    return html.unescape(_ESCAPE.sub(r"\1", written))
