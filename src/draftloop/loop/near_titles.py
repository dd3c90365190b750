"""Titles that may ask the same question, told by the words of their slugs."""

from __future__ import annotations

# The quick way of `idea add` imports this module: nothing that costs milliseconds may be imported above.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# fmt: off
_COMMON = frozenset([
    "a", "about", "all", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "does", "for",
    "from", "get", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "just", "like",
    "make", "my", "no", "not", "of", "on", "one", "or", "our", "out", "should", "so", "than", "that",
    "the", "their", "them", "they", "this", "to", "too", "up", "use", "was", "we", "what", "when",
    "where", "which", "who", "why", "will", "with", "without", "you", "your",
])
# fmt: on
_ENOUGH = 0.6


def near_slugs(slug: str, others: Sequence[str], *, most: int = 3) -> list[str]:
    """Those of `others` that share most words with `slug`, nearest first; itself too, if it is among them.

    Two words in common are needed, or all there are. `others` may be file names, with their `.md`: 10,000 of
    them take a few milliseconds.
    """
    words = _words(slug)
    hits: dict[str, int] = {}
    for word in words:
        # A look for the letters first: sets of words are made for the few that can be near.
        for other in [name for name in others if word in name]:
            hits[other] = hits.get(other, 0) + 1
    found = []
    for other, count in hits.items():
        if count >= min(2, len(words)):
            theirs = _words(other.removesuffix(".md"))
            shared = len(words & theirs)
            share = shared / min(len(words), len(theirs)) if theirs else 0.0
            if share >= _ENOUGH and (shared >= 2 or len(words) == len(theirs) == 1):
                found.append((-share, -shared, len(theirs), other))
    return [other for *_, other in sorted(found)[:most]]


def _words(slug: str) -> set[str]:
    return {_stem(word) for word in slug.split("-") if word and word not in _COMMON}


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
