"""Leaving while no disk takes the words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from draftloop.loop.errors import CannotWrite
from tests.tui.conftest import World, press, settled
from tests.tui.passes_world import app_on

PATH = "drafts/d/post.md"


@pytest.fixture
def draft(world: World) -> World:
    world.draft("Retries", slug="d", outline="## Why\n\n- a budget\n")
    world.files[PATH] = "---\ntitle: x\n---\n\nWords.\n"
    return world


def refuse(*_: object) -> str:
    raise CannotWrite(PATH, "the disk is full", "make room and save again")


@contextmanager
def no_room(world: World) -> Iterator[None]:
    """Neither the file nor the net takes anything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(world.desk.library), "save", refuse)
        for keep in ("keep", "keep_running", "remember", "hold"):
            patch.setattr(type(world.desk.recovery), keep, refuse, raising=False)
        yield


async def test_app_with_words_that_are_nowhere_else_is_left_only_the_second_time(draft: World) -> None:
    app = app_on(draft, step="prose")
    async with app.run_test(notifications=True) as pilot:
        await settled(pilot)
        with no_room(draft):
            await press(pilot, "x", "ctrl+q")
            assert app.is_running
            assert app.may_lose_words
            assert not app.is_leaving
            await pilot.press("ctrl+q")
            await pilot.pause()
            assert app.is_leaving


async def test_app_is_left_at_once_when_there_is_room_again(draft: World) -> None:
    app = app_on(draft, step="prose")
    async with app.run_test(notifications=True) as pilot:
        await settled(pilot)
        with no_room(draft):
            await press(pilot, "x", "ctrl+q")
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert app.is_leaving
    assert "x" in draft.files[PATH].partition("Words")[2]
