"""A draft with slips in it, and an engine that finds exactly these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from textual.pilot import Pilot

from draftloop.loop.errors import CheckerUnavailable
from draftloop.loop.ports import RawAlarm
from draftloop.tui.app import DraftloopApp
from tests.tui.conftest import World, settled

SLIPS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "apart of": ("ApartFrom", "Grammar", "Apart takes another preposition.", ("apart from",)),
    "recieve": ("SpellCheck", "Spelling", "No word is spelled like this.", ("receive", "relieve")),
    "in details": ("InDetail", "Grammar", "The phrase has no plural.", ("in detail",)),
    "flurbotron": ("SpellCheck", "Spelling", "No word is spelled like this.", ()),
    "quuxlet": ("SpellCheck", "Spelling", "No word is spelled like this.", ()),
}
"""What is wrong: the engine's rule, kind, message and suggestions."""

POST = (
    "It runs apart of the others.\n\n"
    "I recieve many letters, and they come in details each week.\n\n"
    "A flurbotron needs a quuxlet.\n"
)


@dataclass
class CheckerDouble:
    """An engine that knows `SLIPS` and counts how often it was asked."""

    name: str = "harper"
    is_missing: bool = False
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        self.asked.append(tuple(texts))
        if self.is_missing:
            raise CheckerUnavailable(self.name, "it is not installed", "install harper-py")
        return [alarms_of(text) for text in texts]

    def close(self) -> None:
        """Nothing runs."""


def alarms_of(text: str) -> list[RawAlarm]:
    """An alarm for each slip, wherever it stands."""
    found = []
    for slip, (rule, kind, message, fixes) in SLIPS.items():
        start = text.find(slip)
        while start >= 0:
            end = start + len(slip)
            alarm = RawAlarm(start=start, end=end, rule=rule, kind=kind, message=message, replacements=fixes)
            found.append(alarm)
            start = text.find(slip, end)
    return found


def app_on(world: World, checker: CheckerDouble | None = None, *, step: str, slug: str = "d") -> DraftloopApp:
    """The app with one step of a draft open."""
    desk = replace(world.desk, checkers={"harper": checker or CheckerDouble()})
    return DraftloopApp(desk, start=step, slug=slug)


async def rest(pilot: Pilot[object], seconds: float = 5.0) -> None:
    """Let the screen believe that the author rested, and wait for what it does then."""
    screen = pilot.app.screen
    clock = screen.clock  # type: ignore[attr-defined]  # of a writing screen
    screen.clock = lambda: clock() + seconds  # type: ignore[attr-defined]
    for _ in range(2):
        screen._tick()  # type: ignore[attr-defined]
        await settled(pilot)
