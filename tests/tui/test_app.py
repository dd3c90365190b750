"""The frame: places, steps, errors in place, leaving in a hurry."""

from __future__ import annotations

import signal
from collections.abc import Callable
from threading import Event

import pytest
from textual.app import ComposeResult
from textual.widgets import Input

from draftloop.loop.errors import Unreadable
from draftloop.steps.desk import Desk
from draftloop.tui import app as app_module
from draftloop.tui import text
from draftloop.tui.app import DraftloopApp
from draftloop.tui.dialogs.help import HelpDialog
from draftloop.tui.screens.base import LoopScreen
from draftloop.tui.screens.ideas import IdeasScreen
from draftloop.tui.screens.today import TodayScreen
from draftloop.tui.widgets.bottom_line import BottomLine
from draftloop.tui.widgets.error_bar import ErrorBar
from tests.tui.conftest import HOSTILE, World, flat, press, screen_text, settled, type_in

Make = Callable[..., DraftloopApp]


class ProseStandIn(LoopScreen):
    """A step with words to lose."""

    NAME = "prose"

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk)
        self.slug = slug
        self.flushed = 0

    def compose_room(self) -> ComposeResult:
        yield Input(id="words")

    def flush(self) -> None:
        self.flushed += 1


@pytest.fixture
def prose(monkeypatch: pytest.MonkeyPatch, world: World) -> str:
    """A draft whose prose opens as the stand-in."""
    monkeypatch.setitem(app_module.STEP_SCREENS, "prose", (__name__, "ProseStandIn"))
    return world.draft("Retries", slug="retries", outline="- a\n", post="Words.\n")


async def test_digits_go_to_the_places_and_each_keeps_its_state(app: Make, world: World) -> None:
    world.idea("Caches lie")
    world.idea("Retry storms")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "2", "down")
        ideas = pilot.app.screen
        assert isinstance(ideas, IdeasScreen)
        await press(pilot, "4")
        assert "posts" in screen_text(pilot.app)
        await press(pilot, "2")
        assert pilot.app.screen is ideas
        assert "▸ Retry storms" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_the_app_can_open_on_a_step(app: Make, prose: str) -> None:
    async with app(start="prose", slug=prose).run_test(notifications=True) as pilot:
        await settled(pilot)
        assert isinstance(pilot.app.screen, ProseStandIn)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_leaving_a_step_brings_its_words_to_safety(app: Make, prose: str) -> None:
    async with app(start="prose", slug=prose).run_test(notifications=True) as pilot:
        await settled(pilot)
        step = pilot.app.screen
        assert isinstance(step, ProseStandIn)
        await press(pilot, "escape")
        assert step.flushed == 1


async def test_a_draft_is_never_open_in_two_editors(app: Make, prose: str) -> None:
    made = app(start="prose", slug=prose)
    async with made.run_test(notifications=True) as pilot:
        await settled(pilot)
        made.open_step("prose", prose)
        await settled(pilot)
        assert sum(isinstance(screen, ProseStandIn) for screen in made.screen_stack) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_saves_and_ends_with_its_own_status(
    app: Make, prose: str, number: signal.Signals
) -> None:
    made = app(start="prose", slug=prose)
    async with made.run_test(notifications=True) as pilot:
        await settled(pilot)
        step = pilot.app.screen
        assert isinstance(step, ProseStandIn)
        signal.raise_signal(number)
        await pilot.pause()
    assert step.flushed == 1
    assert 128 + number == made.return_code


async def test_a_step_that_cannot_be_opened_says_so_in_place(
    app: Make, prose: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app_module.STEP_SCREENS, "prose", (__name__, "NoSuchScreen"))
    made = app()
    async with made.run_test(notifications=True) as pilot:
        await settled(pilot)
        made.open_step("prose", prose)
        await settled(pilot)
        assert isinstance(made.screen, TodayScreen)
        assert "something unforeseen went wrong (AttributeError)" in flat(made)


async def test_half_a_thought_outlives_the_line_and_the_program(app: Make, world: World) -> None:
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "a")
        await type_in(pilot, "Half a thought")
        await press(pilot, "escape", "a")
        assert "Half a thought" in screen_text(pilot.app)
        signal.raise_signal(signal.SIGTERM)
        await pilot.pause()
    assert [world.recovery.text(kept.id) for kept in world.recovery.kept()] == ["Half a thought"]


async def test_quitting_records_the_ideas_that_were_only_written(app: Make, world: World) -> None:
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "a")
        await type_in(pilot, "Caches lie")
        await press(pilot, "enter", "escape")
        await pilot.press("q")
    assert [title for one in world.history.iterations for _, title in one.ideas] == ["Caches lie"]


