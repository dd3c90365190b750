"""Rows of facts beside a post that is read for its readers: its figures, and its outline both ways. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from draftloop.loop.readability_figures import FIGURE_NAMES, said
from draftloop.tui import text as texts
from draftloop.tui.widgets.figures import count

if TYPE_CHECKING:
    from draftloop.loop.readability import Readability
    from draftloop.loop.readability_figures import FigureName
    from draftloop.steps.reading import Covered

_NAMES: dict[FigureName, str] = {
    "sentence": "words a sentence",
    "spread": "spread of them",
    "long": "over 30 words",
    "paragraph": "words a paragraph",
    "passive": "passives each",
    "adverbs": "-ly in 1,000 words",
    "fillers": "fillers in 1,000",
}
_MOST_POINTS = 12


def figure_rows(seen: Readability, width: int) -> list[Content]:
    """Each figure with the band that eight of ten posts keep to; what lies outside has a sign of its own."""
    if seen.figures is None:
        return []
    whose = f"your last {seen.bands.posts} posts" if seen.bands.are_own else "published posts"
    rows = [texts.literal(f"Beside {whose}", "bold")]
    outside = {one.name for one in seen.outliers}
    for name in FIGURE_NAMES:
        value, band = said(name, getattr(seen.figures, name)), seen.bands.of(name)
        usual = f"{said(name, band.low).removesuffix(' %')}–{said(name, band.high)}"
        is_out = name in outside
        sign, look = ("▲ ", "$warning") if is_out else ("  ", "")
        gap = max(1, width - len(_NAMES[name]) - len(value) - len(usual) - 4)
        rows.append(
            texts.joined(
                (sign, look),
                (f"{value} ", look or "bold"),
                (_NAMES[name], look),
                (" " * gap, ""),
                (usual, "$text-muted"),
            )
        )
    code = f"{round(seen.code_share * 100)} % code"
    talk = (f"  {code}  {count(seen.questions, 'question')}", f"  “you” {seen.addressed} times")
    rows += [texts.literal(row, "$text-muted") for row in talk]
    return rows


def coverage_rows(covered: Covered | None, width: int) -> list[Content]:
    """Points of the outline without a paragraph, and paragraphs that no point of it speaks of."""
    if covered is None:
        return []
    rows = [Content.styled("Beside the outline", "bold")]
    told = covered.points - len(covered.open_points)
    rows.append(texts.literal(f"  {told} of {count(covered.points, 'point')} covered", "$text-muted"))
    for point in covered.open_points[:_MOST_POINTS]:
        sign, look = ("◐ ", "$warning") if point.is_begun else ("○ ", "$warning")
        rows.append(texts.joined((f"  {sign}", look), texts.line(texts.clip(point.text, width - 5))))
    rows += _rest(len(covered.open_points))
    if covered.paragraphs:
        rows.append(
            Content.styled(f"  {count(len(covered.paragraphs), 'paragraph')} without a point", "$text-muted")
        )
    for paragraph in covered.paragraphs[:_MOST_POINTS]:
        number = f"  {paragraph.line:>3} "
        rows.append(texts.joined((number, "$text-muted"), texts.line(texts.clip(paragraph.text, width - 7))))
    rows += _rest(len(covered.paragraphs))
    return rows


def _rest(number: int) -> list[Content]:
    left = number - _MOST_POINTS
    return [texts.literal(f"    and {left} more", "$text-muted")] if left > 0 else []
