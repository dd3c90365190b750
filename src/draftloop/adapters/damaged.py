"""Kept texts that a disk damaged, as rows of `doctor`: named, and left as they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from draftloop.adapters import files, kept_files
from draftloop.adapters.journal import SegmentName, segments
from draftloop.adapters.journal_damage import Condition, condition_of
from draftloop.adapters.journal_format import Segment, read_segment
from draftloop.adapters.kept_files import Entry
from draftloop.adapters.offers import LAST_S, MAX_BYTES
from draftloop.loop.errors import NotFound, Unreadable
from draftloop.loop.ports import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Damaged:
    """A kept text of which not everything can be read."""

    name: str
    """Behind the document's name in its id."""
    place: SegmentName | Entry
    problem: str
    is_readable: bool
    """Whether some of it can be asked for."""


def damaged(folder: str, now: datetime) -> Iterator[Damaged]:
    """What of a document's folder nobody has put aside yet and cannot be read as it was written."""
    for name in segments(folder):
        found = _segment(folder, name, now)
        if found is not None:
            yield found
    for entry in kept_files.entries(folder):
        if entry.state != "settled":
            problem, is_readable = _entry_problem(folder, entry)
            if problem:
                yield Damaged(name=entry.mark[:8], place=entry, problem=problem, is_readable=is_readable)


def trouble(folder: str, one: Damaged) -> Trouble:
    """A row of `doctor`."""
    id_ = f"{os.path.basename(folder)}-{one.name}"
    look = f"draftloop recover show {id_} prints what can be read" if one.is_readable else "look at the disk"
    return Trouble(
        file=os.path.join(folder, str(one.place)),
        line=None,
        problem=f"{one.problem}; it is left as it is",
        remedy=f"{look}; draftloop recover dismiss {id_} ends this notice and deletes nothing",
        severity="warning",
        topic="words",
    )


def _segment(folder: str, name: SegmentName, now: datetime) -> Damaged | None:
    if _is_done(folder, name):
        return None
    first = f"{name.number}.0"
    try:
        data = files.read_file(folder, str(name), limit=MAX_BYTES)
    except Unreadable as error:
        problem = f"cannot be read ({error.reason}), and words may be in it"
        return Damaged(name=first, place=name, problem=problem, is_readable=False)
    if data is None:
        return None
    found = read_segment(data)
    if condition_of(data, found) is not Condition.DAMAGED:
        return None
    if found is None:
        when = _said(name.began_s, now)
        problem = f"is damaged from its beginning on: nothing of what was typed from {when} on can be read"
        return Damaged(name=first, place=name, problem=problem, is_readable=False)
    return Damaged(
        name=f"{name.number}.{found.last.number}",
        place=name,
        problem=_what_is_left(found, name, now),
        is_readable=True,
    )


def _what_is_left(found: Segment, name: SegmentName, now: datetime) -> str:
    words = len(found.last.text.split())
    when = _said(found.last.when_ms / 1000 or name.began_s, now)
    return (
        f"is damaged in the middle: of what was typed in {found.header['path']}, the text of {when} "
        f"({words} word{'' if words == 1 else 's'}) can be read, and what came after it cannot"
    )


def _entry_problem(folder: str, entry: Entry) -> tuple[str, bool]:
    """What is wrong, empty for nothing; and whether its text can be read."""
    try:
        path, text = kept_files.read_entry(folder, entry)
    except NotFound:
        return "", False  # settled in this moment
    except Unreadable as error:
        return f"is damaged: it {error.reason}", _has_text(folder, entry)
    if kept_files.mark_of(text) != entry.mark:
        return f"is damaged: its text, of {path['path']}, is not what was kept", True
    return "", True


def _has_text(folder: str, entry: Entry) -> bool:
    try:
        return bool(kept_files.text_of(folder, entry))
    except (NotFound, Unreadable):
        return False


def _said(when_s: float, now: datetime) -> str:
    return f"{datetime.fromtimestamp(min(when_s, LAST_S), now.tzinfo):%Y-%m-%d %H:%M}"


def _is_done(folder: str, name: SegmentName) -> bool:
    try:
        return name.done_bytes == os.stat(os.path.join(folder, str(name))).st_size
    except OSError:
        return True  # renamed in this moment
