"""The labelled pairs: that they are well-formed, and that the comparison does on them what is said of it.

The weights were trained on these pairs, which flatters them, so the floors only tell whether something broke.
Honest figures leave each writer out: see docs/outline-diff.md and tools/train_outline_diff.py.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from draftloop.loop.outline_diff import diff_outlines
from draftloop.loop.outline_links import derive_kinds
from tests.loop.outlines import both_sides, read_pairs

PAIRS = read_pairs()
IDS = [pair["id"] for pair in PAIRS]


def judged() -> list[dict[str, Any]]:
    """Twelve pairs, spread over all writers by their place in the alphabet, not by how well they go."""
    step = len(PAIRS) // 12
    return PAIRS[step // 2 :: step][:12]


def f1(right: int, found: int, labeled: int) -> float:
    return 2 * right / (found + labeled)


@pytest.mark.parametrize("pairs", [judged(), PAIRS], ids=["twelve", "all"])
def test_links_and_dropped_points_are_found_as_well_as_is_said(pairs: list[dict[str, Any]]) -> None:
    links: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for pair in pairs:
        diff = diff_outlines(*both_sides(pair))
        assert diff.engine == "words"
        old, new = ([node["id"] for node in pair[side]] for side in ("old", "new"))
        for counts, found, gold in (
            (
                links,
                {(old[link.old], new[link.new]) for link in diff.links},
                {(link["old"], link["new"]) for link in pair["links"]},
            ),
            (dropped, {old[index] for index in diff.dropped}, set(pair["dropped"])),
        ):
            counts.update(right=len(found & gold), found=len(found), labeled=len(gold))
    assert f1(**links) >= 0.84
    assert f1(**dropped) >= 0.50


def test_the_judged_pairs_are_of_many_writers() -> None:
    assert len(judged()) == 12
    assert len({pair.get("writer", "first") for pair in judged()}) >= 5


def test_there_are_enough_pairs_of_enough_writers() -> None:
    assert len(PAIRS) >= 50
    assert len({pair.get("writer", "first") for pair in PAIRS}) >= 5
    assert len(set(IDS)) == len(PAIRS)


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_a_labeled_pair_is_well_formed(pair: dict[str, Any]) -> None:
    for side in ("old", "new"):
        seen: set[str] = set()
        for node in pair[side]:
            assert node["text"] == node["text"].strip() != ""
            assert node["parent"] is None or node["parent"] in seen
            assert node["id"] not in seen
            seen.add(node["id"])
    ids = {side: [node["id"] for node in pair[side]] for side in ("old", "new")}
    linked = [(link["old"], link["new"]) for link in pair["links"]]
    assert len(linked) == len(set(linked)) > 0
    for side, gone, position in (("old", "dropped", 0), ("new", "added", 1)):
        joined = {link[position] for link in linked}
        assert joined <= set(ids[side])
        assert len(pair[gone]) == len(set(pair[gone]))
        assert set(pair[gone]) == set(ids[side]) - joined


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_labeled_kinds_follow_from_labeled_links(pair: dict[str, Any]) -> None:
    old, new = both_sides(pair)
    assert [point.text for point in old.points] == [node["text"] for node in pair["old"]]
    assert [point.text for point in new.points] == [node["text"] for node in pair["new"]]
    place = [{node["id"]: index for index, node in enumerate(pair[side])} for side in ("old", "new")]
    labels = {(place[0][link["old"]], place[1][link["new"]]): link["kind"] for link in pair["links"]}
    assert derive_kinds(old, new, labels) == labels


def test_the_pairs_of_a_series_follow_on_one_another() -> None:
    by_place = {(pair["series"], pair["iteration"]): pair for pair in PAIRS if "series" in pair}
    later = [key for key in by_place if key[1] > 1]
    assert later
    for series, iteration in later:
        before = by_place[series, iteration - 1]
        texts = [
            [node["text"] for node in nodes] for nodes in (before["new"], by_place[series, iteration]["old"])
        ]
        assert texts[0] == texts[1]
