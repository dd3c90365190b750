"""MDX: imports and exports, expressions in braces, and components with attributes that HTML does not know.

What stands between the tags of a component is prose and stays. Whether a text is MDX at all is seen from what
it holds: nothing here looks at file names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftloop.adapters.markdown_mask import code_end, outside
from draftloop.loop.blocks import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.adapters.markdown_mask import Mask
    from draftloop.loop.blocks import Span

MAY_HOLD = re.compile(r"^ ?(?:import|export)[ \t]|\{/\*|</?[A-Z]|=\{|<>", re.MULTILINE)
_IMPORT = re.compile(
    r"""(?:^|(?<=\A ))import[ \t]+(?:[^'"]{1,1500}?\sfrom[ \t]+)?['"][^'"\r\n]+['"][^\r\n]{0,80}(?=\r?$)""",
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"(?:^|(?<=\A ))export[ \t]+"
    r"(?:(?:const|let|var|default|function|async|class|type|interface)\b[^\r\n]*[=({;]|\{|\*)",
    re.MULTILINE,
)
_SURE_SIGN = re.compile(r"\{/\*|^[ \t]*</?[A-Z][\w.]*(?=[\s/>])|<[A-Za-z][^<>\r\n]{0,400}=\{", re.MULTILINE)
_TAG = re.compile(r"(?<![\w&\\<({])(?:</?(?P<name>[A-Za-z][\w.:-]*)(?=\s*/?>|\s+[A-Za-z_{:@/])|</?(?=>))")
_TOKEN = re.compile(r"[\"'`{}<>]|\r?\n|/\*|//|\\.")
_CODE_NAME = re.compile(r"(?:Code|Highlight|Mermaid|Math|Tex|Latex|Snippet|Terminal|Shell|Pre|Syntax)")
_TEXT_ATTRIBUTE = re.compile(r"\b(?P<key>alt|caption)=\"(?P<value>[^\"\r\n]+)\"")
_SHORTCODE = re.compile(r"\{\{[<%]|\{%")
_LONGEST = 20_000


def cover_mdx(mask: Mask, code: Sequence[Span]) -> None:
    """Cover the statements, tags and expressions that do not begin in code; `code` is in order."""
    statements = [match.span() for match in outside(_IMPORT, mask.text, code)]
    scanner = _Scanner(mask.text)
    exports = [match.start() for match in outside(_EXPORT, mask.text, code)]
    end = 0
    for start in exports:
        if start >= end:
            end = scanner.statement_end(start)
            statements.append((start, end))
    for start, end in statements:
        mask.blank(start, end)
    mask.apply()
    if not statements and not outside(_SURE_SIGN, mask.text, code):
        return
    _cover_tags(mask, _Scanner(mask.text), code)
    mask.apply()
    _cover_expressions(mask, _Scanner(mask.text), code)
    mask.apply()


def _cover_tags(mask: Mask, scanner: _Scanner, code: Sequence[Span]) -> None:
    place = 0
    while match := _TAG.search(mask.text, place):
        skip_to = code_end(match.start(), code)
        if skip_to is not None:
            place = skip_to
            continue
        name = match["name"] or ""
        place = match.end()
        end = scanner.tag_end(match.start())
        if end is None:
            continue
        tag = mask.text[match.start() : end]
        if not _is_component(name) and "{" not in tag:
            continue  # plain HTML: the parser knows it
        place = end
        if _CODE_NAME.match(name) and not tag.endswith("/>") and not tag.startswith("</"):
            place = _element_end(mask.text, name, end)
        if tag.endswith("/>") or place > end:
            mask.fill(match.start(), place)
        else:
            mask.hide(match.start(), place)
        for text in _TEXT_ATTRIBUTE.finditer(mask.text, match.start(), end):
            kind = BlockKind.ALT if text["key"] == "alt" else BlockKind.CAPTION
            mask.texts.append((kind, *text.span("value")))


def _is_component(name: str) -> bool:
    return not name or name[0].isupper() or "." in name or "-" in name


def _element_end(text: str, name: str, place: int) -> int:
    """Behind the closing tag of an element that shows code; where it never closes, `place`."""
    at = text.find(f"</{name}>", place, place + _LONGEST)
    return place if at < 0 else at + len(name) + 3


def _cover_expressions(mask: Mask, scanner: _Scanner, code: Sequence[Span]) -> None:
    place = 0
    while (at := mask.text.find("{", place)) >= 0:
        skip_to = code_end(at, code)
        if skip_to is not None:
            place = skip_to
            continue
        foreign = _SHORTCODE.match(mask.text, at)
        place = foreign.end() if foreign else at + 1
        if foreign or mask.text[at - 1 : at] == "\\":
            continue
        end = scanner.expression_end(at)
        if end is not None:
            mask.fill(at, end)
            place = end


class _Scanner:
    """Finds ends by balancing brackets. What it may read in all is bounded: linear in any text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._budget = 4 * len(text) + 50_000

    def tag_end(self, start: int) -> int | None:
        """Behind the `>` of a tag, None when it never comes."""
        return self._end(start + 1, is_tag=True)

    def expression_end(self, start: int) -> int | None:
        """Behind the brace that closes the one at `start`."""
        return self._end(start, is_tag=False)

    def _end(self, start: int, *, is_tag: bool) -> int | None:
        place, depth, line_ends = start, 0, 0
        limit = min(len(self._text), start + min(_LONGEST, self._budget))
        while token := _TOKEN.search(self._text, place, limit):
            sign, place = token[0], token.end()
            if sign[-1] == "\n":
                is_blank = not self._text[place : self._line_end(place)].strip()
                line_ends = line_ends + 1 if is_blank else 0
                if is_blank and (depth == 0 or not self._is_block(start)):
                    break
            elif sign in "\"'":
                place = self._string_end(sign, place, limit, over_lines=is_tag and depth == 0)
            elif sign == "`":
                place = self._found("`", place, limit)
            elif sign == "/*":
                place = self._found("*/", place, limit)
            elif sign == "{":
                depth += 1
            elif sign == "}":
                depth -= 1
                if depth < 0 or (depth == 0 and not is_tag):
                    break
            elif depth == 0 and sign in "<>":
                break
        else:
            token = None
        self._budget -= place - start
        wanted = ">" if is_tag else "}"
        return place if token is not None and token[0] == wanted and depth == 0 else None

    def _is_block(self, start: int) -> bool:
        """Whether the construct begins its line: only then may blank lines stand in it."""
        line = max(self._text.rfind("\n", 0, start), self._text.rfind("\r", 0, start)) + 1
        return start - line < 200 and not self._text[line:start].strip(" \t<")

    def _line_end(self, place: int) -> int:
        found = re.compile(r"[\r\n]|\Z").search(self._text, place)
        return found.start() if found else len(self._text)

    def _string_end(self, quote: str, place: int, limit: int, *, over_lines: bool) -> int:
        at = self._text.find(quote, place, limit)
        if at < 0 or (not over_lines and re.search(r"[\r\n]", self._text[place:at])):
            return place  # an apostrophe
        return at + 1

    def _found(self, sign: str, place: int, limit: int) -> int:
        at = self._text.find(sign, place, limit)
        return place if at < 0 else at + len(sign)

    def statement_end(self, start: int) -> int:
        """Behind an export: where its brackets are closed and its line ends."""
        place, depth = start, 0
        limit = min(len(self._text), start + min(_LONGEST, self._budget))
        while token := _STATEMENT_TOKEN.search(self._text, place, limit):
            sign, place = token[0], token.end()
            if sign in "([{":
                depth += 1
            elif sign in ")]}":
                depth -= 1
            elif sign in "\"'":
                place = self._string_end(sign, place, limit, over_lines=False)
            elif sign == "`":
                place = self._found("`", place, limit)
            elif sign == "/*":
                place = self._found("*/", place, limit)
            elif depth <= 0 and sign[-1] == "\n" and not self._goes_on(max(start, place - 40), place):
                place = token.start()
                break
        else:
            self._budget -= limit - start
            return self._line_end(start) if depth > 0 else limit
        self._budget -= place - start
        return place

    def _goes_on(self, start: int, place: int) -> bool:
        """Whether what stands before a line end wants more: an operator, a comma."""
        return self._text[start:place].rstrip()[-1:] in _WANTS_MORE


_WANTS_MORE = tuple("=,(+&|?:")
_STATEMENT_TOKEN = re.compile(r"[\"'`(){}\[\]]|\r?\n|/\*")
