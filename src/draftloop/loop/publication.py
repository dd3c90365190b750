"""What an export is made of: addresses, safe names, links between drafts, and the result as values.

The rules that every kind of site shares. What is special to a kind stands in its exporter.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from urllib.parse import unquote, urlsplit

from draftloop.loop.blocks import Heading
from draftloop.loop.ledger import digest
from draftloop.loop.post import with_braces
from draftloop.loop.site_ports import SiteFile
from draftloop.loop.slug import cut_to_words

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DRAFT_LINK = re.compile(r"\.\./(?P<slug>[^/]+)/post\.md\Z")
_UNSAFE = re.compile(r"[^a-z0-9]+")
_FIELD = re.compile(r"\{(slug|year|month|day)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPost:
    """Another draft as it stands on the same target."""

    slug: str
    """Of the draft."""
    address: str
    """Absolute, or from the site's root; empty while it is not shipped there."""
    path: str = ""
    """Its content file below the target's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that cannot go out as it is."""

    line: int | None
    sentence: str
    remedy: str
    id: str = "construct"
    """The row of the definition of done it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureCopy:
    """A file of the draft's folder that goes along; copied byte for byte."""

    source: str
    """Relative to the workspace."""
    path: str
    """Below the target's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What a post becomes on a target. The same post gives the same bytes, always."""

    address: str
    """Absolute when the target has a base_url, else from the site's root; empty for a plain folder."""
    files: tuple[SiteFile, ...]
    pictures: tuple[PictureCopy, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What the person asked for in this export."""

    as_draft: bool = False
    unlink: bool = False
    """Links to drafts that are not on this target become plain text."""
    aliases: tuple[str, ...] = ()
    """Old addresses that shall lead to the post."""
    linked_ids: frozenset[str] = frozenset()
    """Headings that other drafts link to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Splice:
    """Characters `start` to `end` of a text become `text`."""

    start: int
    end: int
    text: str


def apply_splices(text: str, splices: Iterable[Splice], start: int = 0) -> str:
    """`text` from `start` on with the splices applied; of two that overlap the first in order holds."""
    pieces: list[str] = []
    place = start
    for splice in sorted(splices, key=lambda one: (one.start, one.end)):
        if splice.start < place:
            continue
        pieces += (text[place : splice.start], splice.text)
        place = splice.end
    return "".join((*pieces, text[place:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A link's target, understood."""

    kind: str
    """outside, anchor, draft, file or escape (leads out of the draft's folder)."""
    name: str = ""
    """Slug of the draft, or the file's path in the draft's folder."""
    fragment: str = ""


def understand_link(target: str) -> Reference:
    """What a link written in a post leads to."""
    target = target.strip()
    if target.startswith("#"):
        return Reference(kind="anchor", fragment=unquote(target[1:]))
    if not target or target.startswith("/") or _SCHEME.match(target):
        is_file = target.lower().startswith("file:") or re.match(r"[A-Za-z]:[\\/]", target)
        return Reference(kind="escape" if is_file else "outside")
    path, _, fragment = target.partition("#")
    path = unquote(path.partition("?")[0])
    draft = _DRAFT_LINK.match(path)
    if draft and draft["slug"] not in (".", ".."):
        return Reference(kind="draft", name=draft["slug"], fragment=unquote(fragment))
    path = posixpath.normpath(path)
    if path.startswith("../") or path in ("..", ".") or "\\" in path or "\0" in path:
        return Reference(kind="escape", name=path)
    return Reference(kind="file", name=path, fragment=fragment)


def safe_name(path: str, taken: Collection[str]) -> str:
    """A file name of `[a-z0-9-]` and its ending that every generator reads; not one of `taken`."""
    stem, dot, ending = posixpath.basename(path).rpartition(".")
    if not dot or not stem:
        stem, ending = posixpath.basename(path).lstrip("."), ""
    base = cut_to_words(_plain(stem), 60) or "file"
    tail = f".{_plain(ending)}" if _plain(ending) else ""
    name, number = f"{base}{tail}", 1
    while name in taken:
        number += 1
        name = f"{base}-{number}{tail}"
    return name


def _plain(text: str) -> str:
    marks_dropped = "".join(
        char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
    )
    return _UNSAFE.sub("-", marks_dropped.lower()).strip("-")


def fill_address(pattern: str, slug: str, when: datetime | date | None) -> str:
    """An address pattern with {slug} {year} {month} {day} filled; without a date those stay as they are."""
    parts = {"slug": slug}
    if when is not None:
        parts |= {"year": f"{when.year:04}", "month": f"{when.month:02}", "day": f"{when.day:02}"}
    return _FIELD.sub(lambda match: parts.get(match[1], match[0]), pattern)


def absolute(base_url: str, address: str) -> str:
    """The address with the site's base in front; as it is when there is none."""
    if not base_url or not address or _SCHEME.match(address):
        return address
    return base_url.rstrip("/") + "/" + address.lstrip("/")


def from_root(address: str) -> str:
    """An address without scheme and host."""
    return urlsplit(address).path if _SCHEME.match(address) else address


def heading_ids(headings: Iterable[Heading]) -> dict[str, Heading]:
    """Every id a link may name, and its heading: the author's own `{#id}`, else made as GitHub makes it.

    A text that occurs twice gets `-1`, `-2` ... The form with runs of dashes folded is understood too.
    """
    ids: dict[str, Heading] = {}
    folded: dict[str, Heading] = {}
    counts: dict[str, int] = {}
    for heading in headings:
        if heading.id:
            ids.setdefault(heading.id, heading)
            continue
        words = with_braces(heading.text).strip().lower()
        name = "".join("-" if char in " \t" else char for char in words if char in " \t-_" or char.isalnum())
        seen = counts.get(name, 0)
        counts[name] = seen + 1
        if seen:
            name = f"{name}-{seen}"
        ids.setdefault(name, heading)
        folded.setdefault(re.sub("-+", "-", name).strip("-"), heading)
    return folded | ids


ChangeState = Literal["new", "changed", "same", "removed", "edited", "unrecorded", "gone"]

Others = Mapping[str, OtherPost]
"""Other drafts by slug, shipped to this target or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChange:
    """One file of the site against what an export wants there."""

    path: str
    state: ChangeState
    wanted: bytes | None = field(repr=False, default=None)
    """None: the file is no longer wanted."""
    found: bytes | None = field(repr=False, default=None)
    """What stands there now; None when nothing does."""

    @property
    def is_conflict(self) -> bool:
        """Whether somebody else wrote or removed it since the last ship."""
        return self.state in ("edited", "unrecorded", "gone")

    @property
    def is_needed(self) -> bool:
        """Whether the site has to be touched for it."""
        return self.state in ("new", "changed", "removed")


def judge_file(path: str, wanted: bytes | None, found: bytes | None, recorded: str | None) -> SiteChange:
    """What has to happen to a file, and whether that would lose somebody's work.

    Args:
        path: Below the target's root.
        wanted: What the export wants there; None when it wants nothing.
        found: What stands there; None when nothing does.
        recorded: The digest of the last ship; None when it wrote no such file.
    """
    state: ChangeState
    if found is None:
        if wanted is None:
            state = "same"
        else:
            state = "new" if recorded is None else "gone"
    elif wanted is not None and digest(found) == digest(wanted):
        state = "same"
    elif recorded is None:
        state = "unrecorded"
    elif digest(found) != recorded:
        state = "edited"
    else:
        state = "removed" if wanted is None else "changed"
    return SiteChange(path=path, state=state, wanted=wanted, found=found)
