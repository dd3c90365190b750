"""Saving a file that an editor has open, whole and with its own line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.edited_lines import as_filed

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk


def save_text(desk: Desk, document: Document, text: str) -> Document:
    """Write an editor's text (LF) in place of `document`.

    Raises:
        ChangedOnDisk: somebody else wrote the file since; nothing is written.
        CannotWrite: the disk refuses; the text is in the net.
    """
    filed = as_filed(text, document.text)
    if document.exists and filed == document.text:
        return document
    return desk.library.save(document, filed)
