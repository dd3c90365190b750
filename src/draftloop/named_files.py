"""Files named on the command line: those of a workspace, and any other."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk


def open_file(desk: Desk, name: str) -> tuple[Document, str]:
    """A file named on the command line, and the draft it belongs to (empty: none).

    Raises:
        Unreadable: it cannot be read as text.
    """
    root = desk.library.root
    full = os.path.realpath(name)
    inside = os.path.relpath(full, root)
    if not inside.startswith(".."):
        path = inside.replace(os.sep, "/")
        parts = path.split("/")
        slug = parts[1] if parts[0] == "drafts" and len(parts) > 2 else ""
        return desk.library.open(path), slug
    return replace(_open_outside(desk, full), path=name), ""


def _open_outside(desk: Desk, full: str) -> Document:
    from draftloop.adapters.library import FileLibrary

    folder, name = os.path.split(full)
    return FileLibrary(folder, desk.recovery).open(name)


def save_file(desk: Desk, name: str, document: Document, text: str) -> Document:
    """Write `text` in place of a document that `open_file` gave for `name`.

    Raises:
        ChangedOnDisk: somebody else changed the file; nothing is written.
        CannotWrite: the disk refuses.
    """
    from draftloop.adapters.library import FileLibrary

    full = os.path.realpath(name)
    if not os.path.relpath(full, desk.library.root).startswith(".."):
        return desk.library.save(document, text)
    folder, file = os.path.split(full)
    saved = FileLibrary(folder, desk.recovery).save(replace(document, path=file), text)
    return replace(saved, path=document.path)


def document_of(path: str, data: bytes) -> Document:
    """See `adapters/library.py`."""
    from draftloop.adapters import library

    return library.document_of(path, data)


def committed_text(name: str, commit: str = "HEAD") -> str | None:
    """What a commit has at a file named on the command line; None: nothing, or git does not know the file."""
    from draftloop.adapters.history import GitHistory
    from draftloop.loop.errors import HistoryUnavailable

    folder, file = os.path.split(os.path.realpath(name))
    try:
        return GitHistory(folder, hooks=False).text_at(commit, file)
    except HistoryUnavailable:
        return None


def write_page(name: str, text: str, mark: str) -> None:
    """See `adapters/page_file.py`."""
    from draftloop.adapters import page_file

    page_file.write_page(name, text, mark)
