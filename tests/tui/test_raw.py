"""A file that cannot be understood: opened as plain text, mended there, written by nobody else."""

from __future__ import annotations

import pytest

from draftloop.loop.parsed import Broken, Fine, Raw
from draftloop.tui.screens.prose import ProseScreen
from draftloop.tui.screens.raw import RawScreen, said
from tests.tui.conftest import World, press, screen_text, settled
from tests.tui.passes_world import app_on, rest

PATH = "drafts/d/post.md"
BROKEN = '---\ntitle: "Retries"\ntags: [open\n---\n\nA retry is a loan.\n'


@pytest.fixture
def draft(world: World) -> World:
    world.draft("Retries", slug="d", outline="- every review ends with the retries\n")
    world.files[PATH] = BROKEN
    return world


async def test_a_broken_post_opens_as_text_with_its_line_marked_and_is_mended(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(100, 30), notifications=True) as pilot:
        await settled(pilot)
        assert "f6 opens the file as plain text" in screen_text(pilot.app)
        await press(pilot, "f6")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, RawScreen)
        assert screen.editor.text == BROKEN
        assert isinstance(screen.parsed, Broken)
        assert (screen.parsed.line, screen.raw_editor.marked) == (3, 2)
        assert "plain text" in screen_text(pilot.app)
        assert draft.files[PATH] == BROKEN
        screen.raw_editor.move_cursor((2, len("tags: [open")))
        await press(pilot, "]")
        await rest(pilot)
        await settled(pilot)
        assert "this file can be read" in screen_text(pilot.app)
        assert screen.raw_editor.marked is None
        assert draft.files[PATH] == BROKEN.replace("[open", "[open]")
        await press(pilot, "escape")
        await press(pilot, "f5")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ProseScreen)
        assert pilot.app.screen.editor.text == "\nA retry is a loan.\n"


async def test_looking_at_a_broken_file_writes_nothing(draft: World) -> None:
    before = dict(draft.files)
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "f6")
        await settled(pilot)
        await press(pilot, "escape")
    assert draft.files == before


async def test_the_list_of_drafts_opens_the_broken_file_of_the_marked_one(draft: World) -> None:
    async with app_on(draft, step="drafts").run_test(size=(100, 30), notifications=True) as pilot:
        await settled(pilot)
        assert f"{PATH}:" in " ".join(screen_text(pilot.app).split())
        await press(pilot, "f6")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RawScreen)


async def test_a_healthy_draft_opens_nothing_as_text(world: World) -> None:
    world.draft("Retries", slug="d", outline="- every review ends with the retries\n")
    async with app_on(world, step="drafts").run_test(notifications=True) as pilot:
        await settled(pilot)
        before = pilot.app.screen
        await press(pilot, "f6")
        assert pilot.app.screen is before


def test_what_is_wrong_is_said_with_its_line_and_remedy(world: World) -> None:
    document = world.library.open("nothing.md")
    broken = Broken(path="x.md", problem="not YAML", remedy="correct the line", line=3)
    assert "! line 3: not YAML; correct the line" in said(broken, can_write=True).plain
    assert "only shown here" in said(broken, can_write=False).plain
    assert "leaves it alone" in said(Raw(document=document, problem="it is TOML"), can_write=True).plain
    assert "can be read" in said(Fine(document=document, fields={}), can_write=True).plain
