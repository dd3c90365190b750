"""A thought as it is typed into one line: a title, then perhaps tags, who asked, and a link."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINK = re.compile(r"(?:^|(?<=\s))(https?://\S+)")
_TAG = re.compile(r"(?:^|(?<=\s))#([^\W\d_][\w-]*)(?=\s|$)")
_ASKED = re.compile(r"(?:^|(?<=\s))@(\S.*)$")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jot:
    """The parts of a typed line."""

    title: str
    tags: tuple[str, ...] = ()
    asked_by: str = ""
    url: str = ""


def parse_jot(line: str) -> Jot:
    """Take a line apart: ` #tag` anywhere, the first link, ` @who asked` to the end; the rest is the title.

    A line of which nothing would be left for the title is a title as it stands, so that no word is lost:
    `#hashtags` alone, or a pasted link alone.
    """
    rest = line.strip()
    link = _LINK.search(rest)
    url = link.group(1) if link else ""
    if link:
        rest = f"{rest[: link.start()]} {rest[link.end() :]}"
    tags = tuple(dict.fromkeys(_TAG.findall(rest)))
    rest = _TAG.sub(" ", rest)
    asked = _ASKED.search(rest)
    who = _flat(asked.group(1)) if asked else ""
    title = _flat(rest[: asked.start()] if asked else rest)
    if not title:
        return Jot(title=_flat(line), url=url)
    return Jot(title=title, tags=tags, asked_by=who, url=url)


def _flat(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
