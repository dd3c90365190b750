"""Which points have their paragraph: no tick for chance words, and fast enough to follow the typing."""

from __future__ import annotations

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.loop.coverage import Coverage, Mark, Paragraph, ParagraphWords, cover
from draftloop.loop.outline import parse_outline
from tests.loop.outlines import as_markdown, read_pairs

OUTLINE = """## Why

- people think retries are free
- every outage review ends with the retries

## What

- a budget, not a count
- jitter without a budget only spreads it
"""
POST = (
    Paragraph(line=1, text="Retries are a loan", heading=("Retries are a loan",), is_heading=True),
    Paragraph(
        line=3,
        text="Every outage review I read ends with the same sentence about retries. I began to count them.",
        heading=("Retries are a loan",),
    ),
    Paragraph(
        line=5,
        text="A retry looks free to most people, because nobody sends a bill for it at the time.",
        heading=("Retries are a loan",),
    ),
    Paragraph(
        line=7,
        text="I once worked on a train and the coffee there was awful.",
        heading=("Retries are a loan",),
    ),
)


def covered(outline: str, *paragraphs: str) -> Coverage:
    return cover(
        parse_outline(outline),
        [Paragraph(line=number, text=text) for number, text in enumerate(paragraphs, 1)],
    )


def test_points_find_their_paragraph_and_the_rest_is_open() -> None:
    coverage = cover(parse_outline(OUTLINE), POST)
    assert coverage.marks == (Mark.DONE, Mark.DONE, Mark.DONE, Mark.NONE, Mark.NONE, Mark.NONE)
    assert (coverage.found[1], coverage.found[2], coverage.found[4]) == (2, 1, None)


def test_a_paragraph_without_a_point_is_named_and_a_heading_is_not() -> None:
    assert cover(parse_outline(OUTLINE), POST).without_point == (3,)


def test_one_common_word_is_no_paragraph() -> None:
    text = "A budget meeting took all of Thursday and nobody enjoyed a minute of that."
    assert covered("- a budget, not a count of attempts\n", text).marks == (Mark.NONE,)


def test_words_far_apart_in_a_long_paragraph_are_no_paragraph() -> None:
    filler = " ".join(f"Then filler{number} happened again somewhere." for number in range(12))
    text = f"The jitter annoyed me. {filler} Later the budget was cut. {filler} Grief spreads."
    assert covered("- jitter without a budget only spreads it\n", text).marks == (Mark.NONE,)


def test_a_stub_of_the_points_own_words_is_only_a_beginning() -> None:
    point = "jitter without a budget only spreads it"
    assert covered(f"- {point}\n", f"{point.capitalize()}.").marks == (Mark.PARTLY,)


def test_half_of_a_point_is_partly() -> None:
    text = "Three layers of clients, each of which tries again, sit on top of each other in our shop."
    assert covered("- three layers, three tries each, 27 calls at the bottom\n", text).marks == (Mark.PARTLY,)


def test_a_heading_is_done_when_the_post_has_it_or_all_below_it_is_done() -> None:
    heading = Paragraph(line=1, text="Retry budgets", heading=("Retry budgets",), is_heading=True)
    assert cover(parse_outline("## Retry budgets\n\n- unwritten idea here\n"), [heading]).marks == (
        Mark.DONE,
        Mark.NONE,
    )
    assert cover(parse_outline(OUTLINE), POST).marks[0] is Mark.DONE
    some = cover(parse_outline(OUTLINE), POST[:2])
    assert some.marks[0] is Mark.PARTLY
    assert some.found[0] == 1


def test_a_heading_that_shares_one_word_is_another_heading() -> None:
    heading = Paragraph(
        line=1, text="What the costs of a missing index taught us", heading=(), is_heading=True
    )
    assert cover(parse_outline("## Costs of hosting\n"), [heading]).marks == (Mark.NONE,)


def test_an_empty_post_and_an_empty_outline_are_no_trouble() -> None:
    assert cover(parse_outline(OUTLINE), ()).marks == (Mark.NONE,) * 6
    assert cover(parse_outline(""), POST).without_point == (1, 2, 3)


def test_points_of_other_posts_find_nothing() -> None:
    pairs = read_pairs()
    marks: list[Mark] = []
    for pair, other in zip(pairs, pairs[3:], strict=False):
        texts = [
            Paragraph(line=1, text=f"{node['text']}, as everybody knows by now.") for node in other["new"]
        ]
        marks.extend(cover(parse_outline(as_markdown(pair["old"])), texts).marks)
    assert sum(mark is Mark.DONE for mark in marks) < len(marks) / 50


def test_sixty_points_beside_sixty_paragraphs_follow_the_typing() -> None:
    chance = random.Random(5)
    words = [f"term{number}" for number in range(400)]
    outline = parse_outline("\n".join("- " + " ".join(chance.choices(words, k=7)) for _ in range(60)))
    texts = [". ".join(" ".join(chance.choices(words, k=14)) for _ in range(6)) for _ in range(60)]
    post = [Paragraph(line=number, text=text) for number, text in enumerate(texts, 1)]
    cache: dict[str, ParagraphWords] = {}
    first = cover(outline, post, cache=cache)
    start = time.process_time()
    assert cover(outline, post, cache=cache) == first
    assert time.process_time() - start < 0.15


@settings(deadline=None)
@given(
    st.lists(st.text(max_size=30), max_size=6),
    st.lists(st.text(max_size=60), max_size=6),
)
def test_any_text_is_measured(points: list[str], paragraphs: list[str]) -> None:
    outline = parse_outline("\n".join(f"- {text}" for text in points))
    coverage = cover(outline, [Paragraph(line=1, text=text) for text in paragraphs])
    assert len(coverage.marks) == len(coverage.found) == len(outline.points)
    for mark, place in zip(coverage.marks, coverage.found, strict=True):
        assert (mark is Mark.NONE) == (place is None)
