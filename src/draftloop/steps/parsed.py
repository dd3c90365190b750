"""Whether a file can be understood, and what it says when it cannot be: the raw view stands on this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.corrections import read_corrections
from draftloop.loop.errors import Unreadable
from draftloop.loop.front_matter_block import Kind, find_block
from draftloop.loop.ignores import parse_ignores
from draftloop.loop.ledger import parse_ledger
from draftloop.loop.parsed import Broken, Fine, Parsed, Raw

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.loop.ports import FieldValue
    from draftloop.steps.desk import Desk

_TABLES: Mapping[str, Callable[[str, str], object]] = {
    "exported.toml": parse_ledger,
    "corrections.toml": read_corrections,
    "ignores.toml": parse_ignores,
}


def fields_of(desk: Desk, document: Document) -> Mapping[str, FieldValue]:
    """The fields of a file that can be understood; none where they are in a language not read here.

    Raises:
        Unreadable: the file is broken, and so is never written.
    """
    parsed = parse(desk, document)
    match parsed:
        case Broken():
            raise parsed.error
        case Fine():
            return parsed.fields
        case Raw():
            return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class RawText:
    """A file as it is, whatever it is."""

    path: str
    text: str
    """Bytes that are no UTF-8 as lone surrogates: to look at, never to be written."""
    parsed: Parsed
    document: Document | None
    """What a save goes by; None: the file is no text and is only shown."""


def parse(desk: Desk, document: Document) -> Parsed:
    """What a file that was read is."""
    name = document.path.rpartition("/")[2]
    try:
        if name in _TABLES:
            _TABLES[name](document.text, document.path)
            return Fine(document=document, fields={})
        kind = find_block(document.text).kind
        if kind is Kind.UNTERMINATED:
            raise Unreadable(
                document.path,
                "the front matter is never closed, or larger than 1 MB",
                "add a line `---` below it",
                1,
            )
        if kind in (Kind.TOML, Kind.JSON):
            return Raw(document=document, problem=f"the front matter is {kind.value.upper()}")
        return Fine(document=document, fields=desk.library.fields(document))
    except Unreadable as error:
        return Broken.by(error, document)


def open_raw(desk: Desk, path: str) -> RawText:
    """A workspace file as plain text, broken or not.

    Raises:
        Unreadable: it cannot be shown at all: no regular file, too large, forbidden, outside.
        NotFound: it is gone.
    """
    try:
        document = desk.library.open(path)
    except Unreadable as error:
        text = desk.library.read_bytes(path).decode("utf-8", "surrogateescape")
        return RawText(path=path, text=text, parsed=Broken.by(error), document=None)
    return RawText(path=path, text=document.text, parsed=parse(desk, document), document=document)


def parse_again(desk: Desk, path: str) -> Parsed:
    """What the file at `path` is now. Raises as `open_raw`."""
    return open_raw(desk, path).parsed
