from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.errors import Unreadable
from draftloop.loop.toml_text import MAX_CHARACTERS, read_toml

BOMBS = {
    "brackets": ("\nv = " + "[" * 5_000 + "]" * 5_000, 2),
    "inline tables": ("v = " + "{a=" * 5_000 + "1" + "}" * 5_000, 1),
    "brackets that Python still takes": ("v = " + "[" * 200 + "]" * 200, None),
    "a key of 200,000 parts": ("\n\n" + "a." * 200_000 + "b = 1", 3),
    "a table of 200,000 parts": ("[" + "a." * 200_000 + "b]", 1),
    "a quoted key of many parts": ("x = {" + '"a" . ' * 50_000 + "b = 1}", 1),
    "a number of 5,000 digits": ("v = " + "9" * 5_000, None),
    "a day that is none": ("v = 2026-02-30", None),
    "ten megabytes": ("# words\n" * 1_250_000, None),
    "NUL": ('a = 1\nb = "\0"', 2),
    "an escape": ("\x1b]0;x\x07 = 1", 1),
    "a lone carriage return": ("a = 1\rb = 2", 1),
    "half a text": ('a = "', 1),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_named_at_once(name: str) -> None:
    text, line = BOMBS[name]
    before = time.process_time()
    with pytest.raises(Unreadable) as found:
        read_toml(text, "x.toml")
    assert time.process_time() - before < 1
    assert found.value.path == "x.toml"
    assert line in (None, found.value.line)


def test_the_largest_is_read_in_seconds() -> None:
    before = time.process_time()
    read_toml('[[match]]\nold = "one"\nnew = "two"\n' * (MAX_CHARACTERS // 40), "x.toml")
    assert time.process_time() - before < 10


def test_what_is_meant_is_read() -> None:
    assert read_toml("[a.b]\nc.d = [1, {e = 2}]\r\n", "x") == {"a": {"b": {"c": {"d": [1, {"e": 2}]}}}}


@given(st.text(max_size=200) | st.text(st.sampled_from("[]{}.=,\"'#ab1\n -:"), max_size=200))
def test_any_text_is_read_or_named(text: str) -> None:
    try:
        read_toml(text, "x")
    except Unreadable as error:
        line = error.line or 1
    else:
        line = 1
    assert 1 <= line <= max(1, len(text.splitlines()))
