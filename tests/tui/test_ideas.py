"""Ideas: the backlog answers per key, and everything done to an idea can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from draftloop.tui.app import DraftloopApp
from tests.tui.conftest import HOSTILE, World, press, screen_text, settled, type_in

Make = Callable[..., DraftloopApp]


@pytest.fixture
def backlog(world: World) -> World:
    """Three ideas, the most asked for first."""
    world.idea("Caches lie", slug="caches", asked="4", tags='["caching"]', body="- figure 7 disagrees\n")
    world.idea("Retry storms", slug="retries", asked="2", body="- https://example.org/a.\n")
    world.idea("Calendars", slug="calendars")
    return world


async def test_the_most_asked_idea_stands_first_with_all_that_is_known(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert shown.index("Caches lie") < shown.index("Retry storms")
        assert "figure 7 disagrees" in shown


async def test_the_filter_answers_as_it_is_typed(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "slash", "f", "i", "g")
        shown = screen_text(pilot.app)
        assert "1 of 3 open" in shown
        assert "enter pick" not in shown
        assert "Retry storms" not in shown
        await press(pilot, "escape")
        assert "Retry storms" in screen_text(pilot.app)


async def test_a_note_is_added_and_can_be_taken_back(app: Make, backlog: World) -> None:
    before = backlog.files["ideas/caches.md"]
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "n")
        await type_in(pilot, "more")
        await press(pilot, "enter")
        assert backlog.files["ideas/caches.md"].endswith("- more\n")
        await press(pilot, "u")
    assert before == backlog.files["ideas/caches.md"]


async def test_taking_back_refuses_when_somebody_else_changed_the_file(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "n")
        await type_in(pilot, "more")
        await press(pilot, "enter")
        backlog.files["ideas/caches.md"] += "- theirs\n"
        await press(pilot, "u")
        assert "changed by another program" in " ".join(screen_text(pilot.app).split())
    assert "- theirs\n" in backlog.files["ideas/caches.md"]


async def test_somebody_asked_again_is_counted(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "down", "down", "k")
        await type_in(pilot, "Ann")
        await press(pilot, "enter")
    assert "Ann" in backlog.files["ideas/calendars.md"]


async def test_interest_goes_round_from_one_to_three_and_back_to_none(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "i", "i")
        assert "interest: 2" in backlog.files["ideas/caches.md"]
        await press(pilot, "i", "i")
    assert "interest" not in backlog.files["ideas/caches.md"]


async def test_a_let_go_idea_is_one_key_away_and_comes_back(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "x", "enter")
        assert "2 open" in screen_text(pilot.app)
        await press(pilot, "l")
        assert "1 let go" in screen_text(pilot.app)
        await press(pilot, "r", "escape")
        assert "3 open" in screen_text(pilot.app)


async def test_a_signal_without_figures_is_asked_for_again(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "g")
        await type_in(pilot, "social")
        await press(pilot, "enter")
        assert "signals" not in backlog.files["ideas/caches.md"]
        await press(pilot, "g")
        await type_in(pilot, "social 41k 310")
        await press(pilot, "enter")
    assert "41000" in backlog.files["ideas/caches.md"]


async def test_the_cursor_stays_on_its_idea_when_the_order_changes(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "down", "s", "s")
        assert "▸ Retry storms" in screen_text(pilot.app)


async def test_the_order_can_be_changed_with_the_mouse(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        row = screen_text(pilot.app).splitlines()[2]
        await pilot.click(offset=(row.index("asked first") + 2, 2))
        await settled(pilot)
        assert "newest first" in screen_text(pilot.app)


async def test_an_empty_list_teaches_one_key(app: Make) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "a jots one down" in screen_text(pilot.app)


async def test_a_line_captured_from_anywhere_becomes_an_idea(app: Make, world: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "a")
        await type_in(pilot, "Caches lie #caching @Ann at work")
        await press(pilot, "enter")
        assert "✓ kept" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "Caches lie" in screen_text(pilot.app)
    kept = world.files["ideas/caches-lie.md"]
    assert "Ann at work" in kept
    assert 'tags: ["caching"]' in kept


async def test_tab_counts_the_question_at_the_near_idea(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "a")
        await type_in(pilot, "Calendars")
        assert "same question?" in screen_text(pilot.app)
        await press(pilot, "tab")
    assert "asked:" in backlog.files["ideas/calendars.md"]


async def test_any_title_note_and_tag_is_shown_as_it_is_written(app: Make, world: World) -> None:
    for number, title in enumerate(HOSTILE):
        world.idea(title, slug=f"a{number:02}", body=f"- {title}\n", tags=f"['{title}']")
    async with app(start="ideas").run_test(notifications=True, size=(80, 60)) as pilot:
        await settled(pilot)
        seen = ""
        for _ in HOSTILE:
            seen += screen_text(pilot.app)
            await press(pilot, "down")
        for title in HOSTILE:
            assert f"▸ {title}" in seen
            assert f"- {title}" in seen
            assert f"tags {title}" in seen


async def test_what_is_captured_is_repeated_as_it_was_typed(app: Make, world: World) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "a")
        await type_in(pilot, "[/b")
        await press(pilot, "enter")
        assert "✓ kept  [/b" in screen_text(pilot.app)


async def test_ten_thousand_ideas_answer_a_key_within_a_blink(app: Make, world: World) -> None:
    for number in range(10_000):
        world.files[f"ideas/i{number}.md"] = f"---\ntitle: Idea number {number}\n---\n"
    async with app(start="ideas").run_test(notifications=True, size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "end", "slash")
        await type_in(pilot, "99")
        assert "of 10,000 open" in screen_text(pilot.app)


async def test_letting_the_last_found_idea_go_leaves_the_keys_with_the_list(
    app: Make, backlog: World
) -> None:
    async with app(start="ideas").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "slash", "f", "i", "g", "enter", "x", "enter")
        assert "No idea fits" in screen_text(pilot.app)
        await press(pilot, "u")
        assert "1 of 3 open" in screen_text(pilot.app)


async def test_a_low_screen_keeps_its_rows_for_the_list(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True, size=(40, 10)) as pilot:
        await settled(pilot)
        assert "▸" in screen_text(pilot.app)


async def test_a_long_signal_does_not_touch_the_notes(app: Make, backlog: World) -> None:
    async with app(start="ideas").run_test(notifications=True, size=(140, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "n")
        await type_in(pilot, "a note")
        await press(pilot, "enter", "g")
        await type_in(pilot, "social 5200 20")
        await press(pilot, "enter")
        assert "signal 5.2k  notes" in screen_text(pilot.app)
