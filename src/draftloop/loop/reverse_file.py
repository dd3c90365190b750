"""reverse.md: the author's own line for each paragraph of the post, found by its quoted first words.

    ## Retries are a loan

    - "Every outage review I" the cost is hidden
    - "A retry looks free"

A bullet without a line of the author's is a blank to fill in. Everything else in the file is the author's,
and stays: below its bullet, below its heading, or, when that is gone from the post, at the end.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from draftloop.loop.line_ends import editor_text
from draftloop.loop.outline import normalized
from draftloop.loop.outline_lines import read_heading, read_item
from draftloop.loop.reverse_match import entries_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draftloop.loop.passages import Passage

GONE = "No paragraph begins like this any more"
"""Heading of what lost its paragraph."""

_QUOTES = '"“”„‟«»'
_ENTRY = re.compile(
    rf"(?P<lead>[ \t]*(?:[-*+]|\d{{1,9}}[.)])[ \t]+)[{_QUOTES}](?P<quote>[^{_QUOTES}]*)[{_QUOTES}](?P<own>.*)"
)
_WORDS = 4
_MOST_WORDS = 12
_MOST_CHARACTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A bullet with quoted first words."""

    lead: str
    """Indentation and bullet."""
    quote: str
    own: str
    """The author's line; empty: not written yet."""
    heading: str
    """Of the section it stands in."""
    first: str
    below: tuple[str, ...]
    """The lines after the first, blank ones included, up to the next entry or heading."""

    @property
    def is_worth_keeping(self) -> bool:
        """Whether the author wrote anything here."""
        return bool(self.own) or any(line.strip() for line in self.below)


@dataclass(slots=True)
class _Section:
    title: str
    lines: list[str] = field(default_factory=list)
    """The heading's line and what stands before the first entry; of the first section what opens the file."""
    entries: list[Entry] = field(default_factory=list)


def read_entries(text: str) -> tuple[Entry, ...]:
    """All bullets with quoted first words, in order. Nothing fails, whatever the text holds."""
    return tuple(entry for section in _sections(text) for entry in section.entries)


def update_reverse(text: str, passages: Sequence[Passage]) -> str:
    """reverse.md brought up to the post: a bullet for each paragraph, everything of the author's kept.

    Line ends come as LF. Doing it twice changes nothing more.
    """
    sections = _sections(text)
    found = entries_of(passages, [entry for section in sections for entry in section.entries])
    placed = {id(entry) for entry in found.values()}
    waiting: dict[str, list[_Section]] = defaultdict(list)
    for section in sections[1:]:
        if section.title != normalized(GONE):
            waiting[section.title].append(section)
    quotes = _quotes(passages)
    page = _Page(list(sections[0].lines))
    for index, passage in enumerate(passages):
        if passage.kind == "heading":
            known = waiting[normalized(passage.text)]
            lines = known.pop(0).lines if known else [f"{'#' * passage.level} {passage.text}", ""]
            page.heading(lines)
        elif index in found:
            page.entry(_renewed(found[index], passage, quotes[index]))
        elif passage.kind == "paragraph":
            page.entry([f'- "{quotes[index]}"'])
    page.gone(_left_over(sections, waiting, placed))
    return page.text()


def _left_over(
    sections: Sequence[_Section], waiting: Mapping[str, Sequence[_Section]], placed: set[int]
) -> list[str]:
    """What the author wrote and the post has no place for any more, line by line."""
    headless = {id(section) for left in waiting.values() for section in left}
    lines: list[str] = []
    for number, section in enumerate(sections):
        is_gone = section.title == normalized(GONE)
        if number and (is_gone or id(section) in headless):
            lines += [line for line in section.lines[1:] if line.strip()]
        for entry in section.entries:
            if id(entry) not in placed and entry.is_worth_keeping:
                lines += [entry.first, *_without_end(entry.below)]
    return lines


def _sections(text: str) -> list[_Section]:
    """The file in order; the first section has no heading."""
    lines = editor_text(text).removeprefix("\ufeff").split("\n")
    sections = [_Section("")]
    title, start = "", 0
    while start < len(lines):
        heading, entry = read_heading(lines[start]), _ENTRY.match(lines[start])
        end = start + 1
        while end < len(lines) and not _begins(lines[end]):
            end += 1
        own = [line if line.strip() else "" for line in lines[start:end]]
        is_last = end == len(lines) or read_heading(lines[end]) is not None
        if heading is not None:
            title = heading[1]
            sections.append(_Section(normalized(title), own))
        elif entry is not None:
            below = _without_end(own[1:]) if is_last else own[1:]
            sections[-1].entries.append(_entry(entry, title, below))
        else:
            sections[-1].lines += own
        start = end
    return sections


def _begins(line: str) -> bool:
    return read_heading(line) is not None or _ENTRY.match(line) is not None


def _entry(found: re.Match[str], heading: str, below: Sequence[str]) -> Entry:
    words = [found["own"].strip()]
    for line in below:
        # Wrapped lines go on with the author's own; a bullet or an empty line below it is something else.
        if not line.startswith((" ", "\t")) or not line.strip() or read_item(line) is not None:
            break
        words.append(line.strip())
    return Entry(
        lead=found["lead"],
        quote=found["quote"],
        own=" ".join(filter(None, words)),
        heading=heading,
        first=found[0],
        below=tuple(below),
    )


def _without_end(lines: Sequence[str]) -> list[str]:
    """The lines without blank ones at their end."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _renewed(entry: Entry, passage: Passage, quote: str) -> list[str]:
    """The entry's lines, quoting what its paragraph begins with now."""
    if normalized(passage.text).startswith(normalized(entry.quote)):
        return [entry.first, *entry.below]
    rest = entry.first[len(entry.lead) :].lstrip(_QUOTES)[len(entry.quote) :].lstrip(_QUOTES)
    return [f'{entry.lead}"{quote}"{rest}', *entry.below]


def _quotes(passages: Sequence[Passage]) -> list[str]:
    """For each passage the fewest first words that name it, four at least."""
    words = [_quotable(passage.text).split()[:_MOST_WORDS] for passage in passages]
    shared: Counter[tuple[str, ...]] = Counter(
        tuple(own[:size]) for own in words for size in range(1, len(own) + 1)
    )
    quotes = []
    for own in words:
        size = next(
            (n for n in range(min(_WORDS, len(own)), len(own)) if shared[tuple(own[:n])] == 1), len(own)
        )
        quotes.append(" ".join(own[:size])[:_MOST_CHARACTERS].rstrip())
    return quotes


def _quotable(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, _QUOTES), None))


class _Page:
    """reverse.md as it is put together."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines if any(line.strip() for line in lines) else []

    def heading(self, lines: Sequence[str]) -> None:
        self._apart()
        self._lines += lines

    def entry(self, lines: Sequence[str]) -> None:
        if self._lines and read_heading(self._lines[-1]) is not None:
            self._lines.append("")
        self._lines += lines

    def gone(self, lines: Sequence[str]) -> None:
        if lines:
            self.heading([f"## {GONE}", ""])
            self._lines += lines

    def text(self) -> str:
        lines = _without_end(self._lines)
        return "\n".join(lines) + "\n" if lines else ""

    def _apart(self) -> None:
        self._lines = _without_end(self._lines)
        if self._lines:
            self._lines.append("")
