"""Slips put into right sentences, and the edits that undo them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.small_word_edits import DELETE, DOUBLE, FORM, INSERT, SLIP, Edit, Line, replacements
from draftloop.loop.small_word_forms import DOUBLES, INSERTED
from draftloop.loop.small_word_table import is_mark, table

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

_EXTRA_TEXT = """
the the the a a to to to of of is is in in that that it and for be an are on with have you we can has by as
at will
this
"""
_EXTRA = _EXTRA_TEXT.split()
_OFTEN_LEFT_OUT_RIGHTLY_TEXT = "and or if so there was it i we that not you with from by"
_OFTEN_LEFT_OUT_RIGHTLY = frozenset(_OFTEN_LEFT_OUT_RIGHTLY_TEXT.split())
_COMMON = 5
_TRIES = 10

Seeded = tuple[list[str], int, int, str]
"""The sentence with a slip; the kind and place of the edit that undoes it, and the word it puts there."""


def seeded(words: Sequence[str], chance: random.Random) -> Seeded | None:
    """The sentence with a slip in it, when one can be made."""
    for _ in range(_TRIES):
        draw, place = chance.random(), chance.randrange(len(words))
        if draw < 0.33:
            found = _left_out(words, place, chance)
        elif draw < 0.5:
            found = _put_in(words, place, chance)
        else:
            found = _exchanged(words, place, chance, draw)
        if found is not None:
            return found
    return None


def undoes(edit: Edit, line: Line, slip: Seeded) -> bool:
    """Whether an edit of the seeded sentence gives the right one back."""
    _, kind, place, word = slip
    if (kind in (INSERT, DELETE) or edit.kind in (INSERT, DELETE)) and edit.kind != kind:
        return False
    if kind == DELETE:
        return abs(edit.start - place) <= 1 and line.words[edit.start] == line.words[place]
    return edit.start == place and table().words[edit.new] == word


def _left_out(words: Sequence[str], place: int, chance: random.Random) -> Seeded | None:
    word = words[place]
    if word not in INSERTED or not 0 < place < len(words) - 1:
        return None
    if word in _OFTEN_LEFT_OUT_RIGHTLY and chance.random() < 0.5:
        return None
    return [*words[:place], *words[place + 1 :]], INSERT, place + 1, word


def _put_in(words: Sequence[str], place: int, chance: random.Random) -> Seeded | None:
    draw = chance.random()
    extra = words[place] if draw < 0.2 else chance.choice(_EXTRA) if draw < 0.75 else chance.choice(words)
    if place == 0 or not extra.isalpha() or is_mark(extra) or words[place - 1] == extra:
        return None
    return [*words[:place], extra, *words[place:]], DELETE, place + 1, ""


def _exchanged(words: Sequence[str], place: int, chance: random.Random, draw: float) -> Seeded | None:
    known = table()
    word = words[place]
    if draw < 0.66:
        kind, others = DOUBLE, sorted(other for other in DOUBLES.get(word, ()) if other in known.ids)
    elif word not in known.ids or word in DOUBLES or is_mark(word) or known.levels[known.ids[word]] < _COMMON:
        return None
    else:
        kind = FORM if draw < 0.9 else SLIP
        own = known.ids[word]
        others = [
            known.words[number]
            for found, number in replacements(word)
            if found == kind and any(back == own for _, back in replacements(known.words[number]))
        ]
    if not others:
        return None
    return [*words[:place], chance.choice(others), *words[place + 1 :]], kind, place + 1, word
