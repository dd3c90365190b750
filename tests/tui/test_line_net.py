"""What stands in a small field is safe before Enter, and is offered to nobody once it has arrived."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from textual.pilot import Pilot
from textual.widgets import Input

from draftloop.tui.app import DraftloopApp
from draftloop.tui.line_net import ON_ITS_WAY_S, UNFINISHED
from tests.tui.conftest import World, settled
from tests.tui.writing import until

Make = Callable[..., DraftloopApp]


class Clock:
    """Stands until it is put forward."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def kept(world: World) -> list[str]:
    """What is on offer of unfinished lines."""
    return [
        text for _, path, text, state in world.recovery.entries if path == UNFINISHED and state == "running"
    ]


async def looked(pilot: Pilot[object], clock: Clock, seconds: float = 0.3) -> None:
    clock.now_s += seconds
    await settled(pilot)
    cast("DraftloopApp", pilot.app).line_net.look()
    await settled(pilot)


@asynccontextmanager
async def typed(
    app: Make, world: World, *keys: str, after_s: float = 0.3
) -> AsyncIterator[tuple[Pilot[object], Clock]]:
    """The app over a draft, these keys pressed, and one look of the net at them."""
    world.draft("Retries", slug="retries", outline="- a point\n")
    async with app().run_test() as pilot:
        await settled(pilot)
        clock = Clock()
        cast("DraftloopApp", pilot.app).line_net.clock = clock
        await pilot.press(*keys)
        await looked(pilot, clock, after_s)
        yield pilot, clock


async def test_a_title_is_safe_while_it_is_typed(app: Make, world: World) -> None:
    async with typed(app, world, "a", *"Cache") as (pilot, _):
        await until(pilot, lambda: kept(world) == ["Cache"], "kept")


async def test_a_line_stays_safe_until_it_has_surely_arrived(app: Make, world: World) -> None:
    async with typed(app, world, "a", *"Cache") as (pilot, clock):
        await pilot.press("enter", *"Nex")
        await looked(pilot, clock)
        await until(pilot, lambda: kept(world) == ["Cache\nNex"], "both")
        await looked(pilot, clock, ON_ITS_WAY_S + 1)
        await until(pilot, lambda: kept(world) == ["Nex"], "only the one that is still typed")


async def test_nothing_is_offered_of_a_line_that_arrived(app: Make, world: World) -> None:
    async with typed(app, world, "a", *"Cache") as (pilot, clock):
        await pilot.press("enter")
        await looked(pilot, clock)
        await looked(pilot, clock, ON_ITS_WAY_S + 1)
        await until(pilot, lambda: kept(world) == [], "settled")


async def test_what_is_searched_for_is_not_kept(app: Make, world: World) -> None:
    async with typed(app, world, "slash", *"retr") as (pilot, _):
        assert pilot.app.screen.query_one("#query", Input).value == "retr"
        assert kept(world) == []


async def test_leaving_right_after_enter_leaves_nothing_to_be_offered(app: Make, world: World) -> None:
    async with typed(app, world, "a", *"Cache") as (pilot, _):
        await pilot.press("enter", "escape")
        await settled(pilot)
        await pilot.press("q")
    assert kept(world) == []


async def test_a_line_that_was_closed_half_typed_is_offered(app: Make, world: World) -> None:
    async with typed(app, world, "a", *"Cache", "escape", after_s=ON_ITS_WAY_S + 1) as (pilot, clock):
        await looked(pilot, clock, ON_ITS_WAY_S + 1)
        await until(pilot, lambda: kept(world) == ["Cache"], "it stands there again")


async def test_a_line_that_went_on_and_was_closed_is_kept_once(app: Make, world: World) -> None:
    async with typed(app, world, "a", *"Cache") as (pilot, clock):
        await pilot.press(*"s", "escape")
        await looked(pilot, clock)
        await until(
            pilot, lambda: kept(world) == ["Caches"], "the whole line, and not its beginning beside it"
        )


def test_a_key_before_the_first_screen_is_nobodys(app: Make) -> None:
    app().line_net.before_key()
