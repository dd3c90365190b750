"""Marks of single Markdown flavors, covered so that only their text is left.

Admonitions and tabs of MkDocs, `:::` containers, callouts, wiki links, attribute lists, highlights, task
boxes, abbreviations, labels. The text of a container is prose: an indented one is made a list item, because
CommonMark would take it for code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftloop.adapters.markdown_mask import outside
from draftloop.loop.blocks import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.adapters.markdown_mask import Mask
    from draftloop.loop.blocks import Span

MAY_HOLD = re.compile(
    r"::|\{[ \t]*[:.#\w]|\[\[|==|\[[ xX]\]|\[!|^ ?\*\[|^ ?\([\w:.-]+\)=|\[+_?toc|^[ \t]*!\w+[ \t]"
    r"|(?<!\w):[a-z]+[`\[]|^[ \t]*\+[-=+:]{3}",
    re.MULTILINE | re.IGNORECASE,
)
MAY_HOLD_CONTAINERS = re.compile(r"^[ \t>]*(?:!!!|\?\?\?|===[!+]?[ \t]+[\"'])", re.MULTILINE)
_LINE_END = r"(?=[ \t]*(?:[\r\n]|\Z))"
_START = r"(?:(?<=\n)|\A|(?<=\A ))"
"""Of a line; a byte order mark is a blank by now."""
_INDENTED_CONTAINER = re.compile(
    rf"{_START}[ \t>]*(?P<line>"
    r"(?:(?:!!!|\?\?\?\+?)[ \t]*[\w-]+(?:[ \t]+[\w-]+){0,3}(?:[ \t]+[\"*][^\r\n]*)?"
    rf"|===[!+]?[ \t]+(?:\"[^\"\r\n]*\"|'[^'\r\n]*')){_LINE_END})"
)
_CONTAINER_HEAD = "-   #"
"""An item with an empty heading: it takes in what is indented by four, also behind a blank line."""
_FENCED_CONTAINER = re.compile(rf"{_START}[ \t>]*(?P<line>:::+[^\r\n]*|::[a-z][\w-]*[\[{{][^\r\n]*)")
_CALLOUT = re.compile(
    rf"{_START}[ \t>]*>[ \t]*(?P<mark>\[![\w-]+(?:\|[^\]\r\n]*)?\][-+]?)(?P<title>[ \t]+[^\s][^\r\n]*)?"
)
_GFM_ALERTS = frozenset({"[!NOTE]", "[!TIP]", "[!IMPORTANT]", "[!WARNING]", "[!CAUTION]"})
_TOC = re.compile(rf"{_START}[ \t]*\[\[?_?toc_?\]?\]{_LINE_END}", re.IGNORECASE)
_WIKI_LINK = re.compile(
    r"(?P<embed>!?)\[\[(?![ \t!])(?P<target>[^\[\]\r\n|]{1,200}?)"
    r"(?:\\?\|(?P<label>[^\[\]\r\n]{0,200}))?(?<![ \t])\]\](?!\()"
)
_WORD = r"[\w:-]+"
_VALUE = r"(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^\s{}\"']+)"
_ATTRIBUTES = re.compile(
    rf"\{{:?[ \t]*(?:[.#]{_WORD}|{_WORD}={_VALUE})(?:\s+(?:[.#]{_WORD}|{_WORD}={_VALUE}|{_WORD}))*[ \t]*\}}"
    r"|\{:[^{}\r\n]{1,200}\}"
)
_FIGURE_TEXT = re.compile(r"\bfig-(?P<key>alt|cap)=(?:\"(?P<double>[^\"]+)\"|'(?P<single>[^']+)')")
_ROLE = re.compile(
    r"\{[a-z][\w:+-]*\}(?=`)|(?<![\w:]):[a-z][\w+-]*(?::[a-z][\w+-]*)?:(?=`)|(?<![\w:]):[a-z][\w-]*(?=\[)"
)
_HIGHLIGHT = re.compile(r"(?<![=\w!<>])==(?![=\s])(?P<text>[^=\r\n]{1,400}?)(?<!\s)==(?![=\w])")
_IN_SENTENCE = re.compile(r"[\w)\]*_`\"'.,;:!?] \Z")
_HEADING_END = re.compile(
    r"[ \t]*#*[ \t]*(?:\Z|(?:\r\n|\n|\r)(?P<setext>[ \t>]*(?:=+|-+)[ \t]*(?:[\r\n]|\Z))?)"
)
_TASK = re.compile(rf"{_START}[ \t>]*(?P<box>\[[ xX]\])(?=[ \t])")
_ABBREVIATION = re.compile(rf"{_START}\*\[[^\]\r\n]+\]:[^\r\n]*|{_START}\([\w:.-]+\)=[ \t]*(?=[\r\n]|\Z)")
_FIGURE_LINE = re.compile(rf"{_START}[ \t]*!\w+(?:[ \t]+[\w-]+=\"(?:[^\"\\\r\n]|\\.)*\")+{_LINE_END}")
"""A picture in a mark of the site's own: `!fig src="a.png" caption="..."`."""
_FIGURE_VALUE = re.compile(r"[ \t](?P<key>alt|caption)=\"(?P<value>[^\"\\]+)\"")
_GRID = re.compile(rf"{_START}[ \t]*\+[-=+:]{{3,}}\+{_LINE_END}(?:[ \t]*(?:\r\n|\n|\r)[ \t]*[|+][^\r\n]*)+")
"""A table drawn with lines: its cells run over lines, so that nothing reads as a sentence."""
_NOTE = re.compile(r"(?<![\\\w])?\^\[(?=[^\s\]])")
_LONGEST_NOTE = 4000
_BRACKET = re.compile(r"[\[\]]|\r?\n[ \t]*\r?\n")


