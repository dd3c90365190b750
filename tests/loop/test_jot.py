"""A typed line is taken apart without losing a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.jot import Jot, parse_jot


@pytest.mark.parametrize(
    ("line", "jot"),
    [
        ("Caches lie", Jot(title="Caches lie")),
        ("Caches lie #caching #go", Jot(title="Caches lie", tags=("caching", "go"))),
        ("Why #go is fast", Jot(title="Why is fast", tags=("go",))),
        ("Caches lie @Ann at the meetup", Jot(title="Caches lie", asked_by="Ann at the meetup")),
        ("Caches lie https://example.org/a?b#c", Jot(title="Caches lie", url="https://example.org/a?b#c")),
        (
            "Caches lie #go @Ann https://example.org",
            Jot(title="Caches lie", tags=("go",), asked_by="Ann", url="https://example.org"),
        ),
        ("What C# got right", Jot(title="What C# got right")),
        ("Issue #42 again", Jot(title="Issue #42 again")),
        ("Mail me at a@example.org", Jot(title="Mail me at a@example.org")),
        ("#hashtags", Jot(title="#hashtags")),
        ("https://example.org", Jot(title="https://example.org", url="https://example.org")),
        ("@Ann", Jot(title="@Ann")),
        ("  two   blanks ", Jot(title="two blanks")),
        ("", Jot(title="")),
    ],
)
def test_a_line_has_a_title_tags_an_asker_and_a_link(line: str, jot: Jot) -> None:
    assert jot == parse_jot(line)


@given(st.text(alphabet="ab #@:/.\t", max_size=40))
def test_no_word_of_a_line_is_lost(line: str) -> None:
    jot = parse_jot(line)
    told = f"{jot.title} {' '.join(jot.tags)} {jot.asked_by} {jot.url}"
    assert set(line.replace("#", " ").replace("@", " ").split()) <= set(
        told.replace("#", " ").replace("@", " ").split()
    )
