"""Marks by length: sentences, paragraphs, walls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from draftloop.loop.readability_blocks import sentence_limit
from draftloop.loop.readability_figures import PUBLISHED, Band
from tests.loop.looks import FIRST, behind, look, plain, rules

WORDS_41 = "they " + "walked along a cold empty road " * 6 + "until the sun came"
WORDS_36 = "they " + "walked along a cold empty road " * 5 + "until the sun came up"


def test_a_long_sentence_is_marked_with_its_length() -> None:
    text = f"Short one. At first {WORDS_41} up again. Short again.\n"
    (finding,) = look(text).findings
    assert finding.rule == "LongSentence"
    assert finding.message == "45 words in one sentence."
    assert finding.start == len("Short one. ")


def test_a_sentence_a_little_over_the_limit_stands_behind_more() -> None:
    text = f"They saw how {WORDS_36}.\n"
    assert rules(text) == []
    assert behind(text) == ["LongSentence"]


@pytest.mark.parametrize(
    ("joint", "hint"),
    [
        (", but then", "before “but”"),
        ("; then", "before “then they”"),
        (", and it", "before “and”"),
        (" – so then", "before “so then”"),
    ],
)
def test_a_long_sentence_says_where_it_could_be_split(joint: str, hint: str) -> None:
    half = "they walked along a cold empty road until the sun came up over the hills at last"
    (finding,) = look(f"First {half}{joint} {half} again and again.\n").findings
    assert hint in finding.message


def test_a_list_in_a_sentence_is_no_place_to_split_it() -> None:
    half = "they walked along a cold empty road until the sun came up over the hills at last"
    text = f"First {half} with salt, bread, and boots in {half} again and again and again.\n"
    assert look(text).findings[0].message == "46 words in one sentence."


def test_an_aside_could_leave_a_long_sentence() -> None:
    half = "they walked along a cold empty road until the sun came up at last"
    text = f"First {half} (which took them most of the short winter night to do) and {half} again.\n"
    assert "in parentheses" in look(text).findings[0].message


def test_an_enumeration_is_no_long_sentence() -> None:
    parts = ", ".join(
        f"the {word} of a day" for word in ("rain", "snow", "wind", "dust", "cold", "heat", "hail", "mist")
    )
    assert rules(f"It kept on with {parts}, and the rest of what anybody had ever seen there.\n") == []


def test_a_quoted_sentence_is_not_the_authors() -> None:
    assert rules(f"> {WORDS_41.capitalize()} up again.\n") == []
    assert rules(f"“At first {WORDS_41} up again.”\n") == []


def test_a_footnote_mark_behind_a_full_stop_ends_the_sentence() -> None:
    half = "they walked along a cold empty road until the sun came up over the hills."
    assert rules(f"So {half}[^1] Then {half}\n\n[^1]: A note.\n") == []


def test_an_author_of_long_sentences_is_measured_by_them() -> None:
    wide = replace(
        PUBLISHED, sentence=Band(low=18, middle=22, high=27), spread=Band(low=7, middle=10, high=12)
    )
    text = f"They saw how {WORDS_41}.\n"
    assert [one.rule for one in look(text).findings] == ["LongSentence"]
    assert look(text, bands=wide).findings == ()
    narrow = replace(PUBLISHED, sentence=Band(low=5, middle=6, high=7), spread=Band(low=1, middle=2, high=3))
    assert sentence_limit(narrow) == 30


def test_a_long_paragraph_is_marked_and_says_where_a_new_one_could_begin() -> None:
    (finding,) = look(f"{FIRST}\n\n{plain(130)}\n").findings
    assert finding.rule == "LongParagraph"
    assert finding.message.startswith("130 words in one paragraph; a new one could begin at “")
    assert rules(f"{FIRST}\n\n{plain(100)}\n") == []


def test_a_wall_is_marked_where_it_begins() -> None:
    text = f"{FIRST}\n\n## One\n\n" + "\n\n".join([plain(90)] * 6) + "\n"
    (finding,) = look(text).findings
    assert finding.rule == "WallOfText"
    assert finding.message.startswith("540 words from here on")
    assert finding.start == text.index(plain(90))


@pytest.mark.parametrize(
    "broken",
    [
        "## Head",
        "- item",
        "![A map](a.png)",
        "```\ncode\n```",
        "<img src='a.png' alt='A map'>",
        "{{< map >}}",
        "> said",
    ],
)
def test_anything_but_a_paragraph_breaks_a_wall(broken: str) -> None:
    half = "\n\n".join([plain(90)] * 3)
    assert "WallOfText" not in rules(f"{FIRST}\n\n## One\n\n{half}\n\n{broken}\n\n{half}\n")


def test_a_column_of_short_paragraphs_is_no_wall() -> None:
    assert "WallOfText" not in rules(f"{FIRST}\n\n" + "\n\n".join([plain(20)] * 30))
