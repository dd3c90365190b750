"""Words near another word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.lexicon import lexicon
from draftloop.loop.near_words import edit_distance, one_edit_away, split_joined, two_edits_away


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("", "", 0), ("teh", "the", 1), ("form", "from", 1), ("book", "back", 2), ("abcdef", "ghijkl", 4)],
)
def test_distance_counts_a_swap_once_and_stops_at_the_limit(one: str, other: str, distance: int) -> None:
    assert edit_distance(one, other, 3) == distance


WORDS = st.text(alphabet="abc", max_size=7)


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways_and_zero_only_for_equals(one: str, other: str) -> None:
    assert edit_distance(one, other, 9) == edit_distance(other, one, 9)
    assert (edit_distance(one, other, 9) == 0) is (one == other)


def test_the_commonest_neighbors_are_named() -> None:
    assert one_edit_away("functoin", lexicon()) == ("function",)
    assert one_edit_away("x" * 30, lexicon()) == ()


@pytest.mark.parametrize(
    ("joined", "parts"),
    [
        ("allowthe", "allow the"),
        ("codethat", "code that"),
        ("backlink", None),
        ("effector", None),
        ("ok", None),
    ],
)
def test_two_words_run_together_need_a_function_word(joined: str, parts: str | None) -> None:
    assert split_joined(joined, lexicon()) == parts


def test_words_two_edits_away_begin_alike() -> None:
    assert two_edits_away("componts", lexicon())[:2] == ("comments", "components")
    assert "propensity" in two_edits_away("perpensity", lexicon())
    assert two_edits_away("a" * 80, lexicon()) == two_edits_away("x1y2z3", lexicon()) == ()
