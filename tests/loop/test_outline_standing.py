"""How a pair stands among its rivals, by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.outline_standing import Standing

FIGURES = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
    min_size=1,
    max_size=20,
)


def row_of(values: list[float]) -> dict[tuple[int, int], tuple[float]]:
    """One old point against so many new ones; each new one has no other rival."""
    return {(0, j): (value,) for j, value in enumerate(values)}


def test_few_rivals_are_filled_up_with_strangers_to_twelve() -> None:
    # Row: 0.8, 0.4 and ten zeros. Column: 0.8 and eleven zeros.
    figures = row_of([0.8, 0.4])
    row_mean, column_mean = 1.2 / 12, 0.8 / 12
    row_spread = math.sqrt((0.64 + 0.16) / 12 - row_mean**2) + 0.001
    column_spread = math.sqrt(0.64 / 12 - column_mean**2) + 0.001
    stands_out, leads = Standing(figures, [0])(0, 0, (0.8,))
    expected = ((0.8 - row_mean) / row_spread + (0.8 - column_mean) / column_spread) / 2
    assert stands_out == pytest.approx(expected)
    # Its best three rivals: 0.4, 0 and 0 in the row, strangers alone in the column. The worse one counts.
    assert leads == pytest.approx(0.8 - 0.4 / 3)


def test_the_lead_is_taken_before_the_best_three_rivals() -> None:
    values = [0.9, 0.6, 0.5, 0.4, *[0.3] * 10]
    standing = Standing(row_of(values), [0])
    assert standing(0, 0, (0.9,))[1] == pytest.approx(0.9 - (0.6 + 0.5 + 0.4) / 3)
    assert standing(0, 1, (0.6,))[1] == pytest.approx(0.6 - (0.9 + 0.5 + 0.4) / 3)
    assert standing(0, 9, (0.3,))[1] == pytest.approx(0.3 - (0.9 + 0.6 + 0.5) / 3)


def test_from_twelve_rivals_on_nobody_is_added() -> None:
    values = [0.5] * 11 + [1.0]
    mean = 6.5 / 12
    spread = math.sqrt((11 * 0.25 + 1.0) / 12 - mean**2) + 0.001
    column_mean = 1.0 / 12
    column_spread = math.sqrt(1.0 / 12 - column_mean**2) + 0.001
    expected = ((1.0 - mean) / spread + (1.0 - column_mean) / column_spread) / 2
    assert Standing(row_of(values), [0])(0, 11, (1.0,))[0] == pytest.approx(expected)


def test_equal_rivals_neither_stand_out_nor_divide_by_zero() -> None:
    figures = {(i, j): (0.5,) for i in range(12) for j in range(12)}
    assert Standing(figures, [0])(3, 4, (0.5,)) == pytest.approx([0.0, 0.0])


def test_each_column_asked_for_is_answered_in_turn() -> None:
    figures = {(0, 0): (0.1, 0.7, 0.2), (0, 1): (0.3, 0.4, 0.9)}
    both = Standing(figures, [2, 0])(0, 1, (0.3, 0.4, 0.9))
    assert both == [
        *Standing(figures, [2])(0, 1, (0.3, 0.4, 0.9)),
        *Standing(figures, [0])(0, 1, (0.3, 0.4, 0.9)),
    ]


def test_a_pair_without_rivals_says_nothing() -> None:
    standing = Standing({(0, 0): (0.5,)}, [0])
    assert standing(0, 1, (0.5,)) == standing(1, 0, (0.5,)) == [0.0, 0.0]
    assert Standing({}, [0, 1])(0, 0, (0.5, 0.5)) == [0.0] * 4


@given(FIGURES)
def test_it_is_the_same_with_old_and_new_exchanged(
    figures: dict[tuple[int, int], tuple[float, float]],
) -> None:
    forth = Standing(figures, [0, 1])
    back = Standing({(j, i): values for (i, j), values in figures.items()}, [0, 1])
    for (i, j), values in figures.items():
        assert forth(i, j, values) == pytest.approx(back(j, i, values))


@given(FIGURES)
def test_the_order_in_which_pairs_were_found_changes_nothing(
    figures: dict[tuple[int, int], tuple[float, float]],
) -> None:
    backwards = dict(reversed(figures.items()))
    forth, back = Standing(figures, [0, 1]), Standing(backwards, [0, 1])
    assert all(forth(i, j, values) == back(i, j, values) for (i, j), values in figures.items())
