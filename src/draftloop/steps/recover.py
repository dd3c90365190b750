"""Taking back a text that was kept safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.errors import NotFound

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


def take_kept(desk: Desk, id: str) -> str:  # noqa: A002 - the word of the command line
    """Put a kept text in its file's place; what stands there is kept safe first. The file's path.

    Raises:
        NotFound: no kept text of that name.
        ChangedOnDisk: the file was changed in this very moment.
    """
    kept = next((text for text in desk.recovery.kept() if text.id == id), None)
    if kept is None:
        raise NotFound("kept text", id, tuple(text.id for text in desk.recovery.kept()))
    text = desk.recovery.text(id)
    document = desk.library.open(kept.file)
    if document.exists and document.text != text:
        desk.recovery.keep(document.path, document.text)
    desk.library.save(document, text)
    desk.recovery.dismiss(id)
    return kept.file
