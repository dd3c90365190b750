"""Saving what was edited: the words as typed, everything else as it stood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from draftloop.loop.errors import ChangedOnDisk, Unreadable
from draftloop.loop.front_matter import remove_field, set_field
from draftloop.loop.line_ends import carry_over
from draftloop.loop.parsed import Broken
from draftloop.steps.parsed import parse

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.loop.field_values import Value
    from draftloop.steps.desk import Desk


P = ParamSpec("P")
T = TypeVar("T")
_TRIES = 4


def again_if_changed(change: Callable[P, T]) -> Callable[P, T]:
    """For a step that reads a file, adds to it and saves: done anew on what another program made of it.

    Nothing was written when a save is refused, so the step begins at its beginning; a file that changes all
    the time is refused in the end.
    """

    @wraps(change)
    def with_patience(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(_TRIES - 1):
            with suppress(ChangedOnDisk):
                return change(*args, **kwargs)
        return change(*args, **kwargs)

    return with_patience


def save_text(desk: Desk, document: Document, text: str) -> Document:
    """Save a text that was edited as `editor_text` gave it; line ends outside the edit stay.

    Raises:
        ChangedOnDisk, CannotWrite: nothing was written; the text is in the recovery store.
    """
    return desk.library.save(document, as_saved(document, text))


def as_saved(document: Document, text: str) -> str:
    """What `save_text` would write."""
    return carry_over(document.text, text)


def set_fields(desk: Desk, document: Document, changes: Mapping[str, Value | None]) -> Document:
    """Save front matter fields, None removing one; every other byte stays.

    The result is read again before it is written: whatever else the splice would have changed stops it.

    Raises:
        Unreadable: the front matter cannot be read, or not be changed without touching other fields.
        ChangedOnDisk, CannotWrite: nothing was written.
    """
    parsed = parse(desk, document)
    if isinstance(parsed, Broken):
        raise parsed.error
    text = document.text
    for key, value in changes.items():
        if value is None:
            text = remove_field(text, key, path=document.path)
        else:
            text = set_field(text, key, value, path=document.path)
    return save_fields(desk, document, text, changes)


def save_fields(desk: Desk, document: Document, text: str, touched: Mapping[str, object]) -> Document:
    """Save `text` if no field but those `touched` differs from the document's. Raises as `set_fields`."""
    from dataclasses import replace

    before = desk.library.fields(document)
    after = desk.library.fields(replace(document, text=text))
    if _others(before, touched) != _others(after, touched):
        raise Unreadable(
            document.path,
            f"the front matter is too entangled to change {', '.join(touched)} alone",
            "change it in your editor",
        )
    return desk.library.save(document, text)


def _others(fields: Mapping[str, object], touched: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in fields.items() if key not in touched}
