"""The screen that decides, as values and words: what is chosen where, how each place is drawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from draftloop.loop.merge import Choice, Merge, Region
from draftloop.tui import text as texts
from draftloop.tui.widgets.figures import count
from draftloop.tui.widgets.word_diff import Passage, Piece, content_of, diff_passages

if TYPE_CHECKING:
    from draftloop.steps.outside import Sides

_WORD = re.compile(r"\S+")
_AROUND = 10
"""Words that stay in sight on each side of a change."""

Choices = tuple[Choice | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """One choice for each region; None where a person still has to decide."""

    merge: Merge
    choices: Choices
    at: int = 0
    """The region the keys act on."""
    before: tuple[Choices, ...] = ()
    """What was chosen earlier, for undo."""

    @classmethod
    def of(cls, sides: Sides) -> Decisions:
        """Nothing decided but what goes together by itself; the first open region is at hand.

        Of a file that lost most of its words no loss goes by itself.
        """
        choices = tuple(
            None if region.is_conflict or (sides.is_shrunk and _takes_out(region)) else Choice.BOTH
            for region in sides.merge.regions
        )
        return cls(merge=sides.merge, choices=choices).to_open()

    @property
    def regions(self) -> tuple[Region, ...]:
        return self.merge.regions

    @property
    def open_count(self) -> int:
        return self.choices.count(None)

    @property
    def text(self) -> str | None:
        """The text as decided; None while something is open."""
        made = [choice for choice in self.choices if choice is not None]
        return self.merge.chosen(made) if len(made) == len(self.choices) else None

    def take(self, choice: Choice) -> Decisions:
        """Decide the region at hand, and go to the next open one."""
        if not self.choices:
            return self
        chosen = (*self.choices[: self.at], choice, *self.choices[self.at + 1 :])
        return replace(self, choices=chosen, before=(*self.before, self.choices)).to_open()

    def take_all(self, choice: Choice) -> Decisions:
        return replace(self, choices=(choice,) * len(self.choices), before=(*self.before, self.choices))

    def undo(self) -> Decisions:
        """As before the last decision, at the place it changed."""
        if not self.before:
            return self
        old = self.before[-1]
        changed = [place for place, choice in enumerate(old) if choice != self.choices[place]]
        at = changed[0] if changed else self.at
        return replace(self, choices=old, before=self.before[:-1], at=at)

    def move(self, by: int) -> Decisions:
        return replace(self, at=min(max(0, self.at + by), max(0, len(self.choices) - 1)))

    def to_open(self) -> Decisions:
        """The next place that is open, from here on and around; here if none is."""
        order = [*range(self.at, len(self.choices)), *range(self.at)]
        return replace(self, at=next((place for place in order if self.choices[place] is None), self.at))


def _takes_out(region: Region) -> bool:
    return len(region.theirs.split()) < len(region.mine.split())


def facts(sides: Sides, now: datetime, base_at: datetime | None) -> tuple[Content, Content, Content]:
    """Mine, theirs and before: when, and how many words."""
    rows = (
        ("mine", "now, on the screen", sides.mine, "bold $accent"),
        ("theirs", f"written {_when(sides.found_at, now)}", sides.theirs, "bold $warning"),
        ("before", f"saved {_when(base_at, now)}" if base_at else "as last read", sides.base, "bold"),
    )
    made = [
        texts.joined((name, style), f"  {when}, {count(len(text.split()), 'word')}")
        for name, when, text, style in rows
    ]
    return made[0], made[1], made[2]


def _when(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "at an unknown time"
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%a %d %b %H:%M}"


def heading(decisions: Decisions, place: int) -> Content:
    """Above a region: which it is, and what becomes of it."""
    region, choice = decisions.regions[place], decisions.choices[place]
    mark = "▸ " if place == decisions.at else "  "
    number = f"{mark}{place + 1} of {len(decisions.regions)}   "
    return texts.joined((number, "bold" if place == decisions.at else "$text-muted"), outcome(region, choice))


def outcome(region: Region, choice: Choice | None) -> Content:
    """What becomes of a region, in words and with a sign."""
    match choice:
        case None:
            what = "both changed the same words" if region.is_conflict else "only they took words out here"
            return texts.joined((f"? {what}", "$warning"))
        case Choice.MINE:
            return texts.joined(("✓ mine", "$success"))
        case Choice.THEIRS:
            return texts.joined(("✓ theirs", "$success"))
        case Choice.BOTH:
            how = "one after the other" if region.is_conflict else "put together"
            return texts.joined((f"✓ both, {how}", "$success"))


def changed(base: str, side: str) -> Content:
    """A side of a region, what it changed marked by words, with a sign before each change."""
    if side == base:
        return texts.literal(side.strip("\n") or "(nothing here)", "$text-muted")
    passages = diff_passages(base, side)
    drawn = Content("\n\n").join(content_of(_folded(passage)) for passage in passages)
    return drawn if drawn.plain.strip() else texts.literal("(only blank lines)", "$text-muted")


def _folded(passage: Passage) -> Passage:
    """Long stretches that stayed the same cut down to the words around the changes."""
    if not passage.is_changed:
        return passage
    last = len(passage.pieces) - 1
    pieces = [
        piece if piece.kind != "same" else _fold(piece, is_first=place == 0, is_last=place == last)
        for place, piece in enumerate(passage.pieces)
    ]
    return Passage(pieces=tuple(pieces))


def _fold(piece: Piece, *, is_first: bool, is_last: bool) -> Piece:
    words = list(_WORD.finditer(piece.text))
    head, tail = (0 if is_first else _AROUND), (0 if is_last else _AROUND)
    if len(words) <= head + tail + _AROUND:
        return piece
    before = piece.text[: words[head - 1].end()] + " " if head else ""
    behind = " " + piece.text[words[-tail].start() :] if tail else ""
    return Piece(text=f"{before}…{behind}", kind="same")


def plain(text: str) -> Content:
    """The words from before, without marks."""
    return texts.literal(text.strip("\n") or "(nothing here)", "$text-muted")


def status(decisions: Decisions, name: str) -> Content:
    """One row: how much is still to be decided."""
    left = decisions.open_count
    if left:
        return texts.joined((f"? {count(left, 'place')} to decide", "$warning"), f" in {name}")
    words = len((decisions.text or "").split())
    return texts.joined(("✓ decided", "$success"), f": {name} gets {count(words, 'word')}")


def sides_in_order(region: Region) -> Sequence[tuple[str, Content]]:
    """The three of a region: name and words."""
    return (
        ("mine", changed(region.base, region.mine)),
        ("theirs", changed(region.base, region.theirs)),
        ("before", plain(region.base)),
    )
