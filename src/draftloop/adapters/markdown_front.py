"""Where front matter stands in a Markdown text, and which of its fields are prose.

For checking only: what `loop/front_matter.py` reads and writes is found there by its own, stricter rules.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from draftloop.adapters.markdown_runs import tag_effect
from draftloop.loop.blocks import Block, BlockKind, Run, RunKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftloop.loop.blocks import Span

MAX_FRONT_MATTER = 65_536

_FENCED = re.compile(r"\A\ufeff?(?:[ \t]*(?:\r\n|\n|\r)){0,20}(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_YAML_LINE = re.compile(
    r"""[ \t]*(?:\#.*)?$|[ \t]+\S|-[ \t]|-$|[\]}]|"""
    r"""(?:"[^"]*"|'[^']*'|[^\s:#\-](?:[^:]|:(?=\S))*|-[^\s:](?:[^:]|:(?=\S))*):(?:[ \t]|$)"""
)
_QUOTED_OVER_LINES = re.compile(
    r"""^(\w+):[ \t]*(?:"(?:[^"\\]|\\.)*"|'[^']*')[ \t\r]*$""", re.MULTILINE | re.DOTALL
)
_TOML_LINE = re.compile(r"""[ \t]*(?:\#.*)?$|[ \t]*\[|[ \t]*[\w."'-]+[ \t]*=|[ \t]+\S|[\]}"'),]""")
_TOML_TEXTS = re.compile(r'"{3}.*?"{3}|\'{3}.*?\'{3}', re.DOTALL)


def front_matter_span(text: str) -> Span | None:
    """The front matter with both of its delimiter lines and blank lines before it, or None.

    A later line closes it within 64 kB (YAML also by `...`), and in between stands a mapping. A post that
    opens with a rule, a paragraph and a rule has none.
    """
    opening = _FENCED.match(text)
    if opening is None:
        return _json_front_matter(text)
    fence = opening[1]
    closers = r"---|\.\.\." if fence == "---" else r"\+\+\+"
    close = re.compile(rf"^(?:{closers})[ \t]*(?:\r\n|\n|\Z)", re.MULTILINE)
    limit = opening.end() + MAX_FRONT_MATTER
    inside = text[opening.end() : limit]
    closing = close.search(inside)
    if closing is None:
        return None
    is_yaml = fence == "---"
    held = inside[: closing.start()]
    held = _QUOTED_OVER_LINES.sub(r"\1: x", held) if is_yaml else _TOML_TEXTS.sub("x", held)
    lines = held.splitlines()
    line = _YAML_LINE if is_yaml else _TOML_LINE
    is_mapping = all(line.match(one) for one in lines) and any(":" in one or "=" in one for one in lines)
    return (0, opening.end() + closing.end()) if is_mapping or not held.strip() else None


def _json_front_matter(text: str) -> Span | None:
    opening = re.compile(r"\ufeff?\s{0,40}(?=\{\s*\")").match(text)
    if opening is None:
        return None
    start = opening.end()
    try:
        _, end = json.JSONDecoder().raw_decode(text[start : start + MAX_FRONT_MATTER])
    except (ValueError, RecursionError):
        return None
    rest = re.compile(r"[ \t]*(?:\r\n|\n|\r|\Z)").match(text, start + end)
    return (0, rest.end()) if rest else None


_KEYS = "title|description|summary|subtitle|excerpt|abstract"
_FIELD = re.compile(
    rf"^[ \t]{{0,2}}[\"']?(?P<key>{_KEYS})[\"']?[ \t]*[:=][ \t]*"
    r"(?:(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^']|'')*)'"
    r"|(?P<plain>[^\s\"'|>\[{&*#@`][^\r\n]*?(?:(?:\r\n|\n|\r)[ \t]+[^\s#][^\r\n]*?)*))"
    r"[ \t,]*(?:(?<=\s)#[^\r\n]*)?(?=[\r\n]|\Z)"
    r"|(?P<block>[>|][+-]?[ \t]*(?:\r\n|\n|\r)(?:[ \t]+[^\r\n]*(?:\r\n|\n|\r)|[ \t]*(?:\r\n|\n|\r))+))",
    re.MULTILINE,
)
_COLON = re.compile(r":[ \t\r\n]")
_UNIT = re.compile(
    r"(?P<break>[ \t]*(?:\r\n|\n|\r)[ \t\r\n]*)|(?P<code>`+[^`\r\n]+`+)|(?P<escape>\\.)|(?P<double>'')"
    r"|(?P<cover>\{\{[^{}\r\n]*\}\}|\{%[^%\r\n]*%\}|<code>[^<]*</code>)|(?P<tag></?[A-Za-z][^<>\r\n]*>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
_FORBIDDEN = {"double": '"\\', "single": "'", "plain": ":#\"'{}[]", "block": ""}
"""What a correction may not bring into a field as it is written there."""
_ESCAPES = {"n": " ", "t": " ", "r": " "}


def field_blocks(source: str, span: Span) -> Iterator[Block]:
    """Title and description of the front matter, as blocks of their own kinds; `line` is 0."""
    text = source[: span[1]]
    for match in _FIELD.finditer(text, span[0]):
        kind = BlockKind.TITLE if match["key"] == "title" else BlockKind.DESCRIPTION
        form = next((name for name in ("double", "single", "block", "plain") if match[name]), "")
        if not form or (form == "plain" and _COLON.search(match[form])):
            continue
        start, end = match.span(form)
        if form == "block":
            start += len(match[form]) - len(re.sub(r"\A[>|][+-]?\s*", "", match[form]))
        runs = tuple(_field_runs(text, start, end, form))
        while runs and runs[-1].kind is RunKind.BREAK:
            runs = runs[:-1]
        if runs:
            yield Block(
                kind=kind,
                runs=runs,
                start=start,
                end=runs[-1].end,
                line=0,
                forbidden=_FORBIDDEN[form],
            )


def _field_runs(text: str, start: int, end: int, form: str) -> Iterator[Run]:
    place = start
    for unit in _UNIT.finditer(text, start, end):
        kind, shown = _unit_of(unit, form)
        if kind is RunKind.TEXT:
            continue
        if unit.start() > place:
            yield Run(kind=RunKind.TEXT, text=text[place : unit.start()], start=place, end=unit.start())
        yield Run(kind=kind, text=shown, start=unit.start(), end=unit.end())
        place = unit.end()
    if place < end:
        yield Run(kind=RunKind.TEXT, text=text[place:end], start=place, end=end)


def _unit_of(unit: re.Match[str], form: str) -> tuple[RunKind, str]:
    """What a piece of a field is and stands for; text when it is nothing special in this form."""
    written = unit[0]
    match unit.lastgroup:
        case "break":
            return RunKind.BREAK, written
        case "code":
            return RunKind.CODE, written
        case "cover":
            return RunKind.SHORTCODE, written
        case "tag":
            return tag_effect(written)[0], written
        case "entity":
            return RunKind.ENTITY, html.unescape(written)
        case "escape" if form == "double":
            return RunKind.ENTITY, _ESCAPES.get(written[1], written[1])
        case "double" if form == "single":
            return RunKind.ENTITY, "'"
        case _:
            return RunKind.TEXT, written
