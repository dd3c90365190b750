"""The outline loses nothing, whatever happens to the file meanwhile."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from draftloop.loop.document import Document
from draftloop.loop.errors import CannotWrite
from draftloop.tui.screens.outline import OutlineScreen
from draftloop.tui.widgets.top_line import SaveState
from tests.tui.conftest import World, press, screen_text, settled
from tests.tui.outlining import OUTLINE, PATH, Make, draft, opened, state_of
from tests.tui.writing import until

# Saving


async def test_words_are_in_the_net_first_and_in_the_file_a_second_later(app: Make, world: World) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, clock = await opened(pilot)
        await pilot.press(*"budget")
        assert state_of(screen) is SaveState.TYPING
        clock.now += 0.4
        await until(pilot, lambda: any(row[3] == "running" for row in world.recovery.entries), "kept")
        assert "budget" not in world.files[PATH]
        clock.now += 0.7
        await until(pilot, lambda: state_of(screen) is SaveState.SAVED, "saved")
        assert world.files[PATH] == OUTLINE.replace("- \n", "- budget\n")


async def test_an_untouched_file_is_never_written(app: Make, world: World) -> None:
    odd = "## Why\r\n\r\n- a\r\n- b\n- c\u2028d"
    draft(world, outline=odd)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "down", "ctrl+s", "escape")
    assert world.files[PATH] == odd


async def test_line_ends_outside_the_edit_stay(app: Make, world: World) -> None:
    draft(world, outline="## Why\r\n\r\n- a\r\n- b\n")
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, _ = await opened(pilot)
        screen.editor.move_cursor((2, 3))
        await pilot.press("!")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: state_of(screen) is SaveState.SAVED, "saved")
    assert world.files[PATH] == "## Why\r\n\r\n- a!\r\n- b\n"


async def test_leaving_saves_at_once(app: Make, world: World) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        await pilot.press(*"word")
        await press(pilot, "escape")
        assert "- word\n" in world.files[PATH]


async def test_a_full_disk_keeps_the_words_safe_and_says_so(
    app: Make, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(world)

    def full(document: Document, text: str) -> Document:
        raise CannotWrite(document.path, "the disk is full", "make room")

    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, clock = await opened(pilot)
        with monkeypatch.context() as broken:
            broken.setattr(world.library, "save", full)
            await pilot.press(*"word")
            clock.now += 1.2
            await until(pilot, lambda: state_of(screen) is SaveState.KEPT_SAFE, "told")
            assert "the disk is full" in screen_text(pilot.app)
            assert any("- word" in row[2] for row in world.recovery.entries)
        clock.now += 6
        await until(pilot, lambda: state_of(screen) is SaveState.SAVED, "saved in the end")
        assert "the disk is full" not in screen_text(pilot.app)


async def test_a_full_state_folder_neither_stops_a_save_nor_makes_it_look_unsaved(
    app: Make, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(world)

    def full(*_: object) -> str:
        raise CannotWrite("/state/recovery", "the disk is full", "make room")

    monkeypatch.setattr(world.recovery, "keep_running", full)
    monkeypatch.setattr("draftloop.tui.screens.writing.count_minutes", full)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, clock = await opened(pilot)
        await pilot.press(*"word")
        clock.now += 70
        await until(pilot, lambda: state_of(screen) is SaveState.SAVED, "saved")
        assert "- word\n" in world.files[PATH]


async def test_words_that_are_neither_in_the_file_nor_in_the_net_are_not_called_safe(
    app: Make, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(world)

    def full(*_: object) -> Document:
        raise CannotWrite("somewhere", "the disk is full", "make room")

    monkeypatch.setattr(world.library, "save", full)
    monkeypatch.setattr(world.recovery, "keep_running", full)
    monkeypatch.setattr(world.recovery, "keep", full)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, clock = await opened(pilot)
        await pilot.press(*"word")
        clock.now += 1.2
        await until(pilot, lambda: state_of(screen) is SaveState.UNSAVED, "told")


# Somebody else


async def conflicted(pilot: Pilot[object], world: World) -> OutlineScreen:
    screen, clock = await opened(pilot)
    await pilot.press(*"mine")
    world.files[PATH] = "## Theirs\n\n- another text\n"
    clock.now += 1.2
    await until(pilot, lambda: screen.is_in_conflict, "asked")
    return screen


async def test_a_file_changed_outside_is_asked_about_and_not_overwritten(app: Make, world: World) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen = await conflicted(pilot, world)
        assert state_of(screen) is SaveState.CHANGED_OUTSIDE
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert "f8 take theirs" in shown
        assert "f9 keep mine" in shown
        assert world.files[PATH] == "## Theirs\n\n- another text\n"
        await press(pilot, "f8")
        assert screen.editor.text == "## Theirs\n\n- another text\n"
        assert any("- mine" in row[2] for row in world.recovery.entries)
        screen.editor.undo()
        assert "- mine" in screen.editor.text


async def test_mine_can_go_on_and_theirs_is_kept(app: Make, world: World) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen = await conflicted(pilot, world)
        await press(pilot, "f9")
        await until(pilot, lambda: state_of(screen) is SaveState.SAVED, "saved")
    assert "- mine" in world.files[PATH]
    assert any("another text" in row[2] for row in world.recovery.entries)


async def test_what_an_outside_editor_wrote_is_taken_over_when_nothing_is_unsaved(
    app: Make, world: World
) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, _ = await opened(pilot)
        world.files[PATH] = OUTLINE + "- written outside\n"
        screen.look_outside()
        await until(pilot, lambda: "written outside" in screen.editor.text, "taken over")
        assert not screen.is_in_conflict


async def test_a_file_that_shrank_outside_is_asked_about(app: Make, world: World) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, _ = await opened(pilot)
        world.files[PATH] = ""
        screen.look_outside()
        await until(pilot, lambda: screen.is_in_conflict, "asked")
        assert "retries are free" in screen.editor.text


async def test_a_file_that_is_gone_is_called_gone_and_can_be_written_again(app: Make, world: World) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        screen, _ = await opened(pilot)
        del world.files[PATH]
        screen.look_outside()
        await until(pilot, lambda: screen.is_in_conflict, "asked")
        assert "outline.md was deleted or moved by another program" in screen_text(pilot.app)
        await press(pilot, "f9")
        assert "retries are free" in world.files[PATH]


async def test_the_authors_editor_gets_a_saved_file(app: Make, world: World) -> None:
    draft(world)
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        await pilot.press(*"word")
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: world.editor.opened == [PATH], "opened")
        assert "- word\n" in world.files[PATH]
