"""Words that are kept and in no file, offered when their draft is opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import events
from textual.pilot import Pilot

from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens import kept
from draftloop.tui.screens.kept import KeptDialog
from draftloop.tui.screens.outline import OutlineScreen
from draftloop.tui.screens.prose import ProseScreen
from tests.tui.conftest import World, flat, press, screen_text, settled, type_in
from tests.tui.test_typed_ahead import at_once
from tests.tui.writing import until

Make = Callable[..., DraftloopApp]
POST, OUTLINE = "drafts/retries/post.md", "drafts/retries/outline.md"


@pytest.fixture
def interrupted(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Typed, and killed before the files had it."""
    monkeypatch.setattr(kept, "DEAF_S", 0.001)
    world.draft("Retries", slug="retries", outline="## Why\n\n- one\n- three\n", post="First.\n\nLast.\n")
    world.recovery.files = world.files
    return world


async def asked(pilot: Pilot[object]) -> None:
    """Until the question stands there, and hears the answer."""
    await until(pilot, lambda: "z later" in screen_text(pilot.app), "asked")


async def test_words_are_put_back_before_anything_is_typed(app: Make, interrupted: World) -> None:
    interrupted.recovery.keep_running(POST, interrupted.files[POST].replace("First.", "First. In the mid"))
    async with app(start="prose", slug="retries").run_test(notifications=True) as pilot:
        await asked(pilot)
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, ProseScreen)
        await type_in(pilot, "dle.")
        assert "First. In the middle.\n\nLast." in screen.editor.text
        for _ in range(3):
            await press(pilot, "ctrl+z")
        assert "First. In the mid\n" in screen.editor.text


async def test_a_point_goes_on_where_it_ended(app: Make, interrupted: World) -> None:
    interrupted.recovery.keep_running(OUTLINE, "## Why\n\n- one\n- tw\n- three\n")
    async with app(start="outline", slug="retries").run_test(notifications=True) as pilot:
        await asked(pilot)
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, OutlineScreen)
        await type_in(pilot, "o")
        assert screen.editor.text == "## Why\n\n- one\n- two\n- three\n"


async def test_what_is_put_off_is_not_asked_again_until_the_next_start(app: Make, interrupted: World) -> None:
    interrupted.recovery.keep_running(POST, interrupted.files[POST] + "More.\n")
    async with app(start="prose", slug="retries").run_test(notifications=True) as pilot:
        await asked(pilot)
        await press(pilot, "z", "escape")
        pilot.app.open_step("prose", "retries")  # type: ignore[attr-defined]  # of our app
        await settled(pilot)
        assert not isinstance(pilot.app.screen, KeptDialog)
        assert len(interrupted.recovery.kept()) == 1


async def test_the_text_that_was_not_chosen_asks_again_at_the_next_start_and_not_at_once(
    app: Make, interrupted: World
) -> None:
    interrupted.files[POST] += "Three words more.\n"
    interrupted.recovery.keep_running(POST, interrupted.files[POST].replace("Three words more.", "Two."))
    async with app(start="prose", slug="retries").run_test(notifications=True) as pilot:
        await asked(pilot)
        await press(pilot, "tab", "enter")  # the file's is the longer one, and marked
        assert interrupted.files[POST].endswith("Two.\n")
        (other,) = interrupted.recovery.kept()
        assert "Three words more." in interrupted.recovery.text(other.id)
        pilot.app.open_step("prose", "retries")  # type: ignore[attr-defined]  # of our app
        await settled(pilot)
        assert not isinstance(pilot.app.screen, KeptDialog)


async def test_words_of_another_file_are_not_asked_about_here(app: Make, interrupted: World) -> None:
    interrupted.recovery.keep_running(OUTLINE, "## Why\n\n- one\n- two\n- three\n")
    async with app(start="prose", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert isinstance(pilot.app.screen, ProseScreen)


async def test_a_net_that_is_gone_is_told_once_and_typing_goes_on(app: Make, interrupted: World) -> None:
    from draftloop.loop.errors import CannotWrite

    def full(path: str, text: str) -> str:
        raise CannotWrite("/state/recovery", "the disk is full", "make room and save again")

    interrupted.recovery.keep_running = full  # type: ignore[method-assign]  # a full disk
    async with app(start="prose", slug="retries").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ProseScreen)
        await type_in(pilot, "Words. ")
        screen.keep_now()
        await settled(pilot)
        shown = " ".join(screen_text(pilot.app).split())
        assert "The net is gone: /state/recovery: the disk is full" in shown
        screen.save_now()
        await settled(pilot)
        assert "Words. " in interrupted.files[POST]
        del interrupted.recovery.keep_running
        await type_in(pilot, "x")
        screen.keep_now()
        await settled(pilot)
        assert "The net is gone" not in screen_text(pilot.app)


async def test_what_is_typed_on_as_the_question_comes_goes_into_the_text(
    app: Make, interrupted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "DEAF_S", 60)
    interrupted.recovery.keep_running(POST, interrupted.files[POST] + "More.\n")
    async with app(start="prose", slug="retries").run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, KeptDialog), "the question")
        before = dict(interrupted.files)
        at_once(pilot, *"zxy")
        screen = pilot.app.screen_stack[-2]
        assert isinstance(screen, ProseScreen)
        await until(pilot, lambda: "zxy" in screen.editor.text, "typed")
        assert pilot.app.screen is screen
        await until(pilot, lambda: "esc, then r looks" in flat(pilot.app), "told of")
        assert interrupted.files == before
        assert [one.file for one in interrupted.recovery.kept() if one.words > 2]


async def test_a_paste_as_the_question_comes_goes_into_the_text(
    app: Make, interrupted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "DEAF_S", 60)
    interrupted.recovery.keep_running(POST, interrupted.files[POST] + "More.\n")
    async with app(start="prose", slug="retries").run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, KeptDialog), "the question")
        pilot.app.post_message(events.Paste("pasted words"))
        screen = pilot.app.screen_stack[-2]
        assert isinstance(screen, ProseScreen)
        await until(pilot, lambda: "pasted words" in screen.editor.text, "pasted")


async def test_enter_is_no_answer_until_the_question_was_seen(
    app: Make, interrupted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "DEAF_S", 60)
    interrupted.recovery.keep_running(POST, interrupted.files[POST] + "More.\n")
    before = dict(interrupted.files)
    async with app(start="prose", slug="retries").run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, KeptDialog), "the question")
        await settled(pilot)
        await press(pilot, "tab", "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, KeptDialog)
        assert dialog.takes_kept
        assert "puts it in its file" not in flat(pilot.app)
        assert interrupted.files == before
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ProseScreen)
