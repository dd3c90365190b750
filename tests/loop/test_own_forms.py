"""Forms after an auxiliary that our own patterns put right."""

import pytest

from draftloop.loop.lexicon import lexicon
from draftloop.loop.own_rules import own_alarms


def fixes(text: str) -> list[tuple[str, str]]:
    return [(text[alarm.start : alarm.end], alarm.replacements[0]) for alarm in own_alarms(text, lexicon())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The table is replace by a tree.", ("replace", "replaced")),
        ("We have divide the work into steps.", ("divide", "divided")),
        ("The server does not exists any more.", ("exists", "exist")),
        ("It doesn't works.", ("works", "work")),
        ("This allow users to undo it.", ("allow", "allows")),
        ("One of the biggest reason to stay is the team.", ("reason", "reasons")),
        ("One of the library we use is old.", ("library", "libraries")),
    ],
)
def test_a_wrong_form_is_put_right(text: str, expected: tuple[str, str]) -> None:
    assert expected in fixes(text)


@pytest.mark.parametrize(
    "text",
    [
        "It is one of the few ways to find out.",
        "This work allows users to undo it.",
        "It does not exist any more.",
        "Where it is used by others, it stays.",
    ],
)
def test_a_right_form_is_left_alone(text: str) -> None:
    assert fixes(text) == []
