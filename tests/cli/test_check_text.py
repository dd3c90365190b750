"""How an alarm looks in a terminal."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from draftloop.cli.check_text import alarm_lines, excerpt_lines, word_lines
from draftloop.cli.output import columns
from draftloop.loop.finding import Finding
from tests.loop.test_ignores import ALARM

WIDTH = 80


def alarm(sentence: str, place: str) -> Finding:
    at = sentence.index(place)
    return replace(
        ALARM, sentence=sentence, text=place, sentence_at=at, sentence_end=at + len(place), message="Odd."
    )


def marked(lines: list[str]) -> str:
    """What stands above the carets."""
    shown, marks = lines
    start, width = columns(marks) - columns(marks.lstrip()), columns(marks.strip())
    cells = [char for char in shown for _ in range(columns(char))]
    found = cells[start : start + width]
    return "".join(
        char for n, char in enumerate(found) if n == 0 or columns(char) == 1 or found[n - 1] != char
    )


def test_an_alarm_is_place_message_sentence_mark_and_fix() -> None:
    finding = replace(alarm("See the the end.", "the the"), fixes=("the", ""), line=9, column=14)
    assert alarm_lines("drafts/x/post.md", finding, WIDTH) == [
        "drafts/x/post.md:9:14: Odd. [harper:AnA]",
        "    See the the end.",
        "        ^^^^^^^",
        "    → the | (leave it out)",
    ]


def test_what_is_not_sure_says_so_and_a_fix_with_blanks_is_quoted() -> None:
    finding = replace(alarm("So, see.", "So"), tier="maybe", fixes=("So ",))
    lines = alarm_lines("p.md", finding, WIDTH)
    assert lines[0] == "p.md:1:1: maybe: Odd. [harper:AnA]"
    assert lines[-1] == "    → “So ”"


def test_a_long_message_hangs_below_and_a_long_name_keeps_its_line() -> None:
    finding = replace(alarm("So, see.", "So"), message="much to say " * 10)
    lines = alarm_lines(f"{'d' * 70}/post.md", finding, WIDTH)
    assert lines[0].startswith(f"{'d' * 70}/post.md:1:1:")
    assert all(columns(line) <= WIDTH for line in lines[1:])
    assert " ".join(" ".join(lines[:-2]).split()).endswith("to say [harper:AnA]")


def test_wide_characters_and_tabs_leave_the_mark_in_its_place() -> None:
    for sentence in (
        "世界 の the the 終わり。",
        "a\tthe the\tend",
        "e\u0301e\u0301 the the end",
        "👩‍👧 the the",
    ):
        assert marked(excerpt_lines(alarm(sentence, "the the"), WIDTH)) == "the the"


def test_code_and_pictures_are_shown_as_what_they_are() -> None:
    shown, _ = excerpt_lines(alarm("Set \ufffc to the the end.", "the the"), WIDTH)
    assert shown == "    Set `…` to the the end."


def test_a_sentence_cannot_speak_to_the_terminal() -> None:
    lines = excerpt_lines(alarm("\x1b[31mred \u202ethe the\r end\x07", "the the"), WIDTH)
    assert not set("".join(lines)) & set("\x1b\u202e\r\x07")
    assert marked(lines) == "the the"


def test_a_place_between_two_words_has_one_caret() -> None:
    finding = replace(alarm("However we go.", "However"), text="", sentence_at=7, sentence_end=7)
    assert excerpt_lines(finding, WIDTH)[1] == "           ^"


def test_an_alarm_whose_sentence_is_not_known_shows_its_text() -> None:
    finding = replace(ALARM, sentence_at=-1, sentence_end=-1, text="a\nSQL")
    assert excerpt_lines(finding, WIDTH) == ["    a SQL", "    ^^^^^"]


def test_new_words_are_one_quiet_list() -> None:
    words = [replace(ALARM, text=f"word{n}", tier="term") for n in range(50)]
    lines = word_lines("p.md", words, WIDTH)
    assert lines[0].startswith("p.md: 50 new words: word0, word1,")
    assert lines[-1].endswith("and 10 more")
    assert all(columns(line) <= WIDTH for line in lines)
    assert word_lines("p.md", words[:1], WIDTH) == ["p.md: 1 new word: word0"]


TEXTS = st.text(st.sampled_from("ab  界é\u0301👩\u200d\t\x1b\ufffc…"), max_size=120)


@given(TEXTS, TEXTS, TEXTS)
def test_no_sentence_is_wider_than_the_terminal_and_the_mark_is_below_it(
    before: str, place: str, after: str
) -> None:
    at = len(before)
    finding = replace(
        ALARM,
        sentence=before + place + after,
        text=place,
        sentence_at=at,
        sentence_end=at + len(place),
    )
    lines = excerpt_lines(finding, WIDTH)
    assert all(columns(line) <= WIDTH for line in lines)
    assert all("\n" not in line and "\x1b" not in line for line in lines)
