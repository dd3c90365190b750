"""What the tests of the outline share: a draft to write at, and its screen with a clock in hand."""

from __future__ import annotations

from collections.abc import Callable

from textual.pilot import Pilot

from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.outline import OutlineScreen
from draftloop.tui.widgets.top_line import SaveState
from tests.tui.conftest import World, settled
from tests.tui.writing import Seconds

Make = Callable[..., DraftloopApp]
PATH = "drafts/retries/outline.md"
OUTLINE = "## Why\n\n- people think retries are free\n\n## What\n\n- \n"


async def opened(pilot: Pilot[object]) -> tuple[OutlineScreen, Seconds]:
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, OutlineScreen)
    clock = Seconds()
    screen.clock = clock
    return screen, clock


def draft(world: World, outline: str = OUTLINE, title: str = "Retries") -> None:
    world.draft(title, slug="retries", outline=outline)
    world.files["drafts/retries/notes.md"] += (
        "\n- three layers, 27 calls\n- [A review](https://example.org)\n"
    )


def state_of(screen: OutlineScreen) -> SaveState:
    return screen.top_line.save_state
