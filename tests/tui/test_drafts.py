"""Drafts: everything in work at its stage."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.compare import CompareScreen
from tests.tui.comparing import draft
from tests.tui.conftest import HOSTILE, World, flat, press, screen_text, settled, type_in

Make = Callable[..., DraftloopApp]


@pytest.fixture
def shelf(world: World) -> World:
    world.draft("Retry storms", slug="retries", outline="- a\n- b\n")
    world.draft("Caches lie", slug="caches", outline="- a\n", post="Some words [TK] here.\n")
    return world


async def test_each_draft_stands_below_its_stage(app: Make, shelf: World) -> None:
    async with app(start="drafts").run_test(notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert shown.index("outline  1") < shown.index("Retry storms") < shown.index("prose  1")
        assert "1 gap" in shown
        assert "2 in work" in shown


async def test_a_wide_screen_shows_every_stage_as_a_column(app: Make, shelf: World) -> None:
    async with app(start="drafts").run_test(notifications=True, size=(140, 40)) as pilot:
        await settled(pilot)
        row = next(row for row in screen_text(pilot.app).splitlines() if "outline" in row)
        assert all(stage in row for stage in ("rewrite", "prose", "edit", "ship"))


async def test_a_draft_whose_dropped_points_wait_opens_its_comparison(app: Make, world: World) -> None:
    draft(world)
    async with app(start="drafts").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "3 dropped points wait for a verdict" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CompareScreen)


async def test_a_third_draft_is_mentioned_once_and_kindly(app: Make, shelf: World) -> None:
    shelf.draft("Third", outline="- a\n")
    async with app(start="drafts").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "3 in work. One small step" in screen_text(pilot.app)


async def test_a_draft_let_go_keeps_its_files_and_comes_back(app: Make, shelf: World) -> None:
    async with app(start="drafts").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "x")
        await type_in(pilot, "dull")
        await press(pilot, "enter")
        assert "1 in work" in screen_text(pilot.app)
        assert "dull" in shelf.files["drafts/retries/notes.md"]
        await press(pilot, "u")
        assert "2 in work" in screen_text(pilot.app)


async def test_shipped_drafts_are_not_in_work(app: Make, shelf: World) -> None:
    shelf.shipped("Done long ago", "2026-01-04T10:00:00+01:00")
    async with app(start="drafts").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "Done long ago" not in screen_text(pilot.app)


async def test_an_empty_shelf_says_where_drafts_come_from(app: Make) -> None:
    async with app(start="drafts").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "2 goes to the ideas" in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(80, 60), (160, 60)])
async def test_any_title_is_shown_as_it_is_written(app: Make, world: World, size: tuple[int, int]) -> None:
    for number, title in enumerate(HOSTILE):
        world.draft(title, slug=f"a{number}", outline=f"- {title}\n")
    async with app(start="drafts").run_test(notifications=True, size=size) as pilot:
        await settled(pilot)
        shown = flat(pilot.app)
        assert [word for title in HOSTILE for word in title.split() if word not in shown] == []
