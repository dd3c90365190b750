"""Today: one thing to do, whatever the workspace holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest
from textual.widgets import Input

from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.settings import CheckSettings
from draftloop.loop.stage import Stage
from draftloop.tui.app import DraftloopApp
from draftloop.tui.line_net import UNFINISHED
from draftloop.tui.screens.compare import CompareScreen
from draftloop.tui.screens.prose import ProseScreen
from tests.tui.comparing import draft, without_questions
from tests.tui.conftest import HOSTILE, World, press, screen_text, settled, type_in
from tests.tui.writing import record

Make = Callable[..., DraftloopApp]
POST = "drafts/retries/post.md"
OUTLINE = "## Why\n\n- every review ends with the retries\n- people think they are free\n"


async def test_an_empty_workspace_asks_for_ten_titles(app: Make) -> None:
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "Ten titles are enough to begin" in screen_text(pilot.app)


async def test_titles_typed_into_an_empty_workspace_become_ideas(app: Make, world: World) -> None:
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await type_in(pilot, "Caches lie")
        await press(pilot, "enter")
        assert "1 of 10" in screen_text(pilot.app)
    assert [path for path in world.files if path.startswith("ideas/")] == ["ideas/caches-lie.md"]


async def test_an_empty_line_ends_the_list_of_titles_and_offers_a_pick(app: Make) -> None:
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await type_in(pilot, "Caches lie")
        await press(pilot, "enter", "enter")
        shown = screen_text(pilot.app)
        assert "Which one this week?" in shown
        assert "Caches lie" in shown


async def test_a_draft_in_work_is_named_with_what_comes_next(app: Make, world: World) -> None:
    world.draft("Retry storms are self-inflicted", slug="retries", outline=OUTLINE)
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert "Retry storms are self-inflicted" in shown
        assert "Pour out the outline" in shown
        assert "enter go on" in shown


async def test_a_rewrite_whose_dropped_points_wait_leads_to_compare(app: Make, world: World) -> None:
    draft(world)
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "Compare the rewrite; 3 dropped points wait" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CompareScreen)


async def test_another_draft_whose_dropped_points_wait_leads_to_compare(app: Make, world: World) -> None:
    draft(world)
    world.draft("Caches lie", slug="caches", outline=OUTLINE)
    record(world, Stage.OUTLINE, 1, "caches")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        row = next(row for row in screen_text(pilot.app).splitlines() if "Also in work" in row)
        assert "compare · 3 points dropped" in row
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, CompareScreen)


async def test_after_the_comparison_the_next_thing_to_do_is_marked(app: Make, world: World) -> None:
    draft(world)
    world.draft("Caches lie", slug="caches", outline=OUTLINE)
    record(world, Stage.OUTLINE, 1, "caches")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter")
        await without_questions(pilot)
        await press(pilot, "A", "g", "g")
        await settled(pilot)
        marked = next(row for row in screen_text(pilot.app).splitlines() if "▸" in row)
        assert "enter" in marked
        assert "Also in work" not in marked


async def test_gaps_of_the_text_are_listed_with_their_lines(app: Make, world: World) -> None:
    world.draft("Retries", slug="retries", outline=OUTLINE, post="Every review [TK: count them] says so.\n")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "Left open" in screen_text(pilot.app)
        assert "count them" in screen_text(pilot.app)


async def test_the_week_is_a_rail_with_today_in_capitals(app: Make, world: World) -> None:
    world.idea("Caches lie")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "MON" in screen_text(pilot.app)
        assert "edit, ship" in screen_text(pilot.app)


async def test_after_shipping_the_week_is_told_in_one_line(app: Make, world: World) -> None:
    world.shipped("Caches lie", "2026-11-09T19:00:00+01:00", body="Two words.\n")
    world.idea("What a staff engineer hides")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert "✓ Shipped: Caches lie" in shown
        assert "2 words" in shown
        assert "What a staff engineer hides" in shown


async def test_words_that_never_reached_their_file_are_mentioned(app: Make, world: World) -> None:
    world.draft("Retries", slug="retries", outline=OUTLINE)
    world.recovery.keep("drafts/retries/post.md", "Half a page.")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert "3 words of today 20:14 never reached post.md" in shown
        assert "enter puts them back" in shown
        assert "kept safe and in no file: retries" in shown


async def test_a_demo_suggests_what_was_not_tried_yet(app: Make, world: World) -> None:
    world.idea("Caches lie")
    async with app(demo=True).run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "To try:  2" in screen_text(pilot.app)
        await press(pilot, "2", "1")
        assert "To try:  h" in screen_text(pilot.app)


async def test_e_opens_the_draft_in_the_writers_editor(app: Make, world: World) -> None:
    world.draft("Retries", slug="retries", outline=OUTLINE)
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "e")
    assert world.editor.opened == ["drafts/retries/outline.md"]


async def test_any_title_is_shown_as_it_is_written(app: Make, world: World) -> None:
    for number, title in enumerate(HOSTILE):
        world.draft(title, slug=f"a{number}", outline=f"- {title}\n", post=f"A [TK: {title} here.\n")
    async with app().run_test(notifications=True, size=(80, 60)) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert [title for title in HOSTILE if title not in shown] == []


async def test_any_candidate_is_shown_as_it_is_written(app: Make, world: World) -> None:
    for title in HOSTILE[3:6]:
        world.idea(title)
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert [title for title in HOSTILE[3:6] if title not in shown] == []


async def test_escape_sequences_of_a_title_become_pictures(app: Make, world: World) -> None:
    world.idea("evil \\e]0;owned\\a \\u202e title")
    world.files["ideas/raw.md"] = "---\ntitle: 'raw \x1b[31m'\n---\n"
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        assert not [char for char in screen_text(pilot.app) if char in "\x1b\x07\u202e"]


@pytest.fixture
def interrupted(world: World) -> World:
    """Typed, and killed before the file had it."""
    slug = world.draft("Retries", slug="retries", outline=OUTLINE, post="In the file.\n")
    world.recovery.files = world.files
    world.recovery.keep_running(POST, world.files[POST] + "Typed before [/b] the crash.\n")
    assert slug == "retries"
    return world


async def test_one_key_puts_words_back_and_goes_on_with_them(app: Make, interrupted: World) -> None:
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "5 words of today 20:14 never reached post.md" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert interrupted.files[POST].endswith("In the file.\nTyped before [/b] the crash.\n")
        screen = pilot.app.screen
        assert isinstance(screen, ProseScreen)
        assert screen.editor.text.endswith("Typed before [/b] the crash.\n")
        await press(pilot, "ctrl+z")
        assert screen.editor.text.endswith("Typed before [/b] the crash.\n")
        await press(pilot, "escape")
        assert "never reached" not in screen_text(pilot.app)
        assert "Go on" in screen_text(pilot.app)


async def test_what_differs_is_looked_at_before_it_is_taken(app: Make, interrupted: World) -> None:
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "r")
        shown = screen_text(pilot.app)
        assert "+Typed before [/b] the crash." in shown
        assert "▸ kept  today 20:14  12 words  longer" in shown
        assert "  file  today 20:14  7 words" in shown
        await press(pilot, "enter")
        assert interrupted.files[POST].endswith("Typed before [/b] the crash.\n")
        assert isinstance(pilot.app.screen, ProseScreen)


async def test_of_two_texts_the_longer_one_is_marked_and_tab_marks_the_other(app: Make, world: World) -> None:
    world.draft("Retries", slug="retries", outline=OUTLINE, post="Four words and more.\n")
    world.recovery.files = world.files
    before = world.files[POST]
    world.recovery.keep_running(POST, before.replace("Four words and more.", "Half."))
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "What you typed today 20:14 is not what post.md has" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert "enter leaves the file as it is" in screen_text(pilot.app)
        await press(pilot, "tab")
        assert "enter puts it in its file" in screen_text(pilot.app)
        await press(pilot, "tab", "enter")
        assert world.files[POST] == before
        assert world.recovery.kept() == []
        assert len(world.recovery.entries) == 1


async def test_a_kept_text_may_be_decided_about_later_or_put_off_the_list(
    app: Make, interrupted: World
) -> None:
    before = interrupted.files[POST]
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "r", "escape")
        assert "never reached" in screen_text(pilot.app)
        await press(pilot, "z")
        assert "never reached" not in screen_text(pilot.app)
        assert len(interrupted.recovery.kept()) == 1
        await press(pilot, "r", "x")
        assert interrupted.recovery.kept() == []
        assert len(interrupted.recovery.entries) == 1
        assert interrupted.files[POST] == before


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (40, 10)])
async def test_the_offer_is_read_and_taken_at_any_size(
    app: Make, interrupted: World, size: tuple[int, int]
) -> None:
    async with app().run_test(notifications=True, size=size) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert "5 words of today 20:14" in shown
        assert "puts them back" in shown
        await press(pilot, "r")
        shown = screen_text(pilot.app)
        assert "▸ kept  today 20:14  12 words" in shown
        assert "+Typed before" in shown
        assert "enter puts it in its file" in shown


async def test_a_line_that_was_never_kept_stands_in_the_capture_line_again(app: Make, world: World) -> None:
    world.draft("Retries", slug="retries", outline=OUTLINE)
    world.recovery.keep(UNFINISHED, "Half a tho")
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen.query_one("#jot", Input).value == "Half a tho"
        await press(pilot, "enter")
        assert [path for path in world.files if path.startswith("ideas/half-a-tho")]
        assert world.recovery.kept() == []


async def test_a_line_kept_a_moment_ago_is_not_offered_to_its_writer(app: Make, world: World) -> None:
    world.draft("Retries", slug="retries", outline=OUTLINE)
    async with app().run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "a", *"Kept", "enter")
        world.recovery.keep_running(
            UNFINISHED, "Kept"
        )  # the net's thread was slower than the one that kept it
        await press(pilot, "escape")
        assert world.recovery.kept()
        assert "was never kept" not in screen_text(pilot.app)


@dataclass
class Starting:
    """An engine that counts its starts and is asked nothing."""

    name: str = "harper"
    starts: int = 0

    def start(self) -> None:
        self.starts += 1

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        raise AssertionError("nothing is checked on Today")

    def close(self) -> None:
        """Nothing runs."""


@pytest.mark.parametrize(("stage", "starts"), [(Stage.EDIT, 1), (Stage.OUTLINE, 0)])
async def test_a_draft_to_be_edited_gets_its_quick_engine_ready(
    world: World, stage: Stage, starts: int
) -> None:
    world.draft("Retries", slug="retries", outline=OUTLINE, post="Every review says so.\n")
    record(world, stage, 1)
    harper, slow = Starting(), Starting(name="languagetool")
    checks = CheckSettings(engines=("harper", "languagetool"))
    desk = replace(world.desk, checkers={"harper": harper, "languagetool": slow})
    desk = replace(desk, settings=replace(desk.settings, checks=checks))
    async with DraftloopApp(desk).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "2", "1")
    assert (harper.starts, slow.starts) == (starts, 0)
