"""Where sentences of technical prose end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.sentences import sentence_at, sentence_hash, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Use Python 3.11, e.g. for types. It works!", 2),
        ("See Fig. 3 and Sec. 2. Then stop.", 2),
        ("Mr. Smith and J. R. Doe agree. We do too.", 2),
        ("Import node.js or os.path now. Done", 2),
        ('He said "no." Then he left.', 2),
        ("Wait... and see. What? Yes!", 4 - 1),
        ("Pick option A. It is free.", 2),
        ("Apples, pears, etc. are fruit. Stones are not.", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_the_sentence_around_a_place_is_found() -> None:
    text = "One here. Two there. Three."
    assert sentence_at(text, text.index("there")) == "Two there."


def test_new_line_breaks_do_not_change_a_sentence() -> None:
    assert sentence_hash("a  b\nc") == sentence_hash("a b c")
    assert len(sentence_hash("a")) == 16


@given(st.text(alphabet="aB .!?\"\n'3", max_size=60))
def test_sentences_are_ordered_and_lose_no_word(text: str) -> None:
    spans = sentence_spans(text)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
