"""Marks on what comes again: openings, echoes, an even rhythm; and passives."""

from __future__ import annotations

import pytest

from draftloop.loop.readability_repeats import even_run
from tests.loop.looks import found, look, marked, plain, rules


def test_three_sentences_that_begin_with_the_same_two_words_are_marked_at_the_last() -> None:
    text = (
        "The cache keeps what was read in the last hour. The cache drops it when the disk is full. "
        "The cache never tells anybody which of both happened.\n"
    )
    (finding,) = look(text).findings
    assert finding.rule == "SameOpening"
    assert finding.message == "3 sentences in a row begin with “The cache”."
    assert finding.start == text.rindex("The cache")


def test_four_paragraphs_that_begin_with_the_same_word_are_marked() -> None:
    paragraphs = [
        f"I {verb} the whole thing before anybody else came in." for verb in ("read", "ran", "saw", "lost")
    ]
    assert marked("\n\n".join(paragraphs), "SameOpening") == ["I"]


@pytest.mark.parametrize(
    "text",
    [
        "The disk is full again tonight. The cache is cold as it was. The load is high and rises.\n",
        "No tests. No docs. No plan. No hope.\n",
        "It is not about the money spent. It is not about the hours lost. It is not about pride.\n",
        "I read it before lunch that day. I ran it when I came back. I saw nothing that helped me. I left.\n",
        "What if the disk is full on a Sunday? What if nobody is there to see it? What if it burns down?\n",
        "- The cache keeps it all.\n- The cache drops it all.\n- The cache says nothing at all.\n",
    ],
)
def test_articles_refrains_short_runs_and_lists_may_begin_alike(text: str) -> None:
    assert "SameOpening" not in rules(text)


def test_a_telling_word_three_times_in_a_few_lines_is_an_echo() -> None:
    text = "It is an important change. The important part is small. What is important comes last.\n"
    (finding,) = look(text).findings
    assert (finding.rule, text[finding.start : finding.end]) == ("Echo", "important")
    assert finding.start == text.rindex("important")


def test_words_of_the_subject_may_come_again() -> None:
    text = "The pointer is a pointer to a pointer. The lifetime of a lifetime ends a lifetime.\n"
    assert rules(text) == []
    assert (
        rules("## Incredibly cheap\n\nIncredibly so, incredibly fast, incredibly small, incredibly odd.\n")
        == []
    )


def test_the_same_word_far_apart_is_no_echo() -> None:
    assert "Echo" not in rules(
        f"It is important. {plain(60)} It is important.\n\n{plain(60)} So important.\n"
    )


def test_an_even_rhythm_counts_only_where_the_whole_post_is_even() -> None:
    even = "One dog ran over an old and open field. Two cats sat down under a small red cart. "
    even += "The rain fell hard on the old slate roof. Some men stood around by the cold wall. "
    even += "A tram went slowly up the long dark hill. No one ever saw who came in so late. "
    text = "\n\n".join([even.strip()] * 6)
    assert "EvenRhythm" in [one.rule for one in look(text).findings]
    mixed = "\n\n".join([even, *(f"He left. {plain(24, sentence=28)}" for _ in range(12))])
    assert "EvenRhythm" not in rules(mixed)


def test_a_run_ends_with_a_sentence_of_another_length() -> None:
    assert even_run([10, 11, 10, 12, 10, 25], 0) == 5
    assert even_run([4, 4, 4, 4, 4], 0) == 1
    assert even_run([10], 0) == 1


PASSIVES = "The file was opened there. The list was sorted then. The rest was deleted at night. "


def test_passives_count_only_in_a_post_that_is_full_of_them() -> None:
    full = "\n\n".join([PASSIVES + plain(30)] * 6)
    assert "Passive" in found(full)
    assert "Passive" in [change.finding.rule for change in look(full).top_changes()]
    assert "Passive" not in found(PASSIVES + "\n\n" + "\n\n".join([plain(60)] * 9))


@pytest.mark.parametrize(
    "sentence",
    [
        "The file was opened by the editor. ",
        "The file is called notes and is based on it. ",
        "The file can be opened and may be read. ",
        "The file is open and the list is long. ",
    ],
)
def test_an_agent_a_state_and_what_can_be_done_are_no_marks(sentence: str) -> None:
    text = "\n\n".join([sentence * 4 + plain(30)] * 6)
    assert "Passive" not in found(text)
