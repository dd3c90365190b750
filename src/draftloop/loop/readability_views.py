"""Blocks of running text made ready for the second pass: sentences, words, and what is not to be judged."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from draftloop.loop.blocks import BlockKind, RunKind, block_words
from draftloop.loop.finding import Finding
from draftloop.loop.rendering import OPAQUE, Piece, Rendered, render
from draftloop.loop.sentences import sentence_spans

if TYPE_CHECKING:
    from draftloop.loop.blocks import Block, Prose, Span

RUNNING = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.FOOTNOTE, BlockKind.DEFINITION}
)

_TOKEN = re.compile(r"(?<![\w@#$/\\.-])[^\W\d_]++(?:['’-][^\W\d_]++)*+(?![\w/@\\(]|\.\w)")
_QUOTED = re.compile(
    r"“[^“”]{1,400}”|(?<![\w\"])\"[^\"]{1,400}\"(?![\w\"])|‘[^‘’]{1,200}’(?!\w)|(?<!\w)'[^'\n]{2,80}'(?!\w)"
)
_WORDS = re.compile(r"[^\W_][\w'’.-]*|\ufffc")


class Token(NamedTuple):
    """A word that stands alone: not part of a path, a call, a number or a name with dots."""

    word: str
    """Lower case, a straight apostrophe in it."""
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class ProseView:
    """A block of running text with its sentences."""

    block: Block
    rendered: Rendered
    sentences: tuple[Span, ...]
    lengths: tuple[int, ...]
    """Words of each sentence; code and other opaque pieces count as one each."""
    words: int

    @property
    def text(self) -> str:
        return self.rendered.text

    @property
    def is_own(self) -> bool:
        """Whether the author wrote it: what is quoted as a block is somebody else's."""
        return self.block.kind is not BlockKind.QUOTE

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words of the block in order."""
        return tuple(
            Token(match[0].lower().replace("’", "'"), *match.span()) for match in _TOKEN.finditer(self.text)
        )

    @cached_property
    def _spared(self) -> tuple[list[int], list[int]]:
        """Where quoted speech and the words of links begin and end."""
        spans = [match.span() for match in _QUOTED.finditer(self.text)]
        spans += [(piece.at, piece.at + piece.size) for piece in self.rendered.pieces if piece.run.is_link]
        spans.sort()
        ends: list[int] = []
        for _, end in spans:
            ends.append(max(end, ends[-1] if ends else 0))
        return [start for start, _ in spans], ends

    def is_quoted(self, place: int) -> bool:
        """Whether a place lies in quoted speech or in a link's words."""
        starts, ends = self._spared
        index = bisect_right(starts, place) - 1
        return index >= 0 and place < ends[index]

    def is_spared(self, start: int, end: int) -> bool:
        """Whether a place is no running prose: quoted, a link's words, or beside code."""
        return self.is_quoted(start) or OPAQUE in self.text[max(0, start - 1) : end + 1]

    def sentence_of(self, place: int) -> int:
        """Index of the sentence that holds a place."""
        return max(0, bisect_right(self.sentences, place, key=lambda span: span[0]) - 1)


def views_of(prose: Prose) -> tuple[ProseView, ...]:
    """All running text of a post."""
    views: list[ProseView] = []
    for block in prose.blocks:
        if block.kind in RUNNING:
            rendered = render(block)
            sentences = tuple(sentence_spans(_without_marks(rendered)))
            views.append(
                ProseView(
                    block=block,
                    rendered=rendered,
                    sentences=sentences,
                    lengths=tuple(words_in(rendered.text[start:end]) for start, end in sentences),
                    words=block_words(block),
                )
            )
    return tuple(views)


def _without_marks(rendered: Rendered) -> str:
    """The text with footnote marks as blanks: a full stop before one ends its sentence."""
    parts = [" " * piece.size if piece.run.kind is RunKind.FOOTNOTE_MARK else "" for piece in rendered.pieces]
    if not any(parts):
        return rendered.text
    return "".join(
        blank or rendered.text[piece.at : piece.at + piece.size]
        for blank, piece in zip(parts, rendered.pieces, strict=True)
    )


def readable(rendered: Rendered, start: int, end: int) -> str:
    """A stretch of rendered text as the reader sees it, code and formulas by their words."""
    parts: list[str] = []
    for piece in rendered.pieces[max(0, bisect_right(rendered.pieces, start, key=_at) - 1) :]:
        if piece.at >= end:
            break
        if piece.is_exact or piece.run.kind in (RunKind.ENTITY, RunKind.BREAK):
            parts.append(rendered.text[max(start, piece.at) : min(end, piece.at + piece.size)])
        elif piece.run.kind in (RunKind.CODE, RunKind.MATH, RunKind.URL):
            parts.append(piece.run.text.strip("`$").strip())
    return " ".join("".join(parts).split())


def _at(piece: Piece) -> int:
    return piece.at


def words_in(text: str) -> int:
    """Words of a sentence; code and other opaque pieces count as one each."""
    return len(_WORDS.findall(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something that may be marked: which are shown is decided when all are known."""

    start: int
    """In the file when `view` is None, else in the rendered text of the view."""
    end: int
    rule: str
    kind: str
    message: str
    fixes: tuple[str, ...] = ()
    weight: float = 1.0
    """How much a reader gains, against other marks in the same paragraph."""
    is_minor: bool = False
    """Counts for the heat of its paragraph, and stands behind "more"."""
    view: ProseView | None = None
    line: int = 0
    sentence: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """Its span in the file."""
        if self.view is None:
            return self.start, self.end
        return self.view.rendered.to_source(self.start, self.end)

    def finding(self) -> Finding:
        """As a finding of this pass; file, column and text come later."""
        start, end = self.place
        view = self.view
        if view is None:
            return self._finding(start, end, self.line, self.sentence)
        can_fix = bool(self.fixes) and view.rendered.can_replace(self.start, self.end)
        spans = view.sentences
        first, last = spans[view.sentence_of(self.start)] if spans else (0, len(view.text))
        found = self._finding(start, end, view.block.line, view.text[first:last])
        return replace(found, fixes=self.fixes if can_fix else (), sentence_at=max(0, self.start - first))

    def _finding(self, start: int, end: int, line: int, sentence: str) -> Finding:
        return Finding(
            file="",
            start=start,
            end=end,
            line=line,
            column=1,
            pass_="readability",
            tier="style",
            engine="draftloop",
            rule=self.rule,
            kind=self.kind,
            message=self.message,
            text="",
            sentence=sentence,
        )
