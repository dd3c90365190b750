"""A file of the workspace as it was read: its text, and the fingerprint that a save must still find."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text file. `text` holds every character as on disk, line ends included, without a BOM."""

    path: str
    """Relative to the workspace, with `/`."""
    text: str
    fingerprint: str
    """SHA-256 of the bytes in hex; empty when the file does not exist yet."""
    has_bom: bool = False

    @property
    def exists(self) -> bool:
        return self.fingerprint != ""
