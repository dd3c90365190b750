"""What the tests of the history share: a draft with a past, and going to its screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from draftloop.loop.stage import Stage
from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.history import HistoryScreen
from draftloop.tui.screens.version import VersionScreen
from tests.blog import REWRITTEN, Blog
from tests.tui.conftest import World, press, screen_text, settled
from tests.tui.writing import record

Make = Callable[..., DraftloopApp]
FOLDER = "drafts/retries"
FIRST = "## Why\n\n- people think retries are free\n- jitter only spreads it\n"
SECOND = "## Why\n\n- people think that retries are free\n- a budget, not a count\n"
POST = "---\ntitle: Retries\n---\n\nPeople think retries are free. They are not.\n\nA second thought.\n"
POST_2 = POST.replace("They are not.", "They are a loan.")


def story(world: World) -> World:
    """Two rounds and two sittings of prose."""
    world.draft("Retries", slug="retries", outline=FIRST)
    record(world, Stage.OUTLINE, 1)
    world.files[f"{FOLDER}/outline.md"] = SECOND
    record(world, Stage.REWRITE, 2)
    world.files[f"{FOLDER}/post.md"] = POST
    record(world, Stage.PROSE, 1)
    world.files[f"{FOLDER}/post.md"] = POST_2
    record(world, Stage.PROSE, 2)
    return world


def autosaved(world: World) -> World:
    """The same, and three autosaves of prose on the day after: at 20:14, 20:24 and 20:34."""
    story(world)
    for number in range(3):
        world.files[f"{FOLDER}/post.md"] = POST_2 + f"Take {number} of the ending. " * (number + 1)
        world.autosaves.save(
            "retries", {f"{FOLDER}/post.md": world.files[f"{FOLDER}/post.md"]}, world.clock()
        )
        world.clock.go_on(minutes=10)
    return world


async def opened(pilot: Pilot[object]) -> HistoryScreen:
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, HistoryScreen)
    return screen


async def version_of(pilot: Pilot[object], *keys: str) -> VersionScreen:
    await press(pilot, *keys)
    screen = pilot.app.screen
    assert isinstance(screen, VersionScreen)
    return screen


def row_with(app: DraftloopApp, words: str) -> str:
    return next(row for row in screen_text(app).splitlines() if words in row)


def two_rounds(folder: Path) -> Blog:
    """A real workspace with an outline, a rewrite and prose."""
    blog = Blog(folder / "work")
    blog.draft()
    blog.done()
    blog.later()
    blog.write("drafts/retries/outline.md", REWRITTEN)
    blog.done(stage=Stage.REWRITE)
    blog.later()
    blog.write(
        "drafts/retries/post.md", '---\ntitle: "Retries <b>are</b> a loan"\n---\n\n<script>x</script>\n'
    )
    blog.done(stage=Stage.PROSE)
    return blog
