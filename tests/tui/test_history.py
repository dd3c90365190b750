"""History: every sitting in a row, from wherever it is opened, and the story as a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from draftloop.loop.errors import AlreadyThere, BadValue, CannotWrite
from draftloop.loop.ports import HistoryState
from draftloop.loop.stage import Stage
from draftloop.steps.evolution import Thread
from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.history_words import draw_thread, threads_head
from draftloop.tui.screens.story_file import default_path, write_new
from tests.tui.conftest import HOSTILE, World, flat, press, screen_text, settled
from tests.tui.histories import (
    FIRST,
    FOLDER,
    POST,
    POST_2,
    Make,
    opened,
    row_with,
    story,
    two_rounds,
    version_of,
)
from tests.tui.writing import record, until

# What is shown


async def test_every_turn_has_its_row_its_figures_and_the_totals_stand_above(app: Make, world: World) -> None:
    story(world)
    history = app(start="history", slug="retries")
    async with history.run_test(notifications=True) as pilot:
        await opened(pilot)
        assert "4 iterations, 4 days" in screen_text(history)
        assert "3 points" in row_with(history, "outline 1")
        rewrite = row_with(history, "rewrite 2")
        assert "−1 +1" in rewrite
        assert "▃" in rewrite or "▄" in rewrite or "▅" in rewrite or "▆" in rewrite
        assert "11 words" in row_with(history, "prose 1")


async def test_ideas_through_the_rounds_tell_what_was_dropped_and_what_is_in_the_prose(
    app: Make, world: World
) -> None:
    story(world)
    history = app(start="history", slug="retries")
    async with history.run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert "╳" in row_with(history, "jitter only spreads it")
        assert row_with(history, "people think that retries").rstrip().endswith("●")
        await press(pilot, "tab", "end")
        assert screen.life.has_focus
        assert "gone after round 1, without a verdict" in flat(history)


async def test_what_is_not_recorded_yet_is_the_last_row(app: Make, world: World) -> None:
    story(world).files[f"{FOLDER}/post.md"] = POST_2 + "\nOne more.\n"
    history = app(start="history", slug="retries")
    async with history.run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert "as it is, not recorded yet" in row_with(history, "now")
        version = await version_of(pilot, "w")
        assert "+One more." in screen_text(history)
        assert version.reading is not None
        await press(pilot, "escape", "r")
        assert screen.undone_by == ()


async def test_a_draft_without_a_record_says_how_it_gets_one(app: Make, world: World) -> None:
    world.draft("Retries", slug="retries", outline=FIRST)
    async with app(start="history", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        assert "Nothing is recorded yet" in screen_text(pilot.app)
        await press(pilot, "enter", "space", "c", "w", "r", "u", "R")


async def test_without_git_it_says_so_and_what_to_do(app: Make, world: World) -> None:
    world.draft("Retries", slug="retries", outline=FIRST)
    world.history.now_state = HistoryState(
        kind="no-git", reason="git is not installed", remedy="install git, then `draftloop init`"
    )
    async with app(start="history", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        assert "There is no history here: git is not installed" in flat(pilot.app)
        assert "install git" in flat(pilot.app)


async def test_two_hundred_versions_are_there_at_once_and_scroll(app: Make, world: World) -> None:
    world.draft("Retries", slug="retries", outline=FIRST)
    record(world, Stage.OUTLINE, 1)
    for number in range(1, 201):
        world.files[f"{FOLDER}/post.md"] = f"Sitting {number}.\n"
        record(world, Stage.PROSE, number)
    history = app(start="history", slug="retries")
    async with history.run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert len(screen.turns.rows) == 201
        assert "prose 200" in screen_text(history)
        await press(pilot, "home")
        assert "outline 1" in screen_text(history)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_hostile_text_is_shown_as_it_is(app: Make, world: World, size: tuple[int, int]) -> None:
    first = "".join(f"- {line}\n" for line in HOSTILE)
    world.draft("[/b] closing", slug="retries", outline=first)
    record(world, Stage.OUTLINE, 1)
    world.files[f"{FOLDER}/outline.md"] = first.replace("- ", "- so ") + "- \x1b[31mred\n"
    record(world, Stage.REWRITE, 2)
    history = app(start="history", slug="retries")
    async with history.run_test(notifications=True, size=size) as pilot:
        await opened(pilot)
        assert "[/b] closing" in screen_text(history)
        await press(pilot, "c")
        assert "[@click=app.quit]x[/]" in screen_text(history)
        await press(pilot, "w")
        assert "+so" in screen_text(history)
        await press(pilot, "escape", "enter")
        assert "so [/some/path]" in screen_text(history)
        assert "\x1b" not in screen_text(history)
        await press(pilot, "c", "escape", "r", "tab", "down", "down")


def test_of_many_rounds_the_last_ones_stand_in_columns_of_their_own() -> None:
    rounds = tuple(range(1, 31))
    head = threads_head(74, rounds, has_prose=True).plain
    numbers = [int(word) for word in head.split() if word.isdigit()]
    assert numbers == list(rounds[-len(numbers) :])
    idea = Thread(text="a budget", rounds=rounds[:-1], point=None, is_heading=False, fate="let go")
    drawn = draw_thread(idea, 74, rounds, {}).plain
    assert drawn.index("╳") == head.index("30")


@pytest.mark.parametrize("place", ["today", "drafts", "compare", "edit", "ship"])
async def test_h_opens_the_history_wherever_plain_letters_are_keys(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    blog = two_rounds(tmp_path)
    monkeypatch.setattr("draftloop.tui.screens.passes.check_document", lambda *_, **__: _no_report())
    slug = None if place in ("today", "drafts") else "retries"
    async with DraftloopApp(blog.desk, start=place, slug=slug).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "h")
        await opened(pilot)


@pytest.mark.parametrize("step", ["outline", "prose"])
async def test_alt_h_opens_it_from_a_text_and_what_was_typed_is_in_the_file(
    tmp_path: Path, step: str
) -> None:
    blog = two_rounds(tmp_path)
    async with DraftloopApp(blog.desk, start=step, slug="retries").run_test() as pilot:
        await settled(pilot)
        await press(pilot, "Z", "Z", "alt+h")
        await opened(pilot)
        file = "outline.md" if step == "outline" else "post.md"
        assert "ZZ" in blog.read(f"drafts/retries/{file}")


def _no_report() -> object:
    raise BadValue("check", "", "is not part of this test")


# The story as a page


async def test_the_story_is_written_where_the_author_says_and_never_over_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blog = two_rounds(tmp_path)
    monkeypatch.chdir(blog.folder / "drafts/retries")
    app = DraftloopApp(blog.desk, start="history", slug="retries")
    page = blog.folder / "drafts/retries-story.html"
    async with app.run_test(notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "R", "enter")
        assert "written:" in flat(app)
        first = page.read_text()
        await press(pilot, "R", "enter")
        assert "is already there" in flat(app)
        assert page.read_text() == first
        await press(pilot, "escape")


def test_a_story_is_no_file_of_the_draft_and_no_folder_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "drafts/retries"
    folder.mkdir(parents=True)
    with pytest.raises(BadValue):
        write_new(str(folder / "story.html"), "x", "retries")
    with pytest.raises(CannotWrite):
        write_new(str(tmp_path / "nowhere/story.html"), "x", "retries")
    place = write_new(str(tmp_path / "story.html"), "x", "retries")
    with pytest.raises(AlreadyThere):
        write_new(place, "y", "retries")
    assert Path(place).read_text() == "x"


def test_the_story_is_offered_beside_the_drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "drafts/retries/pictures"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    assert default_path("retries") == str(tmp_path / "drafts/retries-story.html")


async def test_of_thousands_only_what_is_in_sight_is_measured(world: World) -> None:
    story(world)
    for number in range(3, 1_000):
        world.files[f"{FOLDER}/post.md"] = POST + f"{number}\n"
        record(world, Stage.PROSE, number)
    async with DraftloopApp(world.desk, start="history", slug="retries").run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "words" in screen_text(pilot.app), "figures of the last rows")
        await press(pilot, "home")
        await until(pilot, lambda: "3 points" in screen_text(pilot.app), "figures of the first rows")
        measured = [row.name for row in screen.turns.rows if screen._figures.of(row).measures]
        assert 10 < len(measured) < 150
