"""Stage one of reading Markdown: what CommonMark does not know is covered with filler of the same length.

Front matter, shortcodes of Hugo and Jekyll with their raw blocks, kramdown attributes, container fences, MDX
statements, TeX and comments. Whole lines become blanks, so that they part paragraphs as they do on the site;
what stands within a sentence becomes a run of `FILLER`, which the reader turns into an opaque run. The text
keeps its length in characters, so every offset stays true.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftloop.loop.blocks import Span

MAX_FRONT_MATTER = 65_536
_PRIVATE_USE = range(0xE000, 0xF8FF)

_FENCED = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_YAML_LINE = re.compile(
    r"""[ \t]*(?:\#.*)?$|[ \t]+\S|-[ \t]|-$|[\]}]|"""
    r"""(?:"[^"]*"|'[^']*'|[^\s:#\-][^:]*|-[^\s:][^:]*):(?:[ \t]|$)"""
)
_QUOTED_OVER_LINES = re.compile(
    r"""^(\w+):[ \t]*(?:"(?:[^"\\]|\\.)*"|'[^']*')[ \t]*$""", re.MULTILINE | re.DOTALL
)
_TOML_LINE = re.compile(r"""[ \t]*(?:\#.*)?$|[ \t]*\[|[ \t]*[\w."'-]+[ \t]*=|[ \t]+\S|[\]}"'),]""")


