from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.plain import disarmed, safe


def test_clean_text_is_the_same_object() -> None:
    text = "Retry storms are self-inflicted"
    assert safe(text) is text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("a\x00b\x7f", "a␀b␡"),
        ("a\x9bm", "a‹U+009B›m"),
        ("abc\u202edef", "abc‹U+202E›def"),
        ("one\u2028two", "one‹U+2028›two"),
        ("x\U000e0041", "x‹U+E0041›"),
        ("bad\udcffbyte", "bad‹U+DCFF›byte"),
        ("lone\rreturn", "lone␍return"),
        ("pay\u200bpal", "pay‹U+200B›pal"),
        ("soft\u00adhyphen", "soft‹U+00AD›hyphen"),
        ("a\u200d\u200db", "a\u200d‹U+200D›b"),
        ("\u200dx", "‹U+200D›x"),
        ("x\ufe0f\ufe0f", "x\ufe0f‹U+FE0F›"),
        ("a\U000e0151", "a‹U+E0151›"),
        ("e" + "\u0301" * 7, "e" + "\u0301" * 6 + "‹U+0301›"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_tabs_newlines_accents_and_emoji_stay() -> None:
    text = (
        "café\t日本語\n👩\u200d💻 – “quoted”\n👩🏽\u200d❤\ufe0f\u200d💋\u200d👨 葛\U000e0100城 می\u200cخواهم"
    )
    assert safe(text) == text


def test_a_clipboard_keeps_all_but_what_a_shell_would_obey() -> None:
    assert disarmed("שלום\u200f \u200bx\x1b[201~\n") == "שלום\u200f \u200bx␛[201~\n"


def test_windows_line_ends_are_no_decoration() -> None:
    assert safe("a\r\nb\r\n") == "a\nb\n"


@given(st.text(st.characters(exclude_categories=())))
def test_result_is_harmless_and_stays_as_it_is(text: str) -> None:
    shown = safe(text)
    assert safe(shown) == shown
    assert not any((ord(c) < 0x20 and c not in "\n\t") or 0x7F <= ord(c) <= 0x9F for c in shown)
    shown.encode("utf-8")
