"""By meaning where a model is installed, by words everywhere else, and never silently worse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from draftloop.loop.errors import MeaningUnavailable
from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_diff import Correction, diff_outlines
from draftloop.steps.diff import diff_trees, diff_versions
from draftloop.steps.history import version_text
from draftloop.steps.matching import placed_texts
from draftloop.steps.rounds import Round, compare_texts, compare_trees, rounds_of, settled_rounds
from tests.doubles_meaning import MeaningDouble
from tests.writer import FIRST, SECOND, Writer, writer_of_two_rounds

OLD_TEXT = "## Why\n\n- retries look free\n- jitter spreads the load\n  - not the sum\n"
NEW_TEXT = "## Why\n\n- every retry is a loan\n- the load is spread by jitter\n"
OLD, NEW = parse_outline(OLD_TEXT), parse_outline(NEW_TEXT)


@pytest.fixture
def meaning() -> MeaningDouble:
    """A model of this test alone: nothing is remembered of it."""
    return MeaningDouble()


def test_texts_are_asked_about_with_what_stands_above_them() -> None:
    assert placed_texts(OLD) == (
        ("Why", ""),
        ("retries look free", "Why"),
        ("jitter spreads the load", "Why"),
        ("not the sum", "jitter spreads the load"),
    )


@pytest.mark.parametrize("model", [None, MeaningDouble(is_installed=False)])
def test_without_a_model_points_are_matched_by_words_and_nothing_is_wrong(
    model: MeaningDouble | None,
) -> None:
    by_words = diff_outlines(OLD, NEW)
    for found in (
        compare_texts(OLD_TEXT, NEW_TEXT, meaning=model, starts_model=True),
        compare_trees(OLD, NEW, meaning=model),
        diff_trees(OLD, NEW, meaning=model),
    ):
        assert (found.diff, found.diff.engine, found.trouble) == (by_words, "words", "")
    assert model is None or model.asked == []


def test_a_model_that_is_installed_is_asked(meaning: MeaningDouble) -> None:
    found = compare_texts(OLD_TEXT, NEW_TEXT, meaning=meaning, starts_model=True)
    assert (found.diff.engine, found.trouble) == ("meaning", "")
    assert meaning.asked == [(placed_texts(OLD), placed_texts(NEW))]
    assert compare_trees(OLD, NEW, meaning=meaning) == found
    assert diff_trees(OLD, NEW, meaning=meaning).engine == "meaning"


def test_what_it_said_is_remembered_and_answers_do_not_ask_it_again(meaning: MeaningDouble) -> None:
    first = compare_texts(OLD_TEXT, NEW_TEXT, meaning=meaning, starts_model=True)
    assert compare_texts(OLD_TEXT, NEW_TEXT, meaning=meaning, starts_model=True) is first
    answer = Correction(old="not the sum", new="every retry is a loan", same=True)
    answered = compare_texts(OLD_TEXT, NEW_TEXT, (answer,), meaning=meaning, starts_model=True)
    assert (3, 1) in {(link.old, link.new) for link in answered.diff.links}
    assert answered.diff.engine == "meaning"
    meaning.kept.clear()
    compare_texts(OLD_TEXT, NEW_TEXT, (), meaning=meaning, starts_model=True)
    assert len(meaning.asked) == 1


def test_two_models_are_not_taken_for_each_other(meaning: MeaningDouble) -> None:
    compare_texts(OLD_TEXT, NEW_TEXT, meaning=meaning, starts_model=True)
    other = MeaningDouble(trouble="it has no memory left")
    assert compare_texts(OLD_TEXT, NEW_TEXT, meaning=other, starts_model=True).diff.engine == "words"


def test_a_model_that_fails_leaves_the_words_and_its_reason(meaning: MeaningDouble) -> None:
    meaning.trouble = "the model's process ended while reading"
    by_words = diff_outlines(OLD, NEW)
    for found in (
        compare_texts(OLD_TEXT, NEW_TEXT, meaning=meaning, starts_model=True),
        compare_trees(OLD, NEW, meaning=meaning),
        diff_trees(OLD, NEW, meaning=meaning),
    ):
        assert found.diff == by_words
        assert found.trouble == "the model's process ended while reading"


def test_a_failure_is_not_remembered(meaning: MeaningDouble) -> None:
    meaning.trouble = "the model's process took too long"
    assert compare_texts(OLD_TEXT, NEW_TEXT, meaning=meaning, starts_model=True).trouble
    meaning.trouble = ""
    found = compare_texts(OLD_TEXT, NEW_TEXT, meaning=meaning, starts_model=True)
    assert (found.diff.engine, found.trouble) == ("meaning", "")


def test_a_listing_starts_no_model_and_takes_what_is_known(meaning: MeaningDouble) -> None:
    listed = compare_texts(OLD_TEXT, NEW_TEXT, meaning=meaning)
    assert (listed.diff.engine, listed.trouble) == ("words", "")
    assert meaning.asked == []
    shown = compare_texts(OLD_TEXT, NEW_TEXT, meaning=meaning, starts_model=True)
    assert compare_texts(OLD_TEXT, NEW_TEXT, meaning=meaning) is shown
    assert len(meaning.asked) == 1


def test_a_model_that_was_removed_is_not_asked_about_what_it_knew(meaning: MeaningDouble) -> None:
    compare_texts(OLD_TEXT, NEW_TEXT, meaning=meaning, starts_model=True)
    meaning.is_installed = False
    for starts_model in (False, True):
        found = compare_texts(OLD_TEXT, NEW_TEXT, meaning=meaning, starts_model=starts_model)
        assert found.diff.engine == "words"


def test_outlines_without_points_are_no_question_for_a_model(meaning: MeaningDouble) -> None:
    assert compare_texts("", NEW_TEXT, meaning=meaning, starts_model=True).diff.added == (0, 1, 2)
    assert compare_texts(OLD_TEXT, "", meaning=meaning, starts_model=True).diff.dropped == (0, 1, 2, 3)
    assert diff_trees(parse_outline(""), NEW, meaning=meaning).diff.added == (0, 1, 2)
    assert meaning.asked == []


def rounds(writer: Writer) -> tuple[Round, ...]:
    return rounds_of(writer.history.timeline("x"))


def test_the_rounds_of_a_draft_are_listed_without_the_model(meaning: MeaningDouble) -> None:
    writer = writer_of_two_rounds()
    desk = replace(writer.desk, meaning=meaning)
    by_words = settled_rounds(writer.desk, "x", rounds(writer))
    assert settled_rounds(desk, "x", rounds(writer)) == by_words
    assert meaning.asked == []
    settled_rounds(desk, "x", rounds(writer), starts_model=True)
    assert meaning.asked == [(placed_texts(parse_outline(FIRST)), placed_texts(parse_outline(SECOND)))]


def test_versions_are_compared_by_what_the_desk_has(meaning: MeaningDouble) -> None:
    writer = writer_of_two_rounds()
    desk = replace(writer.desk, meaning=meaning)
    first, second = version_text(desk, "x@1"), version_text(desk, "x@2")
    assert diff_versions(writer.desk, first, second).engine == "words"
    assert diff_versions(desk, first, second, engine="words").engine == "words"
    assert meaning.asked == []
    assert diff_versions(desk, first, second).engine == "meaning"
    assert diff_versions(desk, first, second, engine="meaning").engine == "meaning"


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (None, "no sentence model is wired"),
        (MeaningDouble(is_installed=False), "its model is not installed"),
        (MeaningDouble(trouble="its process ended while starting"), "its process ended while starting"),
    ],
)
def test_meaning_that_is_asked_for_and_not_to_be_had_is_an_error(
    model: MeaningDouble | None, reason: str
) -> None:
    with pytest.raises(MeaningUnavailable) as caught:
        diff_trees(OLD, NEW, meaning=model, engine="meaning")
    assert caught.value.reason == reason
