from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.splice import Splice, apply_splice, end_of_change, missing_from, splice_between

TEXTS = st.text(alphabet="ab \n\u00e9\U0001f600\udc80", max_size=40)


@given(TEXTS, TEXTS)
def test_a_splice_turns_one_text_into_the_other(old: str, new: str) -> None:
    assert apply_splice(old, splice_between(old, new)) == new


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_what_is_common_at_both_ends_is_not_in_the_splice(head: str, old: str, new: str, tail: str) -> None:
    splice = splice_between(head + old + tail, head + new + tail)
    assert len(splice.inserted) <= len(new)
    assert splice.removed <= len(old)


@given(TEXTS)
def test_no_change_is_no_splice(text: str) -> None:
    assert splice_between(text, text).is_nothing


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 8192, 100_000])
@pytest.mark.parametrize("place", [0.0, 0.4, 1.0])
def test_ends_longer_than_one_comparison_are_found(size: int, place: float) -> None:
    at = int(size * place)
    text = "0123456789" * (size // 10) + "x" * (size % 10)
    new = text[:at] + "Y" + text[at:]
    assert splice_between(text, new) == Splice(start=at, removed=0, inserted="Y")
    assert splice_between(new, text) == Splice(start=at, removed=1, inserted="")


@pytest.mark.parametrize(("start", "removed"), [(4, 0), (0, 4), (-1, 1), (1, -1)])
def test_a_splice_of_another_text_is_refused(start: int, removed: int) -> None:
    with pytest.raises(ValueError, match="splice"):
        apply_splice("abc", Splice(start=start, removed=removed, inserted=""))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("- one\n- three\n", "- one\n- tw\n- three\n", "- one\n- tw"),
        ("a\nb", "a\nb and c", "a\nb and c"),
        ("one three", "one two three", "one two t"),
        ("", "words", "words"),
        ("gone and here", "here", ""),
    ],
)
def test_an_author_goes_on_where_a_line_ended(old: str, new: str, place: str) -> None:
    assert new[: end_of_change(new, splice_between(old, new))] == place


def test_text_that_only_grew_misses_nothing() -> None:
    assert missing_from("one\nand a half\ntwo more\n\nthree\n", "one\ntwo\nthree\n") == ""


def test_text_inserted_in_one_place_misses_nothing() -> None:
    assert missing_from("Caches often lie.", "Caches lie.") == ""


def test_the_beginning_of_a_sentence_that_was_finished_since_misses_nothing() -> None:
    assert missing_from("first\nCaches lie, and so do I.\n", "first\nCaches lie, a") == ""


def test_lines_that_never_came_back_are_missing() -> None:
    assert missing_from("one\nthree\nfour\n", "one\ntwo words\nthree\n") == "two words"


def test_changed_words_are_missing() -> None:
    assert missing_from("Caches lie always.", "Caches lie never.") == "never."


def test_everything_is_missing_where_nothing_is() -> None:
    assert missing_from("", "one\n\ntwo\n") == "one\ntwo"
    assert missing_from("one", "") == ""


@given(TEXTS, TEXTS, TEXTS)
def test_a_piece_put_in_anywhere_misses_nothing(head: str, new: str, tail: str) -> None:
    assert missing_from(head + new + tail, head + tail) == ""
