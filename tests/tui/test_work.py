"""Work: what was shipped, the rhythm, and what emerges from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from draftloop.tui.app import DraftloopApp
from tests.tui.conftest import HOSTILE, World, flat, press, screen_text, settled

Make = Callable[..., DraftloopApp]


@pytest.fixture
def posts(world: World) -> World:
    world.shipped("Caches lie", "2026-11-08T22:00:00+01:00", slug="caches", tags='["systems"]', asked="3")
    world.shipped("Retry storms", "2026-11-01T22:00:00+01:00", slug="retries", tags='["systems"]')
    world.shipped("An old one", "2025-03-01T22:00:00+01:00", slug="old")
    return world


async def test_posts_stand_by_year_the_newest_first(app: Make, posts: World) -> None:
    async with app(start="work").run_test(notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert (
            shown.index("2026")
            < shown.index("Caches lie")
            < shown.index("Retry storms")
            < shown.index("2025")
        )
        assert "streak 2 weeks" in shown
        assert "▸ Caches lie" in shown


async def test_themes_are_what_posts_share(app: Make, posts: World) -> None:
    async with app(start="work").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "tab")
        assert "systems" in screen_text(pilot.app)
        assert "tag · 2 posts" in screen_text(pilot.app)


async def test_a_question_asked_again_is_answered_by_its_post(app: Make, posts: World) -> None:
    async with app(start="work").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "tab", "tab", "tab")
        assert "asked 3×" in screen_text(pilot.app)


async def test_a_part_can_be_chosen_with_the_mouse(app: Make, posts: World) -> None:
    async with app(start="work").run_test(notifications=True) as pilot:
        await settled(pilot)
        rows = screen_text(pilot.app).splitlines()
        y = next(number for number, row in enumerate(rows) if "questions" in row)
        await pilot.click(offset=(rows[y].index("questions") + 2, y))
        await settled(pilot)
        assert "asked 3×" in screen_text(pilot.app)


async def test_nothing_shipped_yet_is_said_kindly(app: Make) -> None:
    async with app(start="work").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "start before you are ready" in flat(pilot.app)
        await press(pilot, "tab", "tab", "tab", "tab")


async def test_any_title_and_tag_is_shown_as_it_is_written(app: Make, world: World) -> None:
    for number, title in enumerate(HOSTILE):
        when = f"2026-10-{number + 10}T22:00:00+01:00"
        world.shipped(title, when, tags=f"['{title}']", asked="2")
        world.shipped(f"{title} again", when, tags=f"['{title}']", asked="2")
    async with app(start="work").run_test(notifications=True, size=(80, 60)) as pilot:
        await settled(pilot)
        for _ in ("posts", "themes"):
            shown = screen_text(pilot.app)
            assert [title for title in HOSTILE if title not in shown] == []
            await press(pilot, "tab")
