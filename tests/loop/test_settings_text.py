"""One value changed in draftloop.toml, and nothing else."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.errors import BadValue
from draftloop.loop.settings_text import with_list


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[checks]\noff = ["a:B"]\n'),
        ("# mine\n", '# mine\n\n[checks]\noff = ["a:B"]\n'),
        ("[week]\nweeks = 2", '[week]\nweeks = 2\n\n[checks]\noff = ["a:B"]\n'),
        ("[checks]", '[checks]\noff = ["a:B"]\n'),
        (
            "[checks] # here\nengines = []\n\n[app]\nwidth = 70\n",
            '[checks] # here\noff = ["a:B"]\nengines = []\n\n[app]\nwidth = 70\n',
        ),
        (
            '[checks]\noff = [\n  "x", # why\n  "y",\n]\nengines = []\n',
            '[checks]\noff = ["a:B"]\nengines = []\n',
        ),
        (
            '[app]\noff = ["x"]\r\n[checks]\r\noff = []\r\n',
            '[app]\noff = ["x"]\r\n[checks]\r\noff = ["a:B"]\r\n',
        ),
    ],
)
def test_only_the_lines_of_the_value_change(before: str, after: str) -> None:
    assert with_list(before, "checks", "off", ["a:B"]) == after


@pytest.mark.parametrize(
    "text",
    ["[checks\n", "checks = {off = []}\n", "checks.off = []\n", "checks = 3\n", '[checks]\n"off" = []\n'],
)
def test_what_cannot_be_changed_safely_is_left_with_advice(text: str) -> None:
    with pytest.raises(BadValue, match=r"write off = \[\"x\"\] below \[checks\]"):
        with_list(text, "checks", "off", ["x"])


@given(st.lists(st.text(max_size=8), max_size=3), st.lists(st.text(max_size=8), max_size=3))
def test_any_names_can_be_written_and_written_again(first: list[str], second: list[str]) -> None:
    text = "[week]\nweeks = 1\n\n[checks]\nwhile_writing = false\n"
    once = with_list(text, "checks", "off", first)
    twice = with_list(once, "checks", "off", second)
    assert tomllib.loads(twice) == {"week": {"weeks": 1}, "checks": {"while_writing": False, "off": second}}
