"""From the events of the Markdown parser to blocks, headings, links, pictures and code.

Events and ranges come in code points; see `markdown.py`. A block takes in only what the parser calls text, so
no character of code can become prose.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from draftloop.adapters.markdown_front import field_blocks
from draftloop.adapters.markdown_html import html_texts, text_block
from draftloop.adapters.markdown_runs import TextSplitter, merge_text, tag_effect
from draftloop.loop.blocks import Block, BlockKind, CodeRange, Heading, Link, Picture, Run, RunKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftloop.adapters.markdown_mask import Mask
    from draftloop.loop.blocks import Span

Shape = str | dict[str, Any]
"""An event in the parser's own shape, the one untyped value that crosses this border."""
Event = tuple[Shape, int, int]
"""What happened, start, end."""

_BREAK_TAIL = re.compile(r"[ \t>]*")
_NO_BLOCK = frozenset({"HtmlBlock", "MetadataBlock"})
_CONTAINERS = {
    "Paragraph": BlockKind.PARAGRAPH,
    "Heading": BlockKind.HEADING,
    "TableCell": BlockKind.CELL,
    "DefinitionListTitle": BlockKind.TERM,
    "DefinitionListDefinition": BlockKind.DEFINITION,
    "Item": BlockKind.ITEM,
    "FootnoteDefinition": BlockKind.FOOTNOTE,
    "BlockQuote": BlockKind.QUOTE,
}
_CONTAINER_SIGNS = ("!", "?", "=", "\ufeff")
"""What the source has where the covered text has an item: see `markdown_marks.py`."""
_INLINE = frozenset({"Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript", "Link", "Image"})


@dataclass(slots=True)
class _Open:
    """A block that is being read."""

    kind: BlockKind
    level: int
    start: int
    end: int
    id: str = ""
    runs: list[Run] = field(default_factory=list)


