"""The form of the front matter while another program writes the same fields."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from draftloop.tui.screens.front_matter import FrontMatterDialog
from draftloop.tui.screens.prose import ProseScreen
from tests.tui.conftest import World, flat, press, settled
from tests.tui.passes_world import app_on, rest

PATH = "drafts/d/post.md"
HEAD = '---\ntitle: "Retries"\ndescription: "About them."\n---\n\n'
BODY = "A retry is a loan.\n"


@pytest.fixture
def draft(world: World) -> World:
    world.draft("Retries", slug="d", outline="- a loan\n")
    world.files[PATH] = HEAD + BODY
    return world


async def form_with_a_new_title(pilot: Pilot[object]) -> FrontMatterDialog:
    await settled(pilot)
    await press(pilot, "f2")
    dialog = pilot.app.screen
    assert isinstance(dialog, FrontMatterDialog)
    dialog.query_one("#field-title", Input).value = "Mine"
    return dialog


def title_in(pilot: Pilot[object]) -> str:
    return pilot.app.screen.query_one("#field-title", Input).value


async def look_below(pilot: Pilot[object]) -> None:
    """The writing screen under the form looks at its file."""
    below = pilot.app.screen_stack[-2]
    assert isinstance(below, ProseScreen)
    below.look_outside()
    await settled(pilot)


async def test_a_field_that_others_changed_too_is_asked_about(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(100, 36), notifications=True) as pilot:
        await form_with_a_new_title(pilot)
        draft.files[PATH] = draft.files[PATH].replace("Retries", "Theirs")
        await look_below(pilot)
        await press(pilot, "ctrl+s")
        assert "another program changed title too" in flat(pilot.app)
        assert 'title: "Theirs"' in flat(pilot.app)
        assert title_in(pilot) == "Mine"
        assert "Theirs" in draft.files[PATH]
        await press(pilot, "ctrl+s")
        await rest(pilot)
    assert draft.files[PATH] == HEAD.replace("Retries", "Mine") + BODY


async def test_leaving_the_form_then_keeps_what_others_wrote(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(100, 36), notifications=True) as pilot:
        await form_with_a_new_title(pilot)
        draft.files[PATH] = draft.files[PATH].replace("Retries", "Theirs")
        await look_below(pilot)
        await press(pilot, "ctrl+s", "escape", "f2")
        assert title_in(pilot) == "Theirs"
    assert draft.files[PATH] == HEAD.replace("Retries", "Theirs") + BODY


async def test_fields_changed_on_one_side_each_go_together(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(100, 36), notifications=True) as pilot:
        await form_with_a_new_title(pilot)
        draft.files[PATH] = draft.files[PATH].replace("About them.", "Theirs.")
        await look_below(pilot)
        await press(pilot, "ctrl+s")
        await rest(pilot)
        assert isinstance(pilot.app.screen, ProseScreen)
    assert draft.files[PATH] == HEAD.replace("Retries", "Mine").replace("About them.", "Theirs.") + BODY


async def test_a_form_that_met_a_write_of_others_still_holds_what_was_typed(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(100, 36), notifications=True) as pilot:
        await form_with_a_new_title(pilot)
        draft.files[PATH] += "\nTheir line.\n"
        await press(pilot, "ctrl+s")
        await rest(pilot)
        assert "Retries" in draft.files[PATH]
        await press(pilot, "f2")
        assert title_in(pilot) == "Mine"
        await press(pilot, "ctrl+s")
        await rest(pilot)
    assert draft.files[PATH] == HEAD.replace("Retries", "Mine") + BODY + "\nTheir line.\n"
