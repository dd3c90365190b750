"""Marks within paragraphs: long sentences and paragraphs, wordy phrases, fillers; and the heat they make."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from draftloop.loop.blocks import Block, BlockKind, block_words
from draftloop.loop.finding import Finding
from draftloop.loop.readability_words import filler_phrases, find_phrases, plain_phrases, words_in
from draftloop.loop.rendering import Rendered, render
from draftloop.loop.sentences import sentence_at, sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.blocks import Prose, Span

LONG_SENTENCE = 30
"""Words. Published technical posts have 6 % of their sentences above it."""
LONG_PARAGRAPH = 110
"""Words; nine of ten paragraphs have at most 71."""
MUCH_FILLER = 13.3
"""Fillers and hedges in a thousand words; nine of ten posts have fewer."""
MARKS_A_PARAGRAPH = 3

RUNNING = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.FOOTNOTE, BlockKind.DEFINITION}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseView:
    """A block of running text with its sentences."""

    block: Block
    rendered: Rendered
    sentences: tuple[Span, ...]
    words: int

    def lengths(self) -> tuple[int, ...]:
        """Words of each sentence."""
        return tuple(words_in(self.rendered.text[start:end]) for start, end in self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphHeat:
    """How much a paragraph asks of its reader."""

    start: int
    end: int
    line: int
    heat: Literal[0, 1, 2, 3]


def views_of(prose: Prose) -> tuple[ProseView, ...]:
    """All running text of a post."""
    views: list[ProseView] = []
    for block in prose.blocks:
        if block.kind in RUNNING:
            rendered = render(block)
            sentences = tuple(sentence_spans(rendered.text))
            views.append(
                ProseView(block=block, rendered=rendered, sentences=sentences, words=block_words(block))
            )
    return tuple(views)


def mark_paragraphs(views: Sequence[ProseView]) -> tuple[list[Finding], list[ParagraphHeat]]:
    """Findings within paragraphs, at most three in each, and every paragraph's heat."""
    limit = _sentence_limit(views)
    fillers = {id(view): list(find_phrases(view.rendered.text, filler_phrases())) for view in views}
    words = sum(view.words for view in views)
    is_padded = words > 200 and sum(map(len, fillers.values())) * 1000 / words > MUCH_FILLER
    findings: list[Finding] = []
    heat: list[ParagraphHeat] = []
    for view in views:
        marks = [*_long_paragraph(view), *_long_sentences(view, limit), *_wordy(view)]
        if is_padded or len(fillers[id(view)]) >= MARKS_A_PARAGRAPH:
            marks += [_filler(view, start, end) for start, end, _ in fillers[id(view)]]
        findings += marks[:MARKS_A_PARAGRAPH]
        heat.append(_heat_of(view, marks))
    return findings, heat


def finding_at(
    view: ProseView, start: int, end: int, *, rule: str, kind: str, message: str, fixes: tuple[str, ...] = ()
) -> Finding:
    """A finding of this pass at a place in rendered text; column and text come later."""
    return replace(
        mark_at(view.rendered.to_source(start, end), view.block.line, rule, kind, message),
        fixes=fixes if view.rendered.can_replace(start, end) else (),
        sentence=sentence_at(view.rendered.text, start),
    )


def mark_at(span: tuple[int, int], line: int, rule: str, kind: str, message: str) -> Finding:
    """A finding of this pass at a place in the source; column and text come later."""
    return Finding(
        file="",
        start=span[0],
        end=span[1],
        line=line,
        column=1,
        pass_="readability",
        tier="style",
        engine="draftloop",
        rule=rule,
        kind=kind,
        message=message,
        text="",
    )


def _sentence_limit(views: Sequence[ProseView]) -> int:
    """Long is over 30 words, or well over this author's own habit where that is shorter."""
    lengths = [length for view in views for length in view.lengths() if length > 2]
    if len(lengths) < 20:
        return LONG_SENTENCE
    mean = sum(lengths) / len(lengths)
    spread = math.sqrt(sum((length - mean) ** 2 for length in lengths) / len(lengths))
    return max(25, min(LONG_SENTENCE, round(mean + 2 * spread)))


_JOINT = re.compile(
    r"[,;:—–]\s+(?:and|but|so|because|which|although|while|where|or|however)\b|;\s|\s[—–]\s|\s\("
)


def _long_sentences(view: ProseView, limit: int) -> list[Finding]:
    marks: list[tuple[int, Finding]] = []
    for (start, end), words in zip(view.sentences, view.lengths(), strict=True):
        if words <= limit:
            continue
        message = f"{words} words in one sentence"
        text = view.rendered.text[start:end]
        middle = len(text) / 2
        joints = [joint for joint in _JOINT.finditer(text) if 0.2 < joint.start() / len(text) < 0.8]
        if joints:
            joint = min(joints, key=lambda one: abs(one.start() - middle))
            word = joint[0].strip(" ,;:—–")
            message += (
                f"; it could be split before “{word}”" if word and word != "(" else "; it could be split"
            )
        marks.append(
            (
                words,
                finding_at(
                    view, start, end, rule="LongSentence", kind="long sentence", message=message + "."
                ),
            )
        )
    return [finding for _, finding in sorted(marks, key=lambda mark: -mark[0])]


def _long_paragraph(view: ProseView) -> list[Finding]:
    if view.words <= LONG_PARAGRAPH:
        return []
    message = f"{view.words} words in one paragraph; most have 30, and few over {LONG_PARAGRAPH}."
    start, end = view.sentences[0] if view.sentences else (0, 0)
    return [finding_at(view, start, end, rule="LongParagraph", kind="long paragraph", message=message)]


def _wordy(view: ProseView) -> list[Finding]:
    marks: list[Finding] = []
    text = view.rendered.text
    for start, end, better in find_phrases(text, plain_phrases()):
        if view.rendered.touches_opaque(start, end):
            continue
        found = text[start:end]
        fixes = tuple(_cased(one, found) for one in better if one)
        said = f"“{fixes[0]}” says the same." if fixes else "It can go without loss."
        marks.append(
            finding_at(
                view, start, end, rule="Wordy", kind="wordy", message=f"“{found}”: {said}", fixes=fixes[:3]
            )
        )
    return marks


def _cased(better: str, found: str) -> str:
    return better[:1].upper() + better[1:] if found[:1].isupper() else better


def _filler(view: ProseView, start: int, end: int) -> Finding:
    """The fix takes the blank in front along; at the start of a sentence there is none at one key."""
    text = view.rendered.text
    found = text[start:end]
    mark = finding_at(
        view, start, end, rule="Filler", kind="filler", message=f"“{found}” could go without loss.", fixes=()
    )
    can_drop = start > 0 and text[start - 1] == " " and text[end : end + 1] == " " and not found[:1].isupper()
    if can_drop and view.rendered.can_replace(start - 1, end):
        source_start, _ = view.rendered.to_source(start - 1, end)
        return replace(mark, start=source_start, fixes=("",))
    return mark


def _heat_of(view: ProseView, marks: Sequence[Finding]) -> ParagraphHeat:
    weight = sum(
        {"LongParagraph": 2.0, "LongSentence": 1.0, "Wordy": 0.7}.get(mark.rule, 0.5) for mark in marks
    )
    longest = max(view.lengths(), default=0)
    weight += 1 if longest > 1.5 * LONG_SENTENCE else 0
    heat: Literal[0, 1, 2, 3] = 0 if weight < 0.6 else 1 if weight < 1.6 else 2 if weight < 3 else 3
    return ParagraphHeat(start=view.block.start, end=view.block.end, line=view.block.line, heat=heat)
