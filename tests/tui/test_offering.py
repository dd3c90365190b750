"""Words that are kept and in no file, offered when their draft is opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.kept import KeptDialog
from draftloop.tui.screens.outline import OutlineScreen
from draftloop.tui.screens.prose import ProseScreen
from tests.tui.conftest import World, press, screen_text, settled, type_in

Make = Callable[..., DraftloopApp]
POST, OUTLINE = "drafts/retries/post.md", "drafts/retries/outline.md"


@pytest.fixture
def interrupted(world: World) -> World:
    """Typed, and killed before the files had it."""
    world.draft("Retries", slug="retries", outline="## Why\n\n- one\n- three\n", post="First.\n\nLast.\n")
    world.recovery.files = world.files
    return world


async def test_words_are_put_back_before_anything_is_typed(app: Make, interrupted: World) -> None:
    interrupted.recovery.keep_running(POST, interrupted.files[POST].replace("First.", "First. In the mid"))
    async with app(start="prose", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "enter puts it in its file" in screen_text(pilot.app)
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, ProseScreen)
        await type_in(pilot, "dle.")
        assert "First. In the middle.\n\nLast." in screen.editor.text
        for _ in range(3):
            await press(pilot, "ctrl+z")
        assert "First. In the mid\n" in screen.editor.text


async def test_a_point_goes_on_where_it_ended(app: Make, interrupted: World) -> None:
    interrupted.recovery.keep_running(OUTLINE, "## Why\n\n- one\n- tw\n- three\n")
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, OutlineScreen)
        await type_in(pilot, "o")
        assert screen.editor.text == "## Why\n\n- one\n- two\n- three\n"


async def test_what_is_put_off_is_not_asked_again_until_the_next_start(app: Make, interrupted: World) -> None:
    interrupted.recovery.keep_running(POST, interrupted.files[POST] + "More.\n")
    async with app(start="prose", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "z", "escape")
        pilot.app.open_step("prose", "retries")  # type: ignore[attr-defined]  # of our app
        await settled(pilot)
        assert not isinstance(pilot.app.screen, KeptDialog)
        assert len(interrupted.recovery.kept()) == 1


async def test_words_of_another_file_are_not_asked_about_here(app: Make, interrupted: World) -> None:
    interrupted.recovery.keep_running(OUTLINE, "## Why\n\n- one\n- two\n- three\n")
    async with app(start="prose", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert isinstance(pilot.app.screen, ProseScreen)


async def test_a_net_that_is_gone_is_told_once_and_typing_goes_on(app: Make, interrupted: World) -> None:
    from draftloop.loop.errors import CannotWrite

    def full(path: str, text: str) -> str:
        raise CannotWrite("/state/recovery", "the disk is full", "make room and save again")

    interrupted.recovery.keep_running = full  # type: ignore[method-assign]  # a full disk
    async with app(start="prose", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ProseScreen)
        await type_in(pilot, "Words. ")
        screen.keep_now()
        await settled(pilot)
        shown = " ".join(screen_text(pilot.app).split())
        assert "The net is gone: /state/recovery: the disk is full" in shown
        screen.save_now()
        await settled(pilot)
        assert "Words. " in interrupted.files[POST]
        del interrupted.recovery.keep_running
        await type_in(pilot, "x")
        screen.keep_now()
        await settled(pilot)
        assert "The net is gone" not in screen_text(pilot.app)
