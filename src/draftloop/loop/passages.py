"""What a finished post says, passage by passage: its headings, paragraphs and list items.

Quotes, tables, footnotes, code and pictures make no point of their own: they bear out the passage above them.
So does a gap that the author left, and the second paragraph of a list item.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from draftloop.loop.blocks import BlockKind, line_starts
from draftloop.loop.outline import normalized
from draftloop.loop.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftloop.loop.blocks import Block, Prose

_KINDS = {
    BlockKind.HEADING: "heading",
    BlockKind.PARAGRAPH: "paragraph",
    BlockKind.ITEM: "item",
    BlockKind.DEFINITION: "item",
}
_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]")
_SAYS_SOMETHING = 3
"""Words that a first sentence needs to say anything; "No." takes the next one with it."""

PassageKind = Literal["heading", "paragraph", "item"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One place of a post that says something."""

    kind: PassageKind
    text: str
    """All of it as a reader sees it, on one line."""
    line: int
    """1-based, in the post's file."""
    end: int
    """The 1-based line after its last one."""
    level: int = 0
    """Of a heading 1 to 6, of an item its depth from 1."""
    heading: str = ""
    """The text of the heading it stands under; of a heading its own."""

    @property
    def first_sentence(self) -> str:
        """What a hurried reader takes from it."""
        end = 0
        for _, end in sentence_spans(self.text):
            if len(self.text[:end].split()) >= _SAYS_SOMETHING:
                break
        return self.text[:end] or self.text


def passages_of(prose: Prose, text: str) -> tuple[Passage, ...]:
    """The passages of a post in reading order.

    Args:
        prose: What the Markdown reader saw in `text`.
        text: The whole file, front matter included.
    """
    return tuple(_passages(prose, text, line_starts(text)))


def _passages(prose: Prose, text: str, starts: Sequence[int]) -> Iterator[Passage]:
    heading = term = ""
    for block in prose.blocks:
        if block.kind is BlockKind.TERM:
            term = _one_line(block.text)
            continue
        kind = _KINDS.get(block.kind)
        own = _one_line(block.text)
        if kind is None or not normalized(own) or _is_gap(block, prose):
            continue
        if block.kind is BlockKind.ITEM and not _opens_item(block, text, starts):
            continue
        if block.kind is BlockKind.DEFINITION and term:
            own, term = f"{term}: {own}", ""
        if kind == "heading":
            heading = own
        yield Passage(
            kind=kind,  # type: ignore[arg-type]  # the table above holds these three names
            text=own,
            line=block.line,
            end=bisect_right(starts, max(block.start, block.end - 1)) + 1,
            level=max(block.level, 1) if kind == "item" else block.level,
            heading=heading,
        )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_gap(block: Block, prose: Prose) -> bool:
    """Whether nothing but gap markers stands there: a promise to write, not a thing said."""
    inside = [gap for gap in prose.gaps if gap.start < block.end and gap.end > block.start]
    if not inside:
        return False
    said = "".join(
        character
        for run in block.runs
        for place, character in enumerate(run.text, run.start)
        if not any(gap.start <= place < gap.end for gap in inside)
    )
    return not normalized(said)


def _opens_item(block: Block, text: str, starts: Sequence[int]) -> bool:
    """Whether an item's bullet stands before the block: a further paragraph of the item has none."""
    start = starts[bisect_right(starts, block.start) - 1]
    return _MARKER.search(text, start, block.start) is not None
