"""The edit pass over texts that no author writes: the app opens them, answers keys and goes on."""

from __future__ import annotations

import pytest

from draftloop.tui.screens.edit import EditScreen
from tests.tui.conftest import World, press, screen_text, settled
from tests.tui.passes_world import app_on

TEXTS = {
    "a line of 300,000 characters": "I recieve many letters. " + "word " * 60_000 + "\n",
    "a word of 200,000 letters": f"I recieve many letters, {'x' * 200_000}.\n",
    "controls and marks": "I recieve many letters. \x00\x1b]52;c\x07 \u202e[/red] \u2028\n",
    "a fence left open": "I recieve many letters.\n\n```js\n" + "var a = 1;\n" * 20_000,
}


@pytest.mark.parametrize("name", TEXTS)
async def test_a_bad_text_opens_and_its_alarm_is_shown(world: World, name: str) -> None:
    world.draft("A post", slug="d", outline="- a point\n", post=TEXTS[name])
    async with app_on(world, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, EditScreen)
        assert screen.current is not None
        assert screen.current.text == "recieve"
        await press(pilot, "n")
        assert "1 sure" in screen_text(pilot.app)
