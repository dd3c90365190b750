"""Matches by hand: questions answered, wrong links parted, right ones made, and all of it taken back."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from draftloop.tui.dialogs.same_as import SameAsDialog
from draftloop.tui.screens.compare import CompareScreen
from draftloop.tui.widgets.compare_list import CompareList, Place
from draftloop.tui.widgets.outline_pair import OutlinePair
from tests.tui.comparing import (
    FIRST,
    FOLDER,
    NEW,
    OLD,
    REWORDED_NEW,
    REWORDED_OLD,
    Make,
    doubt_rewordings,
    draft,
    dropped,
    mark,
    mark_place,
    opened,
    without_questions,
)
from tests.tui.conftest import HOSTILE, World, flat, press, screen_text, settled, type_in

CORRECTIONS = f"{FOLDER}/corrections.toml"


def links(screen: CompareScreen) -> set[tuple[str, str]]:
    assert screen.review is not None
    now = screen.review.now
    return {(now.old.points[link.old].text, now.new.points[link.new].text) for link in now.diff.links}


def place_of(screen: CompareScreen, old: str | None, new: str | None) -> Place:
    assert screen.review is not None
    now = screen.review.now
    sides = ((old, now.old), (new, now.new))
    found = [
        None if words is None else next(i for i, p in enumerate(side.points) if words in p.text)
        for words, side in sides
    ]
    return Place(old=found[0], new=found[1])


async def choose(pilot: Pilot[object], words: str) -> None:
    """Narrow the offers down to one and take it."""
    assert isinstance(pilot.app.screen, SameAsDialog)
    await type_in(pilot, words)
    await press(pilot, "enter")


# Questions


async def test_an_answer_is_remembered_and_u_takes_it_back(
    app: Make, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt_rewordings(monkeypatch)
    draft(world, REWORDED_OLD, REWORDED_NEW)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert screen.review is not None
        asked = screen.review.question
        assert asked is not None
        assert "? Same point?" in screen_text(pilot.app)
        await press(pilot, "n")
        assert "same = false" in world.files[CORRECTIONS]
        assert (asked.old, asked.new) not in [(link.old, link.new) for link in screen.review.now.diff.links]
        await press(pilot, "u")
        assert world.files[CORRECTIONS] == ""
        assert screen.review.question == asked


async def test_questions_end_after_as_many_as_were_there_at_first(
    app: Make, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt_rewordings(monkeypatch)
    draft(world, REWORDED_OLD, REWORDED_NEW)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert screen.review is not None
        for _ in range(screen.review.most_questions):
            await press(pilot, "y")
        assert screen.review.question is None
        assert "Same point?" not in screen_text(pilot.app)


async def test_a_question_put_off_is_asked_again_and_the_figures_say_so(
    app: Make, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt_rewordings(monkeypatch)
    draft(world, REWORDED_OLD, REWORDED_NEW)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert screen.review is not None
        first = screen.review.question
        await without_questions(pilot)
        assert screen.review.question is None
        assert "a lower bound:" in flat(pilot.app)
        await press(pilot, "z")
        assert screen.review.question == first


async def test_what_was_put_off_stays_so_when_a_restored_point_moves_the_others(
    app: Make, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt_rewordings(monkeypatch)
    lost = "- what the vendor says about it\n"
    draft(world, REWORDED_OLD.replace("\n\n", f"\n\n{lost}", 1), REWORDED_NEW)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        assert screen.review is not None
        put_off = len(screen.review.put_off_links)
        await mark(pilot, screen, "what the vendor says")
        await press(pilot, "r", "A", "g")
        assert lost in world.files[f"{FOLDER}/outline.md"]
        assert put_off == len(screen.review.put_off_links) > 0
        assert screen.review.question is None


async def test_an_unsure_match_can_be_answered_on_its_row(
    app: Make, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt_rewordings(monkeypatch)
    draft(world, REWORDED_OLD, REWORDED_NEW)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        assert screen.review is not None
        link = screen.review.now.diff.doubtful[-1]
        await mark_place(pilot, screen, Place(old=link.old, new=link.new))
        await press(pilot, "y")
        assert (link.old, link.new) not in {(one.old, one.new) for one in screen.review.now.diff.doubtful}
        assert "same = true" in world.files[CORRECTIONS]


# By hand


async def test_d_parts_a_link_in_a_folded_group_and_u_ties_it_again(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        assert screen.review is not None
        before = screen.review.now.diff
        await mark_place(pilot, screen, place_of(screen, "people think", "people think"))
        await press(pilot, "d")
        assert ("people think retries are free",) * 2 not in links(screen)
        assert "people think retries are free" in dropped(screen)
        assert "same = false" in world.files[CORRECTIONS]
        assert "not the same" in flat(pilot.app)
        await press(pilot, "u")
        assert screen.review.now.diff == before
        assert world.files[CORRECTIONS] == ""


async def test_m_on_a_dropped_point_offers_the_new_ones_and_remembers_the_choice(
    app: Make, world: World
) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "m")
        assert "Which new point is it?" in screen_text(pilot.app)
        await choose(pilot, "quotas")
        assert ("what AWS does since 2015", "quotas for every caller") in links(screen)
        assert "what AWS does since 2015" not in dropped(screen)
        assert "same = true" in world.files[CORRECTIONS]


async def test_m_on_a_new_point_offers_the_old_ones(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark_place(pilot, screen, place_of(screen, None, "quotas"))
        await press(pilot, "m")
        assert "Which old point is it?" in screen_text(pilot.app)
        await choose(pilot, "AWS")
        assert ("what AWS does since 2015", "quotas for every caller") in links(screen)


async def test_esc_leaves_the_offers_and_nothing_is_written(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "m", "escape")
        assert pilot.app.screen is screen
        assert CORRECTIONS not in world.files


async def test_typing_narrows_the_offers_and_arrows_move_among_them(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "m")
        dialog = pilot.app.screen
        rows = dialog.query_one(OptionList)
        assert rows.option_count == 5
        await press(pilot, "down", "down", "up")
        assert rows.highlighted == 1
        await type_in(pilot, "zzz")
        assert rows.option_count == 0
        assert "nothing like that" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert pilot.app.screen is dialog
        dialog.query_one(Input).value = ""
        await settled(pilot)
        assert rows.option_count == 5


async def test_hostile_offers_are_drawn_as_they_are(app: Make, world: World) -> None:
    draft(
        world,
        "- first\n- postgres vacuum keeps tables small\n",
        "- first\n" + "".join(f"- {line}\n" for line in HOSTILE),
    )
    async with app(start="compare", slug="retries").run_test(notifications=True, size=(100, 60)) as pilot:
        screen = await without_questions(pilot)
        await mark_place(pilot, screen, place_of(screen, None, "[/b] closing"))
        await press(pilot, "m")
        assert "[/b] closing" in screen_text(pilot.app)
        await press(pilot, "escape")
        await mark_place(pilot, screen, place_of(screen, None, "[/some/path]"))
        await press(pilot, "b", "m", "escape", "escape")


async def test_a_link_is_parted_and_made_side_by_side(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await press(pilot, "b")
        pair = screen.query_one(OutlinePair)
        pair.mark_old(1)
        await settled(pilot)
        await press(pilot, "d")
        assert ("people think retries are free",) * 2 not in links(screen)
        assert pair.here is not None
        assert pair.here.old == 1
        await press(pilot, "m")
        await choose(pilot, "people")
        assert ("people think retries are free",) * 2 in links(screen)
        assert screen.shows_both


async def test_an_older_round_is_corrected_too_and_stays_in_sight(app: Make, world: World) -> None:
    draft(world, FIRST + "- an odd first thought\n", OLD, NEW)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await press(pilot, "less_than_sign")
        screen.query_one(OutlinePair).mark_old(2)
        await settled(pilot)
        await press(pilot, "m")
        await choose(pilot, "quotas")
        assert 'old = "an odd first thought"' in world.files[CORRECTIONS]
        pair = screen.pair
        assert pair is not None
        assert pair.old.points[2].text == "an odd first thought"
        assert 2 not in pair.diff.dropped
        assert "round 1 round 3, as it is now" in flat(pilot.app)


async def test_all_that_was_done_is_undone_in_turn_and_no_file_is_changed(app: Make, world: World) -> None:
    draft(world)
    world.files[CORRECTIONS] = "# mine\n"
    files = dict(world.files)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        assert screen.review is not None
        before = screen.review
        await mark(pilot, screen, "jitter without")
        await press(pilot, "p")
        await mark_place(pilot, screen, place_of(screen, "people think", "people think"))
        await press(pilot, "d")
        await mark(pilot, screen, "what AWS")
        await press(pilot, "r", "A", "m")
        await choose(pilot, "quotas")
        await press(pilot, "u", "u", "u", "u", "u")
        assert world.files == files
        assert screen.review.verdicts == before.verdicts == {}
        assert screen.review.now.diff == before.now.diff


async def test_answers_alone_are_recorded_on_the_way_out(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "m")
        await choose(pilot, "quotas")
        count = len(world.history.iterations)
        await press(pilot, "escape")
        assert pilot.app.screen is not screen
    assert len(world.history.iterations) == count + 1
    assert world.history.iterations[-1].stage == "compare"


async def test_an_answer_that_cannot_be_kept_is_said_and_changes_nothing(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        assert screen.review is not None
        before = screen.review.now.diff
        await mark_place(pilot, screen, place_of(screen, "people think", "people think"))
        world.files[CORRECTIONS] = '# mine\n[[match]]\nold = "a\n'
        await press(pilot, "d")
        assert "corrections.toml:3" in flat(pilot.app)
        assert screen.review.now.diff == before
        world.files[CORRECTIONS] = "# mine\n"
        await press(pilot, "f5")
        assert "same = false" in world.files[CORRECTIONS]
        assert screen.query_one(CompareList).here is not None
