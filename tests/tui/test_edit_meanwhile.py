"""A sentence is being changed by hand in a pass, and another program writes the same file meanwhile."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from draftloop.tui.screens.edit import EditScreen
from draftloop.tui.widgets.change_box import Edit
from tests.tui.conftest import World, press, screen_text, settled
from tests.tui.passes_world import POST, app_on, rest

PATH = "drafts/d/post.md"


@pytest.fixture
def draft(world: World) -> World:
    world.draft("A post", slug="d", outline="- a point\n", post=POST)
    return world


def screen_of(pilot: Pilot[object]) -> EditScreen:
    screen = pilot.app.screen
    assert isinstance(screen, EditScreen)
    return screen


async def begin_a_change(pilot: Pilot[object]) -> None:
    """The first alarm's sentence, with a mark of the author's at its end."""
    await settled(pilot)
    await press(pilot, "c", "end", "exclamation_mark")


async def write_outside(draft: World, pilot: Pilot[object], old: str, new: str) -> None:
    draft.files[PATH] = draft.files[PATH].replace(old, new)
    screen_of(pilot).look_outside()
    await settled(pilot)


async def test_a_change_goes_in_although_others_wrote_above_it(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await begin_a_change(pilot)
        await write_outside(draft, pilot, "It runs", "Their line.\n\nIt runs")
        assert "enter keeps it" in screen_text(pilot.app)
        await press(pilot, "enter")
        await rest(pilot)
    assert "Their line.\n\nIt runs apart of the others.!\n" in draft.files[PATH]


async def test_a_change_of_words_that_others_changed_too_stays_until_it_is_answered(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await begin_a_change(pilot)
        await write_outside(draft, pilot, "the others.", "them all?")
        await press(pilot, "enter")
        assert screen_of(pilot).box.is_asking
        assert screen_of(pilot).box.text == "It runs apart of the others.!"
        assert "another program changed these words too" in screen_text(pilot.app)
        await press(pilot, "enter")
        await rest(pilot)
        assert "It runs apart of the others.!\n" in draft.files[PATH]
        await press(pilot, "u")
        await rest(pilot)
    assert "It runs apart of them all?\n" in draft.files[PATH]


async def test_leaving_a_change_that_clashed_keeps_what_others_wrote(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await begin_a_change(pilot)
        await write_outside(draft, pilot, "the others.", "them all?")
        await press(pilot, "enter", "escape")
        await rest(pilot)
        assert not screen_of(pilot).box.is_asking
    assert "It runs apart of them all?\n" in draft.files[PATH]


async def test_words_changed_outside_once_more_are_asked_about_once_more(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await begin_a_change(pilot)
        await write_outside(draft, pilot, "the others.", "them all?")
        await press(pilot, "enter")
        await write_outside(draft, pilot, "them all?", "nobody?")
        await press(pilot, "enter")
        assert screen_of(pilot).box.is_asking
        assert "nobody?" in screen_of(pilot).editor.text


async def test_a_sentence_left_as_it_was_takes_nothing_of_others_away(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "c")
        await write_outside(draft, pilot, "the others.", "them all?")
        await press(pilot, "enter")
        await rest(pilot)
        assert not screen_of(pilot).box.is_asking
    assert "It runs apart of them all?\n" in draft.files[PATH]


def test_the_stretch_in_which_two_texts_differ_is_the_shortest_one() -> None:
    assert Edit.between("a cat sat", "a dog sat") == Edit(2, "cat", "dog")
    assert Edit.between("aa", "aaa") == Edit(2, "", "a")
    assert Edit.between("same", "same") == Edit(4, "", "")
