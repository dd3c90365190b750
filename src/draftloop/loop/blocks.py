"""A Markdown text as prose: blocks made of runs, and what stands between them, all with exact places.

Offsets are code points of the text as it was read, end exclusive; lines count from 1. The values are filled
by the Markdown reader (see `loop/ports.py`); nothing here parses Markdown. Rendering a block for an engine
and finding the way back to the file: `loop/rendering.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]
"""Start and end, code points, end exclusive."""


class BlockKind(StrEnum):
    """What a block of prose is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"
    QUOTE = "quote"
    FOOTNOTE = "footnote"
    TERM = "term"
    """The term of a definition list."""
    DEFINITION = "definition"
    ALT = "alt"
    """The alternative text of a picture."""
    CAPTION = "caption"
    """What stands below a picture or table: `figcaption`, a picture's title, a caption in a shortcode."""
    TITLE = "title"
    """The title in the front matter."""
    DESCRIPTION = "description"
    """The description or summary in the front matter."""


PROSE_KINDS = frozenset(BlockKind) - {BlockKind.ALT, BlockKind.TITLE, BlockKind.DESCRIPTION}
"""Blocks whose words count as words of the post."""


class RunKind(StrEnum):
    """What a piece of a block is. Only `text` is the author's prose, character by character."""

    TEXT = "text"
    BREAK = "break"
    """A line end within the block, with the indentation and markers around it."""
    ENTITY = "entity"
    """One or more source characters that stand for others: `&amp;`, `&nbsp;`."""
    CODE = "code"
    MATH = "math"
    IMAGE = "image"
    URL = "url"
    """An address written out."""
    SHORTCODE = "shortcode"
    FOOTNOTE_MARK = "footnote-mark"
    HTML = "html"
    """A tag that stands for something, such as a picture or a line break."""
    TAG = "tag"
    """A tag that only dresses the text around it, such as `<b>`; it renders as nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a block.

    For `text`, `text` is the file's text from `start` to `end`. For `entity` it is what the entity stands
    for; for everything else the source as written.
    """

    kind: RunKind
    text: str
    start: int
    end: int
    is_link: bool = False
    is_strong: bool = False
    is_label: bool = False
    """The text is also the name by which a link finds its address, `[like this]`: nobody may correct it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of prose that no engine may look beyond: a paragraph, a heading, a table cell ..."""

    kind: BlockKind
    runs: tuple[Run, ...]
    start: int
    end: int
    line: int
    level: int = 0
    """Of a heading 1 to 6; of an item its depth from 1; else 0."""
    forbidden: str = ""
    """Characters that a correction may not bring in: they would end the quotes or the cell it stands in."""

    @property
    def text(self) -> str:
        """The block as a reader sees it: line breaks as blanks, code and links by their words."""
        return "".join(_readable(run) for run in self.runs).strip()


def _readable(run: Run) -> str:
    match run.kind:
        case RunKind.TEXT | RunKind.ENTITY | RunKind.URL:
            return run.text
        case RunKind.BREAK:
            return " "
        case RunKind.CODE:
            return run.text.strip("`").strip()
        case RunKind.MATH:
            return run.text.strip("$")
        case RunKind.IMAGE | RunKind.SHORTCODE | RunKind.FOOTNOTE_MARK | RunKind.HTML | RunKind.TAG:
            return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the post."""

    level: int
    text: str
    line: int
    start: int
    end: int
    id: str = ""
    """As set by `{#id}`; empty when the site makes one up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link, also one by reference or an address in angle brackets."""

    target: str
    """As the author wrote it, references resolved."""
    text: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image in Markdown's own syntax."""

    alt: str
    target: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRange:
    """Code that no check and no rewriting may touch."""

    kind: Literal["fence", "indented", "span"]
    start: int
    end: int
    line: int
    info: str = ""
    """What stands behind the opening fence: the language and its options."""
    lines: int = 0
    """Lines of code inside; 0 for a span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A hole the author left on purpose: TK, TODO, FIXME, XXX, [?] or [TK: ...], outside code."""

    text: str
    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """All that reading a Markdown text gives."""

    blocks: tuple[Block, ...] = ()
    """In reading order; alternative texts stand before the block that holds the picture."""
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    pictures: tuple[Picture, ...] = ()
    code: tuple[CodeRange, ...] = ()
    gaps: tuple[Gap, ...] = ()
    front_matter: Span | None = None
    """With both delimiter lines; None when there is none."""

    @property
    def words(self) -> int:
        """Words of the post, as `count_words` counts them."""
        return count_words(self.blocks)


_WORD = re.compile(r"[^\W_][\w'’.-]*")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_VISIBLE = frozenset({RunKind.TEXT, RunKind.ENTITY, RunKind.CODE, RunKind.BREAK, RunKind.URL, RunKind.MATH})


def count_words(blocks: Iterable[Block]) -> int:
    """Words of the prose blocks; front matter, alternative texts, code blocks and comments have none.

    Inline code, a formula or an address is one word. In scripts that put no blanks between words, each
    character of Chinese and each kana counts.
    """
    return sum(block_words(block) for block in blocks if block.kind in PROSE_KINDS)


def block_words(block: Block) -> int:
    """Words of one block, whatever its kind."""
    visible = "".join(_counted(run) for run in block.runs if run.kind in _VISIBLE)
    if visible.isascii():
        return len(_WORD.findall(visible))
    spaced = _WIDE.sub(" x ", visible)
    return len(_WORD.findall(spaced))


def _counted(run: Run) -> str:
    match run.kind:
        case RunKind.TEXT | RunKind.ENTITY:
            return run.text
        case RunKind.BREAK:
            return " "
        case _:
            return "x"


def line_starts(text: str) -> list[int]:
    """Where each line begins; a line ends at LF, CR LF or a lone CR, as Markdown has it."""
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


_LINE_END = re.compile(r"\r\n|\n|\r")
