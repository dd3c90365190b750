"""How settled an outline is, and the advice that follows."""

from __future__ import annotations

import pytest

from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_diff import diff_outlines
from draftloop.loop.outline_links import Link, OutlineDiff, derive_kinds
from draftloop.loop.settledness import Settled, advise, settledness
from tests.loop.outlines import both_sides, read_pairs


def settled(total: float, ideas: float = 0.8, place: float = 0.9, skeleton: float = 0.8) -> Settled:
    return Settled(total=total, ideas=ideas, place=place, wording=0.5, skeleton=skeleton)


def test_unchanged_is_one_and_all_new_is_nothing() -> None:
    same = parse_outline("- a\n  - b")
    assert settledness(diff_outlines(same, same), same, same).total == 1.0
    other = parse_outline("- quite another matter")
    diff = OutlineDiff(links=(), dropped=(0, 1), added=(0,), near=(None, None))
    nothing = settledness(diff, same, other)
    assert (nothing.total, nothing.ideas, nothing.place) == (0.0, 0.0, 0.0)


def test_two_empty_outlines_agree() -> None:
    empty = parse_outline("")
    assert settledness(diff_outlines(empty, empty), empty, empty).total == 1.0


def test_a_restored_point_counts_half() -> None:
    old, new = parse_outline("- a\n- b"), parse_outline("- a")
    diff = diff_outlines(old, new)
    assert settledness(diff, old, new).total == pytest.approx(2 / 3)
    assert settledness(diff, old, new, restored={1}).total == pytest.approx(2.5 / 3)


def test_a_moved_point_counts_half_of_its_wording() -> None:
    old, new = parse_outline("- a\n  - deep point\n- b"), parse_outline("- a\n- b\n  - deep point")
    measured = settledness(diff_outlines(old, new), old, new)
    assert measured.ideas == 1.0
    assert measured.place == pytest.approx(2.5 / 3)
    assert measured.wording == 1.0


def labeled(name: str) -> Settled:
    """Settledness of a labelled pair by its true links."""
    pair = next(pair for pair in read_pairs() if pair["id"] == name)
    old, new = both_sides(pair)
    index_old = {node["id"]: index for index, node in enumerate(pair["old"])}
    index_new = {node["id"]: index for index, node in enumerate(pair["new"])}
    links = [(index_old[link["old"]], index_new[link["new"]]) for link in pair["links"]]
    kinds = derive_kinds(old, new, links)
    diff = OutlineDiff(
        links=tuple(Link(old=i, new=j, kind=kinds[i, j], score=1.0) for i, j in sorted(links)),
        dropped=tuple(index_old[one] for one in pair["dropped"]),
        added=tuple(index_new[one] for one in pair["added"]),
        near=(None,) * len(old.points),
    )
    return settledness(diff, old, new)


@pytest.mark.parametrize(
    ("name", "total", "ideas", "skeleton"),
    [
        ("rag-eval-1", 0.63, 0.80, 0.88),
        ("rag-eval-2", 0.70, 0.87, 0.92),
        ("pg-bloat-1", 0.69, 0.88, 0.83),
        ("pg-bloat-2", 0.66, 0.77, 0.88),
    ],
)
def test_labeled_pairs_have_the_measured_settledness(
    name: str, total: float, ideas: float, skeleton: float
) -> None:
    measured = labeled(name)
    assert measured.total == pytest.approx(total, abs=0.015)
    assert measured.ideas == pytest.approx(ideas, abs=0.01)
    assert measured.skeleton == pytest.approx(skeleton, abs=0.02)


@pytest.mark.parametrize("series", ["rag-eval", "pg-bloat"])
def test_wording_comes_closer_from_one_rewrite_to_the_next(series: str) -> None:
    assert labeled(f"{series}-2").wording > labeled(f"{series}-1").wording + 0.15


@pytest.mark.parametrize("series", ["rag-eval", "pg-bloat"])
def test_two_rewrites_full_of_drops_and_additions_ask_for_one_more(series: str) -> None:
    assert advise([labeled(f"{series}-1"), labeled(f"{series}-2")]).go_on


@pytest.mark.parametrize(
    ("history", "go_on", "words"),
    [
        ([settled(0.9)], False, "Hardly anything changes any more (.90). Go to prose."),
        ([settled(0.75, ideas=0.95, skeleton=0.9)], False, "The ideas stay (.95)"),
        ([settled(0.75, ideas=0.92, skeleton=0.7)], True, "the sections still change"),
        ([settled(0.60)], True, "One more round on Thursday."),
        ([settled(0.75)], True, "Ideas still come and go (.80)"),
        ([settled(0.6), settled(0.62), settled(0.63)], True, "This may be two posts."),
        ([settled(0.5), settled(0.55), settled(0.65)], True, "One more round on Thursday."),
        ([settled(0.6), settled(0.69)], True, "One more round on Thursday."),
        ([settled(0.849, ideas=0.899)], True, "Ideas still come and go"),
        ([settled(0.85, ideas=0.5)], False, "Go to prose."),
        ([settled(0.70, ideas=0.9, skeleton=0.85)], False, "Go to prose."),
        ([settled(0.6), settled(0.72), settled(0.71)], True, "Ideas still come and go"),
    ],
)
def test_advice_follows_from_the_figures(history: list[Settled], go_on: bool, words: str) -> None:
    advice = advise(history, next_day="Thursday")
    assert advice.go_on is go_on
    assert words in advice.sentence


def test_advice_without_a_day_names_none() -> None:
    assert "on another day" in advise([settled(0.3)]).sentence
