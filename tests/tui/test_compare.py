"""The comparison: questions, verdicts that can be undone, both outlines, and one commit on the way out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_diff import diff_outlines
from draftloop.loop.outline_links import LinkKind
from draftloop.loop.ports import HistoryState
from draftloop.loop.stage import Stage
from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.compare import CompareScreen
from draftloop.tui.widgets.compare_list import CompareList, Group, Verdict
from draftloop.tui.widgets.outline_pair import OutlinePair
from draftloop.tui.widgets.pair_rows import pair_rows
from tests.tui.conftest import HOSTILE, World, flat, press, screen_text, settled
from tests.tui.writing import record, until

Make = Callable[..., DraftloopApp]
FOLDER = "drafts/retries"
FIRST = "## Why\n\n- people think retries are free\n"
OLD = """## Why

- people think retries are free
- jitter without a budget only spreads it
  - even full jitter does

## What

- a budget, not a count
- what AWS does since 2015
"""
NEW = """## Why

- people think retries are free

## What

- a budget, not a count
- quotas for every caller
"""


def draft(world: World, *outlines: str) -> None:
    for number, outline in enumerate(outlines or (OLD, NEW), 1):
        if number == 1:
            world.draft("Retries", slug="retries", outline=outline)
        world.files[f"{FOLDER}/outline.md"] = outline
        record(world, Stage.OUTLINE if number == 1 else Stage.REWRITE, number)


async def opened(pilot: Pilot[object]) -> CompareScreen:
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, CompareScreen)
    return screen


async def without_questions(pilot: Pilot[object]) -> CompareScreen:
    screen = await opened(pilot)
    while screen.review is not None and screen.review.question is not None:
        await press(pilot, "z")
    return screen


def dropped(screen: CompareScreen) -> list[str]:
    assert screen.review is not None
    return [screen.review.now.old.points[index].text for index in screen.review.now.waiting]


def verdicts(screen: CompareScreen) -> dict[str, Verdict]:
    assert screen.review is not None
    old = screen.review.now.old
    return {old.points[index].text: verdict for index, verdict in screen.review.verdicts.items()}


async def mark(pilot: Pilot[object], screen: CompareScreen, words: str) -> None:
    assert screen.review is not None
    old = screen.review.now.old
    screen.query_one(CompareList).mark(next(i for i, p in enumerate(old.points) if words in p.text))
    await settled(pilot)


# What is shown


async def test_one_outline_is_nothing_to_compare(app: Make, world: World) -> None:
    draft(world, OLD)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        await opened(pilot)
        assert "nothing to compare yet" in flat(pilot.app)
        await press(pilot, "x", "b", "g", "u")


async def test_dropped_points_groups_and_figures_are_on_one_screen(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        shown = screen_text(pilot.app)
        assert "round 1 → 2" in shown
        assert "settled ." in shown
        assert f"− dropped {len(dropped(screen))}" in shown
        assert "jitter without a budget" in shown
        assert "= kept" in shown


async def test_a_folded_group_opens_with_enter(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        shelf = screen.query_one(CompareList)
        place = next(n for n, option in enumerate(shelf.options) if option.id == f"group:{Group.KEPT}")
        shelf.highlighted = place
        await settled(pilot)
        assert "people think retries are free" not in screen_text(pilot.app)
        await press(pilot, "enter")
        assert "people think retries are free" in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_hostile_points_are_drawn_as_they_are(app: Make, world: World, size: tuple[int, int]) -> None:
    draft(world, "".join(f"- {line}\n" for line in HOSTILE), "- nothing of it\n- [x] but this [/b]\n")
    async with app(start="compare", slug="retries").run_test(notifications=True, size=size) as pilot:
        screen = await without_questions(pilot)
        shown = screen_text(pilot.app)
        assert all(line in shown for line in ("list[int] and dict", "[/some/path]", "[@click=app.quit]x[/]"))
        await press(pilot, "b")
        assert "[/b] closing" in screen_text(pilot.app)
        await press(pilot, "b", "A", "g")
        assert screen.review is not None
        assert "wiki" in " ".join(screen.review.now.let_go)


# Questions


DOUBTFUL_OLD = """## Why

- every outage review I read ends with "and then the retries came"
- people think retries are free
  - they multiply: three layers, three tries, 27 calls
  - nobody is billed
"""
DOUBTFUL_NEW = """## Why