def front_matter_span(text: str) -> Span | None:
    """The front matter with both of its delimiter lines, or None.

    As `adapters/front_matter.py` has it: line 1 is the delimiter, a later line closes it within 64 kB, and in
    between stands a mapping. A post that opens with a rule, a paragraph and a rule has none.
    """
    opening = _FENCED.match(text)
    if opening is None:
        return _json_front_matter(text)
    fence = opening[1]
    close = re.compile(rf"^{re.escape(fence)}[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)
    closing = close.search(text, opening.end(), opening.end() + MAX_FRONT_MATTER)
    if closing is None:
        return None
    line = _YAML_LINE if fence == "---" else _TOML_LINE
    inside = text[opening.end() : closing.start()]
    lines = _QUOTED_OVER_LINES.sub(r"\1: x", inside).splitlines()
    is_mapping = all(line.match(one) for one in lines) and any(":" in one or "=" in one for one in lines)
    return (0, closing.end()) if is_mapping or not inside.strip() else None


def _json_front_matter(text: str) -> Span | None:
    start = 1 if text.startswith("\ufeff") else 0
    if not re.compile(r'\{\s*"').match(text, start):
        return None
    try:
        _, end = json.JSONDecoder().raw_decode(text[start : start + MAX_FRONT_MATTER])
    except (ValueError, RecursionError):
        return None
    rest = re.compile(r"[ \t]*(?:\r\n|\n|\r|\Z)").match(text, start + end)
    return (0, rest.end()) if rest else None


class Mask:
    """A text that is being covered, one pass of ordered, disjoint covers at a time."""

    def __init__(self, text: str) -> None:
        self.source = text
        used = set(text) if not text.isascii() else set()
        self.filler = next((chr(code) for code in _PRIVATE_USE if chr(code) not in used), "\uf8ff")
        self.is_changed = False
        self._covers: list[tuple[int, int, str]] = []
        if not text.isascii() and _SURROGATE.search(text):
            text = _SURROGATE.sub("\ufffd", text)
        self.text = text

    def blank(self, start: int, end: int) -> None:
        """Cover whole lines: everything but the line ends becomes a blank."""
        self._covers.append((start, end, _VISIBLE.sub(" ", self.text[start:end])))

    def fill(self, start: int, end: int) -> None:
        """Cover what stands within a line; when it has its lines to itself, blank them instead."""
        before = self.text[max(0, start - _LINE_REACH) : start]
        after = self.text[end : end + _LINE_REACH]
        if _LINE_STARTS.search(before) and _LINE_ENDS.match(after):
            self.blank(start, end)
        else:
            self._covers.append((start, end, self.filler * (end - start)))

    def put(self, place: int, char: str) -> None:
        """Put one character in place of another."""
        self._covers.append((place, place + 1, char))

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

_OPENING = re.compile(r"<!--|\{\{[<%]|\{\{|\{%|\{:|\\\(|\\\[|\\begin\{(?P<env>\w{1,30}\*?)\}")
_CLOSINGS = {
    "<!--": "-->",
    "{{<": ">}}",
    "{{%": "%}}",
    "{{": "}}",
    "{%": "%}",
    "{:": "}",
    "\\(": "\\)",
    "\\[": "\\]",
}
_LONGEST = {"{:": 200, "\\(": 1000, "\\[": 4000}
_OF_ONE_PARAGRAPH = frozenset({*_LONGEST, "{{<", "{{%", "{{", "{%"})
"""What may run over lines, but over no blank one: else a brace left open would hide the rest of the post."""
_MATHY = re.compile(r"[\\^_={}<>+]|^.{1,3}$")
_BLANK_LINE = re.compile(r"(?:\r\n|\n|\r)[ \t]*[\r\n]")

_RAW_NAMES = "highlight|raw|mermaid|code|codeblock|math|katex|comment|chart|rawhtml"
_RAW_OPEN = re.compile(rf"\{{(?:\{{[<%]|%)-?[ \t]*(?P<name>{_RAW_NAMES})\b")
_CONTAINER = re.compile(r"^[ \t]*(?:::+|!!!)[^\r\n]*", re.MULTILINE)
_TOC = re.compile(r"^[ \t]*\[\[?_?toc_?\]?\][ \t]*$", re.MULTILINE | re.IGNORECASE)
_MDX_STATEMENT = re.compile(
    r"""^(?:import[ \t]+(?:[^\n'"]{1,400}?[ \t]from[ \t]+)?['"][^'"\n]+['"];?[ \t]*$|"""
    r"""export[ \t]+(?:const|let|var|default|function|async|class)\b[^\n]*[=({;][^\n]*(?:\n[^\n]+)*)""",
    re.MULTILINE,
)
_MDX_EXPRESSION = re.compile(r"\{[^{}\n]{0,400}\}")
_MONEY = re.compile(r"\$(?=\d)")


def mask_foreign(mask: Mask, code: Sequence[Span]) -> None:
    """Cover every foreign construct that does not begin inside code; `code` is in order."""
    _cover_bracketed(mask, code)
    mask.apply()
    if ":::" in mask.text or "!!!" in mask.text:
        for match in _outside(_CONTAINER, mask.text, code):
            mask.blank(*match.span())
        mask.apply()
    if "toc" in mask.text or "TOC" in mask.text:
        for match in _outside(_TOC, mask.text, code):
            mask.blank(*match.span())
        mask.apply()
    if "import " in mask.text or "export " in mask.text:
        _cover_mdx(mask, code)


def _cover_bracketed(mask: Mask, code: Sequence[Span]) -> None:
    closings = _Closings(mask.text, code)
    place = 0
    while opening := _OPENING.search(mask.text, place):
        skip_to = _inside(opening.start(), code)
        if skip_to is not None:
            place = skip_to
            continue
        end = closings.end_of(opening)
        if end is not None:
            mask.fill(opening.start(), end)
        place = end if end is not None else opening.end()


class _Closings:
    """Where constructs end: never inside code. Each closing is sought once a stretch: linear in any text."""

    def __init__(self, text: str, code: Sequence[Span]) -> None:
        self._text = text
        self._code = code
        self._next: dict[str, int] = {}

    def end_of(self, opening: re.Match[str]) -> int | None:
        """The place behind the construct, None when it never closes or is no construct."""
        token = opening[0]
        environment = opening["env"]
        closing = _CLOSINGS.get(token) or f"\\end{{{environment}}}"
        at = self._find(closing, opening.end())
        if at is None:
            return None
        limit = _LONGEST.get(token, 20_000)
        if at - opening.end() > limit:
            return None
        inside = self._text[opening.end() : at]
        if token in _LONGEST and not _is_foreign(token, inside):
            return None
        if token in _OF_ONE_PARAGRAPH and (_BLANK_LINE.search(inside) or self._is_code_block_in(opening, at)):
            return None
        return self._raw_end(opening.start(), at + len(closing))

    def _raw_end(self, start: int, end: int) -> int:
        raw = _RAW_OPEN.match(self._text, start)
        if raw is None:
            return end
        name = raw["name"]
        for closing in (f"/{name}", f"/ {name}", f"end{name}", f"end {name}"):
            at = self._find(closing, end)
            if at is not None:
                shut = self._find("}}" if closing.startswith("/") else "%}", at)
                return end if shut is None else shut + 2
        return end

    def _is_code_block_in(self, opening: re.Match[str], end: int) -> bool:
        """Whether a block of code begins before `end`: a tag left open may not swallow it."""
        index = bisect_right(self._code, opening.end(), key=lambda span: span[0])
        inside = self._code[index : bisect_right(self._code, end, key=lambda span: span[0])]
        return any("\n" in self._text[start:stop] for start, stop in inside)

    def _find(self, closing: str, place: int) -> int | None:
        known = self._next.get(closing, 0)
        if known == -1:
            return None
        if known < place:
            known = self._text.find(closing, place)
            while known >= 0 and (skip_to := _inside(known, self._code)) is not None:
                known = self._text.find(closing, skip_to)
            self._next[closing] = known
        return None if known == -1 else known


def _is_foreign(opening: str, inside: str) -> bool:
    if opening == "{:":
        return "\n" not in inside
    return _MATHY.search(inside) is not None


def _cover_mdx(mask: Mask, code: Sequence[Span]) -> None:
    statements = _outside(_MDX_STATEMENT, mask.text, code)
    for match in statements:
        mask.blank(*match.span())
    mask.apply()
    if statements:
        for match in _outside(_MDX_EXPRESSION, mask.text, code):
            mask.fill(*match.span())
        mask.apply()


def mask_money(mask: Mask, formulas: Iterable[Span]) -> None:
    """Undo formulas that are two sums of money: `$5-$10`."""
    for start, end in formulas:
        closes_on_digit = mask.source[end : end + 1].isdigit()
        if closes_on_digit and _MONEY.match(mask.source, start):
            mask.put(start, "¤")
            mask.put(end - 1, "¤")
    mask.apply()


def _outside(pattern: re.Pattern[str], text: str, code: Sequence[Span]) -> list[re.Match[str]]:
    return [match for match in pattern.finditer(text) if _inside(match.start(), code) is None]


def _inside(place: int, code: Sequence[Span]) -> int | None:
    """The end of the code that `place` lies in."""
    index = bisect_right(code, place, key=lambda span: span[0]) - 1
    if index >= 0 and place < code[index][1]:
        return code[index][1]
    return None
