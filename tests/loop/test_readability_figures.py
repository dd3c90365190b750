"""The figures of a post, and the bands they are held against."""

from __future__ import annotations

import pytest

from draftloop.adapters.markdown import Markdown
from draftloop.loop.readability_figures import (
    ENOUGH_POSTS,
    FIGURE_NAMES,
    PUBLISHED,
    Figures,
    bands_of,
    figures_of,
    outliers,
    said,
)
from draftloop.loop.readability_views import views_of
from tests.loop.looks import look, plain


def figures(text: str) -> Figures:
    found = figures_of(views_of(Markdown().read(text)))
    assert found is not None
    return found


MIDDLE = Figures(sentence=16, spread=8, long=0.06, paragraph=31, passive=0.08, adverbs=16, fillers=6)


def test_a_short_text_has_no_figures() -> None:
    assert figures_of(views_of(Markdown().read(plain(150)))) is None
    assert look(plain(150)).outliers == ()


def test_what_is_counted() -> None:
    ten = "We really saw it there last night at the pier. "
    found = figures(f"{ten * 15}\n\n{ten * 9}\n")
    assert (found.sentence, found.spread, found.long) == (10.0, 0.0, 0.0)
    assert found.paragraph == 120
    assert (found.adverbs, found.fillers, found.passive) == (100.0, 100.0, 0.0)


def test_passives_and_long_sentences_are_shares_of_all_sentences() -> None:
    sentence = "The file was opened there on a cold day in the late fall. "
    found = figures(f"{sentence * 20}\n")
    assert found.passive == 1.0
    long = "they walked along a cold and empty road until the sun came up and the rain went "
    assert figures((long * 2).capitalize() + ". " + sentence * 19).long == 0.05


def test_code_and_quotes_are_not_the_authors_prose() -> None:
    with_more = f"{plain(240)}\n\n```\nreally really\n```\n\n> Really, really, it was done.\n"
    assert figures(with_more) == figures(plain(240))


@pytest.mark.parametrize("posts", range(ENOUGH_POSTS))
def test_fewer_than_five_posts_make_no_habit(posts: int) -> None:
    assert bands_of([MIDDLE] * posts) is PUBLISHED
    assert not PUBLISHED.are_own


def test_five_posts_make_the_authors_own_bands() -> None:
    posts = [
        Figures(sentence=20 + n, spread=9, long=0.2, paragraph=50, passive=0.1, adverbs=10, fillers=2)
        for n in range(-2, 3)
    ]
    bands = bands_of(posts)
    assert bands.posts == 5
    assert bands.sentence.middle == 20
    assert bands.sentence.high >= 21.6


def test_alike_posts_make_no_narrow_band() -> None:
    bands = bands_of([MIDDLE] * 9)
    for name in FIGURE_NAMES:
        width = bands.of(name).high - bands.of(name).low
        assert width >= 0.49 * (PUBLISHED.of(name).high - PUBLISHED.of(name).low), name


def test_too_much_is_an_outlier_and_little_is_a_virtue() -> None:
    busy = Figures(sentence=24, spread=5, long=0.3, paragraph=90, passive=0.4, adverbs=30, fillers=20)
    assert [one.name for one in outliers(busy, PUBLISHED)] == list(FIGURE_NAMES)
    terse = Figures(sentence=9, spread=7, long=0, paragraph=10, passive=0, adverbs=1, fillers=0)
    assert outliers(terse, PUBLISHED) == ()
    assert outliers(MIDDLE, PUBLISHED) == ()


def test_an_outlier_is_said_on_the_card_with_where_to_begin() -> None:
    long = "they walked along a cold and empty road until the sun came up; then the rain went away again and "
    text = "\n\n".join(f"{(long * 2).capitalize()} stopped. {plain(24)}" for _ in range(8))
    report = look(text)
    assert "long" in [one.name for one in report.outliers]
    change = next(one for one in report.top_changes() if one.finding.rule == "LongSentence")
    assert change.message == "Long sentences: 25 % have over 30 words; most posts stay below 16 %."


def test_figures_are_written_short() -> None:
    assert [said("long", 0.155), said("passive", 0.1), said("sentence", 16.4), said("spread", 8.25)] == [
        "16 %",
        "0.10",
        "16",
        "8.2",
    ]