class BlockBuilder:
    """Collects what the events of one text say."""

    def __init__(self, source: str, mask: Mask, lines: Sequence[int]) -> None:
        self._blocks: list[Block] = []
        self._aside: list[Block] = []
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.pictures: list[Picture] = []
        self.code: list[CodeRange] = []
        self.addresses: list[Span] = []
        self._lines = lines
        self._source = source
        self._masked = mask.text
        self._mask = mask
        self._splitter = TextSplitter(source, mask.text, mask.filler, mask.hidden)
        self._containers: list[tuple[str, int, int]] = []
        self._open: list[_Open] = []
        self._link: tuple[dict[str, Any], int, int, int] | None = None
        self._image: tuple[dict[str, Any], int, int, list[Run], int] | None = None
        self._strong = 0
        self._labels: list[bool] = []
        self._code_block: tuple[str, int, int] | None = None
        self._code_tag = ""

    def line_of(self, place: int) -> int:
        """1-based."""
        return bisect_right(self._lines, place)

    def add_front_matter(self, span: Span) -> None:
        """Title and description as blocks of their own kinds, where they are written on one plain line."""
        for block in field_blocks(self._source, span):
            self._blocks.append(replace(block, line=self.line_of(block.start)))

    def add_note(self, masked: str, events: Iterable[Event]) -> None:
        """A note within the line, as a block of its own that stands behind the block it is in."""
        builder = BlockBuilder(self._source, self._mask, self._lines)
        builder._masked = masked
        builder._splitter = TextSplitter(self._source, masked, self._mask.filler, self._mask.hidden)
        builder.run(events)
        self._aside += [replace(block, kind=BlockKind.FOOTNOTE, level=0) for block in builder._blocks]
        self.links += builder.links
        self.code = sorted([*self.code, *builder.code], key=lambda code: code.start)

    def in_order(self) -> tuple[Block, ...]:
        """All blocks in reading order; what is within a block, such as a picture's text, stands before it."""
        for kind, start, end in self._mask.texts:
            self._add_text(kind, start, end)
        if not self._aside:
            return tuple(self._blocks)
        ends = [block.end for block in self._blocks]
        placed = [(bisect_right(ends, block.start), 0, at, block) for at, block in enumerate(self._aside)]
        placed += [(at, 1, 0, block) for at, block in enumerate(self._blocks)]
        return tuple(block for *_, block in sorted(placed, key=lambda one: one[:3]))

    def _add_text(self, kind: BlockKind, start: int, end: int) -> None:
        block = text_block(self._source, kind, (start, end), line=self.line_of(start))
        if block is not None:
            self._aside.append(block)

    def run(self, events: Iterable[Event]) -> None:
        """Take in all events."""
        for event, start, end in events:
            if isinstance(event, str):
                self._mark(event, start, end)
                continue
            name, value = next(iter(event.items()))
            if name == "Text":
                self._text(value, start, end)
            elif name == "Start":
                self._start(value, start, end)
            elif name == "End":
                self._end(value)
            else:
                self._leaf(name, start, end)

    # -- blocks -----------------------------------------------------------------------------------------

    def _start(self, value: str | dict[str, Any], start: int, end: int) -> None:
        name, data = (value, None) if isinstance(value, str) else next(iter(value.items()))
        if name in _INLINE:
            self._start_inline(name, data, start, end)
            return
        if name == "HtmlBlock":
            for text in html_texts(self._source, start, end):
                self._add_text(*text)
        elif name == "Item" and self._source[start : start + 1] in _CONTAINER_SIGNS:
            name = "Container"
        elif name == "CodeBlock":
            info = data["Fenced"] if isinstance(data, dict) and "Fenced" in data else None
            self._close_loose()
            self.code.append(self._code_range(info, start, end))
            self._code_block = (name, start, end)
            return
        elif name == "Heading" and self._source[start : start + 1] != self._masked[start : start + 1]:
            name = "Container"  # its head, or a callout's title
        self._code_tag = ""
        if name in _CONTAINERS or name == "List":
            self._close_loose()
        self._containers.append((name, start, end))
        if name == "Heading" and data is not None:
            level = int(str(data["level"])[-1])
            self._open.append(_Open(BlockKind.HEADING, level, start, end, str(data.get("id") or "")))
        elif name in ("Paragraph", "TableCell", "DefinitionListTitle"):
            self._open_block(start, end)

    def _open_block(self, start: int, end: int) -> None:
        """Begin a block whose kind follows from the containers around it."""
        names = [name for name, _, _ in self._containers]
        depth = names.count("Item")
        kind = BlockKind.PARAGRAPH
        for name in reversed(names):
            if name in _CONTAINERS and name != "Paragraph":
                kind = _CONTAINERS[name]
                break
        self._open.append(_Open(kind, depth if kind is BlockKind.ITEM else 0, start, end))

    def _end(self, value: str | dict[str, Any]) -> None:
        name = value if isinstance(value, str) else next(iter(value))
        if name in _INLINE:
            self._end_inline(name)
        elif name == "CodeBlock":
            self._code_block = None
        else:
            self._code_tag = ""
            if self._open:
                self._finish(self._open.pop())
            if self._containers:
                self._containers.pop()

    def _close_loose(self) -> None:
        """Text straight below a tight item or a cell ends where the next block begins."""
        if self._open:
            self._finish(self._open.pop())

    def _current(self, start: int) -> _Open | None:
        if not self._open:
            if not self._containers or self._containers[-1][0] in _NO_BLOCK:
                return None
            self._open_block(start, start)
        return self._open[-1]

    def _finish(self, opened: _Open) -> None:
        runs = self._splitter.split(merge_text(opened.runs))
        while runs and runs[-1].kind is RunKind.BREAK:
            runs.pop()
        while runs and runs[0].kind is RunKind.BREAK:
            runs.pop(0)
        start = runs[0].start if runs else opened.start
        line = self.line_of(opened.start)
        block = Block(
            kind=opened.kind,
            runs=tuple(runs),
            start=start,
            end=runs[-1].end if runs else opened.start,
            line=self.line_of(start),
            level=opened.level,
            forbidden="|" if opened.kind is BlockKind.CELL else "",
        )
        if opened.kind is BlockKind.HEADING:
            self.headings.append(
                Heading(
                    level=opened.level,
                    text=block.text,
                    line=line,
                    start=opened.start,
                    end=opened.end,
                    id=opened.id,
                )
            )
        if any(run.kind is not RunKind.SHORTCODE and run.kind is not RunKind.TAG for run in runs):
            self._blocks.append(block)

    # -- runs -------------------------------------------------------------------------------------------

    def _add(self, kind: RunKind, text: str, start: int, end: int) -> None:
        run = Run(
            kind=kind,
            text=text,
            start=start,
            end=end,
            is_link=self._link is not None,
            is_strong=self._strong > 0,
            is_label=any(self._labels),
        )
        if self._image is not None:
            self._image[3].append(run)
            return
        current = self._current(start)
        if current is not None:
            last = current.runs[-1] if current.runs else None
            if last is not None and last.kind is RunKind.BREAK and last.end > start:
                # What looks like the marker of a quote behind the line end is text after all.
                current.runs[-1] = replace(last, text=self._source[last.start : start], end=start)
            current.runs.append(run)

    def _text(self, text: str, start: int, end: int) -> None:
        if self._code_block is not None:
            return
        if self._containers and self._containers[-1][0] in _NO_BLOCK:
            return
        if self._code_tag:
            self._add(RunKind.CODE, self._source[start:end], start, end)
        elif self._masked[start:end] != text:
            self._add(RunKind.ENTITY, text, start, end)
        elif self._link is not None and self._link[0]["link_type"] in ("Autolink", "Email"):
            self._add(RunKind.URL, self._source[start:end], start, end)
        else:
            self._add(RunKind.TEXT, self._source[start:end], start, end)

    def _mark(self, name: str, start: int, end: int) -> None:
        if name in ("SoftBreak", "HardBreak"):
            tail = _BREAK_TAIL.match(self._source, end)
            end = tail.end() if tail else end
            self._add(RunKind.BREAK, self._source[start:end], start, end)

    def _leaf(self, name: str, start: int, end: int) -> None:
        source = self._source[start:end]
        match name:
            case "Code":
                self.code.append(CodeRange(kind="span", start=start, end=end, line=self.line_of(start)))
                self._add(RunKind.CODE, source, start, end)
            case "InlineMath" | "DisplayMath":
                self._add(RunKind.MATH, source, start, end)
            case "FootnoteReference":
                self._add(RunKind.FOOTNOTE_MARK, source, start, end)
            case "InlineHtml":
                self._html(source, start, end)
            case _:
                return

    def _html(self, source: str, start: int, end: int) -> None:
        kind, hides, is_closing = tag_effect(source)
        if hides:
            self._code_tag = "" if is_closing else hides
        for text in html_texts(self._source, start, end):
            self._add_text(*text)
        self._add(kind, source, start, end)

    # -- links, pictures, code --------------------------------------------------------------------------

    def _start_inline(self, name: str, data: dict[str, Any] | None, start: int, end: int) -> None:
        if name == "Strong":
            self._strong += 1
        elif name in ("Link", "Image") and data is not None:
            self._labels.append(data["link_type"] in ("Shortcut", "Collapsed"))
        if name == "Link" and data is not None:
            if self._image is None:
                current = self._current(start)
                self._link = (data, start, end, len(current.runs) if current else 0)
        elif name == "Image" and data is not None and self._image is None:
            self._image = (data, start, end, [], 0)
        elif name == "Image" and self._image is not None:
            kept = self._image
            self._image = (kept[0], kept[1], kept[2], kept[3], kept[4] + 1)

    def _end_inline(self, name: str) -> None:
        if name == "Strong":
            self._strong -= 1
        elif name in ("Link", "Image") and self._labels:
            self._labels.pop()
        if name == "Link" and self._link is not None and self._image is None:
            self._end_link(*self._link)
            self._link = None
        elif name == "Image" and self._image is not None:
            data, start, end, runs, depth = self._image
            if depth:
                self._image = (data, start, end, runs, depth - 1)
            else:
                self._image = None
                self._end_image(data, start, end, runs)

    def _end_link(self, data: dict[str, Any], start: int, end: int, first_run: int) -> None:
        runs = self._open[-1].runs[first_run:] if self._open else []
        text = Block(kind=BlockKind.PARAGRAPH, runs=tuple(runs), start=start, end=end, line=0).text
        target = self._target(data, start, end)
        self.links.append(Link(target=target, text=text, start=start, end=end, line=self.line_of(start)))
        self._keep_address(data, runs[-1].end if runs else start, end)

    def _end_image(self, data: dict[str, Any], start: int, end: int, runs: list[Run]) -> None:
        runs = self._splitter.split(merge_text(runs))
        block = Block(kind=BlockKind.ALT, runs=tuple(runs), start=start, end=end, line=self.line_of(start))
        target = self._target(data, start, end)
        self.pictures.append(Picture(alt=block.text, target=target, start=start, end=end, line=block.line))
        if block.text:
            self._blocks.append(replace(block, start=runs[0].start, end=runs[-1].end, forbidden="[]"))
        self._add_title(data["title"], runs[-1].end if runs else start, end)
        self._keep_address(data, runs[-1].end if runs else start, end)
        self._add(RunKind.IMAGE, self._source[start:end], start, end)

    def _add_title(self, title: str, start: int, end: int) -> None:
        """The title of a picture, which many sites show below it, where it is written as it is read."""
        at = self._source.rfind(title, start, end) if title else -1
        if at >= 0:
            self._add_text(BlockKind.CAPTION, at, at + len(title))

    def _keep_address(self, data: dict[str, Any], text_end: int, end: int) -> None:
        """Remember where the address of a link stands, so that nothing is looked for in it."""
        if data["link_type"] == "Inline" and text_end < end:
            self.addresses.append((text_end, end))

    def _target(self, data: dict[str, Any], start: int, end: int) -> str:
        """The address; a shortcode in it is given back as it was written."""
        target = cast("str", data["dest_url"])
        if self._mask.filler in target or self._mask.hidden in target:
            at = self._masked.find(target, start, end)
            if at >= 0:
                return self._source[at : at + len(target)]
        return target

    def _code_range(self, info: str | None, start: int, end: int) -> CodeRange:
        line = self.line_of(start)
        last = self.line_of(max(start, end - 1))
        lines = max(0, last - line - 1) if info is not None else last - line + 1
        return CodeRange(
            kind="indented" if info is None else "fence",
            start=start,
            end=end,
            line=line,
            info=info or "",
            lines=lines,
        )
