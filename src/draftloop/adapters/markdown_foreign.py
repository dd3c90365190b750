"""Constructs with an opening and a closing that CommonMark does not know, covered before it reads.

Shortcodes of Hugo and Jekyll with their raw bodies, Liquid and Jinja, kramdown's extensions, TeX, comments,
drawings. An opening that never closes, or closes only behind a block of code, hides nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from draftloop.adapters.markdown_mask import code_end
from draftloop.loop.blocks import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.adapters.markdown_mask import Mask
    from draftloop.loop.blocks import Span

MAY_HOLD = re.compile(
    r"<!--|\{\{|\{%|\{#[ \t-]|\{::|\\\(|\\\[|\\begin\{|^[ \t>]{0,12}\$\$|%%|\$`"
    r"|<(?:svg|math|canvas|template)\b",
    re.MULTILINE | re.IGNORECASE,
)
_OPENING = re.compile(
    r"<!--|\{\{-?[ \t]*[\w.]+[ \t]+`|\{\{[<%]|\{\{|\{%|\{#(?=[ \t-])|\{::|\\\(|\\\[|%%|\$`"
    r"|(?:(?<=\n)|(?<=\r)|\A)(?P<display>[ \t>]{0,12}\$\$)(?=[ \t]*[\r\n])"
    r"|\\begin\{(?P<env>\w{1,30}\*?)\}|<(?P<drawing>svg|math|canvas|template)(?=[\s>])",
    re.IGNORECASE,
)
_CLOSINGS = {
    "<!--": "-->",
    "{{<": ">}}",
    "{{%": "%}}",
    "{{": "}}",
    "{%": "%}",
    "{#": "#}",
    "{::": "}",
    "\\(": "\\)",
    "\\[": "\\]",
    "%%": "%%",
    "$`": "`$",
}
_LONGEST = {"{::": 200, "\\(": 1000, "\\[": 4000, "%%": 2000, "$`": 400}
_LONGEST_OF_ALL = 20_000
_LONGEST_DRAWING = 400_000
_OF_ONE_PARAGRAPH = frozenset({*_LONGEST, "{{<", "{{%", "{{", "{%", "{#"}) - {"%%"}
"""What may run over lines, but over no blank one: else a brace left open would hide the rest of the post."""
_MATHY = re.compile(r"[\\^_={}<>+]|^.{1,3}$")
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")

_RAW_NAMES = """
high raw verbatim mermaid math katex latex tex comment chart rawhtml html js javascript script css style
stylesheet schema plantuml graphviz dot goat terminal console cmd prettify pre svg asciinema d2 gnuplot
nomarkdown
"""
_RAW_NAME = re.compile(rf"(?:code|highlight)[\w-]*|{'|'.join(_RAW_NAMES.split())}", re.IGNORECASE)
_NAMED = re.compile(r"\{(?:\{[<%]|%|::)[-+~]?[ \t]*(?P<name>[A-Za-z][\w-]*)")
_TAG = re.compile(r"\{\{[<%]|\{%")
_FIGURE = re.compile(r"\{\{[<%][ \t]*(?:figure|img|image|imgproc|picture|video|lightbox)\b")
_FIGURE_TEXT = re.compile(r"\b(?P<key>alt|caption|title)[ \t]*=[ \t]*\"(?P<value>[^\"\\\r\n]+)\"")
_CODE_LINE = re.compile(
    r"^[ \t]*(?://|/\*|#!|#include|\$[ ]|</?[a-z][\w-]*[ >/]|[}\])]+[;,)]*[ \t]*$)"
    r"|^[ \t]*(?:def|fn|let|const|var|use|return) |[;{}][ \t]*\r?$|=>|\w\(.*\)[ \t]*\{?[ \t]*\r?$",
    re.MULTILINE,
)
_FENCE_LINE = re.compile(r"^[ \t>]*(?:```|~~~)", re.MULTILINE)
_INNER_TAG = re.compile(r"\{\{[^{}]{0,400}\}\}|\{%[^{}]{0,400}%\}")
_LINE_WITH_TEXT = re.compile(r"\S[^\r\n]*")


def cover_bracketed(mask: Mask, code: Sequence[Span], fences: Sequence[Span]) -> None:
    """Cover what does not begin inside code; `code`, and `fences` among it, are in order."""
    closings = _Closings(mask.text, code, fences)
    place = 0
    while opening := _OPENING.search(mask.text, place):
        skip_to = code_end(opening.start(), code)
        if skip_to is not None:
            place = skip_to
            continue
        end = closings.end_of(opening)
        if end is not None:
            mask.fill(opening.start(), end)
            _keep_captions(mask, opening.start(), end)
        place = end if end is not None else opening.end()


def _keep_captions(mask: Mask, start: int, end: int) -> None:
    if not _TAG.match(mask.text, start):
        return
    has_title = _FIGURE.match(mask.text, start) is not None
    for found in _FIGURE_TEXT.finditer(mask.text, start, end):
        kind = BlockKind.ALT if found["key"] == "alt" else BlockKind.CAPTION
        if found["key"] != "title" or has_title:
            mask.texts.append((kind, *found.span("value")))


class _Closings:
    """Where constructs end: never inside code. Each closing is sought once a stretch: linear in any text."""

    def __init__(self, text: str, code: Sequence[Span], fences: Sequence[Span]) -> None:
        self._text = text
        self._code = code
        self._fences = fences
        self._next: dict[str, tuple[int, int]] = {}
        self._is_code: dict[int, bool] = {}

    def end_of(self, opening: re.Match[str]) -> int | None:
        """The place behind the construct, None when it never closes or is no construct."""
        if opening["drawing"]:
            return self._found_end(f"</{opening['drawing'].lower()}>", opening, _LONGEST_DRAWING)
        if opening["env"]:
            return self._found_end(f"\\end{{{opening['env']}}}", opening, _LONGEST_OF_ALL)
        if opening["display"] is not None:
            return self._found_end("$$", opening, 4000)
        token = opening[0]
        if token.endswith("`") and token.startswith("{{"):
            return self._found_end("`}}", opening, _LONGEST_OF_ALL, is_raw=True)
        closing = _CLOSINGS[token]
        end = self._found_end(closing, opening, _LONGEST.get(token, _LONGEST_OF_ALL), is_raw=token == "$`")
        if end is None:
            return None
        at = end - len(closing)
        inside = self._text[opening.end() : at]
        if token in _LONGEST and not _is_foreign(token, inside):
            return None
        if token in _OF_ONE_PARAGRAPH and (_BLANK_LINE.search(inside) or self._is_code_block_in(opening, at)):
            return None
        return self._body_end(opening.start(), end)

    def _found_end(
        self, closing: str, opening: re.Match[str], longest: int, *, is_raw: bool = False
    ) -> int | None:
        span = self._find(closing, opening.end(), () if is_raw else self._code)
        if span is None or span[0] - opening.end() > longest:
            return None
        return span[1]

    def _body_end(self, start: int, end: int) -> int:
        """Behind the closing tag when what stands between the tags is no prose, else behind the opening."""
        named = _NAMED.match(self._text, start)
        if named is None or self._text[end - 3 : end - 2] == "/":
            return end
        name = re.escape(named["name"])
        closing = rf"\{{(?:\{{[<%]|%|:)[-+~]?[ \t]*(?:/[ \t]*|end[ \t]?){name}\b[^\r\n{{}}]{{0,60}}\}}{{1,2}}"
        shut = self._find(closing, end, self._fences, is_pattern=True)
        if shut is None or shut[0] - end > 2 * _LONGEST_OF_ALL:
            return end
        if _RAW_NAME.fullmatch(named["name"]):
            again = self._find(
                rf"\{{(?:\{{[<%]|%|::)[-+~]?[ \t]*{name}\b", end, self._fences, is_pattern=True
            )
            is_open = again is not None and again[0] < shut[0]
            return end if is_open or self._wraps_post(end, shut[0]) else shut[1]
        return shut[1] if self._holds_code(end, shut[0]) else end

    def _wraps_post(self, start: int, end: int) -> bool:
        """Whether a raw block holds most of the text: then it guards a whole post, and its words count."""
        held = end - start
        return (
            held * 2 > len(self._text)
            and held > 1000
            and len(_BLANK_LINE.findall(self._text, start, end)) > 3
        )

    def _holds_code(self, start: int, end: int) -> bool:
        """Whether the body of a shortcode that nobody knows is a listing. Asked once for each closing."""
        if end not in self._is_code:
            body = _INNER_TAG.sub("", self._text[start:end])
            lines = len(_LINE_WITH_TEXT.findall(body))
            is_marked_up = _FENCE_LINE.search(body) is not None or not lines
            self._is_code[end] = not is_marked_up and len(_CODE_LINE.findall(body)) * 3 >= lines
        return self._is_code[end]

    def _is_code_block_in(self, opening: re.Match[str], end: int) -> bool:
        """Whether a block of code begins before `end`: a tag left open may not swallow it."""
        index = bisect_right(self._code, opening.end(), key=lambda span: span[0])
        inside = self._code[index : bisect_right(self._code, end, key=lambda span: span[0])]
        return any("\n" in self._text[start:stop] for start, stop in inside)

    def _find(
        self, closing: str, place: int, code: Sequence[Span], *, is_pattern: bool = False
    ) -> Span | None:
        known = self._next.get(closing, (0, 0))
        if known[0] == -1:
            return None
        if known[0] < place:
            pattern = re.compile(closing if is_pattern else re.escape(closing), re.IGNORECASE)
            found = pattern.search(self._text, place)
            while found is not None and (skip_to := code_end(found.start(), code)) is not None:
                found = pattern.search(self._text, skip_to)
            known = found.span() if found else (-1, -1)
            self._next[closing] = known
        return None if known[0] == -1 else known


def _is_foreign(opening: str, inside: str) -> bool:
    if opening in ("{::", "$`"):
        return True
    if opening == "%%":
        return inside[:1] not in ("", "%") and not _BLANK_LINE.search(inside)
    return _MATHY.search(inside) is not None
