"""Two draftloops, one workspace: the second shows everything and writes nothing until the first is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from textual import events

from draftloop.loop.instance import Holder
from draftloop.tui.app import PLACES, DraftloopApp
from draftloop.tui.screens.outline import OutlineScreen
from tests.doubles_instance import InstanceDouble
from tests.tui.conftest import World, flat, press, settled

OTHER = Holder(pid=4711, tty="pts/3", since=datetime.fromisoformat("2026-11-09T14:02:00+01:00"))
STANDING = "(process 4711, on pts/3): this one only reads. Close that one and this one takes over."
OUTLINE = "drafts/retries/outline.md"


@pytest.fixture
def instance() -> InstanceDouble:
    return InstanceDouble(other=OTHER)


@pytest.fixture
def second(world: World, instance: InstanceDouble) -> Callable[..., DraftloopApp]:
    world.idea("Caches lie", slug="caches-lie")
    world.draft("Retries", slug="retries", outline="- people think retries are free\n")

    def make(**options: object) -> DraftloopApp:
        return DraftloopApp(replace(world.desk, instance=instance), **options)  # type: ignore[arg-type] # real options

    return make


async def test_every_place_says_that_it_only_reads(second: Callable[..., DraftloopApp]) -> None:
    async with second().run_test(notifications=True) as pilot:
        await settled(pilot)
        for number in range(1, len(PLACES) + 1):
            await press(pilot, str(number))
            assert STANDING in flat(pilot.app)


async def test_letters_get_the_sentence_and_the_file_stays(
    second: Callable[..., DraftloopApp], world: World
) -> None:
    before = dict(world.files)
    async with second(start="outline", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "h", "i")
        pilot.app.screen.focused.post_message(events.Paste("pasted"))  # type: ignore[union-attr] # the editor has it
        await settled(pilot)
        assert "Nothing was changed" in flat(pilot.app)
        await press(pilot, "ctrl+s", "ctrl+g")
        screen = pilot.app.screen
        assert isinstance(screen, OutlineScreen)
        assert screen.editor.text == "- people think retries are free\n"
        await pilot.app.action_quit()
    assert world.files == before
    assert not world.recovery.kept()


async def test_verdicts_notes_and_picks_ask_for_nothing(
    second: Callable[..., DraftloopApp], world: World
) -> None:
    before = dict(world.files)
    async with second(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        await press(pilot, "k", "i", "n", "x")
        assert pilot.app.screen is screen
        assert "Nothing was changed" in flat(pilot.app)
    assert world.files == before


async def test_an_idea_can_be_caught_all_the_same(second: Callable[..., DraftloopApp], world: World) -> None:
    async with second().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "a", *"Locks", "enter")
        assert "ideas/locks.md" in world.files


async def test_it_takes_over_with_what_the_other_one_left(
    second: Callable[..., DraftloopApp], world: World, instance: InstanceDouble
) -> None:
    async with second(start="outline", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        world.files[OUTLINE] = "- people think retries are free\n- they are not\n"
        instance.other = None
        app = pilot.app
        assert isinstance(app, DraftloopApp)
        await app._ask_again()
        await settled(pilot)
        assert not app.is_reader
        assert STANDING not in flat(app)
        assert "one writes now." in flat(app)
        assert "they are not" in flat(app)
        await press(pilot, "!")
        screen = app.screen
        assert isinstance(screen, OutlineScreen)
        screen.flush()
    assert world.files[OUTLINE].count("!") == 1
    assert "they are not" in world.files[OUTLINE]


async def test_where_two_cannot_be_told_apart_it_says_so_and_writes(
    second: Callable[..., DraftloopApp], instance: InstanceDouble
) -> None:
    instance.other, instance.doubt = None, "No locks available"
    async with second().run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "two draftloops in this workspace cannot be told apart here (No locks available)" in flat(
            pilot.app
        )
        assert isinstance(pilot.app, DraftloopApp)
        assert not pilot.app.is_reader


async def test_what_it_took_is_given_back_at_the_end(
    second: Callable[..., DraftloopApp], instance: InstanceDouble
) -> None:
    instance.other = None
    async with second().run_test(notifications=True) as pilot:
        await settled(pilot)
        assert instance.is_held
    assert not instance.is_held


async def test_a_list_can_be_sorted_and_narrowed_all_the_same(
    second: Callable[..., DraftloopApp], world: World
) -> None:
    world.idea("Locks", slug="locks", tags="[git]")
    async with second(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "s", "t")
        assert "Nothing was changed" not in flat(pilot.app)
        assert "Caches lie" not in flat(pilot.app)
