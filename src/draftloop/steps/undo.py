"""Taking back the last change of one file, as long as nobody else has changed it since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.document import Document
from draftloop.loop.errors import ChangedOnDisk

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One file before and after something was done to it."""

    before: Document
    after: Document


def watch_change(desk: Desk, path: str, act: Callable[[], object]) -> Change:
    """Do `act`, and remember what it made of the file at `path`. Raises what `act` raises."""
    before = desk.library.open(path)
    act()
    return Change(before=before, after=desk.library.open(path))


def take_back(desk: Desk, change: Change) -> Document:
    """Write the text from before again.

    Raises:
        ChangedOnDisk: the file is no longer as the change left it; nothing is written.
    """
    present = desk.library.open(change.after.path)
    if present.text != change.after.text:
        raise ChangedOnDisk(present.path, change.after.fingerprint, present.fingerprint)
    return desk.library.save(present, change.before.text)
