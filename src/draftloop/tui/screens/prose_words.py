"""The words of the prose screen: its status row, offers and stubs. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from draftloop.tui import text as texts
from draftloop.tui.widgets.figures import count, spent
from draftloop.tui.widgets.inline_marks import code_rows

if TYPE_CHECKING:
    from draftloop.tui.screens.prose_measure import Measured
    from draftloop.tui.widgets.coverage_pane import PaneRow

_GAP = re.compile(r"\[(?:TK|TODO|\?)[^\]\n]*\]|\b(?:TK|TODO|FIXME|XXX)\b")


def status(measured: Measured | None, said: str, minutes: float | None, *, with_figures: bool) -> Content:
    """What was just said, else the signs; at the right the figures when the pane does not show them."""
    parts: list[Content | tuple[str, str]] = []
    if said:
        parts.append((said, "$accent"))
    elif measured is not None and measured.signs:
        sign = measured.signs[0]
        more = f" and {len(measured.signs) - 1} more" if len(measured.signs) > 1 else ""
        parts.append(texts.line(f"· {sign.sentence}, line {sign.line}{more}", "$text-muted"))
    figures = []
    if measured is not None and with_figures and not said:
        if measured.gaps:
            figures.append(count(len(measured.gaps), "gap"))
        target = f" of about {measured.target_words:,}" if measured.target_words else ""
        figures.append(f"{measured.words:,}{target} words")
    if minutes is not None:
        figures.append(spent(round(minutes)))
    if figures:
        parts.append((" · ".join(figures), "$text-disabled"))
    return Content("   ").join(texts.joined(part) for part in parts)


def offer(row: PaneRow) -> str:
    """What can be done about a point without its paragraph."""
    name = texts.clip(row.text, 34)
    if row.mark == "partly":
        return f"◐ {name}: here it is begun"
    return f"○ {name}: ctrl+b starts it at the cursor"


def stub(row: PaneRow) -> str:
    """A point as the beginning of its paragraph, in the author's own words."""
    if not row.is_heading:
        return row.text
    return "## " + row.text


def gap_places(lines: Sequence[str]) -> list[tuple[int, int, int]]:
    """Row, start and end column of each gap outside fenced code."""
    code = code_rows(list(lines))
    return [
        (row, match.start(), match.end())
        for row, line in enumerate(lines)
        if row not in code
        for match in _GAP.finditer(line)
    ]


def recorded(subject: str, advice: str) -> str:
    """What is said after the sitting was recorded."""
    return f"{subject}. {advice}" if subject else f"Nothing new to record. {advice}"
