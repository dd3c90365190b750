"""A file that is open here was written by another program: mine, theirs and what both began with."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from draftloop.loop.errors import CannotWrite, HistoryUnavailable
from draftloop.loop.merge import Merge, merge
from draftloop.loop.sync_copies import copies_of

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk

_SHRUNK = 0.5
"""A file that lost more than this share outside is asked about, never taken over silently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What stands against what. Texts are those of the editor: its part of the file, line ends as LF."""

    known: Document
    """The file as it was last read or written here."""
    found: Document
    """The file as another program left it."""
    found_at: datetime | None
    """When they wrote it, as far as the disk tells."""
    base: str
    mine: str
    theirs: str
    merge: Merge

    @property
    def is_gone(self) -> bool:
        return not self.found.exists

    @property
    def is_unsaved(self) -> bool:
        return self.mine != self.base

    @property
    def is_shrunk(self) -> bool:
        """Whether so much is missing that nobody may have meant it."""
        return len(self.found.text.strip()) < len(self.known.text.strip()) * _SHRUNK

    @property
    def together(self) -> str | None:
        """The text to go on with unasked; None when a person has to decide."""
        if self.is_gone or self.is_shrunk:
            return None
        return self.merge.text if self.is_unsaved else self.theirs


def sides_of(known: Document, found: Document, texts: tuple[str, str, str], at: datetime | None) -> Sides:
    """Compare; `texts` are base, mine and theirs as the editor has them. May take a while for long texts."""
    base, mine, theirs = texts
    return Sides(
        known=known,
        found=found,
        found_at=at,
        base=base,
        mine=mine,
        theirs=theirs,
        merge=merge(base, mine, theirs),
    )


def keep_sides(desk: Desk, sides: Sides, mine: str) -> None:
    """All three into the recovery store, before anything is decided; `mine` is the whole file's text."""
    with suppress(
        CannotWrite
    ):  # a full state folder may cost the net; the file and the screen have both sides
        if sides.known.exists:
            desk.recovery.remember(sides.known.path, sides.known.text)
        if sides.found.exists:
            desk.recovery.remember(sides.found.path, sides.found.text)
        desk.recovery.remember(sides.known.path, mine)


def keep_in_git(desk: Desk, sides: Sides, mine: str) -> None:
    """Both sides beside the history as well, where a person decides; `mine` is the whole file's text."""
    if desk.conflicts is None or sides.is_gone:
        return
    with suppress(HistoryUnavailable):  # no git, or one that fails: the recovery store has all three
        desk.conflicts.keep(sides.known.path, mine, sides.found.text, desk.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbors:
    """What else there is of a file that the author should know of before writing."""

    copies: tuple[str, ...]
    """Names of conflicted copies a sync program left beside it."""
    other_names: int
    """Hard links that keep the old text when the file is saved."""


def neighbors(desk: Desk, path: str) -> Neighbors:
    """Look beside a file. Raises Unreadable: its folder cannot be listed."""
    folder, _, name = path.rpartition("/")
    return Neighbors(
        copies=copies_of(name, desk.library.list_files(folder)), other_names=desk.library.other_names(path)
    )


def put_aside(desk: Desk, path: str) -> str:
    """Give a file that cannot be read as text another name beside it, so that `path` is free; that name.

    Raises:
        NotFound: it is gone.
        AlreadyThere, CannotWrite: it stays.
    """
    stem, dot, ending = path.rpartition(".")
    stem, ending = (stem, dot + ending) if stem and "/" not in ending else (path, "")
    name = f"{stem}.theirs-{desk.now():%Y%m%d-%H%M%S}{ending}"
    desk.library.move(path, name)
    return name


def gone(document: Document) -> Document:
    """A document as it was, whose file is not there any more: saving it makes the file again."""
    return replace(document, fingerprint="")
