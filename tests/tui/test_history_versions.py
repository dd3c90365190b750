"""History: versions are read, compared, and one is put back."""

from __future__ import annotations

from draftloop.tui.screens.history import HistoryScreen
from draftloop.tui.widgets.outline_pair import OutlinePair
from draftloop.tui.widgets.outline_view import OutlineView
from draftloop.tui.widgets.word_diff import WordDiffView
from tests.tui.conftest import World, flat, press, screen_text
from tests.tui.histories import (
    FIRST,
    FOLDER,
    POST,
    POST_2,
    SECOND,
    Make,
    opened,
    story,
    version_of,
)


async def test_enter_reads_a_version_and_the_arrows_leaf_on(app: Make, world: World) -> None:
    story(world)
    async with app(start="history", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        version = await version_of(pilot, "enter")
        view = version.query_one("#reading", OutlineView)
        assert view.text == POST_2
        await press(pilot, "x", "less_than_sign")
        assert view.text == POST
        await press(pilot, "less_than_sign")
        assert view.text == SECOND
        await press(pilot, "c")
        assert pilot.app.clipboard == SECOND
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HistoryScreen)


async def test_two_marked_outlines_are_compared_as_trees_and_by_words(app: Make, world: World) -> None:
    story(world)
    async with app(start="history", slug="retries").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        await press(pilot, "home", "space", "down", "space")
        assert [name.partition("@")[2] for name in screen.marked] == ["1", "2"]
        version = await version_of(pilot, "c")
        rows = version.query_one(OutlinePair).rows
        assert [(row.old, row.new) for row in rows] == [(0, 0), (1, 1), (2, None), (None, 2)]
        await press(pilot, "w")
        assert "+that" in screen_text(pilot.app)


async def test_prose_is_compared_by_words_with_the_sitting_before(app: Make, world: World) -> None:
    story(world)
    async with app(start="history", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        version = await version_of(pilot, "c")
        assert "They are −not+a loan." in screen_text(pilot.app)
        assert "A second thought." in screen_text(pilot.app)
        await press(pilot, "n", "N", "space")
        assert version.query_one(WordDiffView).is_whole
        await press(pilot, "w")
        assert version.query_one("#version").has_class("-ideas")


async def test_a_third_mark_gives_the_first_one_back(app: Make, world: World) -> None:
    story(world)
    async with app(start="history", slug="retries").run_test() as pilot:
        screen = await opened(pilot)
        await press(pilot, "home", "space", "down", "space", "down", "space")
        assert [name.partition("@")[2] for name in screen.marked] == ["2", "prose1"]
        await press(pilot, "space")
        assert [name.partition("@")[2] for name in screen.marked] == ["2"]


async def test_a_version_comes_back_as_a_new_iteration_and_u_undoes_it(app: Make, world: World) -> None:
    story(world).files[f"{FOLDER}/outline.md"] = SECOND + "- not recorded yet\n"
    async with app(start="history", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "home", "r")
        assert world.files[f"{FOLDER}/outline.md"] == FIRST
        assert "outline.md is @1 again" in flat(pilot.app)
        assert "u brings it back" in flat(pilot.app)
        assert "restore" in screen_text(pilot.app)
        await press(pilot, "u")
        assert world.files[f"{FOLDER}/outline.md"] == SECOND + "- not recorded yet\n"


async def test_a_version_that_is_there_already_is_not_put_back(app: Make, world: World) -> None:
    story(world)
    commits = len(world.history.snapshots)
    async with app(start="history", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "r")
        assert "drafts/retries/post.md holds" in flat(pilot.app)
        assert len(world.history.snapshots) == commits
