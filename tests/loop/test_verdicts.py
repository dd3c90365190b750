"""Restoring dropped points into the new outline's text, and parking them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.loop.outline import normalized, parse_outline
from draftloop.loop.outline_diff import diff_outlines
from draftloop.loop.verdicts import apply, park_text, preview, restore_point, restore_points
from tests.loop.outlines import as_markdown, both_sides, read_pairs


def restored(old_text: str, new_text: str, dropped: str) -> str:
    old, new = parse_outline(old_text), parse_outline(new_text)
    index = next(i for i, point in enumerate(old.points) if point.text == dropped)
    return apply(new_text, restore_point(new_text, old, new, diff_outlines(old, new), index))


@pytest.mark.parametrize(
    ("old", "new", "point", "expected"),
    [
        ("- a\n- b\n- c\n", "* a\n* c\n", "b", "* a\n* b\n* c\n"),
        ("- a\n- b\n", "- b\n", "a", "- a\n- b\n"),
        ("- a\n  - x\n  - y\n", "- a\n    - y\n", "x", "- a\n    - x\n    - y\n"),
        ("- a\n  - x\n", "- a\n", "x", "- a\n  - x\n"),
        ("1. a\n2. b\n", "1. a\n", "b", "1. a\n2. b\n"),
        ("## A\n\n- x\n\n## B\n\n- y\n", "## A\n\n- x\n", "B", "## A\n\n- x\n\n## B\n\n- y\n"),
        ("## A\n\n- x\n\n## B\n\n- y\n", "## A\n\n## B\n\n- y\n", "x", "## A\n\n- x\n\n## B\n\n- y\n"),
        ("- a\n- b\n", "## a\n\ntext\n", "b", "## a\n\ntext\n\n## b\n"),
        ("## A\n\n- x\n", "- A\n", "x", "- A\n  - x\n"),
        ("- a\n- [ ] b\n\n  thought\n", "- a", "b", "- a\n- [ ] b\n\n  thought"),
        ("- a\n", "", "a", "- a\n"),
        ("- a\r\n- b\r\n", "- a\r\n", "b", "- a\r\n- b\r\n"),
    ],
)
def test_a_dropped_point_comes_back_at_its_old_neighbors(
    old: str, new: str, point: str, expected: str
) -> None:
    assert restored(old, new, point) == expected


def test_dropped_children_come_along_and_kept_ones_stay() -> None:
    old = "- retries\n- storm\n  - three layers\n    - deep\n  - budget per client\n"
    new = "- retries\n- budget per client\n"
    assert restored(old, new, "storm") == (
        "- retries\n- storm\n  - three layers\n    - deep\n- budget per client\n"
    )


def test_a_point_without_its_parent_goes_to_the_nearest_ancestor() -> None:
    assert restored("- a\n  - b\n    - c\n", "- a\n- z\n", "c") == "- a\n  - c\n- z\n"


def test_the_preview_names_the_neighbor() -> None:
    old, new = parse_outline("- a\n- b\n- c"), parse_outline("- a\n- c")
    placement = restore_point("- a\n- c", old, new, diff_outlines(old, new), 1)
    assert (placement.above, placement.below) == ("a", "c")
    assert preview(placement) == "below: a"


WORDS = st.sampled_from(["retry", "budget", "storm", "client", "cache", "outage"])
LINE = st.tuples(
    st.sampled_from(["- ", "  - ", "    - ", "* ", "1. ", "## ", "### ", "\t- ", "- [x] "]),
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
).map("".join)
TEXTS = st.lists(LINE | st.sampled_from(["", "- ", "  text"]), max_size=12).map("\n".join)


@settings(deadline=None)
@given(TEXTS, TEXTS, st.booleans())
def test_restoring_all_brings_every_old_point_back_and_loses_no_line(
    old_text: str, new_text: str, crlf: bool
) -> None:
    if crlf:
        new_text = new_text.replace("\n", "\r\n")
    old, new = parse_outline(old_text), parse_outline(new_text)
    diff = diff_outlines(old, new)
    text = restore_points(new_text, old, new, diff, diff.dropped)
    after = Counter(normalized(point.text) for point in parse_outline(text).points)
    expected = Counter(normalized(point.text) for point in new.points)
    expected.update(normalized(old.points[index].text) for index in diff.dropped)
    assert after == expected
    lines = iter(text.split("\n"))
    assert all(
        any(line.rstrip("\r") == wanted.rstrip("\r") for line in lines) for wanted in new_text.split("\n")
    )


@settings(deadline=None)
@given(TEXTS, st.data())
def test_parking_keeps_the_chosen_points_in_order_below_their_nearest_chosen_ancestor(
    text: str, data: st.DataObject
) -> None:
    outline = parse_outline(text)
    count = len(outline.points)
    chosen = sorted(data.draw(st.sets(st.integers(0, count - 1)) if count else st.just(set())))
    shelf = parse_outline(
        park_text("", "Outline 1", outline, chosen, without=frozenset(range(count)) - set(chosen))
    )
    parked = [point for point in shelf.points if point.kind == "item"]
    assert [normalized(point.text) for point in parked] == [
        normalized(outline.points[index].text) for index in chosen
    ]
    for place, index in enumerate(chosen):
        above = outline.points[index].parent
        while above is not None and above not in chosen:
            above = outline.points[above].parent
        under = parked[place].parent
        assert under is not None
        expected = "Outline 1" if above is None else outline.points[above].text
        assert normalized(shelf.points[under].text) == normalized(expected)


def test_a_point_that_stays_away_leaves_its_children_to_the_one_above() -> None:
    old = parse_outline("- a\n- b\n  - c\n    - d\n")
    new = parse_outline("- a\n")
    diff = diff_outlines(old, new)
    assert restore_points("- a\n", old, new, diff, [1, 3], without={2}) == "- a\n- b\n  - d\n"
    assert restore_points("- a\n", old, new, diff, [1], without={2, 3}) == "- a\n- b\n"


@pytest.mark.parametrize("pair", read_pairs(), ids=lambda pair: pair["id"])
def test_restored_points_of_labelled_pairs_stand_under_their_parents(
    pair: dict[str, list[dict[str, str]]],
) -> None:
    old, new = both_sides(pair)
    diff = diff_outlines(old, new)
    text = restore_points(as_markdown(pair["new"]), old, new, diff, diff.dropped)
    again = parse_outline(text)
    found = {normalized(point.text): point for point in again.points}
    for index in diff.dropped:
        parent = old.points[index].parent
        if parent in diff.dropped:
            above = found[normalized(old.points[index].text)].parent
            assert above is not None
            assert again.points[above].text == old.points[parent].text
    assert not set(diff_outlines(old, again).dropped) & set(diff.dropped)


def test_parked_points_keep_their_children_and_sections() -> None:
    outline = parse_outline("- a\n  - b\n    text\n- c\n")
    once = park_text("", "Outline 2, 2026-11-10", outline, [0, 1])
    assert once == "## Outline 2, 2026-11-10\n\n- a\n  - b text\n"
    twice = park_text(once, "Outline 2, 2026-11-10", outline, [2])
    assert twice == once + "- c\n"
    other = park_text(twice, "Outline 3, 2026-11-12", outline, [2])
    assert other == twice + "\n## Outline 3, 2026-11-12\n\n- c\n"
    assert park_text(other, "Outline 3", outline, []) == other
