"""A draft with slips in it, and an engine that finds exactly these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Event

from textual.pilot import Pilot

from draftloop.loop.engine_ports import Checker, RawAlarm
from draftloop.loop.errors import CheckerUnavailable
from draftloop.tui.app import DraftloopApp
from tests.tui.conftest import World, settled

Slip = tuple[str, str, str, tuple[str, ...]]

SLIPS: dict[str, Slip] = {
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
    slips: Mapping[str, Slip] = field(default_factory=lambda: SLIPS)
    waits_for: str = ""
    """A word: blocks that hold it are answered when `may_answer` is set."""
    may_answer: Event = field(default_factory=Event)

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        self.asked.append(tuple(texts))
        if self.is_missing:
            raise CheckerUnavailable(self.name, "it is not installed", "install harper-py")
        if self.waits_for and any(self.waits_for in text for text in texts):
            assert self.may_answer.wait(20)
        return [alarms_of(text, self.slips) for text in texts]

    def close(self) -> None:
        """Nothing runs."""


def alarms_of(text: str, slips: Mapping[str, Slip] = SLIPS) -> list[RawAlarm]:
    """An alarm for each slip, wherever it stands."""
    found = []
    for slip, (rule, kind, message, fixes) in slips.items():
        start = text.find(slip)
        while start >= 0:
            end = start + len(slip)
            alarm = RawAlarm(start=start, end=end, rule=rule, kind=kind, message=message, replacements=fixes)
            found.append(alarm)
            start = text.find(slip, end)
    return found


def app_on(
    world: World,
    checker: CheckerDouble | None = None,
    *,
    step: str,
    slug: str = "d",
    other: CheckerDouble | None = None,
) -> DraftloopApp:
    """The app with one step of a draft open; `other` is asked beside Harper."""
    checkers: dict[str, Checker] = {"harper": checker or CheckerDouble()}
    desk = replace(world.desk, checkers=checkers)
    if other is not None:
        checkers["languagetool"] = other
        checks = replace(desk.settings.checks, engines=("harper", "languagetool"))
        desk = replace(desk, settings=replace(desk.settings, checks=checks))
    return DraftloopApp(desk, start=step, slug=slug)


async def until(pilot: Pilot[object], condition: Callable[[], object]) -> None:
    """Wait until something holds, while threads are still held up."""
    for _ in range(400):
        await pilot.pause()
        if condition():
            return
    raise AssertionError("it did not come about")


async def rest(pilot: Pilot[object], seconds: float = 5.0) -> None:
    """Let the screen believe that the author rested, and wait for what it does then."""
    screen = pilot.app.screen
    clock = screen.clock  # type: ignore[attr-defined]  # of a writing screen
    screen.clock = lambda: clock() + seconds  # type: ignore[attr-defined]
    for _ in range(2):
        screen._tick()  # type: ignore[attr-defined]
        await settled(pilot)
