"""Names written otherwise than everybody writes them."""

from __future__ import annotations

import pytest

from draftloop.loop.lexicon import lexicon
from draftloop.loop.own_names import name_alarms


def said(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.replacements[0]) for one in name_alarms(text, lexicon())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We moved to Github last year.", [("Github", "GitHub")]),
        (
            "Typescript and webassembly together.",
            [("Typescript", "TypeScript"), ("webassembly", "WebAssembly")],
        ),
        ("See Github's own page.", [("Github", "GitHub")]),
    ],
)
def test_another_casing_of_a_name_is_an_alarm(text: str, found: list[tuple[str, str]]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "We moved to GitHub last year.",
        "GITHUB in capitals is a heading's way.",
        "see github.com, @github, github/linguist and the github-actions folder",
        "The numpy package is imported as np.",  # half of all writers use small letters for it
        "An apple a day.",
    ],
)
def test_addresses_packages_and_what_many_write_are_left_alone(text: str) -> None:
    assert said(text) == []
