"""History: every sitting in a row, versions read and compared, one put back, the story as a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from draftloop.loop.errors import AlreadyThere, BadValue, CannotWrite
from draftloop.loop.ports import HistoryState
from draftloop.loop.stage import Stage
from draftloop.steps.evolution import Thread
from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.history import HistoryScreen
from draftloop.tui.screens.history_words import draw_thread, threads_head
from draftloop.tui.screens.story_file import default_path, write_new
from draftloop.tui.screens.version import VersionScreen
from draftloop.tui.widgets.outline_pair import OutlinePair
from draftloop.tui.widgets.outline_view import OutlineView
from draftloop.tui.widgets.word_diff import WordDiffView
from tests.blog import REWRITTEN, Blog
from tests.tui.conftest import HOSTILE, World, flat, press, screen_text, settled
from tests.tui.writing import record, until

Make = Callable[..., DraftloopApp]
FOLDER = "drafts/retries"
FIRST = "## Why\n\n- people think retries are free\n- jitter only spreads it\n"
SECOND = "## Why\n\n- people think that retries are free\n- a budget, not a count\n"
POST = "---\ntitle: Retries\n---\n\nPeople think retries are free. They are not.\n\nA second thought.\n"
POST_2 = POST.replace("They are not.", "They are a loan.")


def story(world: World) -> World:
    """Two rounds and two sittings of prose."""
    world.draft("Retries", slug="retries", outline=FIRST)
    record(world, Stage.OUTLINE, 1)
    world.files[f"{FOLDER}/outline.md"] = SECOND
    record(world, Stage.REWRITE, 2)
    world.files[f"{FOLDER}/post.md"] = POST
    record(world, Stage.PROSE, 1)
    world.files[f"{FOLDER}/post.md"] = POST_2
    record(world, Stage.PROSE, 2)
    return world


def autosaved(world: World) -> World:
    """The same, and three autosaves of prose on the day after: at 20:14, 20:24 and 20:34."""
    story(world)
    for number in range(3):
        world.files[f"{FOLDER}/post.md"] = POST_2 + f"Take {number} of the ending. " * (number + 1)
        world.autosaves.save(
            "retries", {f"{FOLDER}/post.md": world.files[f"{FOLDER}/post.md"]}, world.clock()
        )
        world.clock.go_on(minutes=10)
    return world


async def opened(pilot: Pilot[object]) -> HistoryScreen:
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, HistoryScreen)
    return screen


async def version_of(pilot: Pilot[object], *keys: str) -> VersionScreen:
    await press(pilot, *keys)
    screen = pilot.app.screen
    assert isinstance(screen, VersionScreen)
    return screen


def row_with(app: DraftloopApp, words: str) -> str:
    return next(row for row in screen_text(app).splitlines() if words in row)


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


# Versions


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


def two_rounds(folder: Path) -> Blog:
    """A real workspace with an outline, a rewrite and prose."""
    blog = Blog(folder / "work")
    blog.draft()
    blog.done()
    blog.later()
    blog.write("drafts/retries/outline.md", REWRITTEN)
    blog.done(stage=Stage.REWRITE)
    blog.later()
    blog.write(
        "drafts/retries/post.md", '---\ntitle: "Retries <b>are</b> a loan"\n---\n\n<script>x</script>\n'
    )
    blog.done(stage=Stage.PROSE)
    return blog


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


async def test_autosaves_fold_in_between_the_iterations_and_away(world: World) -> None:
    autosaved(world)
    async with DraftloopApp(world.desk, start="history", slug="retries").run_test(size=(100, 32)) as pilot:
        screen = await opened(pilot)
        before = len(screen.turns.rows)
        await press(pilot, "s")
        lines = [" ".join(line.split()) for line in screen_text(pilot.app).splitlines()]
        assert [line for line in lines if "post.md" in line] == [
            "Fri 13 Nov 20:14 · post.md 17 words",
            "Fri 13 Nov 20:24 · post.md 22 words, +5",
            "Fri 13 Nov 20:34 · post.md 27 words, +5",
        ]
        assert screen.turns.rows[-1].is_now
        await press(pilot, "s")
        assert len(screen.turns.rows) == before


async def test_what_a_paragraph_looked_like_an_hour_ago(world: World) -> None:
    autosaved(world)
    async with DraftloopApp(world.desk, start="history", slug="retries").run_test(size=(100, 32)) as pilot:
        await opened(pilot)
        await press(pilot, "s", "up", "up", "up")
        version = await version_of(pilot, "w")
        assert "autosave @20:14" in flat(pilot.app)
        assert "Take 0 of the ending." in flat(pilot.app)
        await press(pilot, "escape")
        version = await version_of(pilot, "enter")
        assert version.query_one(OutlineView).text.endswith("Take 0 of the ending. ")


async def test_an_autosave_is_compared_with_what_is_written_now(world: World) -> None:
    autosaved(world)
    async with DraftloopApp(world.desk, start="history", slug="retries").run_test(size=(100, 32)) as pilot:
        await opened(pilot)
        world.files[f"{FOLDER}/post.md"] += "More."
        await press(pilot, "s", "up", "space", "down", "c")
        assert "autosave @20:34" in flat(pilot.app)
        assert "now" in flat(pilot.app)


async def test_an_autosave_is_put_back_and_undone(world: World) -> None:
    autosaved(world)
    now = world.files[f"{FOLDER}/post.md"]
    app = DraftloopApp(world.desk, start="history", slug="retries")
    async with app.run_test(size=(100, 32), notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "s", "up", "up", "up", "r")
        assert world.files[f"{FOLDER}/post.md"].endswith("Take 0 of the ending. ")
        assert "post.md is @20:14 again" in flat(pilot.app)
        await press(pilot, "u")
        assert world.files[f"{FOLDER}/post.md"] == now


async def test_coming_back_shows_the_present_once_and_stays_where_it_was(world: World) -> None:
    autosaved(world)
    async with DraftloopApp(world.desk, start="history", slug="retries").run_test(size=(100, 32)) as pilot:
        screen = await opened(pilot)
        await press(pilot, "s", "up")
        names = [row.name for row in screen.turns.rows]
        await press(pilot, "enter", "escape")
        await settled(pilot)
        assert [row.name for row in screen.turns.rows] == names
        assert screen.turns.cursor == len(names) - 2


async def test_without_autosaves_the_reason_is_said(world: World) -> None:
    story(world)
    world.autosaves.now_state = HistoryState(kind="programs", reason="this repository starts a program")
    app = DraftloopApp(world.desk, start="history", slug="retries")
    async with app.run_test(notifications=True, size=(100, 32)) as pilot:
        await opened(pilot)
        await press(pilot, "s")
        assert "starts a program" in flat(pilot.app)


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
