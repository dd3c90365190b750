"""An outline diff as one page of HTML: no network, and it reads without its script, too."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from difflib import SequenceMatcher
from hashlib import sha256
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from draftloop.loop.diff_rows import DOUBTFUL, GLYPHS, Mark, Moves, counts, new_rows, old_rows, path_to
from draftloop.loop.outline import normalized
from draftloop.loop.plain import safe
from draftloop.steps.diff_page_style import SCRIPT, STYLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.diff_rows import PointRow
    from draftloop.loop.outline import Outline
    from draftloop.loop.outline_diff import OutlineDiff
    from draftloop.loop.settledness import Settled
    from draftloop.steps.diff import NamedDiff

MARK = '<meta name="generator" content="draftloop diff">'
"""Stands near the beginning of every page: what has it may be written anew."""

_SCRIPT_HASH = b64encode(sha256(SCRIPT.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_SCRIPT_HASH}'"
_DEEPEST = 12
_SHARED = 0.4
"""Share of equal words from which on the changed ones are worth marking; below it nearly all would be."""
_LONG = 600
"""Characters of a paragraph that are offered behind its point."""


def diff_page(found: NamedDiff, old_name: str, new_name: str) -> str:
    """The page: what was dropped, figures, what is unsure, and both outlines side by side.

    Args:
        found: The comparison.
        old_name: What the old outline is called.
        new_name: What the new one is called.
    """
    title = f"{_text(old_name)} → {_text(new_name)}"
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        MARK,
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{STYLE}</style></head><body>",
        f'<h1>{_text(old_name)} <span class="to">→</span> {_text(new_name)}</h1>',
        f'<p class="dim">{len(found.old.points):,} → {_count(len(found.new.points), "point")}'
        f", compared by {_text(found.engine)}</p>",
        *_figures(found.diff),
        _settled(found.settled),
        *_dropped(found.old, found.new, found.diff),
        *_doubts(found.old, found.new, found.diff),
        *_Sides(found).lines(old_name, new_name),
        f"<script>{SCRIPT}</script></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _text(text: str) -> str:
    """Any text as HTML shows it: nothing in it is markup, no control character gets through."""
    return escape(safe(" ".join(text.split())))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _figures(diff: OutlineDiff) -> Iterator[str]:
    """The counts, which are the legend too."""
    yield '<ul class="figures">'
    targets = {Mark.DROPPED: "#dropped"}
    for mark, count in counts(diff).items():
        words = f'<span class="g">{GLYPHS[mark]}</span> {mark.value} <b>{count:,}</b>'
        target = targets.get(mark)
        yield (
            f'<li class="{mark.value}">' + (f'<a href="{target}">{words}</a>' if target else words) + "</li>"
        )
    if diff.doubtful:
        words = f'<span class="g">{DOUBTFUL}</span> unsure <b>{len(diff.doubtful):,}</b>'
        yield f'<li class="unsure"><a href="#unsure">{words}</a></li>'
    yield "</ul>"


def _settled(settled: Settled) -> str:
    named = (("ideas", settled.ideas), ("place", settled.place), ("wording", settled.wording))
    parts = "".join(
        f'<span>{name} <meter min="0" max="1" value="{value:.4f}"></meter> {value:.2f}</span>'
        for name, value in named
    )
    return f'<div class="settled"><span>settled <b>{settled.total:.2f}</b></span>{parts}</div>'


def _dropped(old: Outline, new: Outline, diff: OutlineDiff) -> Iterator[str]:
    """Dropped points under what they stood under, each with the nearest new point."""
    if not diff.dropped:
        return
    yield f'<section id="dropped" class="lost"><h2>Dropped {len(diff.dropped):,}</h2>'
    shown: set[int] = set()
    heading: tuple[int, ...] | None = None
    yield "<ul>"
    for index in diff.dropped:
        path = path_to(old, index)
        depth = sum(above in shown for above in path) if path and path[-1] in shown else 0
        if not depth and path != heading:
            heading = path
            names = " › ".join(_text(old.points[above].text) for above in path)
            yield f'</ul><p class="path">{names}</p><ul>'
        shown.add(index)
        near = diff.nearest(index)
        hint = (
            ""
            if near is None
            else f'<span class="near">nearest: <a href="#n{near}">{_text(new.points[near].text)}</a></span>'
        )
        point = old.points[index]
        yield (
            f'<li class="dropped" style="--d:{min(depth, _DEEPEST)}">'
            f'<a class="n" href="#o{index}">{point.line}</a><span class="g">{GLYPHS[Mark.DROPPED]}</span> '
            f'<span class="t">{_text(point.text)}</span>{hint}</li>'
        )
    yield "</ul></section>"


def _doubts(old: Outline, new: Outline, diff: OutlineDiff) -> Iterator[str]:
    """Pairs that may not be the same point, least sure first."""
    if not diff.doubtful:
        return
    yield '<section id="unsure"><h2>Unsure: the same point?</h2><ul class="doubts">'
    for link in diff.doubtful:
        sides = ((f"#o{link.old}", old.points[link.old]), (f"#n{link.new}", new.points[link.new]))
        cells = "".join(f'<a href="{target}">{_text(point.text)}</a>' for target, point in sides)
        yield f'<li>{cells}<span class="n">{link.score:.0%}</span></li>'
    yield "</ul></section>"


class _Sides:
    """Both outlines, every point linked with its partners."""

    def __init__(self, found: NamedDiff) -> None:
        self._found = found
        self._old, self._new, self._diff = found.old, found.new, found.diff
        self._moves = Moves(found.old, found.new, found.diff)
        self._words: dict[tuple[str, int], str] = {}

    def lines(self, old_name: str, new_name: str) -> Iterator[str]:
        new = new_rows(self._new, self._diff)
        self._mark_words(new)
        yield '<section><h2>Both outlines</h2><div class="pair" id="pair">'
        yield '<svg class="lines" id="lines" aria-hidden="true"></svg>'
        yield from self._side("o", old_name, self._old, old_rows(self._old, self._diff))
        yield from self._side("n", new_name, self._new, new)
        yield "</div></section>"

    def _side(self, side: str, name: str, outline: Outline, rows: Sequence[PointRow]) -> Iterator[str]:
        post = self._found.old_post if side == "o" else self._found.new_post
        kind = " of a post" if post is not None else ""
        yield f'<div class="side"><h3>{_text(name)} <span>{_count(len(rows), "point")}{kind}</span></h3>'
        other = self._new if side == "o" else self._old
        for row in rows:
            point = outline.points[row.point]
            classes = [row.mark.value]
            classes += ["unsure"] if row.is_doubtful else []
            classes += ["head"] if point.kind == "heading" else []
            partners = " ".join(f"{'n' if side == 'o' else 'o'}{index}" for index in row.partners)
            to = f' data-to="{partners}"' if side == "o" and partners else ""
            hint = (
                f' title="{_text(" ".join(point.body)[:_LONG])}"' if post is not None and point.body else ""
            )
            glyph = DOUBTFUL if row.is_doubtful else GLYPHS[row.mark]
            yield (
                f'<div class="p {" ".join(classes)}" id="{side}{row.point}"'
                f' style="--d:{min(point.depth, _DEEPEST)}"{to}{hint}>'
                f'<span class="n">{point.line}</span><span class="g">{glyph}</span>'
                f'<span class="t">{self._words.get((side, row.point)) or _text(point.text)}'
                f"{self._why(side, row)}</span>{_numbers(side, other, row)}</div>"
            )
        yield "</div>"

    def _why(self, side: str, row: PointRow) -> str:
        if side == "o" or row.mark is not Mark.MOVED:
            return ""
        return f'<span class="why">moved: {_text(self._moves.origin(row.partners[0], row.point))}</span>'

    def _mark_words(self, rows: Sequence[PointRow]) -> None:
        """In pairs of one old and one new point, the words that changed."""
        for row in rows:
            if row.mark not in (Mark.REWORDED, Mark.MOVED):
                continue
            before = self._old.points[row.partners[0]].text
            marked = changed_words(before, self._new.points[row.point].text)
            if marked is not None:
                self._words["o", row.partners[0]], self._words["n", row.point] = marked


def _numbers(side: str, other: Outline, row: PointRow) -> str:
    """The lines of the partners as links, for readers without a script and on paper."""
    there, arrow = ("n", "→") if side == "o" else ("o", "←")
    if not row.partners:
        return f'<span class="n">{row.mark.value}</span>'
    links = " ".join(
        f'<a class="n" href="#{there}{index}">{other.points[index].line}</a>' for index in row.partners
    )
    return f'<span class="n">{arrow} {links}</span>'


def changed_words(old: str, new: str) -> tuple[str, str] | None:
    """Both texts as HTML with the words that the other has not marked; None where nearly all are others."""
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(
        None, [normalized(w) or w for w in before], [normalized(w) or w for w in after], autojunk=False
    )
    blocks = matcher.get_matching_blocks()
    shared = sum(block.size for block in blocks)
    if shared < _SHARED * max(len(before), len(after)) or shared == len(before) == len(after):
        return None
    kept_before = {block.a + n for block in blocks for n in range(block.size)}
    kept_after = {block.b + n for block in blocks for n in range(block.size)}
    return _marked(before, kept_before), _marked(after, kept_after)


def _marked(words: Sequence[str], kept: set[int]) -> str:
    runs = groupby(range(len(words)), key=lambda n: n in kept)
    texts = [(is_kept, _text(" ".join(words[n] for n in run))) for is_kept, run in runs]
    return " ".join(text if is_kept else f'<span class="w">{text}</span>' for is_kept, text in texts)
