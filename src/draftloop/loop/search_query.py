"""What a person typed into the search, and where in a text it is found. The index itself is an adapter."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

SNIPPET_LENGTH = 160

MAX_TERMS = 32
"""More words than anyone types; a pasted page must not become a query of a thousand terms."""

MIN_START = 2
"""One letter would begin a word of every text."""

_PART = re.compile(r'"([^"]*)"?|(\S+)')
_MARKER = re.compile(r"^\s*(?:[-*+>]\s+|#{1,6}\s+|\d{1,9}[.)]\s+|title:\s*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word, or the words of a quotation, to be found together."""

    text: str
    is_start: bool = False
    """The last word may be unfinished."""


def parse_query(query: str) -> tuple[Term, ...]:
    """The terms of a query: words, and quotations as phrases; all must be found. Anything can be typed."""
    found: list[Term] = []
    for match in _PART.finditer(query):
        text = match[1] if match[1] is not None else match[2].replace('"', " ")
        if any(char.isalnum() for char in text):
            found.append(Term(text=" ".join(text.split())))
        if len(found) == MAX_TERMS:
            break
    is_open = bool(query) and not query[-1].isspace() and not query.endswith('"')
    if found and is_open and len(found[-1].text) >= MIN_START:
        found[-1] = Term(text=found[-1].text, is_start=True)
    return tuple(found)


def full_text_query(terms: tuple[Term, ...]) -> str:
    """Terms in the language of SQLite's full-text index, every one quoted: no word of it is an operator."""
    return " ".join(
        '"{}"{}'.format(term.text.replace("\0", ""), "*" if term.is_start else "") for term in terms
    )


def best_line(text: str, terms: tuple[Term, ...]) -> tuple[int, str]:
    """The 1-based line that holds most of the terms, the first of equals, and a snippet of it."""
    patterns = [re.compile(rf"(?<!\w){re.escape(word)}") for word in _words(terms)]
    best, best_count, best_at = 0, 0, 0
    lines = text.split("\n")
    for index, line in enumerate(lines):
        folded = fold_letters(line)
        places = [match.start() for pattern in patterns if (match := pattern.search(folded))]
        if len(places) > best_count:
            best, best_count, best_at = index, len(places), min(places)
            if best_count == len(patterns):
                break
    if not best_count:
        best = next((index for index, line in enumerate(lines) if line.strip()), 0)
    return best + 1, _snippet(lines[best], best_at)


def fold_letters(text: str) -> str:
    """Letters without case and marks, as the index compares them."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text)
    return "".join(char for char in bare if not unicodedata.combining(char)).casefold()


def _words(terms: tuple[Term, ...]) -> set[str]:
    return {word for term in terms for word in re.findall(r"\w+", fold_letters(term.text))}


def _snippet(line: str, at: int) -> str:
    text = _MARKER.sub("", line.rstrip("\r"), count=1).strip()
    if line.startswith("title:"):
        text = text.strip("\"'")
    if len(text) <= SNIPPET_LENGTH:
        return text
    start = max(0, min(at - SNIPPET_LENGTH // 3, len(text) - SNIPPET_LENGTH))
    start = text.rfind(" ", 0, start) + 1 if start else 0
    cut = text[start : start + SNIPPET_LENGTH - 2].strip()
    return f"{'…' if start else ''}{cut}{'…' if start + SNIPPET_LENGTH - 2 < len(text) else ''}"
