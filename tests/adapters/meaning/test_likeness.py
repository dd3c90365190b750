"""The figures of pairs of points, on vectors made by hand: no model is needed to see that they are right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import pytest

np = pytest.importorskip("numpy", reason="the meaning engine's packages are not installed")
pytest.importorskip("onnxruntime", reason="the meaning engine's packages are not installed")
pytest.importorskip("tokenizers", reason="the meaning engine's packages are not installed")

from draftloop.adapters.meaning import likeness as module  # noqa: E402 - not there without the packages
from draftloop.adapters.meaning.likeness import SCALE, figures, likeness, scaled  # noqa: E402
from draftloop.adapters.meaning.reader import Reading  # noqa: E402
from draftloop.loop import outline_meaning  # noqa: E402
from draftloop.loop.outline_meaning import MEANING_NAMES, Likeness  # noqa: E402
from draftloop.loop.outline_standing import Standing  # noqa: E402

if TYPE_CHECKING:
    from draftloop.adapters.meaning.reader import Reader, Vectors

SIZE = 8
COVERED = slice(MEANING_NAMES.index("covered_least"), MEANING_NAMES.index("covered_most") + 1)


class HandMade:
    """Reads with made-up vectors: the same word points the same way wherever it stands."""

    def read(self, text: str) -> Reading:
        words = tuple(text.lower().split())
        vectors = np.stack([_direction(word) for word in words]) if words else np.zeros((0, SIZE))
        whole = vectors.sum(0) if words else _direction("")
        return Reading(
            whole=(whole / np.linalg.norm(whole)).astype(np.float32),
            words=words,
            vectors=vectors.astype(np.float32),
        )

    def keep(self) -> None:
        pass


READER = cast("Reader", HandMade())
OLD = [["retries are a loan", ""], ["measure the share", "retries are a loan"], ["buy more memory", ""]]
NEW = [
    ["a loan are retries", ""],
    ["jitter spreads the load", "a loan are retries"],
    ["measure the share of calls", ""],
    ["the end", ""],
]


def _direction(word: str) -> Vectors:
    made = np.random.default_rng(list(word.encode())).normal(size=SIZE)
    return cast("Vectors", made / np.linalg.norm(made))


def of(old: Sequence[str], new: Sequence[str]) -> Vectors:
    """Figures of texts without a place."""
    first, second = ([READER.read(text) for text in side] for side in (old, new))
    return figures(first, second, first, second)


def with_cosines(values: Vectors) -> Vectors:
    """Figures of whole texts that are as alike as `values` says."""
    rows, columns = values.shape
    words = READER.read("a word").vectors
    old = [Reading(whole=whole, words=("a", "word"), vectors=words) for whole in np.eye(rows)]
    new = [Reading(whole=values[:, j], words=("a", "word"), vectors=words) for j in range(columns)]
    return figures(old, new, old, new)


def named(values: Vectors, name: str) -> Vectors:
    return values[..., MEANING_NAMES.index(name)]


def test_both_sides_of_the_pipe_agree_on_the_scale_and_the_number_of_figures() -> None:
    assert SCALE == outline_meaning.SCALE
    table = likeness(READER, OLD, NEW)
    assert table.shape == (len(OLD), len(NEW), len(MEANING_NAMES))
    sent = Likeness.from_bytes(len(NEW), table.tobytes())
    assert sent(2, 1) == [pytest.approx(value / SCALE) for value in table[2, 1]]


def test_a_pair_stands_out_by_standard_deviations_in_its_row_and_column() -> None:
    values = np.zeros((12, 16))
    values[0, 0] = 1
    stands_out = named(with_cosines(values), "meaning_stands_out")
    in_row, in_column = ((1 - 1 / n) / (np.sqrt((n - 1) / n**2) + 1e-3) for n in (16, 12))
    assert stands_out[0, 0] == pytest.approx((in_row + in_column) / 2)
    assert stands_out[1, 1] == pytest.approx(0)
    assert stands_out[0, 1] < 0


def test_a_pair_leads_its_three_best_rivals_by_the_lesser_of_both_ways() -> None:
    values = np.zeros((12, 12))
    values[0, :5] = 0.9, 0.5, 0.4, 0.3, 0.1
    values[1, 0] = 0.6
    leads = named(with_cosines(values), "meaning_leads")
    assert leads[0, 0] == pytest.approx(min(0.9 - 0.4, 0.9 - 0.2))
    assert leads[0, 4] == pytest.approx(0.1 - 0.6)
    assert leads[1, 0] == pytest.approx(min(0.6 - 0.0, 0.6 - 0.3))


def test_equal_rivals_lead_by_nothing_and_none_stands_out() -> None:
    table = with_cosines(np.full((12, 14), 0.7))
    assert np.allclose(named(table, "meaning_leads"), 0)
    assert np.allclose(named(table, "meaning_stands_out"), 0)


def test_words_and_meaning_measure_standing_and_lead_in_the_same_way() -> None:
    values = np.random.default_rng(5).random((13, 15))
    table = with_cosines(values)
    counted = Standing({(i, j): [values[i, j]] for i in range(13) for j in range(15)}, [0])
    first, second = (MEANING_NAMES.index(name) for name in ("meaning_stands_out", "meaning_leads"))
    for i in range(13):
        for j in range(15):
            assert counted(i, j, [values[i, j]]) == pytest.approx([table[i, j, first], table[i, j, second]])


def test_a_part_is_covered_whole_and_covers_the_whole_in_part() -> None:
    values = of(["retries cost calls"], ["retries cost calls and budgets help nobody", "gardens"])
    assert named(values, "covered_most")[0, 0] == pytest.approx(1, abs=1e-5)
    assert named(values, "covered_least")[0, 0] < 0.9
    assert named(of(["a b"], ["b a"]), "covered_least")[0, 0] == pytest.approx(1, abs=1e-5)


def test_a_rare_word_counts_for_more_than_an_everyday_one() -> None:
    shares_rare, shares_common = of(["the jitter"], ["jitter window", "the window", "the door", "the sun"])[
        0, :2
    ]
    where = MEANING_NAMES.index("covered_most")
    assert shares_rare[where] > shares_common[where]


def test_a_parent_tells_points_apart_that_say_the_same() -> None:
    old = [["cost", "postgres"], ["cost", "redis"]]
    table = likeness(READER, old, old)
    meaning, in_place = (MEANING_NAMES.index(name) for name in ("meaning", "in_place"))
    assert table[0, 1, meaning] == table[0, 0, meaning] == SCALE
    assert table[0, 1, in_place] < table[0, 0, in_place]


def test_exchanging_old_and_new_exchanges_every_figure_to_the_bit() -> None:
    forth, back = likeness(READER, OLD, NEW), likeness(READER, NEW, OLD)
    assert np.array_equal(forth, back.transpose(1, 0, 2))
    assert back.flags.c_contiguous  # it is sent as it lies in memory
    readings = [[READER.read(text) for text, _ in side] for side in (OLD, NEW)]
    one = figures(readings[0], readings[1], readings[0], readings[1])
    other = figures(readings[1], readings[0], readings[1], readings[0])
    assert np.allclose(one, other.transpose(1, 0, 2), atol=1e-4)


@pytest.mark.parametrize("at_once", [1, 20, 33, 50])
def test_the_words_are_compared_in_pieces_of_any_size(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    old, new = (["one", "two three four", "", "five six", "seven"] * 3, ["two four", "six five one", "", "!"])
    whole = of(old, new)
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    assert np.allclose(of(old, new), whole, atol=1e-5)


def test_among_few_rivals_strangers_are_counted_in() -> None:
    alike, unlike = (with_cosines(np.array([[cosine]])) for cosine in (0.9, 0.3))
    assert named(alike, "meaning_leads")[0, 0] == pytest.approx(0.9 - module._STRANGER)
    assert named(alike, "meaning_stands_out")[0, 0] > 1
    assert named(unlike, "meaning_leads")[0, 0] < 0
    assert named(unlike, "meaning_stands_out")[0, 0] < -1
    three = named(with_cosines(np.full((3, 3), 0.9)), "meaning_leads")
    assert three == pytest.approx(np.full((3, 3), (0.9 - module._STRANGER) / 3))


def test_one_point_against_one_point_has_finite_figures() -> None:
    values = of(["retries are a loan"], ["a loan"])
    assert values.shape == (1, 1, len(MEANING_NAMES))
    assert np.isfinite(values).all()


@pytest.mark.parametrize("count", [2, 3, 4, 9])
def test_one_point_against_several_has_rivals_one_way(count: int) -> None:
    texts = [f"point number {n}" for n in range(count)]
    row, column = of(["point number 1"], texts), of(texts, ["point number 1"])
    assert np.isfinite(row).all()
    assert np.allclose(row, column.transpose(1, 0, 2), atol=1e-4)
    assert int(named(row, "covered_least")[0].argmax()) == 1


@pytest.mark.parametrize("text", ["", "   ", "!", "... — ?!", "\u200b"])
def test_texts_without_words_have_finite_figures(text: str) -> None:
    values = of([text, "retries"], [text, text, "budget"])
    assert np.isfinite(values).all()
    assert np.all(np.abs(values[..., COVERED]) <= 1.001)
    assert named(values, "meaning")[0, 0] == pytest.approx(1, abs=1e-5)


def test_figures_are_cut_off_where_sixteen_bits_end() -> None:
    assert scaled(np.array([100.0, -100.0, 0.5])).tolist() == [32767, -32768, 1024]
    assert scaled(np.array([1.0])).dtype.str == "<i2"
