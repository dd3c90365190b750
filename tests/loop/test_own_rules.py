"""Our own patterns: what they find and what they must leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.loop.lexicon import lexicon
from draftloop.loop.own_rules import own_alarms


def fixed(text: str) -> str:
    """The text with every first fix applied."""
    alarms = [alarm for alarm in own_alarms(text, lexicon()) if not alarm.rule.startswith("Doubtful")]
    for alarm in sorted(alarms, key=lambda one: -one.start):
        text = text[: alarm.start] + alarm.replacements[0] + text[alarm.end :]
    return text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Im glad it works.", "I'm glad it works."),
        ("First, lets look at it.", "First, let's look at it."),
        ("It has it's own clock.", "It has its own clock."),
        ("Because its hard to say.", "Because it's hard to say."),
        ("Open it in you're browser.", "Open it in your browser."),
        ("If it fails, than we stop.", "If it fails, then we stop."),
        ("We want them to kept going.", "We want them to keep going."),
        ("It took several minute to run.", "It took several minutes to run."),
        ("This are the results.", "This is the results."),
        ("You might to be surprised.", "You might be surprised."),
        ("It is much more easier now.", "It is much easier now."),
        ("Save the the file.", "Save the file."),
        ("We pass an function in.", "We pass a function in."),
        ("It is a array of bytes.", "It is an array of bytes."),
        ("We don't no if it works.", "We don't know if it works."),
    ],
)
def test_slips_are_found_and_mended(wrong: str, right: str) -> None:
    assert fixed(wrong) == right


@pytest.mark.parametrize(
    "text",
    [
        "It lets you look around, and its name is short.",
        "He thought that that was fine.",
        "It's more about speed, than about size.",
        "This is due to used memory and to related work.",
        "They left to found a company.",
        "We waited an hour for a user, a one-off and a European.",
        "It's how it's done, and for you're welcome.",
        "These file formats are old; those who know say so.",
        "You can to some degree tell. An SQL query and an HTTP call.",
        "A unit, a useful URL, an honest man, an MP3, an 8-bit word.",
        "I would like apples.",
    ],
)
def test_right_sentences_are_left_alone(text: str) -> None:
    assert fixed(text) == text


@settings(deadline=None)
@given(st.text(max_size=200))
def test_alarms_lie_within_any_text(text: str) -> None:
    for alarm in own_alarms(text, lexicon()):
        assert 0 <= alarm.start <= alarm.end <= len(text)
