"""Whole texts of one document in the recovery store: one file a text, a line of JSON, then its bytes.

A file's name tells its number, the start of the text's SHA-256, when it was kept and whether it is on offer,
so that nothing has to be opened to thin the folder out; a change of state is a rename.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from draftloop.adapters import files
from draftloop.adapters.flush import flush_folder
from draftloop.adapters.kept_header import header_of
from draftloop.loop.errors import CannotWrite, ChangedOnDisk, NotFound, Unreadable

_TRIES = 20
_MAX_BYTES = 64 * 1024 * 1024
_FEWEST_DIGITS = 8

EntryState = Literal["offered", "running", "settled"]
"""`running`: what older versions kept while it was typed; the newest one is offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One whole text."""

    number: int
    mark: str
    """First 16 digits of the text's SHA-256."""
    when_s: int
    state: EntryState

    def __str__(self) -> str:
        return f"{self.number:08d}-{self.mark}-{self.when_s}.{self.state}"


def mark_of(text: str) -> str:
    return files.fingerprint(text.encode("utf-8", "surrogatepass"))[:16]


def entries(folder: str) -> list[Entry]:
    """By number, oldest first; what does not look like one of ours is passed over."""
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    found = [entry for entry in map(_entry, names) if entry is not None]
    return sorted(found, key=lambda entry: (entry.number, entry.mark))


def _entry(name: str) -> Entry | None:
    stem, _, state = name.rpartition(".")
    number, _, rest = stem.partition("-")
    mark, _, when = rest.partition("-")
    if state not in ("offered", "running", "settled") or not (number.isdecimal() and when.isdecimal()):
        return None
    if len(mark) < _FEWEST_DIGITS or not mark.isalnum():
        return None  # nobody could ask for it
    entry = Entry(number=int(number), mark=mark, when_s=int(when), state=state)  # type: ignore[arg-type] # checked above
    return entry if str(entry) == name else None


def add(
    folder: str,
    path: str,
    text: str,
    state: EntryState,
    now: datetime,
    facts: Mapping[str, object] = MappingProxyType({}),
) -> Entry:
    """Keep a text in its document's folder, once; on the disk when this returns. Raises CannotWrite."""
    for _ in range(_TRIES):
        known = entries(folder)
        mark = mark_of(text)
        entry = Entry(
            number=known[-1].number + 1 if known else 1,
            mark=mark,
            when_s=int(now.timestamp()),
            state=state,
        )
        same = next((old for old in known if old.mark == mark), None)
        if same is not None:
            if state != "settled":
                rename(folder, same, entry)
                flush_folder(folder)
            return entry
        header = {"path": path, "when": now.isoformat(timespec="seconds"), **facts}
        data = json.dumps(header).encode() + b"\n" + text.encode("utf-8", "surrogatepass")
        try:
            files.write_file(folder, str(entry), data, expected="", private=True)
        except ChangedOnDisk:
            # Another thread or draftloop took the same number in this instant: the next look sees it.
            continue
        return entry
    raise CannotWrite(folder, "other programs write to it all the time")


def read_entry(folder: str, entry: Entry) -> tuple[dict[str, Any], str]:
    """Its header, with a usable `path`, and its text.

    Raises:
        NotFound: it is gone.
        Unreadable: a disk damaged it.
    """
    header, text = _parts(folder, entry)
    found = header_of(header)
    if found is None:
        raise Unreadable(str(entry), "does not say which file it belongs to")
    return found, _decoded(entry, text)


def text_of(folder: str, entry: Entry) -> str:
    """Its text, whatever its header says. Raises as `read_entry`."""
    return _decoded(entry, _parts(folder, entry)[1])


def _parts(folder: str, entry: Entry) -> tuple[bytes, bytes]:
    data = files.read_file(folder, str(entry), limit=_MAX_BYTES)
    if data is None:
        raise NotFound("kept text", str(entry))
    header, _, text = data.partition(b"\n")
    return header, text


def _decoded(entry: Entry, text: bytes) -> str:
    try:
        return text.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise Unreadable(str(entry), "is no text any more") from error


def settle_entry(folder: str, entry: Entry) -> None:
    """Off the list of offers; the text stays."""
    rename(folder, entry, replace(entry, state="settled"))


def rename(folder: str, old: Entry, new: Entry) -> None:
    try:
        os.rename(os.path.join(folder, str(old)), os.path.join(folder, str(new)))
    except FileNotFoundError:
        return  # another draftloop renamed it first, to the same end
