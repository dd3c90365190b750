"""Quiet signs while prose is written: a picture that is not there, a fence that is never closed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from draftloop.loop.errors import DraftloopError
from draftloop.steps.bundle import folder_of

if TYPE_CHECKING:
    from draftloop.loop.blocks import Prose
    from draftloop.steps.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Something a writer wants to know at the end of the sentence, not in the middle of it."""

    line: int
    """In the text that was read, from 1."""
    sentence: str


def signs(desk: Desk, slug: str, text: str, prose: Prose) -> tuple[Sign, ...]:
    """The signs of a post's text, in its order."""
    found = [Sign(line=line, sentence="a code fence is never closed") for line in _open_fence(text, prose)]
    found += [
        Sign(line=picture.line, sentence=f"there is no picture {picture.target}")
        for picture in prose.pictures
        if _is_missing(desk, slug, picture.target)
    ]
    return tuple(sorted(found, key=lambda sign: sign.line))


def _open_fence(text: str, prose: Prose) -> list[int]:
    fences = [code for code in prose.code if code.kind == "fence"]
    if not fences or text[fences[-1].end :].strip():
        return []
    rows = text[fences[-1].start : fences[-1].end].rstrip("\n").split("\n")
    opening = rows[0].lstrip("> ")
    mark = opening[: len(opening) - len(opening.lstrip(opening[:1]))]
    last = rows[-1].strip("> \t")
    is_closed = len(rows) > 1 and len(last) >= len(mark) and not last.strip(mark[:1])
    return [] if is_closed else [fences[-1].line]


def _is_missing(desk: Desk, slug: str, target: str) -> bool:
    """Whether a relative path names no file in the draft's folder; other addresses are not looked at."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return True
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return False
    path = PurePosixPath(unquote(parts.path))
    if ".." in path.parts:
        return False  # outside the draft's folder nothing is read; `ship` says what it thinks of it
    try:
        return path.name not in desk.library.list_files(str(PurePosixPath(folder_of(slug)) / path.parent))
    except DraftloopError:
        return True