def cover_containers(mask: Mask, code: Sequence[Span]) -> bool:
    """Make items of the containers whose text is indented, and say whether there were any."""
    found = outside(_INDENTED_CONTAINER, mask.text, code)
    for match in found:
        start, end = match.span("line")
        start -= start == 1 and mask.source[0] == "\ufeff"  # else its text stood one column too far left
        mask.put(start, _CONTAINER_HEAD + " " * (end - start - len(_CONTAINER_HEAD)))
    mask.apply()
    return bool(found)


def cover_marks(mask: Mask, code: Sequence[Span]) -> None:
    """Cover the marks that do not begin in code; `code` is in order."""
    _cover_lines(mask, code)
    mask.apply()
    for match in outside(_WIKI_LINK, mask.text, code):
        label = match["label"]
        if match["embed"] or not label or label.isdigit():
            mask.fill(*match.span())
        else:
            mask.hide(match.start(), match.start("label"))
            mask.hide(match.end("label"), match.end())
    for match in outside(_ATTRIBUTES, mask.text, code):
        if _ends_heading(mask.text, match):
            continue  # the parser knows them, and the id is wanted
        has_blanks = _IN_SENTENCE.search(mask.text[max(0, match.start() - 2) : match.start()]) is not None
        has_blanks = has_blanks and not mask.text[match.end() : match.end() + 1].isalnum()
        mask.hide(match.start() - has_blanks, match.end())
        for text in _FIGURE_TEXT.finditer(mask.text, *match.span()):
            kind = BlockKind.ALT if text["key"] == "alt" else BlockKind.CAPTION
            mask.texts.append((kind, *text.span("double" if text["double"] else "single")))
    for match in outside(_ROLE, mask.text, code):
        mask.hide(*match.span())
    for match in outside(_HIGHLIGHT, mask.text, code):
        mask.hide(match.start(), match.start() + 2)
        mask.hide(match.end() - 2, match.end())
    mask.apply()


def _cover_lines(mask: Mask, code: Sequence[Span]) -> None:
    for match in outside(_TASK, mask.text, code):
        mask.put(match.start("box"), mask.hidden * 3)
    for pattern, group in ((_FENCED_CONTAINER, "line"), (_ABBREVIATION, 0), (_GRID, 0), (_TOC, 0)):
        for match in outside(pattern, mask.text, code):
            mask.blank(*match.span(group))
    for match in outside(_FIGURE_LINE, mask.text, code):
        mask.blank(*match.span())
        for value in _FIGURE_VALUE.finditer(mask.text, *match.span()):
            kind = BlockKind.ALT if value["key"] == "alt" else BlockKind.CAPTION
            mask.texts.append((kind, *value.span("value")))
    for match in outside(_CALLOUT, mask.text, code):
        start, end = match.span("mark")
        if match["title"]:
            mask.put(start, "#" + " " * (end - start - 1))  # a title is no part of the sentence below it
        elif match["mark"] not in _GFM_ALERTS:
            mask.blank(start, end)


def cover_notes(mask: Mask, code: Sequence[Span]) -> list[Span]:
    """Cover notes written within the line, `^[like this]`; gives where their texts stand."""
    notes: list[Span] = []
    budget = 50_000 + len(mask.text)
    for match in outside(_NOTE, mask.text, code):
        if notes and match.start() < notes[-1][1]:
            continue
        if budget <= 0:
            break  # thousands of openings that never close
        end = _closing_bracket(mask.text, match.end())
        budget -= _LONGEST_NOTE if end is None else end - match.end()
        if end is not None:
            notes.append((match.end(), end))
            mask.fill(match.start(), end + 1)
    mask.apply()
    return notes


def _ends_heading(text: str, match: re.Match[str]) -> bool:
    behind = _HEADING_END.match(text, match.end())
    line = max(text.rfind("\n", 0, match.start()), text.rfind("\r", 0, match.start())) + 1
    return behind is not None and (
        behind["setext"] is not None or text[line : line + 8].lstrip(" >")[:1] == "#"
    )


def _closing_bracket(text: str, place: int) -> int | None:
    depth = 1
    for token in _BRACKET.finditer(text, place, place + _LONGEST_NOTE):
        if token[0] not in "[]":
            return None
        depth += 1 if token[0] == "[" else -1
        if depth == 0:
            return token.start()
    return None
