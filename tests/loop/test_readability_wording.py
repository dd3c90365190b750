"""Marks on words: wordy, filler, cliché, corporate, unkind; and what context excuses."""

from __future__ import annotations

import pytest

from draftloop.loop.finding import apply_fix
from draftloop.steps.placing import FindingMaker
from tests.loop.looks import behind, look, marked, rules


def fixed(text: str) -> str:
    """The text with the first fix of its first mark."""
    finding = FindingMaker("post.md", text, {}).place(look(text).findings[0])
    return apply_fix(text, finding, finding.fixes[0])


def test_wordy_phrases_have_a_plain_fix() -> None:
    text = "In order to see, we utilize it.\n"
    findings = look(text).findings
    assert [(text[one.start : one.end], one.fixes) for one in findings] == [
        ("In order to", ("To",)),
        ("utilize", ("use",)),
    ]


def test_a_phrase_over_a_line_break_is_found() -> None:
    assert rules("We stop in order\nto see.\n") == ["Wordy"]


def test_in_order_not_to_is_needed() -> None:
    assert rules("We stop in order not to fall.\n") == []


def test_a_cause_behind_is_keeps_its_words() -> None:
    assert rules("They fail due to the fact that it rains.\n") == ["Wordy"]
    assert rules("The failures are largely due to the fact that it rains.\n") == []


def test_a_fix_fits_its_sentence() -> None:
    assert fixed("In lieu of a spoiler, wait.\n") == "Instead of a spoiler, wait.\n"
    assert fixed("It rains in this day and age.\n") == "It rains today.\n"
    assert fixed("It has the ability to run.\n") == "It can run.\n"
    assert fixed("It must have the ability to run.\n") == "It must be able to run.\n"
    assert fixed("It should be noted that caches lie.\n") == "Caches lie.\n"
    assert fixed("Here it should be noted that caches lie.\n") == "Here caches lie.\n"


@pytest.mark.parametrize(
    "text",
    [
        "We read `in order to` there.\n",
        "He said “in order to see” and left.\n",
        'The phrase "in order to" is long.\n',
        "There was a 'blessing in disguise' somewhere.\n",
        "See [How to utilize it](https://a.example) first.\n",
        "> In order to see, we utilize it.\n",
        "Look at lib/utilize/first for that.\n",
        "Call utilize() twice.\n",
        "The `utilize` flag.\n",
        "## In order to utilize it\n\nText.\n",
        "Run utilize.py now.\n",
    ],
)
def test_what_is_quoted_linked_or_code_is_not_the_authors_wording(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "We execute a query with a simple API and a just-in-time compiler.\n",
        "The dummy runs on the master branch and kills its child.\n",
        "It is possible that several of them fail in addition to that.\n",
        "Divide and conquer works by trial and error.\n",
        "The vast majority of people are right.\n",
        "A framework with a workflow, end-to-end, for machine learning at scale.\n",
        "The leverage of the lever is financial leverage.\n",
        "She has a robust, seamless design for real-time analytics.\n",
    ],
)
def test_words_of_the_trade_are_fine(text: str) -> None:
    assert rules(text) == []


def test_a_few_fillers_are_fine_and_many_in_one_paragraph_are_not() -> None:
    assert rules("It is really good, and actually fast.\n") == []
    text = "It is really good, it is basically done, and it is actually very fast.\n"
    (finding,) = look(text).findings
    assert finding.rule == "Filler"
    assert "“really”, “basically”, “actually”, “very”" in finding.message
    assert fixed(text) == text.replace(" really", "", 1)


def test_three_fillers_stand_behind_more() -> None:
    text = "It is really good, it is basically done, and it is actually fast.\n"
    assert rules(text) == []
    assert behind(text) == ["Filler"]


def test_a_padded_paragraph_is_marked_once() -> None:
    assert rules("It is really, basically, actually, totally, absolutely good.\n") == ["Filler"]


@pytest.mark.parametrize(
    "text",
    [
        "It is not really good, not actually fast, and not very small.\n",
        "The very first, the very last and the very same one.\n",
        "It is *really* good, *basically* done, *actually* fast.\n",
    ],
)
def test_a_filler_that_is_needed_is_none(text: str) -> None:
    assert rules(text) == []


def test_a_filler_at_the_start_of_a_sentence_has_no_fix() -> None:
    text = "Really, it is basically done and actually very fast.\n"
    assert look(text).findings[0].fixes == ()


def test_sayings_are_held_back_whoever_they_belong_to() -> None:
    assert marked("We had to bite the bullet there.\n", "Cliche") == ["bite the bullet"]
    assert marked("It burst my bubble at once.\n", "Cliche") == ["burst my bubble"]
    assert behind("We had to bite the bullet there.\n") == ["Cliche"]
    assert rules("We start from scratch and keep an eye on it.\n") == []


def test_meeting_language_has_a_plain_word() -> None:
    text = "We leverage caches, going forward.\n"
    findings = look(text).findings
    assert [(text[one.start : one.end], one.fixes) for one in findings] == [
        ("leverage", ("use",)),
        ("going forward", ("from now on",)),
    ]
    assert rules("The car was going forward-looking.\n") == []


def test_unkind_words_are_looked_for_on_request_only() -> None:
    text = "That list is a whitelist for the insane.\n"
    assert rules(text) == []
    assert rules(text, on=["insensitive"]) == ["Insensitive", "Insensitive"]
    assert rules("Kill the master, execute a dummy, hang the host.\n", on=["insensitive"]) == []
