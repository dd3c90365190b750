"""Prose beside the outline: which points have their paragraph, what is still open, how far along it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind, Gap, Prose
from draftloop.loop.coverage import Coverage, Mark, Paragraph, cover
from draftloop.loop.field_values import field_lines
from draftloop.loop.front_matter import body_of
from draftloop.loop.outline import Outline, parse_outline
from draftloop.steps.bundle import Bundle, folder_of, must_read, read_bundle
from draftloop.steps.lengths import target_words

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.steps.desk import Desk

MOST_MEASURED = 2_000_000
"""Characters; a thousand pages. What is longer was not written by hand: its words are counted, no more."""
_WORD = re.compile(r"\S+")
PARAGRAPH_KINDS = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.CELL, BlockKind.HEADING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a post is, against its outline and the author's usual length."""

    words: int
    target_words: int
    gaps: tuple[Gap, ...]
    coverage: Coverage
    prose: Prose

    @property
    def covered(self) -> int:
        """Points of the outline that have their paragraph."""
        return sum(mark is Mark.DONE for mark in self.coverage.marks)

    @property
    def coverable(self) -> int:
        return len(self.coverage.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseDesk:
    """What the prose screen works on."""

    document: Document
    title: str
    outline: Outline
    voice: str
    """The author's sample paragraph; empty when there is none."""
    target_words: int

    @property
    def front_matter(self) -> str:
        """The block above the body, as it stands in the file: not in the text being written."""
        return self.document.text[: len(self.document.text) - len(self.body)]

    @property
    def body(self) -> str:
        return body_of(self.document.text)


def open_prose(desk: Desk, slug: str) -> ProseDesk:
    """Open a draft's post; at the first entry post.md is made with the title and tags of its notes.

    Raises:
        NotFound: no such draft.
        Unreadable: post.md or outline.md cannot be read, and so is never written.
    """
    bundle = read_bundle(desk, slug)
    must_read(bundle, "post.md")
    document = _made(desk, bundle)
    outline = parse_outline(must_read(bundle, "outline.md").text)
    voice = desk.library.open(f"{folder_of(slug)}/voice.md")
    return ProseDesk(
        document=document,
        title=bundle.title,
        outline=outline,
        voice=body_of(voice.text).strip(),
        target_words=target_words(desk, bundle),
    )


def make_post(desk: Desk, slug: str) -> Document:
    """The post's file, made when it was not there. It may need mending: an editor is where that is done.

    Raises:
        NotFound: no such draft.
        Unreadable: post.md is no text at all.
    """
    bundle = read_bundle(desk, slug)
    if not bundle.post.exists:
        must_read(bundle, "post.md")
    return _made(desk, bundle)


def _made(desk: Desk, bundle: Bundle) -> Document:
    return bundle.post if bundle.post.exists else desk.library.save(bundle.post, first_post(bundle))


def first_post(bundle: Bundle) -> str:
    """post.md as it begins: title and tags of notes.md, and an empty body."""
    lines = ["---", *field_lines("title", bundle.title)]
    tags = bundle.notes_fields.get("tags")
    if isinstance(tags, list) and tags:
        lines += field_lines("tags", [str(tag) for tag in tags])
    return "\n".join([*lines, "---", "", ""])


def progress(desk: Desk, outline: Outline | None, text: str, *, target: int) -> Progress:
    """Measure a post's text (with or without front matter) against its outline; None counts words alone."""
    if len(text) > MOST_MEASURED:
        words = sum(1 for _ in _WORD.finditer(text))
        nothing = cover(outline or parse_outline(""), ())
        return Progress(words=words, target_words=target, gaps=(), coverage=nothing, prose=Prose())
    prose = desk.markdown.read(text)
    paragraphs = paragraphs_of(prose) if outline is not None else ()
    return Progress(
        words=prose.words,
        target_words=target,
        gaps=prose.gaps,
        coverage=cover(outline or parse_outline(""), paragraphs),
        prose=prose,
    )


def progress_of(desk: Desk, slug: str) -> Progress:
    """The same for the files as they are on disk."""
    bundle = read_bundle(desk, slug)
    outline = parse_outline(must_read(bundle, "outline.md").text)
    return progress(desk, outline, must_read(bundle, "post.md").text, target=target_words(desk, bundle))


def paragraphs_of(prose: Prose) -> tuple[Paragraph, ...]:
    """The paragraphs of a post with the headings they stand under, in reading order."""
    found: list[Paragraph] = []
    headings: list[tuple[int, str]] = []
    for block in prose.blocks:
        if block.kind not in PARAGRAPH_KINDS:
            continue
        text = block.text
        if block.kind is BlockKind.HEADING:
            headings = [(level, title) for level, title in headings if level < block.level]
            headings.append((block.level, text))
        found.append(
            Paragraph(
                line=block.line,
                text=text,
                heading=tuple(title for _, title in headings),
                is_heading=block.kind is BlockKind.HEADING,
            )
        )
    return tuple(found)


def open_outline_of(desk: Desk, slug: str) -> Outline:
    """The draft's outline as it is on disk, as a tree. Raises Unreadable."""
    return parse_outline(must_read(read_bundle(desk, slug), "outline.md").text)
