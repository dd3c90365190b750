"""Which marks are shown: few enough to be read, the ones that help most, the rest behind "more"."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.readability_views import Candidate

MARKS_A_PARAGRAPH = 3
MARKS_A_SCREEN = 12
SCREEN_CHARS = 1_800
"""Twenty-four rows of 76 cells, the way prose is laid out."""
A_RULE_PER_1000 = 2.0
LEAST_A_RULE = 4
"""Of one kind so many are shown even in a short post."""
MOST_BEHIND = 400
"""Marks behind "more" at most: nobody goes through the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Candidates in the order of the text."""

    shown: tuple[Candidate, ...]
    more: tuple[Candidate, ...]


def settle(candidates: Sequence[Candidate], words: int) -> Settled:
    """Choose: strongest first within a paragraph, of each rule, and on a screen.

    Args:
        candidates: All of the post, in any order.
        words: Of the post.
    """
    distinct = _without_overlaps(candidates)
    placed = [(one.place, one) for one in distinct]
    placed.sort(key=lambda pair: (pair[0], pair[1].rule))
    order = sorted(range(len(placed)), key=lambda n: (-placed[n][1].weight, n))
    limit = max(LEAST_A_RULE, round(words * A_RULE_PER_1000 / 1000))
    paragraphs: Counter[int] = Counter()
    rules: Counter[str] = Counter()
    screens: Counter[int] = Counter()
    kept: set[int] = set()
    for number in order:
        (start, _), one = placed[number]
        if one.is_minor:
            continue
        paragraph = one.view.block.start if one.view is not None else start
        screen = start // SCREEN_CHARS
        # A screen may begin anywhere, so that two neighbors together stay below the limit.
        near = screens[screen] + max(screens[screen - 1], screens[screen + 1])
        is_full = (
            paragraphs[paragraph] >= MARKS_A_PARAGRAPH or rules[one.rule] >= limit or near >= MARKS_A_SCREEN
        )
        if not is_full:
            kept.add(number)
            paragraphs[paragraph] += 1
            rules[one.rule] += 1
            screens[screen] += 1
    return Settled(
        shown=tuple(placed[number][1] for number in sorted(kept)),
        more=tuple(one for number, (_, one) in enumerate(placed) if number not in kept)[:MOST_BEHIND],
    )


_SPANNING = frozenset(
    {"LongSentence", "LongParagraph", "WallOfText", "EvenRhythm", "LongOpening", "Promise", "ThroatClearing"}
)


def _without_overlaps(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One mark on a word; marks on whole sentences lie under the others."""
    groups: dict[int, list[Candidate]] = defaultdict(list)
    kept: list[Candidate] = []
    for one in candidates:
        if one.view is None or one.rule in _SPANNING:
            kept.append(one)
        else:
            groups[id(one.view)].append(one)
    for group in groups.values():
        group.sort(key=lambda one: (one.start, -one.weight))
        end = -1
        for one in group:
            if one.start >= end:
                kept.append(one)
                end = one.end
    return kept
