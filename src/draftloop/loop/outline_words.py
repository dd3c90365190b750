"""The words of a point as the comparison sees them: stems, character grams, numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Bounds, as ten thousand open brackets would else each be followed to the end of the text.
_LINK = re.compile(r"!?\[([^\]]{0,400})\]\([^)]{0,2000}\)|<?https?://\S+")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_FIRST_CJK = "\u2e80"

_STOP = """
 a an the and or but nor so if then than that this these those it its it's is are was were be been being
am do does did done doing not no of in on at to from by for with without into onto over under as up out
off about after before between both each every all any some more most less least only just very too also
i me my mine we us our ours you your yours he him his she her hers they them their who whom whose which
what when where why how can could may might must shall should will would have has had having there here
own same such still yet ever never again once per via vs don't doesn't didn't can't won't isn't aren't
wasn't let lets let's get gets got make makes made i'm i've you're we're that's there's what's
"""
STOP_WORDS = frozenset(_STOP.split())

_NUMBERS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "dozen": "12", "fifteen": "15",
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
    "eighty": "80", "ninety": "90", "hundred": "100", "thousand": "1000", "million": "1000000",
    "twice": "2", "double": "2", "triple": "3", "half": "1/2", "halves": "1/2",
    "third": "1/3", "thirds": "1/3", "quarter": "1/4",
    "quarters": "1/4", "k": "1000",
}  # fmt: skip
_ENDINGS = (
    "izations", "ization", "ations", "ation", "ements", "ement", "ments", "ment", "nesses", "ness", "ities",
    "ity", "ings", "ing", "edly", "ed", "ions", "ion", "ers", "er", "ors", "or", "ably", "able", "ively",
    "ive", "ally", "al", "ly", "ies", "es", "e", "s", "y",
)  # fmt: skip
_LEAST_STEM = 3


@dataclass(frozen=True, slots=True)
class Words:
    """A point's text, taken apart once."""

    key: str
    """Lower case without punctuation."""
    stems: frozenset[str]
    """Stems of content words; of all words where a text has nothing else."""
    grams: frozenset[str]
    numbers: frozenset[str]
    tokens: tuple[str, ...]
    """Lower-case words in reading order, each up to its apostrophe."""


def read_words(text: str) -> Words:
    """Take a text apart; links count with their words only."""
    tokens = _tokens(text)
    plain = [part for token in tokens for part in token.split("'")]
    return Words(
        key=" ".join(plain),
        stems=content_stems(tokens),
        grams=frozenset(_grams_of(plain)),
        numbers=frozenset(_number(token) for token in tokens if _is_number(token) and token != "one"),
        tokens=tuple(token.split("'")[0] for token in tokens),
    )


def stems_of(text: str) -> tuple[frozenset[str], int]:
    """Stems of the content words of a text, and how many words it has in all."""
    tokens = _tokens(text)
    return content_stems(tokens), len(tokens)


def content_stems(tokens: Sequence[str]) -> frozenset[str]:
    """Stems and numbers of lower-case words without stop words; with them where nothing else is left."""
    stems: set[str] = set()
    for token in tokens:
        if _is_number(token):
            stems.add(_number(token))
        elif token not in STOP_WORDS:
            stems.update(_stems_of(token))
    return frozenset(stems or {part for token in tokens for part in _stems_of(token)})


def _tokens(text: str) -> list[str]:
    return [token.replace("’", "'") for token in _TOKEN.findall(_LINK.sub(r" \1 ", text).lower())]


def _is_number(token: str) -> bool:
    return token in _NUMBERS or _DIGIT.match(token) is not None


def _number(token: str) -> str:
    return _NUMBERS.get(token, token)


def stem(word: str) -> str:
    """A rough stem: one ending cut off and a doubled last letter made single, at least three letters kept."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            word = word[: -len(ending)]
            break
    if len(word) > _LEAST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    if len(word) > _LEAST_STEM and word[-1] in "eiy":
        word = word[:-1]
    return word


def _stems_of(token: str) -> list[str]:
    head = token.split("'")[0]
    if head > _FIRST_CJK or any(letter >= _FIRST_CJK for letter in head):
        # Chinese and Japanese write without blanks; pairs of characters stand in for words.
        return [head[at : at + 2] for at in range(max(1, len(head) - 1))]
    return [stem(head)] if head else []


def _grams_of(words: list[str]) -> list[str]:
    grams: list[str] = []
    for word in words:
        padded = f" {word} "
        grams.extend(padded[at : at + 3] for at in range(len(padded) - 2))
        grams.extend(padded[at : at + 4] for at in range(len(padded) - 3))
    return grams
