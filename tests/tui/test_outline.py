"""The outline: a brain dump from a scaffold to done, with its notes and its time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Input, OptionList

from draftloop.loop.ports import HistoryState
from draftloop.loop.settings import StageSettings
from draftloop.tui.screens.outline import OutlineScreen
from draftloop.tui.screens.writing_time import WritingTime
from draftloop.tui.widgets.note_list import NoteList, notes_of
from draftloop.tui.widgets.time_line import TimeLine
from draftloop.tui.widgets.top_line import SaveState
from tests.tui.conftest import HOSTILE, World, press, screen_text, settled
from tests.tui.outlining import OUTLINE, PATH, Make, draft, opened, state_of
from tests.tui.writing import until

# The first entry


async def test_the_first_entry_asks_for_a_scaffold_and_enter_takes_the_usual(app: Make, world: World) -> None:
    draft(world, outline="")
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "How shall the outline begin?" in screen_text(pilot.app)
        await press(pilot, "enter")
        screen, _ = await opened(pilot)
        assert screen.editor.text.startswith("## Why\n\n- \n")
        assert screen.editor.cursor_location == (2, 2)
        assert "Why should anybody read this?" in screen_text(pilot.app)
    assert PATH not in world.files


async def test_esc_in_the_list_of_scaffolds_goes_back_and_makes_nothing(app: Make, world: World) -> None:
    draft(world, outline="")
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        assert "How shall the outline begin?" not in screen_text(pilot.app)
        assert not isinstance(pilot.app.screen, OutlineScreen)
    assert PATH not in world.files


async def test_another_scaffold_can_be_chosen_and_esc_goes_back(app: Make, world: World) -> None:
    draft(world, outline="")
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        shelf = pilot.app.screen.query_one(OptionList)
        names = world.desk.scaffolds.names()
        shelf.highlighted = sorted(names, key=lambda name: name != "why-what-how").index("postmortem")
        await press(pilot, "enter")
        screen, _ = await opened(pilot)
        assert "## What happened" in screen.editor.text
        await press(pilot, "escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, OutlineScreen), "left")
    assert PATH not in world.files


# The writing


async def test_tab_and_alt_arrows_move_points(app: Make, world: World) -> None:
    draft(world, outline="- a\n- b\n")
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, _ = await opened(pilot)
        await press(pilot, "tab")
        assert screen.editor.text == "- a\n  - b\n"
        await press(pilot, "shift+tab", "alt+up")
        assert screen.editor.text == "- b\n- a\n"


async def test_a_note_becomes_a_point_and_gets_a_tick(app: Make, world: World) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, _ = await opened(pilot)
        await press(pilot, "ctrl+r")
        assert "three layers, 27 calls" in screen_text(pilot.app)
        await press(pilot, "ctrl+b", "ctrl+b")
        assert "- three layers, 27 calls\n- [A review](https://example.org)\n" in screen.editor.text
        assert "✓" in screen_text(pilot.app)
        assert screen.query_one(NoteList).notes == (
            "three layers, 27 calls",
            "[A review](https://example.org)",
        )


def test_notes_are_bullets_and_paragraphs_without_headings() -> None:
    text = "A thought\nin two lines.\n\n- a\n  - b\n\n## Picked 2026-11-09\n\nBecause.\n"
    assert notes_of(text) == ("A thought in two lines.", "a", "b", "Because.")


async def test_words_are_found_from_the_cursor_on(app: Make, world: World) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, _ = await opened(pilot)
        await press(pilot, "ctrl+f", *"FREE", "enter")
        assert screen.editor.selected_text == "free"
        await press(pilot, "escape")
        assert screen.focused is screen.editor


@pytest.mark.parametrize("width", [80, 140])
async def test_hostile_text_in_title_outline_and_notes_is_drawn_as_it_is(
    app: Make, world: World, width: int
) -> None:
    draft(world, outline="".join(f"- {line}\n" for line in HOSTILE), title=HOSTILE[3])
    world.files["drafts/retries/notes.md"] += "".join(f"- {line}\n" for line in HOSTILE)
    make = app(start="outline", slug="retries")
    async with make.run_test(notifications=True, size=(width, 40)) as pilot:
        screen, _ = await opened(pilot)
        shown = screen_text(pilot.app)
        assert all(line in shown for line in HOSTILE if line.isascii())
        await press(pilot, "ctrl+r", "ctrl+b")
        assert "three layers, 27 calls" in screen.editor.text


# The time


async def test_the_line_of_time_shortens_with_writing_and_can_be_hidden(app: Make, world: World) -> None:
    draft(world)
    world.settings = replace(world.settings, stages=StageSettings(outline_minutes=10))
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, clock = await opened(pilot)
        assert "10 min" in screen_text(pilot.app)
        await pilot.press("a")
        clock.now += 120
        await pilot.press("b")
        await until(pilot, lambda: screen.query_one(TimeLine).left_s <= 480, "two minutes gone")
        await press(pilot, "f4")
        assert " min" not in screen_text(pilot.app)


def test_a_pause_that_is_too_long_is_no_writing_time() -> None:
    time = WritingTime(idle_s=180)
    time.key(0)
    time.key(60)
    time.key(1000)
    time.key(1030)
    assert time.minutes == 1.5
    assert time.minutes_at(1060) == 2.0
    assert time.minutes_at(9999) == 1.5


async def test_minutes_are_counted_in_the_sitting(app: Make, world: World) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, clock = await opened(pilot)
        await pilot.press("a")
        clock.now += 90
        await pilot.press("b")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: state_of(screen) is SaveState.SAVED, "saved")
        sitting = screen.desk.sittings.open("retries")
        assert sitting is not None
        assert (sitting.stage, sitting.minutes) == ("outline", 1.5)


# Done


async def test_done_asks_what_is_muddy_records_it_and_returns_to_today(app: Make, world: World) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, clock = await opened(pilot)
        await pilot.press("a")
        clock.now += 120
        await pilot.press("b")
        await press(pilot, "ctrl+g")
        assert "What is still muddy?" in screen_text(pilot.app)
        assert isinstance(screen.focused, Input)
        await press(pilot, *"budgets", "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, OutlineScreen), "back at Today")
        made = world.history.iterations[-1]
        assert (made.stage, made.muddy, made.minutes) == ("outline", "budgets", 2)
        assert world.history.texts_at([("HEAD", PATH)])[0] == OUTLINE.replace("- \n", "- ab\n")
        assert "from memory tomorrow" in " ".join(screen_text(pilot.app).split())


async def test_done_goes_on_while_git_refuses_and_the_outline_waits(app: Make, world: World) -> None:
    draft(world)
    world.history.now_state = HistoryState(kind="locked", reason="git is busy", remedy="try again")
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        await pilot.press(*"word")
        await press(pilot, "ctrl+g", "enter")
        await until(pilot, lambda: "1 waits for git" in screen_text(pilot.app), "counted")
        assert "from memory tomorrow" in " ".join(screen_text(pilot.app).split())
        assert "- word\n" in world.files[PATH]
        assert world.queue.entries[0][1][PATH] == world.files[PATH].encode()


async def test_the_question_can_be_taken_back_and_tab_stays_its_own(app: Make, world: World) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, _ = await opened(pilot)
        await press(pilot, "ctrl+g", "tab", "escape")
        assert screen.focused is screen.editor
        assert screen.editor.text == OUTLINE
        assert world.history.iterations == []
