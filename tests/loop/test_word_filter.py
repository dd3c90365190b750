"""The set of words that fits into a few bits a word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.word_filter import WordFilter


@given(st.lists(st.text(min_size=1, max_size=12), max_size=40))
def test_every_word_put_in_is_held(words: list[str]) -> None:
    held = WordFilter.of(words)
    assert all(word in held for word in words)


def test_hardly_any_other_word_is_held() -> None:
    held = WordFilter.of([f"word{number}" for number in range(5_000)])
    strangers = sum(f"other{number}" in held for number in range(20_000))
    assert strangers < 20_000 / 400  # one in 800 is expected


def test_an_empty_filter_holds_nothing() -> None:
    assert "word" not in WordFilter(bits=b"")
    assert "word" not in WordFilter.of([])
