"""Opening the comparison: what stands there until there is something to compare, and how it was matched."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest

from draftloop.loop.engine_ports import PlacedText
from draftloop.loop.outline_meaning import Likeness
from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.compare import CompareScreen
from tests.doubles_meaning import MeaningDouble
from tests.tui.comparing import NEW, OLD, draft, opened
from tests.tui.conftest import World, flat, press
from tests.tui.writing import until


@dataclass(eq=False)
class SlowMeaning(MeaningDouble):
    """Answers when it is told to, as a model that starts."""

    may_answer: threading.Event = field(default_factory=threading.Event)

    def likeness(self, old: Sequence[PlacedText], new: Sequence[PlacedText]) -> Likeness:
        self.may_answer.wait(20)
        return MeaningDouble.likeness(self, old, new)


@pytest.fixture
def slow() -> Iterator[SlowMeaning]:
    meaning = SlowMeaning()
    yield meaning
    meaning.may_answer.set()


def compare_app(world: World, meaning: MeaningDouble) -> DraftloopApp:
    return DraftloopApp(replace(world.desk, meaning=meaning), start="compare", slug="retries")


async def test_a_model_that_starts_is_waited_for_in_words(world: World, slow: SlowMeaning) -> None:
    draft(world)
    async with compare_app(world, slow).run_test(notifications=True) as pilot:
        await until(pilot, lambda: "comparing by meaning" in flat(pilot.app), "it says what it waits for")
        assert "┊" not in flat(pilot.app)
        assert "undo" not in flat(pilot.app)
        slow.may_answer.set()
        await until(pilot, lambda: "matched by meaning" in flat(pilot.app), "it is compared")
        assert "comparing" not in flat(pilot.app)


async def test_esc_leaves_at_once_while_the_model_starts(world: World, slow: SlowMeaning) -> None:
    draft(world)
    async with compare_app(world, slow).run_test(notifications=True) as pilot:
        await until(pilot, lambda: "comparing by meaning" in flat(pilot.app), "it says what it waits for")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, CompareScreen), "left")
        slow.may_answer.set()


async def test_a_comparison_that_fails_says_no_longer_that_it_compares(world: World) -> None:
    draft(world, OLD, NEW)
    world.files["drafts/retries/corrections.toml"] = "[[\n"
    async with compare_app(world, MeaningDouble(is_installed=False)).run_test(notifications=True) as pilot:
        await opened(pilot)
        assert "corrections.toml" in flat(pilot.app)
        assert "comparing" not in flat(pilot.app)
        await press(pilot, "u", "g", "x")
