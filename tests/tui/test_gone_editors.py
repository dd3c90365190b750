"""An editor that was left is gone, with its text and its undos: an app stays open for a day."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

from draftloop.tui.app import DraftloopApp
from draftloop.tui.widgets.prose_editor import ProseEditor
from tests.tui.conftest import World, settled
from tests.tui.writing import until


async def test_an_editor_that_was_left_is_forgotten(app: Callable[..., DraftloopApp], world: World) -> None:
    world.draft("Retries", slug="retries", outline="- a point\n", post="Hello\n")
    running = app()
    async with running.run_test() as pilot:
        await settled(pilot)
        opened = []
        for _ in range(6):
            running.open_step("prose", "retries")
            await settled(pilot)
            opened.append(weakref.ref(running.screen.query_one(ProseEditor)))
            running.go_back()
            await settled(pilot)

        def is_forgotten() -> bool:
            gc.collect()
            # The last one, and one more that a step under way may still hold.
            return sum(editor() is not None for editor in opened) <= 2

        await until(pilot, is_forgotten, "forgotten")
