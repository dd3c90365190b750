"""Words near another word: a letter more, less or other, two letters swapped, two words run together."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draftloop.loop.lexicon import Lexicon

_FUNCTION_WORDS = """
a about after all also an and any are as at be because been before between but by can could did do does
down each even every few for from get had has have here how if in into is it its just like lot made make
many may more most much must my no not now of off on one only onto or other our out over per same should
since so some such than that the their them then there these they this those through to too up use used
very was we well were what when where which while who will with without would you your
"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_GLUE_OF_NAMES_WORDS = """
in on up out off over down after before per all non pre sub one or
"""
_GLUE_OF_NAMES = frozenset(_GLUE_OF_NAMES_WORDS.split())
"""They make real words too: onboarding, upsert, outlier; alone they are no proof of a lost blank."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=4096)
def one_edit_away(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The commonest English words one letter or one swap away, at most three; engines often name odd ones."""
    lower = word.lower()
    if not 3 <= len(lower) <= 20 or not lower.isalpha():
        return ()
    cuts = [(lower[:cut], lower[cut:]) for cut in range(len(lower) + 1)]
    near = {left + right[1:] for left, right in cuts if right}
    near |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    near |= {left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS}
    near |= {left + letter + right for left, right in cuts for letter in _LETTERS}
    known = sorted((-lexicon.zipf(one), one) for one in near if one in lexicon.frequency)
    return tuple(one for _, one in known[:3])


def may_be_slip(word: str, lexicon: Lexicon) -> bool:
    """Whether a word that no list knows is one letter or one swap from a common one: "seperate"."""
    if len(word) < 6 or not word.islower() or lexicon.zipf(word) or lexicon.is_tech(word):
        return False
    near = one_edit_away(word, lexicon)
    return bool(near) and lexicon.zipf(near[0]) >= 4.0 and not near[0].startswith(word)


@lru_cache(maxsize=4096)
def two_edits_away(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Known words of the same first letter at most two edits away, the commonest three.

    Of a hundred thousand words only those are measured that share most letters and some pairs of letters: a
    few milliseconds a word.
    """
    lower = word.lower()
    length = len(lower)
    if not 6 <= length <= 24 or not lower.isalpha() or not lower.isascii():
        return ()
    letters = _letters_of(lower)
    pairs = {lower[at : at + 2] for at in range(length - 1)}
    found: list[tuple[float, str]] = []
    for size in range(length - 2, length + 3):
        shared = max(1, max(size, length) - (7 if length > 8 else 6))
        for other, others in _shelves(lexicon).get((lower[0], size), ()):
            if (others & ~letters).bit_count() > 2 or (letters & ~others).bit_count() > 2:
                continue
            if sum(other[at : at + 2] in pairs for at in range(size - 1)) < shared:
                continue
            distance = edit_distance(lower, other, 2)
            if 0 < distance <= 2:
                found.append((distance - 0.35 * lexicon.zipf(other), other))
    return tuple(other for _, other in sorted(found)[:3])


@lru_cache(maxsize=2)
def _shelves(lexicon: Lexicon) -> Mapping[tuple[str, int], Sequence[tuple[str, int]]]:
    """Known words by first letter and length, each with the set of its letters as bits (0.1 s)."""
    shelves: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for word in {*lexicon.frequency, *lexicon.tech}:
        if len(word) > 3 and word.isalpha() and word.isascii():
            shelves.setdefault((word[0], len(word)), []).append((word, _letters_of(word)))
    return shelves


def _letters_of(word: str) -> int:
    bits = 0
    for char in word:
        bits |= 1 << (ord(char) & 31)
    return bits


def split_joined(word: str, lexicon: Lexicon) -> str | None:
    """Two common words whose blank was lost, one of them a function word: "allowthe" is "allow the"."""
    best: tuple[float, str] | None = None
    for cut in range(1, len(word)):
        left, right = word[:cut], word[cut:]
        if not (_can_stand(left, lexicon) and _can_stand(right, lexicon)):
            continue
        if not any(part in _FUNCTION and part not in _GLUE_OF_NAMES for part in (left, right)):
            continue
        if len(word) < 4 or (len(word) < 5 and not (left in _FUNCTION and right in _FUNCTION)):
            continue
        score = min(lexicon.zipf(left), lexicon.zipf(right))
        if best is None or score > best[0]:
            best = (score, f"{left} {right}")
    return best[1] if best else None


def _can_stand(part: str, lexicon: Lexicon) -> bool:
    if len(part) < 3:
        return part in _FUNCTION or part == "i"
    return lexicon.zipf(part) >= 4.0


def edit_distance(one: str, other: str, limit: int) -> int:
    """Damerau-Levenshtein distance with neighbors swapped at cost 1; `limit` + 1 when it is larger."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        current = [row]
        for column, other_char in enumerate(other, 1):
            cost = 0 if char == other_char else 1
            value = min(last[column] + 1, current[-1] + 1, last[column - 1] + cost)
            swapped = row > 1 and column > 1 and char == other[column - 2] and one[row - 2] == other_char
            if swapped and cost:
                value = min(value, before_last[column - 2] + 1)
            current.append(value)
        before_last, last = last, current
    return min(last[-1], limit + 1)
