"""What is published: a post's fields in order, its body without private comments, and where lines came from.

A post is neutral; what becomes of it on a kind of site is the exporters' work, with the values of
`publication.py`. Nothing here reads a file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from draftloop.loop.blocks import CodeRange, Prose
from draftloop.loop.errors import Unreadable
from draftloop.loop.front_matter_block import Kind, block_lines, entries, find_block
from draftloop.loop.ports import FieldValue

KNOWN_KEYS = (
    "title",
    "date",
    "updated",
    "description",
    "slug",
    "tags",
    "categories",
    "series",
    "part",
    "author",
    "canonical",
    "cover",
    "lang",
    "math",
)
"""Our vocabulary, in the order it is written in (publishing.md section 3)."""

KEPT_BACK = frozenset(
    {"private", "created", "interest", "asked", "signals", "kind", "dropped", "because", "rewrite", "words"}
)
"""What an idea or a draft carries for its author; it never leaves."""

OWN_FILES = frozenset(
    {
        "notes.md",
        "outline.md",
        "parked.md",
        "post.md",
        "reverse.md",
        "voice.md",
        "corrections.toml",
        "ignores.toml",
        "exported.toml",
    }
)
"""Files of a draft folder that are never published, even when the post links to them."""


def never_leaves(path: str) -> bool:
    """Whether a file of the draft's folder stays in the workspace, whatever links to it."""
    parts = path.lower().split("/")
    return parts[-1] in OWN_FILES or any(part.startswith(".") for part in parts)


_PRIVATE = re.compile(r"<!--\s*private\b\s*:", re.IGNORECASE)
_STAND_IN = "\uf8f7"
_MOMENT = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"(?:[Tt \t]\s*(?P<hour>\d{1,2}):(?P<rest>\d\d(?::\d\d(?:\.\d+)?)?)"
    r"\s*(?P<offset>[Zz]|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
