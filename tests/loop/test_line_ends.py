from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.line_ends import carry_over, editor_text

ODD = "one\r\ntwo\x0cthree\x0bfour\x85five\u2028six\rseven\neight"


def test_editor_sees_one_kind_of_line_end() -> None:
    assert editor_text(ODD) == "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight"


@pytest.mark.parametrize(
    ("original", "before", "after", "result"),
    [
        ("a\r\nb\r\n", "b", "B\nc", "a\r\nB\r\nc\r\n"),
        ("a\nb\x0cc\nd", "d", "D", "a\nb\x0cc\nD"),
        ("a\nb\x0cc\nd", "b", "x", "a\nx\x0cc\nd"),
        ("a\r\nb\nc\r\nd", "a\n", "", "b\nc\r\nd"),
        ("a\r\nb\nc\r\nd", "d", "d\ne\n", "a\r\nb\nc\r\nd\r\ne\r\n"),
        ("a\x0cb", "b", "b\nc", "a\x0cb\nc"),
        ("a\rb\r", "b", "c", "a\rc\r"),
        ("a\rb\nc\nd", "b", "", "a\n\nc\nd"),
        ("", "", "a\nb", "a\nb"),
        ("\n\r", "\n\n", "\n\n\n", "\n\r\r"),
    ],
)
def test_edit_leaves_other_line_ends(original: str, before: str, after: str, result: str) -> None:
    assert carry_over(original, editor_text(original).replace(before, after, 1)) == result


_texts = st.lists(
    st.sampled_from(["a", "b", "", "word", "\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028"]), max_size=40
).map("".join)


@given(_texts)
def test_untouched_text_keeps_every_byte(text: str) -> None:
    assert carry_over(text, editor_text(text)) == text


@given(_texts, _texts)
def test_result_shows_what_was_typed(original: str, typed: str) -> None:
    assert editor_text(carry_over(original, editor_text(typed))) == editor_text(typed)


@given(_texts, _texts)
def test_edit_at_the_end_leaves_the_beginning(original: str, added: str) -> None:
    edited = editor_text(original) + "\n" + editor_text(added)
    assert carry_over(original, edited).startswith(original)


def test_large_file_with_odd_ends_is_quick() -> None:
    original = "line\n\n\x0c" * 20_000
    edited = editor_text(original).replace("line", "LINE", 5_000)
    assert editor_text(carry_over(original, edited)) == edited
