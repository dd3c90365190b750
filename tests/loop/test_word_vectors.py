"""The table of word vectors: neighbours, unknown words, forms, and what it costs."""

import math
import subprocess
import sys

import pytest

from draftloop.loop.data import word_vectors as data
from draftloop.loop.word_vectors import (
    DIMENSIONS,
    STOP_WEIGHT,
    _table,
    dot,
    plus,
    unit,
    vector_of,
    weight_of,
    weighted_sum,
)


def likeness(one: str, other: str) -> float:
    first, second = vector_of(one), vector_of(other)
    assert first is not None
    assert second is not None
    return dot(unit(first), unit(second))


def meaning(text: str) -> list[float]:
    return unit(weighted_sum((word, 1.0) for word in text.split()))


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("cost", "price", "keyboard"),
        ("outage", "downtime", "recipe"),
        ("slow", "latency", "salary"),
        ("boss", "manager", "compiler"),
        ("hire", "employer", "cache"),
        ("postgres", "database", "meeting"),
        ("rewrite", "recreating", "winter"),
        ("docker", "container", "grammar"),
    ],
)
def test_neighbors_are_nearer_than_strangers(word: str, near: str, far: str) -> None:
    assert likeness(word, near) > likeness(word, far) + 0.2


def test_texts_that_say_the_same_in_other_words_are_near() -> None:
    said = meaning("the bill for the cluster doubled in spring")
    again = meaning("our cloud spending grew twice as large")
    other = meaning("nobody reviews a pull request of a thousand lines")
    assert dot(said, again) > dot(said, other) + 0.2


@pytest.mark.parametrize("word", ["", "zzxqy", "2024", "日本", "-", "a b", "é", "Cost"])
def test_an_unknown_word_has_no_vector(word: str) -> None:
    assert vector_of(word) is None


@pytest.mark.parametrize(
    ("form", "base"),
    [("kubernetes's", "kubernetes"), ("unpinning", "unpin"), ("amortised", "amortized")],
)
def test_a_form_has_the_vector_of_its_word(form: str, base: str) -> None:
    assert form not in _table()[0]
    assert vector_of(form) == vector_of(base)


def test_a_vector_is_whole_numbers_and_stays_the_same() -> None:
    vector = vector_of("cost")
    assert vector is not None
    assert len(vector) == DIMENSIONS
    assert all(isinstance(value, int) for value in vector)
    assert vector is vector_of("cost")


def test_the_table_is_complete_and_sorted() -> None:
    places, packed, scales = _table()
    assert len(packed) == len(places) * DIMENSIONS // 2
    assert len(scales) == DIMENSIONS
    assert list(places) == sorted(places)
    assert len(data.WORDS) + len(data.VECTORS) < 1_600_000


def test_unknown_words_add_nothing_to_a_sum() -> None:
    assert weighted_sum([("zzxqy", 1.0)]) == [0.0] * DIMENSIONS
    assert weighted_sum([("cost", 0.5), ("zzxqy", 1.0)]) == weighted_sum([("cost", 0.5)])


def test_a_share_of_another_vector_is_added() -> None:
    assert plus([1.0, 2.0], [4.0, -2.0], 0.5) == [3.0, 1.0]


def test_a_vector_is_brought_to_length_one_and_nothing_stays_nothing() -> None:
    assert unit([3.0, 4.0]) == [0.6, 0.8]
    assert unit([0.0, 0.0]) == [0.0, 0.0]


def test_a_word_of_one_point_weighs_one_and_a_common_one_less() -> None:
    assert weight_of(1, 90) == pytest.approx(1.0)
    assert 0.0 < weight_of(90, 90) < STOP_WEIGHT < weight_of(5, 90) < 1.0
    assert math.isfinite(weight_of(1, 0))


def test_nothing_is_unpacked_before_the_first_question() -> None:
    code = (
        "import sys, draftloop.loop.word_vectors as vectors\n"
        "early = 'draftloop.loop.data.word_vectors' in sys.modules\n"
        "vectors.vector_of('cost')\n"
        "print(early, 'draftloop.loop.data.word_vectors' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
