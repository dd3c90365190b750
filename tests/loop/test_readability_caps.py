"""Few enough marks to be read: three a paragraph, twelve a screen, few of a kind; the rest behind "more"."""

from __future__ import annotations

from collections import Counter

from draftloop.loop.readability_caps import MARKS_A_PARAGRAPH, MARKS_A_SCREEN, SCREEN_CHARS
from tests.loop.looks import look

WORDY = "In order to see it we went there."


def test_at_most_three_marks_a_paragraph_are_shown() -> None:
    report = look("In order to, in order to, in order to, in order to, in order to go.\n")
    assert len(report.findings) == MARKS_A_PARAGRAPH
    assert len(report.more) == 2


def test_the_strongest_marks_of_a_paragraph_are_shown() -> None:
    long = "they walked along a cold and empty road until the sun came up over the hills again "
    text = f"{WORDY} {WORDY} {WORDY} {(long * 3).capitalize().strip()}.\n"
    assert [one.rule for one in look(text).findings] == ["Wordy", "Wordy", "LongSentence"]


def test_few_of_a_kind_are_shown() -> None:
    report = look("\n\n".join([WORDY] * 30))
    assert Counter(one.rule for one in report.findings)["Wordy"] == 4
    assert len(report.more) == 26


def test_no_screen_shows_more_than_twelve() -> None:
    busy = "![](a.png)\n\nIn order to see [here](https://a.example) a QZX.\n\n![](b.png)\n\n"
    report = look(busy * 60 + "A QZX.\n")
    starts = [one.start for one in report.findings]
    for first in starts:
        assert sum(first <= start < first + SCREEN_CHARS for start in starts) <= MARKS_A_SCREEN


def test_nothing_stands_in_both_and_both_are_in_order() -> None:
    report = look("\n\n".join([f"{WORDY} ![](a.png)"] * 20))
    places = [(one.start, one.rule) for one in report.findings]
    assert places == sorted(places)
    assert not set(places) & {(one.start, one.rule) for one in report.more}


def test_one_word_has_one_mark() -> None:
    report = look("Needless to say, it broke.\n")
    assert len(report.findings) == 1
