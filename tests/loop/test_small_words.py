"""Slips in small words are found, and right sentences are left alone."""

import pytest

from draftloop.loop.small_words import small_word_alarms


def fixes(text: str) -> list[tuple[str, str, str]]:
    return [
        (alarm.rule, text[alarm.start : alarm.end], alarm.replacements[0])
        for alarm in small_word_alarms(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "You need focus on one thing at a time when you write a parser.",
            ("MissingWord", "focus", "to focus"),
        ),
        ("The parser is going be rewritten in the next release.", ("MissingWord", "be", "to be")),
        ("The number of of open connections is limited.", ("ExtraWord", " of", "")),
        ("The user is wants to see all the files in the folder.", ("ExtraWord", " is", "")),
        (
            "These option are only useful when the server is behind a proxy.",
            ("DoubtfulWrongForm", "option", "options"),
        ),
    ],
)
def test_a_slip_is_found_with_its_fix(text: str, expected: tuple[str, str, str]) -> None:
    assert fixes(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "You need to focus on one thing at a time when you write a parser.",
        "Which of the files will you be working on?",
        "This is the folder that we initialize the table with.",
        "Should the call be repeated when the server is down?",
        "We moved to it because we had no other choice, and we would do so again.",
        "What this ends up leading to is a second copy of the file.",
        "Note you have to restart the server.",
    ],
)
def test_a_right_sentence_has_no_sure_alarm(text: str) -> None:
    assert [fix for fix in fixes(text) if not fix[0].startswith("Doubtful")] == []


def test_places_are_those_of_the_block() -> None:
    text = "All is well here. You need focus on one thing at a time."
    (alarm,) = small_word_alarms(text)
    assert (text[alarm.start : alarm.end], alarm.replacements) == ("focus", ("to focus",))


def test_a_message_names_the_word() -> None:
    (alarm,) = small_word_alarms("You need focus on one thing at a time.")
    assert alarm.message == "A word seems to be missing: “to”."


@pytest.mark.parametrize(
    "text", ["", " ", "Two words", "a " * 400, "\ufffc " * 9, "\x00\ud800 the of the", "漢字" * 90]
)
def test_what_is_no_sentence_says_nothing(text: str) -> None:
    assert [fix for fix in fixes(text) if not fix[0].startswith("Doubtful")] == []


def test_a_very_long_word_is_no_trouble() -> None:
    assert fixes(f"We read the {'x' * 200_000} and then the rest of it.") == []


def test_a_capital_i_is_never_surely_another_word() -> None:
    found = small_word_alarms("Here's the data I exported as a Gist.")
    assert [alarm.rule for alarm in found] == ["DoubtfulConfusable"]
