"""Comparing outlines by meaning, with the real model: what must hold, and what the labeled pairs say."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from draftloop.adapters.meaning.engine import MeaningEngine
from draftloop.loop.outline import Outline, parse_outline
from draftloop.loop.outline_diff import Correction, LinkKind, OutlineDiff, diff_outlines
from draftloop.steps.matching import placed_texts
from tests.loop.outlines import as_markdown, both_sides, read_pairs
from tests.meaning_model import find_model_folder

PAIRS = sorted(read_pairs(), key=lambda pair: (len(pair["old"]) + len(pair["new"]), pair["id"]))[:10]
"""The shortest: reading is what takes time."""
FEW = PAIRS[1:9:4]
IDS = [pair["id"] for pair in FEW]
Diff = Callable[..., OutlineDiff]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MeaningEngine]:
    engine = MeaningEngine(find_model_folder(), str(tmp_path_factory.mktemp("kept")))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def diff(engine: MeaningEngine) -> Diff:
    def by_meaning(old: Outline, new: Outline, *corrections: Correction) -> OutlineDiff:
        likeness = engine.likeness(placed_texts(old), placed_texts(new))
        return diff_outlines(old, new, corrections=corrections, likeness=likeness)

    return by_meaning


def pairs_of(diff: OutlineDiff) -> set[tuple[int, int]]:
    return {(link.old, link.new) for link in diff.links}


@pytest.mark.parametrize("pair", FEW, ids=IDS)
def test_an_outline_compared_with_itself_is_kept(pair: dict[str, Any], diff: Diff) -> None:
    for outline in both_sides(pair):
        found = diff(outline, outline)
        assert found.engine == "meaning"
        assert [(link.old, link.new, link.kind) for link in found.links] == [
            (index, index, LinkKind.KEPT) for index in range(len(outline.points))
        ]
        assert found.dropped == found.added == ()


@pytest.mark.parametrize("pair", FEW, ids=IDS)
def test_swapping_old_and_new_swaps_every_link(pair: dict[str, Any], diff: Diff) -> None:
    old, new = both_sides(pair)
    forth, back = diff(old, new), diff(new, old)
    scores = {(link.old, link.new): link.score for link in forth.links}
    assert {(link.new, link.old): link.score for link in back.links} == pytest.approx(scores)
    assert (forth.dropped, forth.added) == (back.added, back.dropped)


@pytest.mark.parametrize("pair", FEW, ids=IDS)
def test_each_point_is_accounted_for_once_and_scores_are_probabilities(
    pair: dict[str, Any], diff: Diff
) -> None:
    old, new = both_sides(pair)
    found = diff(old, new)
    assert sorted([*{link.old for link in found.links}, *found.dropped]) == list(range(len(old.points)))
    assert sorted([*{link.new for link in found.links}, *found.added]) == list(range(len(new.points)))
    assert len(pairs_of(found)) == len(found.links)
    assert all(0 < link.score <= 1 for link in found.links)


def test_another_process_that_keeps_nothing_says_the_same(diff: Diff) -> None:
    old, new = both_sides(FEW[0])
    other = MeaningEngine(find_model_folder(), "")
    likeness = other.likeness(placed_texts(old), placed_texts(new))
    other.close()
    assert diff_outlines(old, new, likeness=likeness) == diff(old, new)


@pytest.mark.parametrize("pair", FEW, ids=IDS)
def test_a_shuffle_of_the_sections_only_moves(pair: dict[str, Any], diff: Diff) -> None:
    old, _ = both_sides(pair)
    lines = as_markdown(pair["old"]).splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("-")]
    sections = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    random.Random(7).shuffle(sections)
    found = diff(old, parse_outline("\n".join(line for section in sections for line in section)))
    assert found.dropped == found.added == ()
    assert {link.kind for link in found.links} <= {LinkKind.KEPT, LinkKind.MOVED}


def test_an_answer_fixes_or_forbids_a_link(diff: Diff) -> None:
    old, new = both_sides(FEW[0])
    free, link = diff(old, new), next(link for link in diff(old, new).links if link.score < 1)
    texts = {"old": old.points[link.old].text, "new": new.points[link.new].text}
    assert (link.old, link.new) not in pairs_of(diff(old, new, Correction(**texts, same=False)))
    dropped, added = free.dropped[0], free.added[0]
    texts = {"old": old.points[dropped].text, "new": new.points[added].text}
    assert (dropped, added) in pairs_of(diff(old, new, Correction(**texts, same=True)))


def test_points_that_share_no_word_are_found_in_any_order(diff: Diff) -> None:
    old = parse_outline(
        "- a brief failure lasts for hours once every client tries again\n"
        "- basil wants less sun\n"
        "- profile the program first\n"
        "- the bakery closes at noon\n"
    )
    new = parse_outline(
        "- measure before you make anything faster\n"
        "- the shop that sells bread shuts at midday\n"
        "- retries turn a short outage into a long one\n"
        "- buy a bigger cluster\n"
    )
    assert pairs_of(diff(old, new)) == {(0, 2), (2, 0), (3, 1)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- a", "- b"),
        ("- one point", "- 日本語\n- 👩\u200d👩\u200d👧\n- \u202e\n- !!!\n"),
        ("- same\n- same\n- same", "- same\n- same"),
        ("- \x07\n", "- \x00\x1b[31m\n- a\n"),
        ("- " + "very " * 3000 + "long", "- " + "quite " * 3000 + "long\n- short"),
    ],
)
def test_any_two_outlines_compare(diff: Diff, old: str, new: str) -> None:
    sides = parse_outline(old), parse_outline(new)
    forth, back = diff(*sides), diff(*sides[::-1])
    assert pairs_of(forth) == {(i, j) for j, i in pairs_of(back)}
    assert forth.to_json(*sides)["old"] == {"points": len(sides[0].points)}


def test_the_labeled_pairs_are_found(diff: Diff) -> None:
    """A floor against accidents: these pairs trained the weights. Honest figures: tools/."""
    right = found = labeled = 0
    for pair in PAIRS:
        old, new = both_sides(pair)
        links = {(pair["old"][i]["id"], pair["new"][j]["id"]) for i, j in pairs_of(diff(old, new))}
        gold = {(link["old"], link["new"]) for link in pair["links"]}
        right, found, labeled = right + len(links & gold), found + len(links), labeled + len(gold)
    assert 2 * right / (found + labeled) > 0.80
