"""Stage one of reading Markdown: what CommonMark does not know is covered with filler of the same length.

Whole lines become blanks, so that they part paragraphs as they do on the site; what stands within a sentence
becomes a run of `FILLER`, which the reader turns into an opaque run, or of `hidden`, which vanishes. The text
keeps its length in characters, so every offset stays true. What is covered: `markdown_foreign.py`
(shortcodes, Liquid, TeX, comments), `markdown_jsx.py` (MDX), `markdown_marks.py` (marks of single flavors).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from draftloop.loop.blocks import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftloop.loop.blocks import Span

_PRIVATE_USE = range(0xE000, 0xF8FF)


class Mask:
    """A text that is being covered, one pass of ordered, disjoint covers at a time."""

    def __init__(self, text: str) -> None:
        self.source = text
        used = set(text) if not text.isascii() else set()
        free = (chr(code) for code in _PRIVATE_USE if chr(code) not in used)
        self.filler = next(free, "\uf8ff")
        self.hidden = next(free, "\uf8fe")
        self.is_changed = False
        self.texts: list[tuple[BlockKind, int, int]] = []
        """Prose within what is covered, such as captions: kind, start, end."""
        self._covers: list[tuple[int, int, str]] = []
        if not text.isascii() and _SURROGATE.search(text):
            text = _SURROGATE.sub("\ufffd", text)
        self.text = text

    def blank(self, start: int, end: int) -> None:
        """Cover whole lines: everything but the line ends becomes a blank."""
        self._covers.append((start, end, _VISIBLE.sub(" ", self.text[start:end])))

    def fill(self, start: int, end: int) -> None:
        """Cover what stands within a line; when it has its lines to itself, blank them instead."""
        self._cover(start, end, self.filler)

    def hide(self, start: int, end: int) -> None:
        """Cover what only dresses the text around it; alone on its lines it parts paragraphs."""
        self._cover(start, end, self.hidden)

    def _cover(self, start: int, end: int, char: str) -> None:
        before = self.text[max(0, start - _LINE_REACH) : start]
        after = self.text[end : end + _LINE_REACH]
        if _LINE_STARTS.search(before) and _LINE_ENDS.match(after):
            self.blank(start, end)
        else:
            self._covers.append((start, end, char * (end - start)))

    def put(self, place: int, chars: str) -> None:
        """Put characters in place of as many others."""
        self._covers.append((place, place + len(chars), chars))

    def apply(self) -> None:
        """End a pass: the covers show in `text` from now on."""
        if not self._covers:
            return
        pieces: list[str] = []
        place = 0
        for start, end, cover in sorted(self._covers):
            if start < place:
                continue
            pieces += (self.text[place:start], cover)
            place = end
        self.text = "".join((*pieces, self.text[place:]))
        self._covers.clear()
        self.is_changed = True


_SURROGATE = re.compile("[\ud800-\udfff]")
_VISIBLE = re.compile(r"[^\r\n]")
_LINE_REACH = 100
"""Characters looked at on either side; a construct further in than that has no line to itself."""
_LINE_STARTS = re.compile(r"(?:\A|[\r\n])[ \t]*\Z")
_LINE_ENDS = re.compile(r"[ \t]*(?:[\r\n]|\Z)")
_MONEY = re.compile(r"\$(?=\d)")


def mask_money(mask: Mask, formulas: Iterable[Span]) -> None:
    """Undo formulas that are two sums of money: `$5-$10`."""
    for start, end in formulas:
        closes_on_digit = mask.source[end : end + 1].isdigit()
        if closes_on_digit and _MONEY.match(mask.source, start):
            mask.put(start, "¤")
            mask.put(end - 1, "¤")
    mask.apply()


def outside(pattern: re.Pattern[str], text: str, code: Sequence[Span]) -> list[re.Match[str]]:
    """The matches that do not begin in code; `code` is in order."""
    return [match for match in pattern.finditer(text) if code_end(match.start(), code) is None]


def code_end(place: int, code: Sequence[Span]) -> int | None:
    """The end of the code that `place` lies in."""
    index = bisect_right(code, place, key=lambda span: span[0]) - 1
    if index >= 0 and place < code[index][1]:
        return code[index][1]
    return None
