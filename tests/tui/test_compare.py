"""The comparison: questions, verdicts that can be undone, both outlines, and one commit on the way out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.widgets import Static

from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_diff import diff_outlines
from draftloop.loop.outline_links import Link, LinkKind, OutlineDiff
from draftloop.loop.ports import HistoryState
from draftloop.loop.stage import Stage
from draftloop.tui.widgets.compare_list import CompareList, Group, Place, Verdict
from draftloop.tui.widgets.outline_pair import OutlinePair
from draftloop.tui.widgets.pair_rows import pair_rows
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
    verdicts,
    without_questions,
)
from tests.tui.conftest import HOSTILE, World, flat, press, screen_text, settled
from tests.tui.writing import record, until

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
    draft(
        world,
        "".join(f"- {line}\n" for line in HOSTILE),
        "- postgres vacuum keeps tables small\n- [x] but this [/b]\n",
    )
    async with app(start="compare", slug="retries").run_test(notifications=True, size=size) as pilot:
        screen = await without_questions(pilot)
        shown = screen_text(pilot.app)
        assert all(line in shown for line in ("list[int] and dict", "[/some/path]", "[@click=app.quit]x[/]"))
        await press(pilot, "b")
        assert "[/b] closing" in screen_text(pilot.app)
        await press(pilot, "b", "A", "g")
        assert screen.review is not None
        assert "wiki" in " ".join(screen.review.now.let_go)


async def test_nothing_lost_is_said_kindly(app: Make, world: World) -> None:
    draft(world, OLD, OLD + "- and one more\n")
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        await without_questions(pilot)
        assert "Nothing was lost: every point of round 1 still stands in round 2." in flat(pilot.app)


async def test_the_curve_shows_every_round(app: Make, world: World) -> None:
    draft(world, FIRST, OLD, OLD)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        assert screen.review is not None
        assert len(screen.review.now.history) == 2
        assert "1.0 █" in screen_text(pilot.app)
        assert "so far" in screen_text(pilot.app)


async def test_a_broken_file_of_answers_is_named_with_its_line_and_e_opens_it(
    app: Make, world: World
) -> None:
    draft(world)
    world.files[f"{FOLDER}/corrections.toml"] = '[[match]]\nold = "a"\nnew = b\nsame = true\n'
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert "drafts/retries/corrections.toml:3: is not TOML" in flat(pilot.app)
        world.files[f"{FOLDER}/corrections.toml"] = ""
        await press(pilot, "e")
        assert world.editor.opened == [f"{FOLDER}/corrections.toml"]
        assert screen.review is not None
        assert "corrections.toml:3" not in flat(pilot.app)


@pytest.mark.parametrize("size", [(60, 15), (40, 10), (80, 24), (140, 40)])
async def test_every_key_works_in_every_size(
    app: Make, world: World, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt_rewordings(monkeypatch)
    draft(world, REWORDED_OLD + OLD, REWORDED_NEW + NEW)
    async with app(start="compare", slug="retries").run_test(notifications=True, size=size) as pilot:
        screen = await without_questions(pilot)
        await press(pilot, "down", "x", "r", "p", "u", "b", "down", "enter", "d", "u", "less_than_sign")
        await press(pilot, "greater_than_sign", "m", "escape", "t", "b", "space", "m", "escape", "A")
        shown = screen_text(pilot.app)
        assert "settled" in shown
        assert "let go" in shown
        assert pilot.app.screen is screen
        await press(pilot, "g")
        assert world.history.iterations[-1].stage == "compare"


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


# Both outlines


async def test_verdicts_are_given_side_by_side_too(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True) as pilot:
        screen = await without_questions(pilot)
        await mark(pilot, screen, "what AWS")
        await press(pilot, "b", "x")
        assert verdicts(screen) == {"what AWS does since 2015": Verdict.LET_GO}
        assert any("what AWS" in row and "let go" in row for row in screen_text(pilot.app).splitlines())
        await press(pilot, "less_than_sign", "u")
        assert verdicts(screen) == {}


async def test_the_outline_stands_beside_what_the_prose_says(app: Make, world: World) -> None:
    draft(world)
    async with app(start="compare", slug="retries").run_test(notifications=True, size=(120, 30)) as pilot:
        screen = await without_questions(pilot)
        await press(pilot, "b", "t")
        assert "there is no prose yet" in flat(pilot.app)
        world.files[f"{FOLDER}/post.md"] = "## Why\n\nPeople think retries are free. They are not.\n"
        await press(pilot, "t")
        assert "what the prose says" in flat(pilot.app)
        pair = screen.pair
        assert pair is not None
        assert pair.new.points[0].text == "Why"
        assert pair.diff.links != ()
        assert verdicts(screen) == {}
        await press(pilot, "x", "t")
        assert verdicts(screen) == {}
        assert "round 1 round 2, as it is now" in flat(pilot.app)


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


def test_all_points_that_hang_together_across_rows_share_one_letter() -> None:
    first = parse_outline("- one alpha\n- two beta\n- three gamma\n- four delta\n")
    second = parse_outline("- all of alpha beta gamma\n- four delta\n")
    links = tuple(Link(old=i, new=0, kind=LinkKind.MERGED, score=1.0) for i in range(3))
    links += (Link(old=3, new=1, kind=LinkKind.KEPT, score=1.0),)
    rows = pair_rows(first, second, OutlineDiff(links=links, dropped=(), added=(), near=(None,) * 4))
    assert {row.letter for row in rows if row.old in (0, 1, 2)} == {"a"}
    assert [row.letter for row in rows if row.old == 3] == [""]
    assert all(row.place.new == 0 for row in rows if row.old in (0, 1, 2))


async def test_both_ends_of_a_move_tell_where_the_other_is_and_enter_goes_there(
    app: Make, world: World
) -> None:
    points = [f"- point number {name} says something of its own\n" for name in ("ash", "birch", "cedar")]
    draft(world, "".join(points), "".join([*points[1:], points[0]]))
    async with app(start="compare", slug="retries").run_test(notifications=True, size=(120, 30)) as pilot:
        screen = await without_questions(pilot)
        await press(pilot, "b")
        pair = screen.query_one(OutlinePair)
        tied = [number for number, row in enumerate(pair.rows) if row.letter]
        assert len(tied) == 2
        rows = screen_text(pilot.app).splitlines()
        assert sum("ash" in row and ("↓" in row or "↑" in row) for row in rows) == 2
        pair.highlighted = tied[0]
        await settled(pilot)
        await press(pilot, "enter")
        assert pair.highlighted == tied[1]


async def test_a_partner_out_of_sight_is_brought_into_it_where_both_have_room(
    app: Make, world: World
) -> None:
    names = ("ash", "birch", "cedar", "dogwood", "elder", "fir", "gorse", "hazel", "iris", "juniper")
    points = [f"- point {name} says {name} something\n" for name in (*names, *(f"{n}x" for n in names))]
    draft(world, "".join(points), "".join([*points[:12], *points[13:], points[12]]))
    async with app(start="compare", slug="retries").run_test(notifications=True, size=(120, 24)) as pilot:
        screen = await without_questions(pilot)
        await press(pilot, "b")
        pair = screen.query_one(OutlinePair)
        tied = [number for number, row in enumerate(pair.rows) if row.letter]
        assert len(tied) == 2
        pair.highlighted = tied[0]
        await settled(pilot)
        top = pair.scroll_offset.y
        assert top <= tied[0]
        assert tied[1] < top + pair.scrollable_content_region.height
