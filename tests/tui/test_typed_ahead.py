"""Keys that come before the screen they are meant for."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.capture import CaptureScreen
from draftloop.tui.screens.drafts import DraftsScreen
from draftloop.tui.screens.outline import OutlineScreen
from tests.tui.conftest import World, settled
from tests.tui.writing import until

Make = Callable[..., DraftloopApp]


def at_once(pilot: Pilot[object], *keys: str) -> None:
    """Keys in one instant, as a terminal hands them over after a busy moment."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_a_title_typed_before_the_line_is_open_is_whole(app: Make) -> None:
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        pilot.app.screen.set_focus(None)
        at_once(pilot, "a", *"h4lfatitle")
        await until(pilot, lambda: isinstance(pilot.app.screen, CaptureScreen), "opened")
        field = pilot.app.screen.query_one("#jot", Input)
        await until(pilot, lambda: field.value == "h4lfatitle", "all of it is there")


async def test_a_paste_waits_for_the_line_it_was_meant_for(app: Make) -> None:
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        pilot.app.screen.set_focus(None)
        at_once(pilot, "a")
        pilot.app.post_message(events.Paste("Caches lie"))
        await until(pilot, lambda: isinstance(pilot.app.screen, CaptureScreen), "opened")
        field = pilot.app.screen.query_one("#jot", Input)
        await until(pilot, lambda: field.value == "Caches lie", "pasted")


async def test_a_key_waits_for_the_list_it_acts_on(app: Make, world: World) -> None:
    world.draft("Retries", slug="retries", outline="- a point\n")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        at_once(pilot, "3", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutlineScreen), "opened from the list")


async def test_two_keys_in_one_instant_each_go_to_their_own_screen(app: Make, world: World) -> None:
    world.draft("Retries", slug="retries", outline="- a point\n")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        at_once(pilot, "2", "3")
        await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen), "the last one wins")
