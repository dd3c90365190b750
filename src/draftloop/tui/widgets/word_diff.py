"""What changed between two texts, by paragraphs, sentences and words; and the view that shows it.

Paragraphs that are equal stay whole. Where they differ, sentences are matched, and within those that have no
equal, words. The comparison is pure; the view draws it with a sign before each change, not by color alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Literal

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from draftloop.loop.sentences import sentence_spans
from draftloop.tui import text as texts
from draftloop.tui.widgets.figures import count

Kind = Literal["same", "out", "in"]
_WORD = re.compile(r"\s+|\w+(?:['’]\w+)*|[^\w\s]")
_PARAGRAPH = re.compile(r"\n[ \t]*\n+")
_MOST_PAIRS = 400_000
"""Words against words; above it a stretch is shown as taken out and put in whole."""
_LEAST_SHARED = 0.35
"""Sentences that share less are shown one after the other: confetti cannot be read."""
_CONTEXT = 1
"""Paragraphs that stay in sight on each side of a change."""
_STYLES: dict[Kind, str] = {"same": "", "out": "$error strike", "in": "$success underline"}
_SIGNS: dict[Kind, str] = {"same": "", "out": "−", "in": "+"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text and what became of it."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, or several that changed together."""

    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


def diff_passages(old: str, new: str) -> tuple[Passage, ...]:
    """Both texts as passages in reading order; no word of either is left out."""
    before, after = _paragraphs(old), _paragraphs(new)
    passages: list[Passage] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            passages += [Passage(pieces=(Piece(text=text, kind="same"),)) for text in after[j1:j2]]
        elif tag == "replace":
            passages.append(Passage(pieces=tuple(_by_sentences(before[i1:i2], after[j1:j2]))))
        else:
            kind: Kind = "out" if tag == "delete" else "in"
            gone = before[i1:i2] or after[j1:j2]
            passages += [Passage(pieces=(Piece(text=text, kind=kind),)) for text in gone]
    return tuple(passages)


def _paragraphs(text: str) -> list[str]:
    return [part for part in _PARAGRAPH.split(text.replace("\r\n", "\n").strip("\n")) if part.strip()]