async def test_help_says_what_the_screen_is_for_and_its_keys(app: Make) -> None:
    async with app().run_test(notifications=True, size=(100, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "question_mark")
        assert isinstance(pilot.app.screen, HelpDialog)
        shown = screen_text(pilot.app)
        assert "What now?" in shown
        assert "Go on with what is next" in shown
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_every_hint_of_the_bottom_line_can_be_clicked(app: Make, world: World) -> None:
    world.idea("Caches lie")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        line = pilot.app.screen.query_one(BottomLine)
        place = line.render().plain.index("search")
        await pilot.click(BottomLine, offset=(place + 2, 0))
        await settled(pilot)
        assert "Words you remember" in screen_text(pilot.app)


async def test_a_failure_stays_in_sight_until_the_step_succeeds(app: Make, world: World) -> None:
    answers = [Unreadable("drafts/[/b]/post.md", "not UTF-8", line=3), ValueError("somebody's words")]

    def step() -> str:
        if answers:
            raise answers.pop(0)
        return "done"

    done: list[str] = []
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, LoopScreen)
        screen.run_step("try", step, done.append)
        await settled(pilot)
        assert "drafts/[/b]/post.md:3: not UTF-8" in screen_text(pilot.app)
        await press(pilot, "escape", "f5")
        assert "something unforeseen went wrong (ValueError)" in flat(pilot.app)
        assert "somebody's words" not in screen_text(pilot.app)
        await press(pilot, "f5")
        assert screen.query_one(ErrorBar).troubles == {}
    assert done == ["done"]


async def test_a_fault_in_handling_an_answer_does_not_end_the_app(app: Make) -> None:
    def handle(_: int) -> None:
        raise RuntimeError("oops")

    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, LoopScreen)
        screen.run_step("try", lambda: 1, handle)
        await settled(pilot)
        assert "(RuntimeError)" in screen_text(pilot.app)


async def test_only_the_newest_answer_of_a_group_counts(app: Make) -> None:
    may_go_on = Event()
    answers: list[str] = []

    def slow() -> str:
        may_go_on.wait(5)
        return "old"

    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, LoopScreen)
        screen.run_step("check", slow, answers.append)
        screen.run_step("check", lambda: "new", answers.append)
        may_go_on.set()
        await settled(pilot)
    assert answers == ["new"]


async def test_the_palette_finds_actions_ideas_and_drafts_by_title(app: Make, world: World) -> None:
    for number, title in enumerate(HOSTILE):
        world.idea(f"zebra {title}", slug=f"z{number}")
    async with app(start="work").run_test(notifications=True, size=(100, 60)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p")
        await type_in(pilot, "zebra")
        shown = screen_text(pilot.app)
        assert [title for title in HOSTILE[:5] if title not in shown] == []
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, IdeasScreen)


async def test_an_unknown_theme_is_named_and_another_is_taken(app: Make, world: World) -> None:
    from dataclasses import replace

    world.settings = replace(world.settings, app=replace(world.settings.app, theme="[/nope"))
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "[/nope" in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (200, 60)])
async def test_every_place_can_be_shown_at_any_size(app: Make, world: World, size: tuple[int, int]) -> None:
    world.idea("Caches lie", asked="3")
    world.draft("Retries", slug="retries", outline="- a\n", post="Words [TK] here.\n")
    world.shipped("An old one", "2026-11-01T22:00:00+01:00")
    async with app().run_test(notifications=True, size=size) as pilot:
        await settled(pilot)
        await press(
            pilot, "2", "3", "4", "1", "p", "escape", "slash", "escape", "a", "escape", "question_mark"
        )


async def test_a_fault_of_our_own_prints_no_words_of_the_writer(
    app: Make, prose: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = app(start="prose", slug=prose)

    def break_down() -> None:
        secret_paragraph = "nobody may read this"
        raise RuntimeError(len(secret_paragraph))

    async def run() -> None:
        async with made.run_test(notifications=True) as pilot:
            await settled(pilot)
            made.call_later(break_down)
            await pilot.pause()

    with pytest.raises(RuntimeError):
        await run()
    made._print_error_renderables()
    told = capsys.readouterr()
    assert "Your words are kept safe" in " ".join((told.out + told.err).split())
    assert "nobody may read this" not in told.out + told.err


async def test_broken_settings_stay_in_sight_on_today(app: Make, world: World) -> None:
    world.idea("Caches lie")
    async with app(troubles=["draftloop.toml:1: is not TOML"]).run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "2", "1")
        assert "! draftloop.toml:1: is not TOML" in screen_text(pilot.app)
        assert "f5" not in screen_text(pilot.app)


async def test_quitting_works_from_the_capture_line_and_keeps_what_stands_in_it(
    app: Make, world: World
) -> None:
    made = app()
    async with made.run_test(notifications=True) as pilot:
        await settled(pilot)
        made.action_capture()
        await settled(pilot)
        await pilot.press(*"half")
        await pilot.press("ctrl+q")
        await settled(pilot)
    assert not made.is_running
    assert any(row[2] == "half" for row in world.recovery.entries)


async def test_a_message_is_shown_to_its_last_word(app: Make) -> None:
    async with app().run_test(notifications=True, size=(80, 24)) as pilot:
        await settled(pilot)
        as_wide_as_the_message = f"{'a' * 31} end"
        text.toast(pilot.app, as_wide_as_the_message)
        await pilot.pause(0.1)
        assert as_wide_as_the_message in flat(pilot.app)
