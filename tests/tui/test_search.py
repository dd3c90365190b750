"""Search: one field, the best fit first."""

from __future__ import annotations

from collections.abc import Callable

from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.ideas import IdeasScreen
from tests.tui.conftest import HOSTILE, World, press, screen_text, settled, type_in

Make = Callable[..., DraftloopApp]


async def test_words_typed_find_an_idea_and_enter_goes_there(app: Make, world: World) -> None:
    world.idea("Calendars", slug="calendars", asked="3")
    world.idea("Caches lie", slug="caches", body="- eviction is a guess\n")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "slash")
        await type_in(pilot, "eviction")
        assert "eviction is a guess" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, IdeasScreen)
        assert "▸ Caches lie" in screen_text(pilot.app)


async def test_nothing_found_says_what_helps(app: Make, world: World) -> None:
    world.idea("Caches lie")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "slash")
        await type_in(pilot, "zebra")
        assert "Nothing found" in screen_text(pilot.app)


async def test_escape_goes_back_to_where_it_was_opened(app: Make, world: World) -> None:
    world.idea("Caches lie")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        before = pilot.app.screen
        await press(pilot, "slash", "escape")
        assert before is pilot.app.screen


async def test_any_title_and_snippet_is_shown_as_it_is_written(app: Make, world: World) -> None:
    for title in HOSTILE:
        world.idea(f"zebra {title}", body=f"- zebra {title}\n")
    async with app().run_test(notifications=True, size=(80, 60)) as pilot:
        await settled(pilot)
        await press(pilot, "slash")
        await type_in(pilot, "zebra")
        shown = screen_text(pilot.app)
        assert [title for title in HOSTILE if title not in shown] == []