- every outage review ends the same way: then the retries came
- nobody pays for a retry until everyone does
  - 3 layers x 3 tries = 27 calls
"""


async def test_an_answer_is_remembered_and_u_takes_it_back(app: Make, world: World) -> None:
    draft(world, DOUBTFUL_OLD, DOUBTFUL_NEW)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert screen.review is not None
        asked = screen.review.question
        assert asked is not None
        assert "? Same point?" in screen_text(pilot.app)
        await press(pilot, "n")
        assert "same = false" in world.files[f"{FOLDER}/corrections.toml"]
        assert (asked.old, asked.new) not in [(link.old, link.new) for link in screen.review.now.diff.links]
        await press(pilot, "u")
        assert world.files[f"{FOLDER}/corrections.toml"] == ""
        assert screen.review.question == asked


async def test_questions_end_after_as_many_as_were_there_at_first(app: Make, world: World) -> None:
    draft(world, DOUBTFUL_OLD, DOUBTFUL_NEW)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert screen.review is not None
        for _ in range(screen.review.most_questions):
            await press(pilot, "y")
        assert screen.review.question is None
        assert "Same point?" not in screen_text(pilot.app)


# Verdicts


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
        before = len(world.history.iterations)
        await press(pilot, "g")
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


async def test_verdicts_git_cannot_record_stay_on_the_screen(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "x")
        world.history.now_state = HistoryState(kind="merge", reason="a merge is under way", remedy="end it")
        await press(pilot, "escape")
        assert pilot.app.screen is screen
        assert "a merge is under way" in flat(pilot.app)
        assert verdicts(screen) == {"what AWS does since 2015": Verdict.LET_GO}
        world.history.now_state = HistoryState(kind="ready")
        await press(pilot, "f5")
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


# Both outlines


async def test_both_outlines_stand_side_by_side_and_esc_comes_back(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True, size=(120, 30)) as pilot:
        screen = await without_questions(pilot)
        await press(pilot, "b")
        rows = screen_text(pilot.app).splitlines()
        assert any(row.count("people think retries are free") == 2 and "=───=" in row for row in rows)
        assert any("what AWS does since 2015" in row and "−" in row for row in rows)
        await press(pilot, "escape")
        assert not screen.shows_both
        assert pilot.app.screen is screen


async def test_enter_on_a_dropped_point_shows_it_in_both(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "enter")
        pair = screen.query_one(OutlinePair)
        assert screen.shows_both
        assert pair.highlighted is not None
        index = pair.rows[pair.highlighted].old
        assert screen.review is not None
        assert index is not None
        assert screen.review.now.old.points[index].text == "what AWS does since 2015"


async def test_an_older_round_can_stand_on_the_left(app: Make, world: World) -> None:
    draft(world, FIRST, OLD, NEW)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await press(pilot, "less_than_sign")
        assert "round 1 round 3, as it is now" in flat(pilot.app)
        await press(pilot, "greater_than_sign")
        assert "round 2 round 3, as it is now" in flat(pilot.app)
        await press(pilot, "b")
        assert not screen.shows_both


LINES = st.lists(
    st.sampled_from(["- alpha", "- beta two", "  - gamma", "## Why", "- delta ray", "  - eps"]), max_size=9
)


@settings(max_examples=60, deadline=None)
@given(LINES, LINES)
def test_every_point_stands_in_the_pair_exactly_once_and_in_its_order(old: list[str], new: list[str]) -> None:
    first, second = parse_outline("\n".join(old)), parse_outline("\n".join(new))
    rows = pair_rows(first, second, diff_outlines(first, second))
    assert [row.old for row in rows if row.old is not None] == list(range(len(first.points)))
    assert [row.new for row in rows if row.new is not None] == list(range(len(second.points)))


def test_a_moved_point_is_tied_to_its_other_place_by_a_letter() -> None:
    first = parse_outline("- alpha beta gamma\n- delta epsilon\n- zeta eta theta\n")
    second = parse_outline("- delta epsilon\n- zeta eta theta\n- alpha beta gamma\n")
    diff = diff_outlines(first, second)
    rows = pair_rows(first, second, diff)
    tied = [row for row in rows if row.letter]
    assert {link.kind for link in diff.links} == {LinkKind.KEPT, LinkKind.MOVED}
    assert [(row.old, row.new) for row in tied] == [(0, None), (None, 2)]
    assert tied[0].letter == tied[1].letter
