"""Words the author taught: dictionary.txt of a workspace and of the user."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from draftloop.loop.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE_END = re.compile(r"\r\n|\n|\r")

MAX_CHARACTERS = 1_000_000
"""All words of English have ten times as many; an author's own dictionary has a few thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """Known words. A lower-case word admits every casing, one with capitals itself and ALL CAPS."""

    any_case: frozenset[str] = field(default_factory=frozenset)
    as_written: frozenset[str] = field(default_factory=frozenset)

    def knows(self, word: str) -> bool:
        """Whether the word, what it is the plural or possessive of, or each part of a compound was taught."""
        word = _folded(word)
        return self._knows_one(word) or ("-" in word and all(map(self._knows_one, word.split("-"))))

    def _knows_one(self, word: str) -> bool:
        return any(form.lower() in self.any_case or form in self.as_written for form in _forms(word))

    def __or__(self, other: Dictionary) -> Dictionary:
        return Dictionary(
            any_case=self.any_case | other.any_case, as_written=self.as_written | other.as_written
        )


def _folded(word: str) -> str:
    """One way to write what looks the same: accents composed, straight apostrophes."""
    return unicodedata.normalize("NFC", word).replace("’", "'")


def _forms(word: str) -> list[str]:
    """The word and what it may be the plural or possessive of: `pgvectors'` has three."""
    stem = re.sub(r"'[sS]?$", "", word)
    forms = [word, stem]
    if len(stem) > 2 and stem[-1] in "sS" and stem[-2] not in "sS":
        forms.append(stem[:-1])
        if len(stem) > 4 and stem[-2] in "eE":
            forms.append(stem[:-2])
            if stem[-3] in "iI":
                forms.append(stem[:-3] + ("y" if stem[-1] == "s" else "Y"))
    return [form for form in forms if form]


def dictionary_of(words: Iterable[str]) -> Dictionary:
    """A dictionary of these words. Engines read compounds in parts, so these are known with the whole."""
    any_case: set[str] = set()
    as_written: set[str] = set()
    for word in map(_folded, words):
        for one in (word, *(part for part in word.split("-") if len(part) > 2)):
            if one == one.lower():
                any_case.add(one)
            else:
                as_written |= {one, one.upper()}
    return Dictionary(any_case=frozenset(any_case), as_written=frozenset(as_written))


def parse_dictionary(text: str) -> Dictionary:
    """The words of a dictionary.txt: one a line, `#` begins a comment, empty lines mean nothing.

    Raises:
        Unreadable: it is longer than anybody's: each check would take seconds to read it.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(
            "dictionary.txt", f"has more than {MAX_CHARACTERS:,} characters", "leave in it what you write"
        )
    return dictionary_of(
        word for line in _LINE_END.split(text.removeprefix("\ufeff")) if (word := _word_of(line))
    )


def _word_of(line: str) -> str:
    return re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip()


def to_teach(word: str) -> str:
    """What to put into a dictionary for a word as it stands in a text: not its possessive."""
    word = " ".join(word.split())
    return re.sub(r"(?<=\w)['’]s$", "", word)


def add_word(text: str, word: str) -> str:
    """The dictionary with `word` in it: in its place if the words stand sorted, else last.

    Comments, order and line ends of the text stay. A word that is there already changes nothing.
    """
    word = " ".join(word.split())
    lines = _LINE_END.split(text)
    words = [_word_of(line) for line in lines]
    if not word or word.startswith("#") or word in words:
        return text
    end_of_line = found[0] if (found := _LINE_END.search(text)) else "\n"
    place = _sorted_place(words, word)
    if place is None:
        glue = "" if not text or text[-1] in "\r\n" else end_of_line
        return f"{text}{glue}{word}{end_of_line}"
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    return text[: starts[place]] + word + end_of_line + text[starts[place] :]


def _sorted_place(words: list[str], word: str) -> int | None:
    """The line before which `word` belongs; None: at the end, or the words stand in no order."""
    taught = [one for one in words if one]
    for key in (str.casefold, str):
        if [key(one) for one in taught] == sorted(key(one) for one in taught):
            later = (line for line, one in enumerate(words) if one and key(one) > key(word))
            return next(later, None)
    return None