# All braces but those of a heading's attributes: `{#id}`, `{.class}`.
_BRACE = re.compile(r"(?<=\{)\{|\{(?!#|\.[^{}\n]*\}[ \t]*$)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One top-level key of the front matter as the author wrote it."""

    key: str
    source: str
    """Its lines without the last line end, comments of its own included."""
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post ready for an exporter. Offsets are code points of `text`, which has LF line ends only."""

    slug: str
    """Of the draft."""
    path: str
    """post.md, relative to the workspace."""
    text: str
    """The file without its private comments, front matter included."""
    body_start: int
    fields: Mapping[str, FieldValue]
    """Every field as written."""
    unknown: tuple[Entry, ...] = ()
    """Keys that are the author's, in the author's order."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each front matter key."""
    cuts: tuple[tuple[int, int], ...] = ()
    """Where text was left out: the place in `text`, and the line ends left out up to there."""
    added_lines: int = 0
    """Lines at the end of the front matter that the file on disk does not have yet: the date."""

    @property
    def body(self) -> str:
        return self.text[self.body_start :]

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def title(self) -> str:
        return self.scalar("title")

    @property
    def address_slug(self) -> str:
        """The slug of the address: the field, else the draft's own."""
        return self.scalar("slug") or self.slug

    @property
    def cover(self) -> tuple[str, str]:
        """Path and alternative text of the cover picture; empty when there is none."""
        cover = self.fields.get("cover")
        if isinstance(cover, Mapping):
            image, alt = cover.get("image"), cover.get("alt")
            return (image if isinstance(image, str) else "", alt if isinstance(alt, str) else "")
        return (cover if isinstance(cover, str) else "", "")

    def scalar(self, key: str) -> str:
        """A field's text; empty when it is missing, empty, or no scalar."""
        value = self.fields.get(key)
        return value.strip() if isinstance(value, str) else ""

    def line_at(self, offset: int) -> int:
        """The 1-based line of post.md that the character at `offset` stands in."""
        index = bisect_right(self.cuts, offset, key=lambda cut: cut[0]) - 1
        left_out = self.cuts[index][1] if index >= 0 else 0
        added = self.added_lines if offset >= self.body_start else 0
        return self.text.count("\n", 0, offset) + 1 + left_out - added

    def line_of(self, key: str) -> int:
        """The line of a front matter key; 1 when it is not there."""
        return self.lines.get(key, 1)


def compose_post(
    slug: str,
    path: str,
    text: str,
    fields: Mapping[str, FieldValue],
    read: Callable[[str], Prose],
    *,
    added_lines: int = 0,
) -> tuple[Post, Prose]:
    """The post in `text`, and its prose read for an export.

    Args:
        slug: Of the draft.
        path: Of the file, for messages.
        text: post.md as it is on disk.
        fields: Its front matter.
        read: The Markdown reader.
        added_lines: Lines at the end of the front matter that are not on disk yet.

    Raises:
        Unreadable: a private comment that never ends, or a front matter whose keys cannot be told apart.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    raw = read_neutral(text, read)
    clean, cuts = _without_private(text, raw.code, path, added_lines)
    prose = read_neutral(clean, read) if cuts else raw
    own = _entries(clean, path)
    post = Post(
        slug=slug,
        path=path,
        text=clean,
        body_start=find_block(clean).body or int(clean.startswith("\ufeff")),
        fields=fields,
        unknown=tuple(one for one in own if one.key not in KNOWN_KEYS and one.key not in KEPT_BACK),
        lines={one.key: one.line for one in own},
        cuts=cuts,
        added_lines=added_lines,
    )
    return post, prose


def read_neutral(text: str, read: Callable[[str], Prose]) -> Prose:
    """The Markdown with every brace taken as plain text.

    The reader covers shortcodes and template tags, up to an end that may stand inside a later fence. In a
    neutral post they are text like any other, so their braces are shown to it as a letter; offsets stay true.
    """
    start = find_block(text).body
    return read(text[:start] + _BRACE.sub(_STAND_IN, text[start:]))


def with_braces(text: str) -> str:
    """A text that came out of `read_neutral`, such as a heading's, as the author wrote it."""
    return text.replace(_STAND_IN, "{")


def _without_private(
    text: str, code: Sequence[CodeRange], path: str, added_lines: int
) -> tuple[str, tuple[tuple[int, int], ...]]:
    pieces: list[str] = []
    cuts: list[tuple[int, int]] = []
    place = length = lines = 0
    for match in _PRIVATE.finditer(text):
        if match.start() < place or any(span.start <= match.start() < span.end for span in code):
            continue
        end = text.find("-->", match.end())
        if end < 0:
            raise Unreadable(
                path,
                "the private comment that begins here never ends",
                "close it with -->",
                text.count("\n", 0, match.start()) + 1 - added_lines,
            )
        start, end = _whole_lines(text, match.start(), end + 3)
        pieces.append(text[place:start])
        length += start - place
        lines += text.count("\n", start, end)
        cuts.append((length, lines))
        place = end
    return "".join((*pieces, text[place:])), tuple(cuts)


def _whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """The range grown over its own lines and one of two blank lines around it, if nothing else is there."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end + 1
    if text[line_start:start].strip() or text[end:line_end].strip():
        return start, end
    if text[:line_start].endswith("\n\n") and text.startswith("\n", line_end):
        line_end += 1
    return line_start, line_end


def _entries(text: str, path: str) -> tuple[Entry, ...]:
    """The top-level keys, each with its lines as written.

    Comments on lines of their own between two keys are the author's remarks and belong to no entry.
    """
    block = find_block(text)
    if block.kind not in (Kind.YAML, Kind.NONE):
        reason = (
            "the front matter has no closing line"
            if block.kind is Kind.UNTERMINATED
            else f"the front matter is {block.kind.upper()}"
        )
        remedy = "write it as YAML between two lines of ---"
        if block.kind is not Kind.UNTERMINATED:
            remedy += "; for a whole Hugo site `hugo convert toYAML` does it"
        raise Unreadable(path, reason, remedy, 1)
    lines = block_lines(text, block)
    return tuple(
        Entry(key=one.key, source="".join(lines[one.first : one.stop]).rstrip("\n"), line=one.first + 2)
        for one in entries(lines, path)
    )


def texts_of(value: FieldValue) -> tuple[str, ...] | None:
    """A list of texts, or a single text as one; None when it is something else."""
    match value:
        case None | "":
            return ()
        case str():
            return (value,)
        case list():
            texts = tuple(item for item in value if isinstance(item, str))
            return texts if len(texts) == len(value) else None
        case _:
            return None


def moment_of(text: str) -> datetime | date | None:
    """A date or time as written in front matter, with or without offset; None when it is neither.

    `2026/4/5` and `2026-04-05 9:05` are understood as well: generators take them, and authors write them.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    day = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    try:
        if match["hour"] is None:
            return date.fromisoformat(day)
        offset = re.sub(r"\A([+-]\d\d):?(\d\d)?\Z", r"\1:\2", match["offset"] or "")
        offset += "00" if offset.endswith(":") else ""
        return datetime.fromisoformat(f"{day}T{int(match['hour']):02}:{match['rest']}{offset}")
    except ValueError:
        return None
