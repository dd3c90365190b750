"""Numbers, articles and pronouns that do not go with their noun or verb."""

from __future__ import annotations

import pytest

from draftloop.loop.lexicon import lexicon
from draftloop.loop.own_agreement import agreement_alarms, plural_of, singular_of


def said(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.replacements[0]) for one in agreement_alarms(text, lexicon())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The repository has three owner.", [("owner", "owners")]),
        ("It has many capability for that.", [("capability", "capabilities")]),
        ("One of the strength of this design is speed.", [("strength", "strengths")]),
        ("These dataset are easy to get.", [("dataset", "datasets")]),
        ("It returns a groups of rows.", [("groups", "group")]),
        ("It is called around every tests which runs.", [("tests", "test")]),
        ("They is ready, and we was not.", [("is", "are"), ("was", "were")]),
        ("If it have a name, it doesn't matter.", [("have", "has")]),
        ("You hasn’t seen it.", [("hasn’t", "haven’t")]),
        ("If you want remove a callback, do so.", [("remove", "to remove")]),
        ("It allows them get a better view.", [("get", "to get")]),
    ],
)
def test_what_does_not_agree_is_an_alarm(text: str, found: list[tuple[str, str]]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "A three day trip and two user accounts.",
        "Multiple producer, single consumer.",
        "These come with drawbacks, and those who want more pay.",
        "These kind of things.",
        "A series of events, an analysis of it, a focus on it.",
        "An alias in bash, a means for a user, a lens for reading.",
        "Group A accounts for most of it; a Birds of a Feather session.",
        "What it does give you is time, and the ability it gives you is rare.",
        "Does it have a name? Let it do the work.",
        "All we need do the next day. Your needs get more complex.",
        "You may want videos that show it.",
    ],
)
def test_phrases_that_only_look_alike_are_left_alone(text: str) -> None:
    assert said(text) == []


def test_nouns_are_known_by_how_common_their_plurals_are() -> None:
    words = lexicon()
    assert (plural_of("box", words), plural_of("library", words)) == ("boxes", "libraries")
    assert plural_of("different", words) is plural_of("running", words) is None
    assert (singular_of("libraries", words), singular_of("series", words)) == ("library", None)
