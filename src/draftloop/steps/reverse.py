"""The reverse outline of a draft: the finished prose's own points, and the author's lines for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind, block_words
from draftloop.loop.errors import BadValue
from draftloop.loop.line_ends import editor_text
from draftloop.loop.passages import passages_of
from draftloop.loop.reverse_file import update_reverse
from draftloop.loop.reverse_outline import ReverseOutline, reverse_outline
from draftloop.steps.bundle import folder_of, must_read, read_bundle
from draftloop.steps.files import save_text

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk
    from draftloop.steps.history import Version

POST = "post.md"
OUTLINES = ("outline.md", "notes.md", "parked.md", "reverse.md")
"""Files whose names say that they are lists, whatever they hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseWritten:
    """What bringing reverse.md up to the post did."""

    document: Document
    reverse: ReverseOutline
    is_changed: bool


def reverse_of(desk: Desk, slug: str) -> ReverseOutline:
    """The points of post.md as it is, in the lines of reverse.md where the author wrote some.

    Args:
        desk: The desk.
        slug: An exact slug.

    Raises:
        NotFound: no such draft.
        BadValue: it has no prose yet.
        Unreadable: post.md or reverse.md.
    """
    return reverse_of_text(desk, _post_text(desk, slug), reverse_document(desk, slug).text)


def reverse_of_text(desk: Desk, text: str, reverse_text: str = "") -> ReverseOutline:
    """The same for texts that were read, or are being written."""
    return reverse_outline(desk.markdown.read(text), text, reverse_text)


def reverse_of_version(desk: Desk, version: Version) -> ReverseOutline:
    """The same for a post as it was, with reverse.md as it was then, else as it is."""
    lines: str | None = None
    if version.slug and version.commit:
        lines = desk.history.text_at(version.commit, reverse_path(version.slug))
    if version.slug and lines is None:
        lines = reverse_document(desk, version.slug).text
    return reverse_of_text(desk, version.text, lines or "")


def write_reverse(desk: Desk, slug: str) -> ReverseWritten:
    """Make reverse.md, or bring it up to the post; what the author wrote in it stays, to the last line.

    Raises:
        NotFound, BadValue, Unreadable: as `reverse_of`.
        ChangedOnDisk, CannotWrite: nothing was written.
    """
    text = _post_text(desk, slug)
    prose = desk.markdown.read(text)
    document = reverse_document(desk, slug)
    updated = update_reverse(document.text, passages_of(prose, text))
    is_changed = updated != editor_text(document.text)
    if is_changed:
        document = save_text(desk, document, updated)
    reverse = reverse_outline(prose, text, document.text)
    return ReverseWritten(document=document, reverse=reverse, is_changed=is_changed)


def reverse_document(desk: Desk, slug: str) -> Document:
    """reverse.md of a draft; it need not exist. Raises Unreadable."""
    return desk.library.open(reverse_path(slug))


def reverse_path(slug: str) -> str:
    """Relative to the workspace."""
    return f"{folder_of(slug)}/reverse.md"


def is_post(desk: Desk, version: Version) -> bool:
    """Whether a text is a post rather than an outline: by its name, else by what most of its words are in."""
    name = version.path.rpartition("/")[2]
    if name == POST or name in OUTLINES:
        return name == POST
    words = dict.fromkeys((BlockKind.PARAGRAPH, BlockKind.ITEM), 0)
    for block in desk.markdown.read(version.text).blocks:
        if block.kind in words:
            words[block.kind] += block_words(block)
    return words[BlockKind.PARAGRAPH] > words[BlockKind.ITEM]


def _post_text(desk: Desk, slug: str) -> str:
    bundle = read_bundle(desk, slug)
    document = must_read(bundle, POST)
    if not bundle.has_prose:
        raise BadValue("draft", slug, f"has no prose yet; `draftloop prose {slug}` begins it")
    return document.text
