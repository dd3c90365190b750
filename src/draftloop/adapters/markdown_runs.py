"""What a run of text is: which tags dress or hide text, where addresses and marks stand in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from draftloop.loop.blocks import Run, RunKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TAG_NAME = re.compile(r"</?([A-Za-z][\w-]*)")
_DRESS_NAMES = """
a abbr acronym b bdi bdo big center cite del details dfn em font i ins label mark q s small span strike strong
sub summary sup u wbr
"""
_HIDING_NAMES = "code kbd samp pre script style tt var svg math textarea canvas template"
_DRESS = frozenset(_DRESS_NAMES.split())
_HIDING = frozenset(_HIDING_NAMES.split())
_URL = (
    r"(?:https?|ftp|file)://[^\s<>\"'`|]*[^\s<>\"'`|.,;:!?)\]*_~]|\bwww\.[\w-]+\.[^\s<>\"')\]]*\w"
    r"|(?<![\w.])[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w|(?<![\w/])(?:localhost|127\.0\.0\.1):\d+[\w/.-]*"
)
_CITATION = r"\[(?:[^\[\]\r\n@]{0,60}[\s-])?-?@[A-Za-z][^\[\]\r\n]{0,300}\]"
_MENTION = r"(?<![\w.@/`])@[A-Za-z\d](?:[\w/:.-]{0,80}\w)?"
_EMOJI = r"(?<![\w:\]]):(?=[\w+-]*[a-z]|[+-]1)[a-z0-9_+-]{2,50}:(?![\w:/])"
_PSEUDO_TAG = r"<[A-Za-z/][\w./:@, -]{0,60}>"
"""What looks like a tag and is none to the parser: `<your_name>`, `<cstdlib.h>`."""
_UNKNOWN_REFERENCE = r"(?P<reference>\]\[[^\[\]\s]{0,80}\])"
_SIGNS = ("://", "www.", "@", "localhost:", "127.0.0.1:", "<", ":", "][")


def tag_effect(tag: str) -> tuple[RunKind, str, bool]:
    """What an inline tag is, the name of the element whose text it hides, and whether it closes."""
    match = _TAG_NAME.match(tag)
    name = match[1].lower() if match else ""
    if name in _HIDING and not tag.endswith("/>"):
        return RunKind.HTML, name, tag.startswith("</")
    return (RunKind.TAG if name in _DRESS or not name else RunKind.HTML), "", False


class TextSplitter:
    """Parts runs of text at what is no prose: covered constructs, addresses, mentions, emoji written out."""

    def __init__(self, source: str, masked: str, filler: str, hidden: str) -> None:
        self._source = source
        self._masked = masked
        self._signs = (*_SIGNS, filler, hidden)
        self._parts = re.compile(
            f"(?P<cover>{filler}+)|(?P<hidden>{hidden}+)|(?P<url>{_URL})|{_CITATION}|(?P<name>{_MENTION})"
            f"|{_EMOJI}|{_PSEUDO_TAG}|{_UNKNOWN_REFERENCE}"
        )

    def split(self, runs: Sequence[Run]) -> list[Run]:
        """The runs, text parted."""
        parted: list[Run] = []
        for run in runs:
            if run.kind is RunKind.TEXT:
                parted += self._parts_of(run)
            else:
                parted.append(run)
        return parted

    def _parts_of(self, run: Run) -> Iterator[Run]:
        text = self._masked[run.start : run.end]
        if not any(sign in text for sign in self._signs):
            yield run
            return
        place = run.start
        for match in self._parts.finditer(text):
            start, end = run.start + match.start(), run.start + match.end()
            if start > place:
                yield self._piece(run, RunKind.TEXT, place, start)
            yield self._piece(run, _kind_of(match), start, end)
            place = end
        if place < run.end:
            yield self._piece(run, RunKind.TEXT, place, run.end)

    def _piece(self, run: Run, kind: RunKind, start: int, end: int) -> Run:
        return replace(run, kind=kind, text=self._source[start:end], start=start, end=end)


def _kind_of(match: re.Match[str]) -> RunKind:
    match match.lastgroup:
        case "url" | "name":
            return RunKind.URL
        case "hidden" | "reference":
            return RunKind.TAG
        case _:
            return RunKind.SHORTCODE


def merge_text(runs: Sequence[Run]) -> list[Run]:
    """Neighboring text as one run: the parser splits it at every bracket and underscore."""
    merged: list[Run] = []
    pieces: list[Run] = []
    for run in runs:
        if pieces and _continues(pieces[-1], run):
            pieces.append(run)
            continue
        _flush(pieces, merged)
        pieces = [run]
    _flush(pieces, merged)
    return merged


def _flush(pieces: list[Run], merged: list[Run]) -> None:
    if len(pieces) == 1:
        merged.append(pieces[0])
    elif pieces:
        text = "".join(piece.text for piece in pieces)
        merged.append(replace(pieces[0], text=text, end=pieces[-1].end))


def _continues(last: Run, run: Run) -> bool:
    return (
        run.kind is last.kind is RunKind.TEXT
        and last.end == run.start
        and last.is_link == run.is_link
        and last.is_strong == run.is_strong
        and last.is_label == run.is_label
    )
