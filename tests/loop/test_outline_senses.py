"""The senses of points: other words for the same thing, and what has no sense at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_senses import Senses
from draftloop.loop.outline_tree import lay_out
from draftloop.loop.outline_words import read_words

TEXTS = st.lists(
    st.lists(st.sampled_from(["cost", "price", "outage", "zzxqy", "the", "2024"]), max_size=4).map(" ".join),
    min_size=1,
    max_size=6,
)


def senses_of(old: str, new: str) -> Senses:
    sides = parse_outline(old), parse_outline(new)
    words = [[read_words(point.text) for point in side.points] for side in sides]
    return Senses(lay_out(sides[0]), lay_out(sides[1]), *words)


def flat(*texts: str) -> str:
    return "\n".join(f"- {text}" for text in texts)


@pytest.mark.parametrize(
    ("said", "again", "other"),
    [
        ("the monthly cost", "what we pay: the price", "a mechanical keyboard"),
        ("an outage at night", "downtime while you sleep", "a recipe with onions"),
        ("my boss decides", "the manager has the last word", "a compiler warns early"),
        ("postgres is enough", "one database will do", "meetings on Monday"),
    ],
)
def test_other_words_for_the_same_are_nearer_than_strangers(said: str, again: str, other: str) -> None:
    senses = senses_of(flat(said), flat(again, other))
    assert senses(0, 0)[0] > senses(0, 1)[0] + 0.15


def test_the_same_text_has_the_same_sense() -> None:
    senses = senses_of(flat("retries hide the outage", "a bill"), flat("a bill", "retries hide the outage"))
    assert senses(0, 1)[0] == pytest.approx(1.0)
    assert senses(1, 0)[0] == pytest.approx(1.0)


def test_a_point_is_read_in_its_place() -> None:
    texts = "- Postgres\n  - limits\n- Cooking\n  - limits\n"
    alone, in_place = senses_of(texts, texts)(1, 3)
    assert alone == pytest.approx(1.0)
    assert in_place < 0.95
    assert senses_of(texts, texts)(1, 1)[1] == pytest.approx(1.0)


def test_a_parent_takes_something_from_its_children() -> None:
    old, new = "- Numbers\n  - the database is slow\n", "- Findings\n  - queries take long in postgres\n"
    alone, in_place = senses_of(old, new)(0, 0)
    assert in_place > alone


@pytest.mark.parametrize("nothing", ["zzxqy wvvtq", "\u65e5\u672c\u8a9e", "2024", "...", "\u2014"])
def test_what_has_no_known_word_is_like_nothing(nothing: str) -> None:
    senses = senses_of(flat(nothing, "the cost"), flat("the cost", nothing))
    assert senses(0, 0) == senses(0, 1) == (0.0, 0.0)
    assert senses(1, 0)[0] == pytest.approx(1.0)
    assert {(0, 0), (0, 1), (1, 0), (1, 1)} == senses.nearest()


def test_empty_outlines_have_no_neighbors() -> None:
    assert senses_of("", "").nearest() == set()
    assert senses_of(flat("a cost"), "").nearest() == set()
    assert senses_of("", flat("a cost")).nearest() == set()


@settings(deadline=None, max_examples=50)
@given(TEXTS, TEXTS)
def test_it_is_the_same_with_old_and_new_exchanged(old: list[str], new: list[str]) -> None:
    forth, back = senses_of(flat(*old), flat(*new)), senses_of(flat(*new), flat(*old))
    for i, j in forth.nearest():
        assert forth(i, j) == pytest.approx(back(j, i))
        assert all(-1.001 <= cosine <= 1.001 for cosine in forth(i, j))


def test_the_nearest_in_sense_are_among_the_five_worth_a_look() -> None:
    strangers = [f"zzxqy{number}" for number in range(20)]
    senses = senses_of(
        flat("an outage at night", *strangers),
        flat(*strangers[:12], "downtime while you sleep", *strangers[12:]),
    )
    nearest = senses.nearest()
    assert (0, 12) in nearest
    assert sum(i == 0 for i, _ in nearest) < 21


@pytest.mark.parametrize(("points", "looked_at"), [(100, True), (101, False)])
def test_in_long_outlines_nobody_looks_for_the_nearest(points: int, looked_at: bool) -> None:
    text = flat(*(f"the cost of thing {number}" for number in range(points)))
    assert bool(senses_of(text, text).nearest()) is looked_at
