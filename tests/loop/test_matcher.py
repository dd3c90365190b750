"""A matcher kept between answers: what it says is what a comparison from scratch would say."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.loop.outline import Outline, parse_outline
from draftloop.loop.outline_context import Context
from draftloop.loop.outline_diff import Correction, Matcher, OutlineDiff, diff_outlines
from draftloop.loop.outline_tree import lay_out
from tests.loop.outlines import as_markdown, both_sides, read_pairs

PAIRS = read_pairs()[::6]
IDS = [pair["id"] for pair in PAIRS]

WORDS = ("retry", "budget", "storm", "client", "cache", "outage", "night", "review", "cost", "queue")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
OUTLINES = st.lists(st.tuples(st.integers(0, 2), TEXTS), min_size=1, max_size=9).map(
    lambda points: parse_outline("\n".join("  " * depth + f"- {text}" for depth, text in points))
)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Outline, Outline, list[Correction]]:
    """Two outlines and answers about points they have, some of them with the parent named."""
    old, new = draw(OUTLINES), draw(OUTLINES)
    answers = []
    for _ in range(draw(st.integers(1, 4))):
        i = draw(st.integers(0, len(old.points) - 1))
        j = draw(st.integers(0, len(new.points) - 1))
        answers.append(answer_about(old, new, i, j, same=draw(st.booleans()), under=draw(st.booleans())))
    return old, new, answers


def answer_about(
    old: Outline, new: Outline, i: int, j: int, *, same: bool, under: bool = False
) -> Correction:
    above = [
        outline.points[parent].text
        if under and (parent := outline.points[index].parent) is not None
        else None
        for outline, index in ((old, i), (new, j))
    ]
    return Correction(
        old=old.points[i].text, new=new.points[j].text, same=same, old_under=above[0], new_under=above[1]
    )


def answers_to(old: Outline, new: Outline, diff: OutlineDiff) -> list[Correction]:
    """No to the first question, yes to the second, a partner for a dropped point, a kept point parted."""
    answers = [
        answer_about(old, new, link.old, link.new, same=bool(number))
        for number, link in enumerate(diff.doubtful[:2])
    ]
    answers += [
        answer_about(old, new, i, j, same=True) for i, j in zip(diff.dropped[:1], diff.added, strict=False)
    ]
    answers += [
        answer_about(old, new, link.old, link.new, same=False) for link in diff.links if link.score == 1
    ][:1]
    return answers


@settings(deadline=None, max_examples=60)
@given(answered())
def test_a_kept_matcher_says_what_a_fresh_comparison_says(
    case: tuple[Outline, Outline, list[Correction]],
) -> None:
    old, new, answers = case
    matcher = Matcher(old, new)
    first = matcher.diff()
    for count in range(1, len(answers) + 1):
        assert matcher.diff(answers[:count]) == diff_outlines(old, new, corrections=answers[:count])
    assert matcher.diff() == first == diff_outlines(old, new)


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_answers_about_a_real_rewrite_are_taken_in_as_by_a_fresh_comparison(pair: dict[str, object]) -> None:
    old, new = both_sides(pair)
    matcher = Matcher(old, new)
    first = matcher.diff()
    answers = answers_to(old, new, first)
    for count in range(1, len(answers) + 1):
        assert matcher.diff(answers[:count]) == diff_outlines(old, new, corrections=answers[:count])
    assert matcher.diff() == first


@pytest.mark.parametrize("pair", PAIRS[:4], ids=IDS[:4])
def test_answers_about_different_points_may_come_in_any_order(pair: dict[str, object]) -> None:
    old, new = both_sides(pair)
    matcher = Matcher(old, new)
    answers = answers_to(old, new, matcher.diff())
    assert (
        len({answer.old for answer in answers}) == len({answer.new for answer in answers}) == len(answers) > 2
    )
    results = [matcher.diff(order) for order in itertools.permutations(answers)]
    assert all(result == results[0] for result in results)


def test_the_last_of_two_answers_about_the_same_points_holds() -> None:
    old, new = parse_outline("- who pays for retries\n- a budget"), parse_outline("- nobody\n- a budget")
    matcher = Matcher(old, new)
    yes, no = (answer_about(old, new, 0, 0, same=same) for same in (True, False))
    assert [(link.old, link.new) for link in matcher.diff([no, yes]).links] == [(0, 0), (1, 1)]
    assert matcher.diff([yes, no]).dropped == (0,)
    assert matcher.diff([yes]) == matcher.diff([no, yes])


def test_unchanged_points_parted_by_hand_stay_apart_and_come_together_again() -> None:
    text = "# Why\n- retries look free\n- the pager wakes somebody\n# How\n- measure tail latency\n"
    old = new = parse_outline(text)
    matcher = Matcher(old, new)
    whole = matcher.diff()
    parted = matcher.diff([answer_about(old, new, 2, 2, same=False)])
    assert (2, 2) not in {(link.old, link.new) for link in parted.links}
    assert 2 in parted.dropped
    assert {(i, i) for i in (0, 1, 3, 4)} <= {(link.old, link.new) for link in parted.links}
    assert matcher.diff() == whole
    assert (whole.dropped, whole.added, whole.doubtful) == ((), (), ())


def test_an_unchanged_point_may_be_given_another_partner() -> None:
    old, new = parse_outline("- alpha\n- beta"), parse_outline("- alpha\n- gamma")
    diff = Matcher(old, new).diff([Correction(old="alpha", new="gamma", same=True)])
    assert (0, 1) in {(link.old, link.new) for link in diff.links}
    assert 0 in diff.added or (0, 0) in {(link.old, link.new) for link in diff.links}


def test_answers_about_texts_that_are_gone_change_nothing() -> None:
    old, new = both_sides(PAIRS[0])
    matcher = Matcher(old, new)
    gone = [Correction(old="no such point", new=new.points[0].text, same=same) for same in (True, False)]
    assert matcher.diff(gone) == matcher.diff()


@pytest.mark.parametrize(("old", "new"), [("", ""), ("- a", ""), ("", "- a")])
def test_an_empty_side_takes_answers_too(old: str, new: str) -> None:
    matcher = Matcher(parse_outline(old), parse_outline(new))
    assert matcher.diff([Correction(old="a", new="a", same=True)]) == matcher.diff()


def test_a_point_without_any_chance_has_a_context() -> None:
    tree = lay_out(parse_outline("- a\n- b"))
    features = Context(tree, tree, {(0, 0): 0.0, (1, 1): 0.0}).features(0, 0)
    assert all(feature == feature and abs(feature) < 10 for feature in features)


def test_questions_come_in_the_order_of_what_a_wrong_link_would_hide() -> None:
    asked = 0
    for pair in PAIRS:
        doubtful = diff_outlines(*both_sides(pair)).doubtful
        asked += len(doubtful)
        assert [link.lost for link in doubtful] == sorted((link.lost for link in doubtful), reverse=True)
        assert all(link.score < 0.9 and 0 <= link.lost <= 1 for link in doubtful)
    assert asked > len(PAIRS)


def test_the_seed_of_hashes_changes_nothing() -> None:
    code = (
        "import json, sys\n"
        "from draftloop.loop.outline import parse_outline\n"
        "from draftloop.loop.outline_diff import diff_outlines\n"
        "for texts in json.load(sys.stdin):\n"
        "    old, new = map(parse_outline, texts)\n"
        "    diff = diff_outlines(old, new)\n"
        "    print(json.dumps(diff.to_json(old, new)), diff.near)\n"
    )
    sides = [[as_markdown(pair["old"]), as_markdown(pair["new"])] for pair in PAIRS[:3]]
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(sides),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(printed) == 1
    assert next(iter(printed)).count("\n") == len(sides)
