"""Words the author taught: dictionary.txt of a workspace and of the user."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from draftloop.loop.lexicon import word_forms

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """Known words. A lower-case word admits every casing, one with capitals itself and ALL CAPS."""

    any_case: frozenset[str] = field(default_factory=frozenset)
    as_written: frozenset[str] = field(default_factory=frozenset)

    def knows(self, word: str) -> bool:
        """Whether the word, or what it is the plural or possessive of, was taught."""
        return any(self._knows_form(form) for form in word_forms(word))

    def _knows_form(self, word: str) -> bool:
        return word.lower() in self.any_case or word in self.as_written

    def __or__(self, other: Dictionary) -> Dictionary:
        return Dictionary(
            any_case=self.any_case | other.any_case, as_written=self.as_written | other.as_written
        )


def dictionary_of(words: Iterable[str]) -> Dictionary:
    """A dictionary of these words."""
    any_case: set[str] = set()
    as_written: set[str] = set()
    for word in words:
        word = word.replace("’", "'")
        if word == word.lower():
            any_case.add(word)
        else:
            as_written |= {word, word.upper()}
    return Dictionary(any_case=frozenset(any_case), as_written=frozenset(as_written))


def parse_dictionary(text: str) -> Dictionary:
    """The words of a dictionary.txt: one a line, `#` begins a comment, empty lines mean nothing."""
    return dictionary_of(
        word for line in _LINE_END.split(text.removeprefix("\ufeff")) if (word := _word_of(line))
    )


def _word_of(line: str) -> str:
    return re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip()


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
