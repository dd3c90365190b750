"""The comparison: what it shows, in every size and whatever the texts and the files are like."""

from __future__ import annotations

import pytest

from draftloop.tui.widgets.compare_list import CompareList, Group
from tests.tui.comparing import (
    FIRST,
    FOLDER,
    NEW,
    OLD,
    REWORDED_NEW,
    REWORDED_OLD,
    Make,
    doubt_rewordings,
    draft,
    dropped,
    opened,
    without_questions,
)
from tests.tui.conftest import HOSTILE, World, flat, press, screen_text, settled


async def test_one_outline_is_nothing_to_compare(app: Make, world: World) -> None:
    draft(world, OLD)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        assert "nothing to compare yet" in flat(pilot.app)
        await press(pilot, "x", "b", "g", "u")


async def test_dropped_points_groups_and_figures_are_on_one_screen(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        shown = screen_text(pilot.app)
        assert "round 1 → 2" in shown
        assert "settled ." in shown
        assert f"− dropped {len(dropped(screen))}" in shown
        assert "jitter without a budget" in shown
        assert "= kept" in shown


async def test_a_folded_group_opens_with_enter(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        shelf = screen.query_one(CompareList)
        place = next(n for n, option in enumerate(shelf.options) if option.id == f"group:{Group.KEPT}")
        shelf.highlighted = place
        await settled(pilot)
        assert "people think retries are free" not in screen_text(pilot.app)
        await press(pilot, "enter")
        assert "people think retries are free" in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_hostile_points_are_drawn_as_they_are(app: Make, world: World, size: tuple[int, int]) -> None:
    draft(
        world,
        "".join(f"- {line}\n" for line in HOSTILE),
        "- postgres vacuum keeps tables small\n- [x] but this [/b]\n",
    )
    async with app(start="compare", slug="retries").run_test(notifications=True, size=size) as pilot:
        screen = await without_questions(pilot)
        shown = screen_text(pilot.app)
        assert all(line in shown for line in ("list[int] and dict", "[/some/path]", "[@click=app.quit]x[/]"))
        await press(pilot, "b")
        assert "[/b] closing" in screen_text(pilot.app)
        await press(pilot, "b", "A", "g")
        assert screen.review is not None
        assert "wiki" in " ".join(screen.review.now.let_go)


async def test_nothing_lost_is_said_kindly(app: Make, world: World) -> None:
    draft(world, OLD, OLD + "- and one more\n")
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        await without_questions(pilot)
        assert "Nothing was lost: every point of round 1 still stands in round 2." in flat(pilot.app)


async def test_the_curve_shows_every_round(app: Make, world: World) -> None:
    draft(world, FIRST, OLD, OLD)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        assert screen.review is not None
        assert len(screen.review.now.history) == 2
        assert "1.0 █" in screen_text(pilot.app)
        assert "so far" in screen_text(pilot.app)


async def test_a_broken_file_of_answers_is_named_with_its_line_and_e_opens_it(
    app: Make, world: World
) -> None:
    draft(world)
    world.files[f"{FOLDER}/corrections.toml"] = '[[match]]\nold = "a"\nnew = b\nsame = true\n'
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert "drafts/retries/corrections.toml:3: is not TOML" in flat(pilot.app)
        world.files[f"{FOLDER}/corrections.toml"] = ""
        await press(pilot, "e")
        assert world.editor.opened == [f"{FOLDER}/corrections.toml"]
        assert screen.review is not None
        assert "corrections.toml:3" not in flat(pilot.app)


@pytest.mark.parametrize("size", [(60, 15), (40, 10), (80, 24), (140, 40)])
async def test_every_key_works_in_every_size(
    app: Make, world: World, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt_rewordings(monkeypatch)
    draft(world, REWORDED_OLD + OLD, REWORDED_NEW + NEW)
    async with app(start="compare", slug="retries").run_test(notifications=True, size=size) as pilot:
        screen = await without_questions(pilot)
        await press(pilot, "down", "x", "r", "p", "u", "b", "down", "enter", "d", "u", "less_than_sign")
        await press(pilot, "greater_than_sign", "m", "escape", "t", "b", "space", "m", "escape", "A")
        shown = screen_text(pilot.app)
        assert "settled" in shown
        assert "let go" in shown
        assert pilot.app.screen is screen
        await press(pilot, "g")
        assert world.history.iterations[-1].stage == "compare"
