"""An editor that was left is gone, with its text and its undos: an app stays open for a day."""

from __future__ import annotations

import gc
from collections.abc import Callable

from draftloop.tui.app import DraftloopApp
from draftloop.tui.widgets.prose_editor import ProseEditor
from tests.tui.conftest import World, settled


async def test_an_editor_that_was_left_is_forgotten(app: Callable[..., DraftloopApp], world: World) -> None:
    world.draft("Retries", slug="retries", outline="- a point\n", post="Hello\n")
    running = app()
    async with running.run_test() as pilot:
        await settled(pilot)
        for _ in range(3):
            running.open_step("prose", "retries")
            await settled(pilot)
            running.go_back()
            await settled(pilot)
        gc.collect()
        assert sum(isinstance(thing, ProseEditor) for thing in gc.get_objects()) <= 1
