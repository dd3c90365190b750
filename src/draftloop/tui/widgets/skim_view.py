"""What a hurried reader sees: title, headings, first sentences, pictures by alt text, captions of code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from draftloop.tui import text as texts

if TYPE_CHECKING:
    from draftloop.loop.readability_sections import SkimKind, SkimLine

_LEADS: dict[SkimKind, str] = {"picture": "▣ ", "code": "⌨ ", "bold": "  "}


def skim_content(lines: Sequence[SkimLine]) -> Content:
    """The whole view as one text, a blank row before headings and after paragraphs."""
    rows: list[Content] = []
    for number, line in enumerate(lines):
        if line.kind in ("heading", "paragraph", "picture", "code") and number:
            is_run = line.kind == "paragraph" and lines[number - 1].kind == "heading"
            rows += [] if is_run else [Content("")]
        rows.append(_row(line))
    return Content("\n").join(rows)


def _row(line: SkimLine) -> Content:
    match line.kind:
        case "title":
            return texts.line(line.text, "bold $accent")
        case "heading":
            return texts.joined(("  " * max(0, line.level - 2), ""), (line.text, "bold"))
        case "paragraph":
            return texts.line(line.text)
        case "picture":
            alt = line.text.strip()
            words = texts.line(alt) if alt else Content.styled("(no alternative text)", "$warning")
            return texts.joined((_LEADS["picture"], "$accent"), words)
        case "code":
            return texts.joined((_LEADS["code"], "$accent"), texts.line(line.text, "$text-muted"))
        case "bold":
            return texts.joined(_LEADS["bold"], texts.line(line.text, "bold"))
