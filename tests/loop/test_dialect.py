"""Which English a post is in."""

from __future__ import annotations

import pytest

from draftloop.adapters.markdown import Markdown
from draftloop.loop.dialect import DialectReport, read_dialect
from draftloop.loop.dialect_words import is_regional, spellings
from draftloop.loop.findings_filter import unit_of
from draftloop.loop.lexicon import lexicon
from draftloop.loop.post_words import post_words
from draftloop.loop.rendering import render


def read(text: str, asked: str = "en-US", *, is_said: bool = False) -> DialectReport:
    prose = Markdown().read(text)
    units = [unit_of(block, render(block)) for block in prose.blocks]
    return read_dialect(units, post_words(text, prose).elsewhere, asked, is_said=is_said)


def words(report: DialectReport) -> list[tuple[str, str]]:
    return [
        (alarm.message.split("”")[0][1:], alarm.replacements[0])
        for alarms in report.alarms.values()
        for alarm in alarms
    ]


BRITISH = "The colour of the centre shows its behaviour.\n"
AMERICAN = "The color of the center shows its behavior.\n"


def test_a_british_post_is_told_once_and_nothing_in_it_is_a_slip() -> None:
    report = read(BRITISH)
    assert report.note.startswith("the post reads as British (colour, centre, behaviour) and it says no lang")
    assert "set lang: en-GB" in report.note
    assert words(report) == []
    assert read(BRITISH, "en-GB").note == ""


def test_an_american_post_in_a_british_workspace_is_told_too() -> None:
    assert "reads as American" in read(AMERICAN, "en-GB").note
    assert read(AMERICAN) == DialectReport()


def test_a_post_whose_lang_is_another_is_told_what_it_says() -> None:
    assert "its lang is en-US" in read(BRITISH, is_said=True).note


def test_two_spellings_prove_nothing() -> None:
    assert read("The colour of the centre.\n") == DialectReport()


def test_one_word_however_often_is_a_habit_and_no_dialect() -> None:
    report = read("A favourite. My favourite. Their favourite. We organize it.\n")
    assert "reads as" not in report.note


def test_colour_with_analyze_is_canadian() -> None:
    text = "We analyze the colour of the centre and its behaviour, then favour one.\n"
    assert "reads as Canadian" in read(text).note


def test_the_spelling_that_is_clearly_fewer_is_marked() -> None:
    text = BRITISH + "\nOne more color is here.\n"
    for asked, is_said in (("en-US", False), ("en-GB", True), ("en-AU", True), ("en-IN", False)):
        assert words(read(text, asked, is_said=is_said)) == [("color", "colour")]
    (alarm,) = next(iter(read(text).alarms.values()))
    assert alarm.message == "“color” is American spelling; the post else has colour, centre, behaviour."


def test_where_both_sides_are_as_many_only_a_note_says_so() -> None:
    report = read(BRITISH + "\n" + AMERICAN)
    assert report.note == "mixed spelling: color, center, behavior; colour, centre, behaviour"
    assert words(report) == []


def test_a_dialect_that_the_post_names_needs_no_majority() -> None:
    assert words(read("One colour.\n", "en-US", is_said=True)) == [("colour", "color")]
    assert words(read("One color.\n", "en-GB", is_said=True)) == [("color", "colour")]


@pytest.mark.parametrize("asked", ["en-GB", "en-AU", "en-IN", "en-CA"])
def test_ize_is_fine_where_colour_is(asked: str) -> None:
    assert (
        read("We organize the colours and serialize the centre of behaviour.\n", asked, is_said=True).alarms
        == {}
    )


def test_oxford_spelling_is_british_and_not_mixed() -> None:
    report = read("We organize and optimize the colour, the flavour and the behaviour.\n")
    assert "reads as British" in report.note
    assert words(report) == []


def test_canadian_takes_tire_and_analyze_but_not_color() -> None:
    text = "We analyze defense, organise labels, and pick a color.\n"
    assert words(read(text, "en-CA", is_said=True)) == [("color", "colour")]


@pytest.mark.parametrize(
    "text",
    [
        "Set `color`, then one color is set.\n",
        "> The color of others.\n",
        "He said “one color fits all” to us.\n",
        "The Color Theory and the Lincoln Center are names.\n",
        "See color-mix and color.rs and #color there.\n",
    ],
)
def test_code_quotes_and_names_are_no_opinion(text: str) -> None:
    assert words(read(text, "en-GB", is_said=True)) == []


@pytest.mark.parametrize(
    "word",
    [
        "organise",
        "colour",
        "Behaviour",
        "modelling",
        "focussed",
        "storey",
        "tokenisation",
        "tumours",
        "organise’s",
    ],
)
def test_another_english_is_no_misspelling(word: str) -> None:
    assert is_regional(word, lexicon())


@pytest.mark.parametrize(
    "word",
    ["recieve", "occured", "commited", "submited", "seperate", "colur", "advize", "developped", "untill"],
)
def test_what_no_english_writes_is_one(word: str) -> None:
    assert not is_regional(word, lexicon())


def test_every_spelling_leads_to_its_other_side() -> None:
    known = spellings()
    for word, (side, group, other) in known.items():
        assert word != other
        assert known[other][0] != side, (word, other)
        assert known[other][1] == group