def _by_sentences(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    before, after = _sentences(old), _sentences(new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            yield Piece(text="".join(after[j1:j2]), kind="same")
        else:
            yield from _by_words("".join(before[i1:i2]), "".join(after[j1:j2]))


def _sentences(paragraphs: Sequence[str]) -> list[str]:
    """Sentences with the blanks behind them, so that they join to the text again."""
    found: list[str] = []
    for number, text in enumerate(paragraphs):
        starts = [start for start, _ in sentence_spans(text)]
        cuts = [0, *starts[1:], len(text)]
        parts = [text[a:b] for a, b in pairwise(cuts) if a < b]
        if number < len(paragraphs) - 1:
            parts[-1] += "\n\n"
        found += parts
    return found


def _by_words(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    if before and after and len(before) * len(after) <= _MOST_PAIRS:
        runs = _runs(before, after)
        shared = sum(_is_word(token) for is_same, _, there in runs if is_same for token in there)
        if 2 * shared >= _LEAST_SHARED * sum(map(_is_word, (*before, *after))):
            yield from _words(runs)
            return
    yield from _changed(old, new)


def _is_word(token: str) -> bool:
    return any(char.isalnum() for char in token)


def _runs(before: Sequence[str], after: Sequence[str]) -> list[tuple[bool, list[str], list[str]]]:
    """Whether a run is the same, and its words on both sides."""
    opcodes = SequenceMatcher(None, before, after).get_opcodes()
    return [(tag == "equal", list(before[i1:i2]), list(after[j1:j2])) for tag, i1, i2, j1, j2 in opcodes]


def _words(runs: Sequence[tuple[bool, list[str], list[str]]]) -> Iterator[Piece]:
    """Runs as pieces; a lone blank or comma between two changes belongs to them."""
    gone: list[str] = []
    come: list[str] = []
    for number, (is_same, here, there) in enumerate(runs):
        is_between = (gone or come) and number < len(runs) - 1
        if not is_same or (is_between and not any(map(_is_word, there))):
            gone += here
            come += there
            continue
        yield from _changed("".join(gone), "".join(come))
        gone, come = [], []
        yield Piece(text="".join(there), kind="same")
    yield from _changed("".join(gone), "".join(come))


def _changed(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece(text=old, kind="out")
    if new:
        yield Piece(text=new, kind="in")


class WordDiffView(VerticalScroll):
    """The passages one below the other; what stayed the same is folded until asked for."""

    DEFAULT_CSS = """
    WordDiffView { height: 1fr; scrollbar-size-vertical: 1; }
    WordDiffView > Static { height: auto; padding-right: 1; margin-bottom: 1; }
    WordDiffView > .-same { color: $text-muted; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.passages: tuple[Passage, ...] = ()
        self.is_whole = False
        self._place = -1

    @property
    def changes(self) -> list[Static]:
        """The stretches that changed, in order."""
        return list(self.query(".-changed").results(Static))

    def show(self, passages: Sequence[Passage]) -> None:
        """Put a comparison in."""
        self.passages = tuple(passages)
        self._place = -1
        self._draw()

    def toggle_whole(self) -> None:
        """Unfold what stayed the same, or fold it."""
        self.is_whole = not self.is_whole
        self._draw()

    def go(self, by: int) -> bool:
        """Bring the next change into sight; False when there is none."""
        changes = self.changes
        if not changes:
            return False
        self._place = (self._place + by) % len(changes) if self._place >= 0 else (0 if by > 0 else -1)
        self.scroll_to_widget(changes[self._place], top=True, animate=False)
        return True

    def _draw(self) -> None:
        statics: list[Static] = []
        groups = [(changed, list(run)) for changed, run in groupby(self.passages, lambda one: one.is_changed)]
        for number, (is_changed, run) in enumerate(groups):
            if is_changed:
                content = Content("\n\n").join(content_of(passage) for passage in run)
                statics.append(Static(content, classes="-changed"))
            else:
                content = self._same(run, is_first=number == 0, is_last=number == len(groups) - 1)
                statics.append(Static(content, classes="-same"))
        if not any(passage.is_changed for passage in self.passages):
            statics.insert(0, Static(Content("Word for word the same."), classes="-same"))
        with self.app.batch_update():
            self.remove_children()
            self.mount_all(statics)

    def _same(self, run: Sequence[Passage], *, is_first: bool, is_last: bool) -> Content:
        if self.is_whole:
            return Content("\n\n").join(content_of(passage) for passage in run)
        head = 0 if is_first else _CONTEXT
        tail = 0 if is_last else _CONTEXT
        folded = len(run) - head - tail
        if folded <= 0:
            return Content("\n\n").join(content_of(passage) for passage in run)
        parts = [content_of(passage) for passage in run[:head]]
        parts.append(Content.styled(f"… {count(folded, 'paragraph')} the same", "$text-disabled"))
        parts += [content_of(passage) for passage in run[len(run) - tail :] if tail]
        return Content("\n\n").join(parts)


def content_of(passage: Passage) -> Content:
    """A passage as it is drawn: a sign and a color before each change."""
    return texts.joined(*(_drawn(piece) for piece in passage.pieces))


def _drawn(piece: Piece) -> Content:
    """A sign stands before the first word of a change; blanks around it carry no style."""
    words = piece.text.strip()
    if piece.kind == "same" or not words:
        return texts.literal(piece.text if piece.kind != "out" else "")
    start = piece.text.index(words)
    before, behind = piece.text[:start], piece.text[start + len(words) :]
    return texts.joined(before, (_SIGNS[piece.kind] + words, _STYLES[piece.kind]), behind)
