"""Pick: three candidates with reasons, and the chosen one becomes a draft with the answers in its notes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from draftloop.tui import app as app_module
from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.base import LoopScreen
from tests.tui.conftest import HOSTILE, World, press, screen_text, settled, type_in

Make = Callable[..., DraftloopApp]


class StepStandIn(LoopScreen):
    """Stands where a step's screen would open."""

    NAME = "outline"

    def __init__(self, desk: object, slug: str) -> None:
        super().__init__(desk)  # type: ignore[arg-type]  # the app hands on its own desk
        self.slug = slug


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outline's screen has tests of its own."""
    monkeypatch.setitem(app_module.STEP_SCREENS, "outline", (__name__, "StepStandIn"))


@pytest.fixture
def backlog(world: World) -> World:
    for number in range(5):
        world.idea(f"Idea {number}", slug=f"idea-{number}", asked=str(9 - number))
    return world


async def test_three_candidates_stand_with_what_speaks_for_them(app: Make, backlog: World) -> None:
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "p")
        shown = screen_text(pilot.app)
        assert "Idea 0" in shown
        assert "asked 9" in shown
        assert "Why does this fascinate me?" in shown


async def test_the_picked_idea_becomes_a_draft_and_its_outline_opens(app: Make, backlog: World) -> None:
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "p", "tab")
        await type_in(pilot, "because")
        await press(pilot, "escape", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, StepStandIn)
        notes = backlog.files[f"drafts/{screen.slug}/notes.md"]
    assert "because" in notes
    assert f"ideas/{screen.slug}.md" not in backlog.files


async def test_an_idea_chosen_in_the_list_stands_first(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "end", "p")
        shown = screen_text(pilot.app)
        assert "you chose it from the list" in shown or "█ Idea 4" in shown


async def test_three_others_come_and_it_never_ends_empty(app: Make, backlog: World) -> None:
    async with app().run_test(notifications=True, size=(140, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "p")
        first = screen_text(pilot.app)
        await press(pilot, "r")
        assert first != screen_text(pilot.app)
        await press(pilot, "r", "r", "r")
        assert "Why does this fascinate me?" in screen_text(pilot.app)


@pytest.mark.parametrize("titles", [HOSTILE[:3], HOSTILE[3:6], HOSTILE[6:9], HOSTILE[9:]])
async def test_any_title_is_shown_as_it_is_written(app: Make, world: World, titles: tuple[str, ...]) -> None:
    for title in titles:
        world.idea(title, body=f"- {title}\n")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "p")
        shown = screen_text(pilot.app)
        assert [title for title in titles if title not in shown] == []
        await press(pilot, "space")
        assert [title for title in titles if f"- {title}" not in screen_text(pilot.app)] == []
