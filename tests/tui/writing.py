"""What the tests of the writing screens share: a clock in hand, and waiting for a condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.pilot import Pilot

from draftloop.loop.iteration import Iteration
from draftloop.loop.stage import Stage
from tests.tui.conftest import World


@dataclass
class Seconds:
    """A monotonic clock that goes on when told."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


async def until(pilot: Pilot[object], condition: Callable[[], object], what: str) -> None:
    """Wait for something to become true; the screens tick five times a second."""
    for _ in range(200):
        if condition():
            return
        await pilot.pause(0.03)
    raise AssertionError(f"never: {what}")


def record(world: World, stage: Stage, number: int, slug: str = "retries") -> None:
    """Record what the draft's files are now as a round, and let a day go by."""
    iteration = Iteration(stage=stage, number=number, when=world.clock(), draft=slug, title="Retries")
    world.history.record(iteration, [f"drafts/{slug}"], allow_empty=True)
    world.clock.go_on(days=1)
