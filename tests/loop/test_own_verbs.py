"""Verbs in a form that cannot stand where they stand."""

from __future__ import annotations

import pytest

from draftloop.loop.lexicon import lexicon
from draftloop.loop.own_verbs import participle, verb_alarms


def said(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.replacements[0]) for one in verb_alarms(text, lexicon())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Many values can be send.", [("send", "sent")]),
        ("Those cannot be compile to it.", [("compile", "compiled")]),
        ("It has been build on top of it.", [("build", "built")]),
        ("You may have ran into a problem.", [("ran", "run")]),
        ("They've wrote the book.", [("wrote", "written")]),
        ("Trigger effects that depends on it.", [("depends", "depend")]),
        ("Look at the files that has no name.", [("has", "have")]),
    ],
)
def test_a_wrong_form_is_an_alarm(text: str, found: list[tuple[str, str]]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It can be used. It has been built. You have run it.",
        "You will be able to use it; to be use-case driven helps.",
        "A set of effects that depends on it.",
        "The list of files and one of the items that has a name.",
        "All you have to do the work with. We have set the date.",
        "I have read the book, and it has become the norm.",
    ],
)
def test_right_forms_are_left_alone(text: str) -> None:
    assert said(text) == []


def test_participles_are_formed() -> None:
    assert [participle(verb) for verb in ("use", "install", "apply", "modify", "send", "ran")] == [
        "used",
        "installed",
        "applied",
        "modified",
        "sent",
        "run",
    ]
