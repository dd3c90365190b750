from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.slug import cut_to_words, free_slug, is_reserved, slug_of

DAY = "2026-11-09"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Retry storms are self-inflicted", "retry-storms-are-self-inflicted"),
        ("  What `list[int]` hides?! ", "what-list-int-hides"),
        ("Être ou ne pas être", "etre-ou-ne-pas-etre"),
        ("İstanbul ﬁne", "istanbul-fine"),
        ("日本語", "idea-2026-11-09"),
        ("C", "idea-2026-11-09"),
        ("Go", "go"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "idea-2026-11-09"),
    ],
)
def test_slug_follows_from_the_title(title: str, slug: str) -> None:
    assert slug_of(title, DAY) == slug


def test_long_title_is_cut_at_a_word_end() -> None:
    slug = slug_of("word " * 40, DAY)
    assert len(slug) <= 80
    assert slug.endswith("-word")


def test_cut_at_exactly_a_word_end_keeps_the_word() -> None:
    assert cut_to_words("ab-cd-ef", 5) == "ab-cd"
    assert cut_to_words("ab-cd-ef", 4) == "ab"
    assert cut_to_words("abcdef", 4) == "abcd"


def test_taken_slug_gets_a_number() -> None:
    taken = {"caches-lie", "caches-lie-2"}
    assert free_slug("Caches lie", DAY, taken.__contains__) == "caches-lie-3"


@pytest.mark.parametrize("title", ["Inbox", "CON", "Nul", "lpt1"])
def test_names_with_a_meaning_elsewhere_are_not_given(title: str) -> None:
    assert not is_reserved(free_slug(title, DAY, lambda _: False))


def test_number_never_makes_a_slug_too_long() -> None:
    first = slug_of("x" * 100, DAY)
    assert len(free_slug("x" * 100, DAY, lambda slug: slug == first)) == 80


@given(st.text())
def test_every_title_has_a_plain_slug(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(title, DAY))
    assert 2 <= len(slug_of(title, DAY)) <= 80
