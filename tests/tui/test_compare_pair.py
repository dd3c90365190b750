"""The comparison: both outlines side by side, and the letters that tie what moved."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_diff import diff_outlines
from draftloop.loop.outline_links import Link, LinkKind, OutlineDiff
from draftloop.tui.widgets.compare_list import Verdict
from draftloop.tui.widgets.outline_pair import OutlinePair
from draftloop.tui.widgets.pair_rows import pair_rows
from tests.tui.comparing import (
    FIRST,
    FOLDER,
    NEW,
    OLD,
    Make,
    draft,
    mark,
    verdicts,
    without_questions,
)
from tests.tui.conftest import World, flat, press, screen_text, settled


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
