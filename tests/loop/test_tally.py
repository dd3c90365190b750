"""What the author's decisions do to a rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.tally import MOST_KEPT, RuleCount, after_deciding, least_share, moved_to


@pytest.mark.parametrize(("taken", "ignored"), [(0, 4), (1, 5), (2, 6), (4, 6)])
def test_few_or_mixed_decisions_move_nothing(taken: int, ignored: int) -> None:
    assert moved_to(RuleCount(taken=taken, ignored=ignored, tier="sure", kind="grammar")) is None


@pytest.mark.parametrize(("taken", "ignored"), [(0, 5), (1, 7), (4, 14)])
def test_a_rule_that_is_mostly_waved_off_becomes_doubtful(taken: int, ignored: int) -> None:
    assert moved_to(RuleCount(taken=taken, ignored=ignored, tier="sure", kind="grammar")) == "maybe"


@pytest.mark.parametrize(
    ("taken", "ignored", "tier"), [(15, 0, None), (16, 0, "sure"), (20, 1, None), (26, 1, "sure")]
)
def test_a_doubtful_rule_has_to_be_right_nearly_always(taken: int, ignored: int, tier: str | None) -> None:
    assert moved_to(RuleCount(taken=taken, ignored=ignored, tier="maybe", kind="grammar")) == tier


@pytest.mark.parametrize(("tier", "kind"), [("sure", "spelling"), ("style", "wordy"), ("term", "spelling")])
def test_words_and_taste_never_move(tier: str, kind: str) -> None:
    assert moved_to(RuleCount(ignored=50, tier=tier, kind=kind)) is None  # type: ignore[arg-type]  # of the parameters


def test_a_moved_rule_moves_back_when_it_is_taken_again() -> None:
    count = RuleCount(ignored=6, tier="sure", kind="grammar")
    assert moved_to(count) == "maybe"
    for _ in range(3):
        count = after_deciding(count, taken=1, ignored=0)
    assert moved_to(count) is None


def test_old_decisions_fade() -> None:
    count = RuleCount(ignored=MOST_KEPT, tier="sure", kind="grammar")
    for _ in range(30):
        count = after_deciding(count, taken=1, ignored=0)
    assert (count.taken, moved_to(count)) == (30, None)


def test_what_is_taken_back_never_falls_below_nothing() -> None:
    assert after_deciding(RuleCount(taken=1), taken=-3, ignored=-1).decided == 0


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_least_share_is_below_the_share(part: int, more: int) -> None:
    whole = part + more
    assert 0.0 <= least_share(part, whole) <= (part / whole if whole else 0.0) + 1e-12
