"""History: autosaves between the iterations are read, compared and put back."""

from __future__ import annotations

from draftloop.loop.ports import HistoryState
from draftloop.tui.app import DraftloopApp
from draftloop.tui.widgets.outline_view import OutlineView
from tests.tui.conftest import World, flat, press, screen_text, settled
from tests.tui.histories import (
    FOLDER,
    autosaved,
    opened,
    story,
    version_of,
)


async def test_autosaves_fold_in_between_the_iterations_and_away(world: World) -> None:
    autosaved(world)
    async with DraftloopApp(world.desk, start="history", slug="retries").run_test(size=(100, 32)) as pilot:
        screen = await opened(pilot)
        before = len(screen.turns.rows)
        await press(pilot, "s")
        lines = [" ".join(line.split()) for line in screen_text(pilot.app).splitlines()]
        assert [line for line in lines if "post.md" in line] == [
            "Fri 13 Nov 20:14 · post.md 17 words",
            "Fri 13 Nov 20:24 · post.md 22 words, +5",
            "Fri 13 Nov 20:34 · post.md 27 words, +5",
        ]
        assert screen.turns.rows[-1].is_now
        await press(pilot, "s")
        assert len(screen.turns.rows) == before


async def test_what_a_paragraph_looked_like_an_hour_ago(world: World) -> None:
    autosaved(world)
    async with DraftloopApp(world.desk, start="history", slug="retries").run_test(size=(100, 32)) as pilot:
        await opened(pilot)
        await press(pilot, "s", "up", "up", "up")
        version = await version_of(pilot, "w")
        assert "autosave @20:14" in flat(pilot.app)
        assert "Take 0 of the ending." in flat(pilot.app)
        await press(pilot, "escape")
        version = await version_of(pilot, "enter")
        assert version.query_one(OutlineView).text.endswith("Take 0 of the ending. ")


async def test_an_autosave_is_compared_with_what_is_written_now(world: World) -> None:
    autosaved(world)
    async with DraftloopApp(world.desk, start="history", slug="retries").run_test(size=(100, 32)) as pilot:
        await opened(pilot)
        world.files[f"{FOLDER}/post.md"] += "More."
        await press(pilot, "s", "up", "space", "down", "c")
        assert "autosave @20:34" in flat(pilot.app)
        assert "now" in flat(pilot.app)


async def test_an_autosave_is_put_back_and_undone(world: World) -> None:
    autosaved(world)
    now = world.files[f"{FOLDER}/post.md"]
    app = DraftloopApp(world.desk, start="history", slug="retries")
    async with app.run_test(size=(100, 32), notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "s", "up", "up", "up", "r")
        assert world.files[f"{FOLDER}/post.md"].endswith("Take 0 of the ending. ")
        assert "post.md is @20:14 again" in flat(pilot.app)
        await press(pilot, "u")
        assert world.files[f"{FOLDER}/post.md"] == now


async def test_coming_back_shows_the_present_once_and_stays_where_it_was(world: World) -> None:
    autosaved(world)
    async with DraftloopApp(world.desk, start="history", slug="retries").run_test(size=(100, 32)) as pilot:
        screen = await opened(pilot)
        await press(pilot, "s", "up")
        names = [row.name for row in screen.turns.rows]
        await press(pilot, "enter", "escape")
        await settled(pilot)
        assert [row.name for row in screen.turns.rows] == names
        assert screen.turns.cursor == len(names) - 2


async def test_without_autosaves_the_reason_is_said(world: World) -> None:
    story(world)
    world.autosaves.now_state = HistoryState(kind="programs", reason="this repository starts a program")
    app = DraftloopApp(world.desk, start="history", slug="retries")
    async with app.run_test(notifications=True, size=(100, 32)) as pilot:
        await opened(pilot)
        await press(pilot, "s")
        assert "starts a program" in flat(pilot.app)
