"""Saving a post of which only the body is in the editor; the front matter stays byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from draftloop.loop.errors import CannotWrite
from draftloop.loop.front_matter import Kind, find_block
from draftloop.steps.files import set_fields
from draftloop.tui.screens.saver import Saver

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.loop.ports import FieldValue
    from draftloop.steps.desk import Desk


class BodySaver(Saver):
    """A saver whose editor has the text below the front matter."""

    def __init__(self, desk: Desk, document: Document) -> None:
        self.head = ""
        """The front matter with its delimiters and the line end behind it, line ends as LF."""
        super().__init__(desk, document)

    def part_of(self, file_text: str) -> str:
        text = super().part_of(file_text)
        return text[find_block(text).body :]

    def adopt(self, document: Document) -> None:
        super().adopt(document)
        text = super().part_of(self.document.text)
        self.head = text[: find_block(text).body]

    def whole(self, text: str) -> str:
        return self.head + text

    @property
    def not_ours(self) -> str:
        """Why the front matter can only be read here; empty when it can be written."""
        kind = find_block(self.head).kind
        if kind in (Kind.YAML, Kind.NONE):
            return ""
        if kind is Kind.UNTERMINATED:
            return "this front matter is never closed: add a line `---` below it in your editor"
        return f"this front matter is {kind.value.upper()}: change it in your editor"

    def change_fields(
        self, changes: Mapping[str, str | list[str]], body: str, *, seen: Mapping[str, FieldValue]
    ) -> frozenset[str]:
        """Set fields of the front matter, an empty value removes its field, and save `body` with them.

        Args:
            changes: The new values.
            body: The editor's text.
            seen: The fields as the author saw them.

        Returns:
            Which of the changed fields somebody else changed since; if there is one, nothing is written.

        Raises:
            Unreadable: the front matter is of a kind that is not written here; nothing is changed.
            ChangedOnDisk: somebody else wrote the file; nothing is written.
        """
        turn = self.turn()
        with self._lock:
            present = self._desk.library.fields(self.document)
            others = frozenset(
                name for name, new in changes.items() if present.get(name) not in (seen.get(name), new)
            )
            if others:
                return others
            self._save(body)
            values = {key: value or None for key, value in changes.items()}
            self.document = set_fields(self._desk, self.document, values)
            text = super().part_of(self.document.text)
            self.head = text[: len(text) - len(body)]
            self.saved_text = body
        with suppress(CannotWrite):  # the file is written; the net learns of its new head with the next key
            self.keep(body, turn)
        return others
