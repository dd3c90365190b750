"""What a run of text is: which tags dress or hide text, where addresses and front matter fields stand."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from draftloop.loop.blocks import Block, BlockKind, Run, RunKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftloop.loop.blocks import Span

_TAG_NAME = re.compile(r"</?([A-Za-z][\w-]*)")
_DRESS_NAMES = """
a abbr acronym b bdi bdo big center cite del details dfn em font i ins label mark q s small span strike strong
sub summary sup u wbr
"""
_HIDING_NAMES = "code kbd samp pre script style tt var svg math textarea"
_DRESS = frozenset(_DRESS_NAMES.split())
_HIDING = frozenset(_HIDING_NAMES.split())
_URL = (
    r"(?:https?|ftp|file)://[^\s<>\"'`|]*[^\s<>\"'`|.,;:!?)\]*_~]|\bwww\.[\w-]+\.[^\s<>\"')\]]*\w"
    r"|(?<![\w.])[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w|(?<![\w/])(?:localhost|127\.0\.0\.1):\d+[\w/.-]*"
)
_ADDRESSED = ("://", "www.", "@", "localhost:", "127.0.0.1:")
_FIELD = re.compile(
    r"^[\"']?(?P<key>title|description|summary|subtitle)[\"']?[ \t]*[:=][ \t]*"
    r"(?:\"(?P<double>[^\"\r\n]*)\"|'(?P<single>[^'\r\n]*)'|(?P<plain>[^\s\"'|>\[{&*#][^\r\n#]*?))"
    r"[ \t,]*(?:#.*)?$",
    re.MULTILINE,
)


def tag_effect(tag: str) -> tuple[RunKind, str, bool]:
    """What an inline tag is, the name of the element whose text it hides, and whether it closes."""
    match = _TAG_NAME.match(tag)
    name = match[1].lower() if match else ""
    if name in _HIDING and not tag.endswith("/>"):
        return RunKind.HTML, name, tag.startswith("</")
    return (RunKind.TAG if name in _DRESS or not name else RunKind.HTML), "", False


def opaque_parts(text: str, filler: str) -> Iterator[tuple[RunKind, int, int]]:
    """Covered constructs and addresses written out, in order; offsets within `text`."""
    if filler not in text and not any(sign in text for sign in _ADDRESSED):
        return
    for match in re.finditer(f"(?P<cover>{filler}+)|{_URL}", text):
        yield (RunKind.SHORTCODE if match["cover"] else RunKind.URL), match.start(), match.end()


def field_blocks(source: str, span: Span) -> Iterator[Block]:
    """Title and description of the front matter, where they are written on one plain line; `line` is 0."""
    for match in _FIELD.finditer(source, *span):
        kind = BlockKind.TITLE if match["key"] == "title" else BlockKind.DESCRIPTION
        name = "double" if match["double"] else "single" if match["single"] else "plain"
        value = match[name]
        if value and "\\" not in value and "''" not in value:
            start, end = match.span(name)
            run = Run(kind=RunKind.TEXT, text=value, start=start, end=end)
            yield Block(kind=kind, runs=(run,), start=start, end=end, line=0)


def merge_text(runs: Sequence[Run]) -> list[Run]:
    """Neighboring text as one run: the parser splits it at every bracket and underscore."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last is not None and _continues(last, run):
            merged[-1] = replace(last, text=last.text + run.text, end=run.end)
        else:
            merged.append(run)
    return merged


def _continues(last: Run, run: Run) -> bool:
    return (
        run.kind is last.kind is RunKind.TEXT
        and last.end == run.start
        and last.is_link == run.is_link
        and last.is_strong == run.is_strong
    )
