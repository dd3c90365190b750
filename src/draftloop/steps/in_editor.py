"""A file of the workspace in the author's own editor, and a look at what that left behind."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from draftloop.loop.errors import CannotWrite, HistoryUnavailable, Unreadable
from draftloop.steps.autosaves import autosave

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk


def edit_file(desk: Desk, document: Document) -> bool:
    """Open a file in the author's editor until it closes; True when it changed.

    The text before is remembered first: an editor may truncate, delete or recode what it was given.

    Raises:
        ToolMissing: no editor, or it ended with an error.
        Unreadable: what it left cannot be read; the text before is in the recovery store.
    """
    with suppress(CannotWrite):  # a full state folder may cost the net; it must not cost the writing
        desk.recovery.remember(document.path, document.text)
    changed = desk.editor.edit(document.path)
    try:
        after = desk.library.open(document.path)
    except Unreadable as error:
        raise Unreadable(error.path, error.reason, _kept(desk, document, error.remedy), error.line) from error
    if not after.exists:
        raise Unreadable(document.path, "is gone since the editor closed", _kept(desk, document, ""))
    if changed:
        _autosave(desk, document.path)
    return changed


def _autosave(desk: Desk, path: str) -> None:
    """The draft is left for now, as the app leaves one; the file has the words, whatever git says."""
    match path.split("/"):
        case ["drafts", slug, _]:
            with suppress(HistoryUnavailable):
                autosave(desk, slug)


def _kept(desk: Desk, document: Document, remedy: str) -> str:
    """Where the text before is, put on offer."""
    try:
        name = desk.recovery.keep(document.path, document.text)
    except CannotWrite:
        return remedy
    kept = f"the text before is kept as {name}: `draftloop recover take {name}`"
    return f"{remedy}; {kept}" if remedy else kept
