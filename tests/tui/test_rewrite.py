"""The rewrite: scanned, gone, written from memory; peeks counted, nothing lost half-way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.pilot import Pilot

from draftloop.loop.settings import StageSettings
from draftloop.loop.stage import Stage
from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.compare import CompareScreen
from draftloop.tui.screens.rewrite import Moment, RewriteScreen
from draftloop.tui.widgets.top_line import SaveState
from tests.tui.conftest import HOSTILE, World, flat, press, screen_text, settled
from tests.tui.writing import Seconds, record, until

Make = Callable[..., DraftloopApp]
PATH = "drafts/retries/outline.md"
OLD = "## Why\n\n- people think retries are free\n- jitter only spreads the load\n\n## What\n\n- a budget\n"
PAGE = "## Why\n\n- \n\n## What\n\n- \n"


def draft(world: World, outline: str = OLD) -> None:
    world.draft("Retries", slug="retries", outline=outline)
    record(world, Stage.OUTLINE, 1)


async def opened(pilot: Pilot[object]) -> RewriteScreen:
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, RewriteScreen)
    return screen


async def writing(pilot: Pilot[object]) -> RewriteScreen:
    screen = await opened(pilot)
    await press(pilot, "enter")
    assert screen.moment is Moment.WRITE
    return screen


async def test_the_old_outline_is_scanned_then_gone_and_the_page_has_only_headings(
    app: Make, world: World
) -> None:
    draft(world)
    async with app(start="rewrite", slug="retries").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert "jitter only spreads" in screen_text(pilot.app)
        assert "put it away and write" in screen_text(pilot.app)
        assert world.files[PATH] == OLD
        await press(pilot, "enter")
        assert screen.editor.text == PAGE
        assert "jitter" not in screen_text(pilot.app)
        assert world.history.texts_at([("HEAD", PATH)])[0] == OLD


async def test_the_scan_ends_by_itself(app: Make, world: World) -> None:
    draft(world)
    async with app(start="rewrite", slug="retries").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        screen.clock = Seconds(now=screen.clock() + 181)
        await until(pilot, lambda: screen.moment is Moment.WRITE, "the page")


async def test_without_a_time_the_scan_waits(app: Make, world: World) -> None:
    draft(world)
    world.settings = replace(world.settings, stages=StageSettings(scan_minutes=0))
    async with app(start="rewrite", slug="retries").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert " min" not in screen_text(pilot.app)
        screen.on_tick(screen.clock() + 9999)
        assert screen.moment is Moment.SCAN


async def test_on_the_day_of_the_outline_it_asks_and_y_goes_on(app: Make, world: World) -> None:
    draft(world)
    world.clock.go_on(days=-1)
    async with app(start="rewrite", slug="retries").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert screen.moment is Moment.SAME_DAY
        assert "Memory works better tomorrow" in flat(pilot.app)
        await press(pilot, "enter")
        assert screen.moment is Moment.SAME_DAY
        await press(pilot, "y")
        assert "Read it once more" in screen_text(pilot.app)


async def test_a_peek_is_counted_and_the_second_press_only_closes(app: Make, world: World) -> None:
    draft(world)
    async with app(start="rewrite", slug="retries").run_test(notifications=True) as pilot:
        screen = await writing(pilot)
        await press(pilot, "ctrl+r")
        assert "jitter only spreads" in screen_text(pilot.app)
        await press(pilot, "ctrl+r")
        assert "jitter only spreads" not in screen_text(pilot.app)
        await press(pilot, "ctrl+r")
        sitting = screen.desk.sittings.open("retries")
        assert sitting is not None
        assert sitting.peeks == 2


async def test_a_wide_screen_shows_both_side_by_side_while_peeking(app: Make, world: World) -> None:
    draft(world)
    async with app(start="rewrite", slug="retries").run_test(size=(140, 30)) as pilot:
        screen = await writing(pilot)
        await press(pilot, "ctrl+r")
        old, new = screen.query_one("#old").region, screen.editor.region
        assert old.right <= new.x
        assert abs(old.y - new.y) <= 1


async def test_a_narrow_screen_keeps_the_page_in_sight_while_peeking(app: Make, world: World) -> None:
    draft(world)
    async with app(start="rewrite", slug="retries").run_test(size=(80, 24)) as pilot:
        screen = await writing(pilot)
        await press(pilot, "ctrl+r")
        assert screen.query_one("#old").region.bottom <= screen.editor.region.y
        assert screen.editor.region.height >= 6


async def test_what_was_written_half_way_is_there_on_another_day_with_a_new_scan(
    app: Make, world: World
) -> None:
    draft(world)
    desk = world.desk
    async with DraftloopApp(desk, start="rewrite", slug="retries").run_test() as pilot:
        await writing(pilot)
        await pilot.press(*"half")
        await press(pilot, "escape")
    assert "- half" in world.files[PATH]
    world.clock.go_on(days=1)
    async with DraftloopApp(desk, start="rewrite", slug="retries").run_test() as pilot:
        screen = await opened(pilot)
        assert screen.moment is Moment.SCAN
        assert "what you wrote is kept" in flat(pilot.app)
        await press(pilot, "enter")
        assert screen.editor.text == PAGE.replace("- \n", "- half\n", 1)


async def test_coming_back_on_the_same_day_goes_straight_on(app: Make, world: World) -> None:
    draft(world)
    desk = world.desk
    async with DraftloopApp(desk, start="rewrite", slug="retries").run_test() as pilot:
        await writing(pilot)
        await pilot.press(*"half")
        await press(pilot, "escape")
    async with DraftloopApp(desk, start="rewrite", slug="retries").run_test() as pilot:
        screen = await opened(pilot)
        assert screen.moment is Moment.WRITE
        assert "- half" in screen.editor.text


async def test_done_records_the_round_and_leads_to_the_comparison(app: Make, world: World) -> None:
    draft(world)
    async with app(start="rewrite", slug="retries").run_test(notifications=True) as pilot:
        await writing(pilot)
        await pilot.press(*"retries are not free")
        await press(pilot, "ctrl+r", "ctrl+r", "ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen), "the comparison")
        made = world.history.iterations[-1]
        assert (made.stage, made.number, made.peeks) == ("rewrite", 2, 1)
        assert "- retries are not free" in world.files[PATH]


async def test_an_empty_page_is_no_round(app: Make, world: World) -> None:
    draft(world)
    async with app(start="rewrite", slug="retries").run_test(notifications=True) as pilot:
        screen = await writing(pilot)
        await press(pilot, "ctrl+g")
        assert pilot.app.screen is screen
        assert "nothing is written yet" in flat(pilot.app)
        assert len(world.history.iterations) == 1


async def test_giving_up_brings_the_outline_back_and_keeps_what_was_written(app: Make, world: World) -> None:
    draft(world)
    async with app(start="rewrite", slug="retries").run_test(notifications=True) as pilot:
        screen = await writing(pilot)
        await pilot.press(*"half")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: screen.top_line.save_state is SaveState.SAVED, "saved")
        await press(pilot, "f10")
        await until(pilot, lambda: pilot.app.screen is not screen, "left")
        assert world.files[PATH] == OLD
        (thrown_away,) = world.trash.kept["retries"].values()
        assert "- half" in thrown_away[PATH]
        assert screen.desk.sittings.open("retries") is None


async def test_the_scaffolds_questions_are_not_shown_in_a_rewrite(app: Make, world: World) -> None:
    draft(world)
    async with app(start="rewrite", slug="retries").run_test(notifications=True) as pilot:
        await writing(pilot)
        assert "Why should anybody" not in screen_text(pilot.app)


async def test_a_draft_without_points_says_what_to_do_first(app: Make, world: World) -> None:
    world.draft("Retries", slug="retries", outline="\n")
    async with app(start="rewrite", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        assert "has no points to rewrite yet" in flat(pilot.app)


async def test_hostile_points_are_scanned_as_they_are(app: Make, world: World) -> None:
    draft(world, outline="".join(f"- {line}\n" for line in HOSTILE))
    async with app(start="rewrite", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        shown = screen_text(pilot.app)
        assert all(line in shown for line in HOSTILE if line.isascii())
        await press(pilot, "enter", "ctrl+r")
        assert HOSTILE[0] in screen_text(pilot.app)


async def test_done_during_the_scan_says_what_comes_first(app: Make, world: World) -> None:
    draft(world)
    async with app(start="rewrite", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+g")
        assert "enter puts the old outline away" in flat(pilot.app)
