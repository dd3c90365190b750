"""Copies that killed saves left behind: removed once every word of them stands somewhere else."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from draftloop.loop.errors import DraftloopError, NotFound
from draftloop.loop.splice import missing_from

if TYPE_CHECKING:
    from draftloop.loop.leftovers import Leftover
    from draftloop.steps.desk import Desk

_BOM = "\ufeff"
_MOST_AT_ONCE = 5
"""Each may cost a look through all that is kept of its file, and somebody may wait for the end of the app."""


def clear_leftovers(desk: Desk) -> list[str]:
    """Remove them, a few at once; the paths that are gone.

    A copy whose text neither its file nor the net nor the history has is kept first, and offered if the file
    lacks words of it. What is no text stays, and so does all that cannot be kept: `doctor` names it.
    """
    port = desk.leftovers
    gone: list[str] = []
    for leftover in port.found() if port is not None else ():
        if len(gone) >= _MOST_AT_ONCE:
            break
        with suppress(DraftloopError):
            if port is not None and _is_brought_to_safety(desk, leftover):
                port.remove(leftover)
                gone.append(leftover.path)
    return gone


def _is_brought_to_safety(desk: Desk, leftover: Leftover) -> bool:
    """Whether its text is somewhere else now; False: it is no text."""
    stands = _stands(desk, leftover.file)
    if stands.startswith(leftover.data):
        return True  # also what was not written to its end, and what has nothing in it
    text = _text(leftover.data)
    if text is None:
        return False
    if not text or desk.recovery.holds(leftover.file, text) or _is_version(desk, leftover.file, text):
        return True
    in_file = stands.decode("utf-8", "replace").removeprefix(_BOM)
    is_wanted = leftover.file.endswith(".md") and missing_from(in_file, text)
    keep = desk.recovery.keep if is_wanted else desk.recovery.remember
    keep(leftover.file, text)
    return True


def _stands(desk: Desk, path: str) -> bytes:
    try:
        return desk.library.read_bytes(path)
    except NotFound:
        return b""


def _text(data: bytes) -> str | None:
    """A copy's text, without what a kill or a power cut left of its end; None: it is none."""
    data = data.rstrip(b"\0")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return None
        text = data[: error.start].decode()
    return None if "\0" in text else text.removeprefix(_BOM)


def _is_version(desk: Desk, path: str, text: str) -> bool:
    """Whether the file had this text at a commit."""
    parts = path.split("/")
    turns = desk.history.timeline(parts[1]) if parts[0] == "drafts" else []
    places = [("HEAD", path), *((turn.commit, path) for turn in turns)]
    return text in desk.history.texts_at(places)
