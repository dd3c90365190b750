"""What a hand does at the keyboard before somebody pulls the plug: a list of steps, the same for a seed."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass
from enum import StrEnum


class Room(StrEnum):
    """Where the words go."""

    PROSE = "prose"
    OUTLINE = "outline"
    REWRITE = "rewrite"
    NOTE = "note"
    """A note on an idea, in its one-line question."""
    FIELDS = "fields"
    """The description, in the form of the front matter."""
    CAPTURE = "capture"


EDITORS = (Room.PROSE, Room.OUTLINE, Room.REWRITE)
ROOMS: dict[Room, int] = {
    Room.PROSE: 34,
    Room.OUTLINE: 22,
    Room.REWRITE: 16,
    Room.CAPTURE: 12,
    Room.NOTE: 8,
    Room.FIELDS: 8,
}
"""Each with its share of a hundred."""


class Do(StrEnum):
    """One thing a hand does."""

    WORD = "word"
    LINE = "line"
    """Enter."""
    PASTE = "paste"
    UNDO = "undo"
    """Undo, and redo at once: nothing of it may stay."""
    REST = "rest"
    RESIZE = "resize"
    LOOK = "look"
    """To the history and back."""
    AWAY = "away"
    """To the start screen and back into the same document."""
    SWITCH = "switch"
    """Into the other document of the same draft."""
    SIDE = "side"
    """The side pane, and back."""


@dataclass(frozen=True)
class Step:
    do: Do
    text: str = ""
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class Script:
    """All that is chosen for a case."""

    room: Room
    keys_per_s: float
    kill_after_s: float
    size: tuple[int, int]
    steps: tuple[Step, ...]


_IN_EDITORS = {
    Do.LINE: 8,
    Do.PASTE: 2,
    Do.UNDO: 2,
    Do.REST: 3,
    Do.RESIZE: 2,
    Do.LOOK: 1,
    Do.AWAY: 1,
    Do.SWITCH: 2,
    Do.SIDE: 1,
}
_IN_LINES = {Do.REST: 4, Do.RESIZE: 2, Do.LINE: 6}
_SIZES = ((80, 24), (140, 40), (60, 20), (100, 30))


def make_script(choose: random.Random, most_s: float) -> Script:
    """A case's script; `most_s` bounds the moment of the blow, which is uniform from nothing to that."""
    room = choose.choices(list(ROOMS), list(ROOMS.values()))[0]
    others = dict(_IN_EDITORS if room in EDITORS else _IN_LINES)
    if room in (Room.NOTE, Room.FIELDS):
        del others[Do.LINE]
    if room is Room.REWRITE:
        del others[Do.SWITCH], others[Do.LOOK]  # a rewrite under way has no other document and no past
    steps = []
    rate = choose.uniform(5, 15)
    for number in range(int(most_s * rate / 5) + 10):
        steps.append(Step(Do.WORD, word(number, choose)))
        if choose.random() < 0.2:
            do = choose.choices(list(others), list(others.values()))[0]
            text = " ".join(word(number, choose, "p") for _ in range(choose.randint(2, 120))) + " "
            steps.append(Step(do, text if do is Do.PASTE else "", choose.randrange(len(_SIZES))))
    return Script(
        room=room,
        keys_per_s=rate,
        kill_after_s=choose.uniform(0, most_s),
        size=choose.choice(_SIZES[:2]),
        steps=tuple(steps),
    )


def word(number: int, choose: random.Random, mark: str = "w") -> str:
    """A word with its number, and letters by which its own case knows it."""
    return f"{mark}{number:04d}{''.join(choose.choices(string.ascii_lowercase, k=choose.randint(1, 5)))}"


def size_of(step: Step) -> tuple[int, int]:
    """The size a RESIZE step asks for."""
    return _SIZES[step.number]
