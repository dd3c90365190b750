"""The edits that are tried, and what is left alone."""

from draftloop.loop.small_word_edits import (
    DELETE,
    FEATURES,
    FORM,
    INSERT,
    NO_WORD,
    Edit,
    Line,
    edits,
    features,
)
from draftloop.loop.small_word_guards import is_idle
from draftloop.loop.small_word_table import table
from draftloop.loop.small_word_trees import score


def number(word: str) -> int:
    return table().ids[word]


def line(text: str) -> Line:
    return Line(text.split())


def test_the_missing_word_is_tried() -> None:
    assert Edit(INSERT, 3, 3, number("to")) in list(edits(line("you need focus on one thing .")))


def test_a_usual_sentence_is_left_alone() -> None:
    assert list(edits(line("this is one of the most important parts of it ."))) == []


def test_every_edit_has_as_many_features_as_the_model_reads() -> None:
    one = line("you need focus on one thing .")
    assert {len(features(one, edit)) for edit in edits(one)} == {FEATURES}


def test_the_right_edit_scores_higher_than_a_wrong_one() -> None:
    one = line("you need focus on one thing .")
    right, wrong = Edit(INSERT, 3, 3, number("to")), Edit(DELETE, 3, 4, NO_WORD)
    assert score(features(one, right)) > score(features(one, wrong))


def test_tense_is_the_authors() -> None:
    one = line("the release included several fixes .")
    assert is_idle(one, Edit(FORM, 3, 4, number("includes")))


def test_a_subjunctive_needs_no_to() -> None:
    one = line("should the call be repeated ?")
    assert is_idle(one, Edit(INSERT, 4, 4, number("to")))


def test_a_clause_may_end_in_a_preposition() -> None:
    one = line("the table we begin with .")
    assert is_idle(one, Edit(DELETE, 5, 6, NO_WORD))


def test_a_second_word_close_by_may_go() -> None:
    one = line("the number of of files .")
    assert not is_idle(one, Edit(DELETE, 4, 5, NO_WORD))
