"""What a file turned out to be: understood, plain text, or broken. Only the first has fields to set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftloop.loop.document import Document
    from draftloop.loop.ports import FieldValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Fine:
    """A file whose fields were read, or that has none yet."""

    document: Document
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A text that says what it is in a language that is not written here: TOML or JSON front matter."""

    document: Document
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A file that cannot be understood. It is shown as it is and no field of it is ever written."""

    path: str
    problem: str
    remedy: str
    line: int | None
    """1-based; None for the whole file."""
    document: Document | None = None
    """None when it is no text at all."""

    @classmethod
    def by(cls, error: Unreadable, document: Document | None = None) -> Broken:
        """The same as an error says it."""
        return cls(
            path=error.path, problem=error.reason, remedy=error.remedy, line=error.line, document=document
        )

    @property
    def error(self) -> Unreadable:
        """The same as an error."""
        return Unreadable(self.path, self.problem, self.remedy, self.line)


Parsed = Fine | Raw | Broken
