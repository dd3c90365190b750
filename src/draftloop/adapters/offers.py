"""Which kept texts wait to be offered: what was typed last and reached no file, and what was refused."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from draftloop.adapters import files, kept_files
from draftloop.adapters.journal import SegmentName, mark_done, segments
from draftloop.adapters.journal_damage import Condition, condition_of
from draftloop.adapters.journal_format import State, encoded, read_header, read_segment, read_states
from draftloop.adapters.kept_files import Entry
from draftloop.loop.errors import NotFound, Unreadable
from draftloop.loop.splice import missing_from

MAX_BYTES = 256 * 1024 * 1024
LAST_S = 253_402_210_800
"""Beyond the year 9999 no date can be written; a damaged name or header may claim any."""
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A text that may be offered, and where it is kept."""

    name: str
    """Behind the document's name in its id."""
    path: str
    when_s: float
    text: str
    before: str = ""
    """SHA-256 of the text that the file had when this was typed; empty: not known."""
    place: SegmentName | Entry
    facts: Mapping[str, object] = field(default_factory=dict)
    """What else was noted when it was kept."""
    is_damaged: bool = False
    """What was typed after it is there and cannot be read: only its author may put it aside."""
    is_after: Callable[[str], bool] = field(default=lambda _: False, compare=False)
    """Whether this was typed after a text, in the same sitting."""

    @property
    def is_journalled(self) -> bool:
        return isinstance(self.place, SegmentName)


def waiting(folder: str) -> Iterator[Waiting]:
    """What waits in a document's folder; segments in which nothing does are marked, and passed over later."""
    for name in segments(folder):
        yield from _open_end(folder, name)
    known = kept_files.entries(folder)
    running = [entry for entry in known if entry.state == "running"][-1:]
    for entry in [*running, *(entry for entry in known if entry.state == "offered")]:
        try:
            header, text = kept_files.read_entry(folder, entry)
        except NotFound:
            continue  # another draftloop settled it in this moment
        except Unreadable:
            continue  # damaged by a disk: the other texts are offered all the same
        yield Waiting(
            name=entry.mark[:8],
            path=header["path"],
            when_s=min(entry.when_s, LAST_S),
            text=text,
            place=entry,
            facts=header,
        )


def _open_end(folder: str, name: SegmentName) -> Iterator[Waiting]:
    place = os.path.join(folder, str(name))
    try:
        if name.done_bytes is not None and os.stat(place).st_size == name.done_bytes:
            return
        data = files.read_file(folder, str(name), limit=MAX_BYTES)
    except FileNotFoundError:
        return  # renamed in this moment, to say that nothing waits in it
    except Unreadable:
        return  # a disk error: the other texts are offered all the same
    if data is None:
        return
    found = read_segment(data)
    condition = condition_of(data, found)
    if found is None or found.is_settled:
        if condition is not Condition.DAMAGED:
            _mark(folder, name)
        return
    saved = found.saved
    before = files.fingerprint(encoded(saved.text)) if saved else str(found.header.get("saved_sha256", ""))
    yield Waiting(
        name=f"{name.number}.{found.last.number}",
        path=found.header["path"],
        when_s=min(found.last.when_ms / 1000 or name.began_s, LAST_S),
        text=found.last.text,
        before=before,
        place=name,
        facts=found.header,
        is_damaged=condition is Condition.DAMAGED,
        is_after=lambda text: any(state.text == text for state in read_states(data)),
    )


def let_be(folder: str, place: SegmentName | Entry) -> None:
    """Take a text off the offers; it stays where it is."""
    if isinstance(place, SegmentName):
        _mark(folder, place)
    else:
        kept_files.settle_entry(folder, place)


def _mark(folder: str, name: SegmentName) -> None:
    # On a disk that can only be read it is looked at again each time.
    with suppress(OSError):
        mark_done(folder, name)


def wanted(waits: list[Waiting], file_text: Callable[[str], str | None]) -> list[Waiting]:
    """Of all that waits for one document, what its file does not have; newest first, each text once."""
    found: list[Waiting] = []
    for one in sorted(waits, key=lambda one: one.when_s, reverse=True):
        stands = file_text(one.path)
        if one.text == stands or any(one.text == other.text for other in found):
            continue
        if one.is_journalled and _has_come_since(one, stands, found):
            continue
        found.append(one)
    return found


def _has_come_since(one: Waiting, stands: str | None, newer: list[Waiting]) -> bool:
    """Whether all of its words stand in what was typed or written after it."""
    if any(not missing_from(other.text, one.text) for other in newer if other.is_journalled):
        return True
    if stands is None or one.before == files.fingerprint(encoded(stands)):
        return False  # the file is still what it was before: what was taken out of it counts, too
    # The same where the program ended between a save and the note that it was made.
    return not missing_from(stands, one.text) and not one.is_after(stands)


def kept_texts(folder: str) -> Iterator[str]:
    """Every text that is kept of a document, newest first as far as the names tell."""
    for entry in reversed(kept_files.entries(folder)):
        with suppress(NotFound, Unreadable):  # gone in this moment, or damaged: the others count
            yield kept_files.text_of(folder, entry)
    for name in reversed(segments(folder)):
        with suppress(Unreadable):
            data = files.read_file(folder, str(name), limit=MAX_BYTES)
            yield from (state.text for state in read_states(data or b""))


def file_text(root: str, path: str) -> str | None:
    """What stands in a file of the workspace; None for nothing, and for what is no text."""
    try:
        data = files.read_file(root, path)
    except Unreadable:
        return None
    try:
        return None if data is None else data.decode().removeprefix(_BOM)
    except UnicodeDecodeError:
        return None


def state_of(folder: str, number: int, state: int) -> State | None:
    """One text of a segment; None when there is none of that number."""
    name = next((name for name in segments(folder) if name.number == number), None)
    data = files.read_file(folder, str(name), limit=MAX_BYTES) if name is not None else None
    if data is None or read_header(data) is None:
        return None
    return next((one for one in read_states(data) if one.number == state), None)
