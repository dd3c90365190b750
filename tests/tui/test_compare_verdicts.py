"""The comparison: verdicts that can be undone, and one commit on the way out."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from draftloop.loop.ports import HistoryState
from draftloop.loop.stage import Stage
from draftloop.tui.widgets.compare_list import CompareList, Place, Verdict
from tests.tui.comparing import (
    FOLDER,
    NEW,
    OLD,
    Make,
    draft,
    mark,
    mark_place,
    verdicts,
    without_questions,
)
from tests.tui.conftest import World, flat, press, screen_text, settled
from tests.tui.writing import record, until


async def test_let_go_restore_and_park_are_recorded_in_one_commit(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "jitter without")
        await press(pilot, "p")
        assert verdicts(screen)["even full jitter does"] is Verdict.PARK
        await mark(pilot, screen, "what AWS")
        await press(pilot, "r", "A")
        assert screen.review is not None
        assert screen.review.is_finished
        assert "g records" in flat(pilot.app)
        assert "your verdict" in flat(pilot.app)
        before = len(world.history.iterations)
        await press(pilot, "g")
        assert "recorded: restore 1, park 2" in str(screen.query_one("#figures", Static).render())
        made = world.history.iterations[-1]
        assert len(world.history.iterations) == before + 1
        assert made.stage == "compare"
        assert made.restored == ("what AWS does since 2015",)
        assert "jitter without a budget only spreads it" in made.parked
    assert "- what AWS does since 2015\n" in world.files[f"{FOLDER}/outline.md"]
    assert "jitter without a budget" in world.files[f"{FOLDER}/parked.md"]


async def test_the_marked_point_says_where_it_would_come_back(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        rows = screen_text(pilot.app).splitlines()
        place = next(n for n, row in enumerate(rows) if "r puts it back here:" in row)
        assert [" ".join(row.split()) for row in rows[place + 1 : place + 4]] == [
            "a budget, not a count",
            "+ what AWS does since 2015",
            "quotas for every caller",
        ]


async def test_nothing_is_written_before_leaving_and_u_takes_a_verdict_back(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "x")
        assert verdicts(screen) == {"what AWS does since 2015": Verdict.LET_GO}
        await press(pilot, "u")
        assert verdicts(screen) == {}
        assert world.files[f"{FOLDER}/outline.md"] == NEW
        assert world.history.iterations[-1].stage == "rewrite"


async def test_selected_points_get_one_verdict(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        for words in ("even full", "what AWS"):
            await mark(pilot, screen, words)
            await press(pilot, "space")
        await press(pilot, "x")
        assert verdicts(screen) == {
            "even full jitter does": Verdict.LET_GO,
            "what AWS does since 2015": Verdict.LET_GO,
        }


async def test_a_child_comes_back_with_its_parent_unless_it_is_let_go(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "jitter without")
        await press(pilot, "r")
        assert verdicts(screen)["even full jitter does"] is Verdict.RESTORE
        await mark(pilot, screen, "even full")
        await press(pilot, "x", "ctrl+g")
    text = world.files[f"{FOLDER}/outline.md"]
    assert "- jitter without a budget only spreads it\n" in text
    assert "even full jitter" not in text


@pytest.mark.parametrize("key", ["escape", "ctrl+g"])
async def test_every_way_out_records_what_is_decided(app: Make, world: World, key: str) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "x")
        await press(pilot, key)
        await until(pilot, lambda: pilot.app.screen is not screen, "left")
        assert world.history.iterations[-1].let_go == ("what AWS does since 2015",)
        assert "recorded: let go 1" in flat(pilot.app)


async def test_verdicts_git_cannot_record_wait_for_it(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "x")
        world.history.now_state = HistoryState(kind="merge", reason="a merge is under way", remedy="end it")
        await press(pilot, "escape")
        assert pilot.app.screen is not screen, "the loop goes on"
        assert "1 waits for git" in flat(pilot.app)
        world.history.now_state = HistoryState(kind="ready")
        await press(pilot, "f12")
        assert world.history.iterations[-1].let_go == ("what AWS does since 2015",)


async def test_what_another_program_wrote_meanwhile_is_never_taken_back(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "r")
        world.files[f"{FOLDER}/outline.md"] = NEW + "- written outside\n"
        await press(pilot, "ctrl+g")
        assert pilot.app.screen is screen
        assert "changed meanwhile" in flat(pilot.app)
        assert verdicts(screen) == {"what AWS does since 2015": Verdict.RESTORE}
        await press(pilot, "ctrl+g")
        assert pilot.app.screen is not screen
    text = world.files[f"{FOLDER}/outline.md"]
    assert "- written outside\n" in text
    assert "- what AWS does since 2015\n" in text


async def test_leaving_in_a_hurry_records_too(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "x")
        screen.flush()
    assert world.history.iterations[-1].let_go == ("what AWS does since 2015",)


async def test_g_goes_from_point_to_point_and_ends_with_the_advice(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        assert screen.review is not None
        await press(pilot, "g")
        assert screen.query_one(CompareList).dropped_here in screen.review.undecided
        await press(pilot, "A", "g")
        assert screen.review is not None
        assert screen.review.now.advice.sentence.split(".")[0] in flat(pilot.app)
        await press(pilot, "g")
        assert pilot.app.screen is not screen


async def test_what_was_let_go_before_is_in_reach_and_r_brings_it_back(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await press(pilot, "A", "g")
        assert screen.review is not None
        assert len(screen.review.now.gone) == 3
        assert "Every dropped point has its verdict." in flat(pilot.app)
        index = next(i for i in screen.review.now.gone if "what AWS" in screen.review.now.old.points[i].text)
        await mark_place(pilot, screen, Place(old=index))
        await press(pilot, "x")
        assert verdicts(screen) == {}
        await press(pilot, "r")
        assert verdicts(screen) == {"what AWS does since 2015": Verdict.RESTORE}
        await press(pilot, "ctrl+g")
    assert "- what AWS does since 2015\n" in world.files[f"{FOLDER}/outline.md"]
    assert world.history.iterations[-1].restored == ("what AWS does since 2015",)


async def test_another_round_meanwhile_takes_the_verdicts_off_the_table(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "x")
        world.files[f"{FOLDER}/outline.md"] = "## What\n\n- quotas for every caller\n"
        record(world, Stage.REWRITE, 3)
        screen.load()
        await settled(pilot)
        assert screen.review is not None
        assert (screen.review.now.old_round, screen.review.now.new_round) == (2, 3)
        assert verdicts(screen) == {}


async def test_a_settled_outline_leads_on_to_the_prose(app: Make, world: World) -> None:
    draft(world, OLD, OLD)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        assert screen.review is not None
        assert not screen.review.now.advice.go_on
        await press(pilot, "b", "b")
        screen.query_one(CompareList).highlighted = None
        await settled(pilot)
        await press(pilot, "g")
        await until(pilot, lambda: pilot.app.screen is not screen, "left")
        assert getattr(pilot.app.screen, "NAME", "") == "prose"
