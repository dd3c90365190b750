"""A finished post as points, and the author's own lines for its paragraphs: none is ever lost."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from draftloop.adapters.markdown import Markdown
from draftloop.loop.outline import parse_outline
from draftloop.loop.passages import passages_of
from draftloop.loop.reverse_file import GONE, read_entries, update_reverse
from draftloop.loop.reverse_outline import ReverseOutline, as_list, reverse_outline

POST = """\
---
title: "Retries are a loan"
---

Every outage review I have read ends the same way. The retries came.

## Retries are a loan

A retry looks free because nobody is billed for it. It is not.

![a chart of the calls](calls.png)

Three layers make it worse:

- three tries each,
- which the caller repeats. Nobody counts.

  And the second paragraph of an item is no point.
  - below it

```sh
# not a heading
- not an item
```

> Somebody else said this.

| a | table |
| - | ----- |
| of | words |

[TK: count them]

### What a budget is

No. It is a share of the calls.
"""


def reverse(post: str, reverse_text: str = "") -> ReverseOutline:
    return reverse_outline(Markdown().read(post), post, reverse_text)


def shape(found: ReverseOutline) -> list[tuple[int, int, str]]:
    return [(point.line, point.depth, point.text) for point in found.outline.points]


def updated(post: str, text: str) -> str:
    return update_reverse(text, passages_of(Markdown().read(post), post))


def test_a_post_is_its_headings_paragraphs_and_items_with_their_lines() -> None:
    assert shape(reverse(POST)) == [
        (5, 0, "Every outage review I have read ends the same way."),
        (7, 0, "Retries are a loan"),
        (9, 1, "A retry looks free because nobody is billed for it."),
        (13, 1, "Three layers make it worse:"),
        (15, 2, "three tries each,"),
        (16, 2, "which the caller repeats."),
        (19, 3, "below it"),
        (34, 1, "What a budget is"),
        (36, 2, "No. It is a share of the calls."),
    ]


def test_what_says_more_than_its_point_is_the_body() -> None:
    points = reverse(POST).outline.points
    assert points[0].body == ("Every outage review I have read ends the same way. The retries came.",)
    assert points[3].body == ()
    assert (points[2].line, points[2].end) == (9, 10)


def test_the_line_of_the_author_stands_for_its_paragraph() -> None:
    lines = (
        '- "Every outage review I" the cost is hidden\n\n## Retries are a loan\n\n- "A retry looks" free\n'
    )
    found = reverse(POST, lines)
    assert [point.text for point in found.outline.points[:3]] == [
        "the cost is hidden",
        "Retries are a loan",
        "free",
    ]
    assert (found.written, found.paragraphs, found.gone) == (2, 4, ())


def test_a_line_wrapped_below_its_bullet_is_one_line() -> None:
    lines = '- "Every outage review"\n  the cost\n  is hidden\n\n  a note\n'
    assert reverse(POST, lines).outline.points[0].text == "the cost is hidden"


def test_first_words_are_found_however_they_are_quoted_or_dressed() -> None:
    post = "**Every** `outage` review, says [M.](https://example.org), ends.\n"
    for quote in ('"Every outage review"', "“every OUTAGE review,”", "«**Every** `outage`»"):
        assert reverse(post, f"* {quote} mine\n").outline.points[0].text == "mine"


def test_a_paragraph_that_begins_anew_keeps_its_line() -> None:
    post = "Listen. Every outage review I have read ends the same way.\n"
    assert reverse(post, '- "Every outage review I" mine\n').is_own == (True,)
    assert updated(post, '- "Every outage review I" mine\n') == '- "Listen. Every outage review" mine\n'


def test_equal_first_words_are_told_apart_by_their_heading_and_order() -> None:
    post = "## A\n\nThe same four words here.\n\n## B\n\nThe same four words here.\n"
    lines = '## B\n\n- "The same four words" second\n\n## A\n\n- "The same four words" first\n'
    assert [point.text for point in reverse(post, lines).outline.points] == ["A", "first", "B", "second"]


def test_a_new_file_has_a_bullet_for_each_paragraph() -> None:
    assert updated(POST, "") == (
        '- "Every outage review I"\n\n## Retries are a loan\n\n- "A retry looks free"\n'
        '- "Three layers make it"\n\n### What a budget is\n\n- "No. It is a"\n'
    )


def test_first_words_are_as_many_as_it_takes() -> None:
    post = "What it costs us in a year.\n\nWhat it costs us in a week.\n"
    assert updated(post, "") == '- "What it costs us in a year."\n- "What it costs us in a week."\n'


def test_what_was_written_stays_when_the_post_goes_on() -> None:
    before = '# Mine\n\n- "Every outage review I" the cost\n  - a note below\n\nloose words\n'
    post = POST.replace("## Retries are a loan", "Something new stands here.\n\n## Retries are a loan")
    after = updated(post, before)
    assert after.startswith('- "Every outage review I" the cost\n  - a note below\n\nloose words\n')
    assert '- "Something new stands here."\n' in after


def test_a_line_whose_paragraph_is_gone_is_kept_at_the_end_and_comes_back_with_it() -> None:
    before = '- "Every outage review I" the cost is hidden\n'
    without = POST.replace("Every outage review I have read ends the same way. The retries came.", "")
    after = updated(without, before)
    assert after.endswith(f'## {GONE}\n\n- "Every outage review I" the cost is hidden\n')
    assert reverse(without, after).gone == ("the cost is hidden",)
    assert updated(without, after) == after
    assert updated(POST, after).startswith('- "Every outage review I" the cost is hidden\n')
    assert GONE not in updated(POST, after)


def test_words_below_a_heading_that_is_gone_are_kept() -> None:
    after = updated(POST, "## An old heading\n\nwhat I thought of it\n")
    assert "what I thought of it" in after
    assert updated(POST, after) == after


def test_an_item_may_have_a_line_of_its_own() -> None:
    lines = '- "Three layers make it" worse\n  - "three tries each" tries\n'
    found = reverse(POST, lines)
    assert [point.text for point in found.outline.points if "tr" in point.text][-1:] == ["tries"]
    assert '  - "three tries each" tries\n' in updated(POST, lines)


def test_the_reverse_outline_printed_is_an_outline() -> None:
    found = reverse(POST)
    printed = parse_outline(as_list(found))
    assert [point.text for point in printed.points] == [point.text for point in found.outline.points]
    assert [point.depth for point in printed.points] == [point.depth for point in found.outline.points]


def test_posts_with_nothing_to_say_have_no_points() -> None:
    for post in ("", "---\ntitle: x\n---\n", "```\ncode\n```\n", "![](a.png)\n", "TK\n", "***\n", "> q\n"):
        assert reverse(post).outline.points == ()
        assert updated(post, "") == ""


def test_line_ends_of_other_systems_change_no_line_number() -> None:
    lines = '- "Every outage review I" the cost\n'
    assert shape(reverse(POST.replace("\n", "\r\n"), lines.replace("\n", "\r\n"))) == shape(
        reverse(POST, lines)
    )


def test_thousands_of_paragraphs_find_their_lines() -> None:
    post = "\n\n".join(f"Word{n % 50} alpha {n} beta gamma delta." for n in range(3000))
    lines = updated(post, "").replace('"\n', '" mine\n')
    assert reverse(post, lines).written == 3000
    moved = reverse(post.replace("Word", "Before it. Word"), lines)
    assert (moved.written, moved.gone) == (3000, ())


PIECE = st.sampled_from(
    [
        "## One",
        "## Two",
        "Alpha beta gamma delta epsilon.",
        "Alpha beta gamma delta zeta. More.",
        "Beta gamma. Delta.",
        "- item one\n- item two",
        "日本語の文章。次の文。",
        "> quoted",
        "`code`",
    ]
)
LINE = st.one_of(
    st.sampled_from(
        ["", "## One", "## Two", "## Three", f"## {GONE}", "loose words", "  - below", "---", "```"]
    ),
    st.sampled_from(["Alpha beta", "Alpha beta gamma delta epsilon", "gone for good", "", "日本語"]).map(
        lambda quote: f'- "{quote}" mine {len(quote)}'
    ),
    st.text(max_size=20).filter(lambda text: "\n" not in text and "\r" not in text),
)


@settings(deadline=None)
@given(st.lists(PIECE, max_size=8), st.lists(LINE, max_size=10))
@example(["Alpha beta gamma delta epsilon."], ['- "Alpha beta" mine 10', " ", '- "Alpha beta" mine 10'])
@example(["Alpha beta gamma delta epsilon."], ['- "Alpha beta" mine 10', "", "", '- "Alpha beta" mine 10'])
def test_no_word_of_the_author_is_lost_and_twice_is_once(pieces: list[str], lines: list[str]) -> None:
    post, before = "\n\n".join(pieces) + "\n", "\n".join(lines)
    after = updated(post, before)
    assert updated(post, after) == after
    owned = sorted(entry.own for entry in read_entries(before) if entry.own)
    assert sorted(entry.own for entry in read_entries(after) if entry.own) == owned
    for line in before.splitlines():
        if "loose words" in line or "below" in line:
            assert after.count(line) == before.count(line)


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_has_a_reverse_outline(post: str, lines: str) -> None:
    found = reverse(post, lines)
    for index, point in enumerate(found.outline.points):
        assert point.parent is None or point.parent < index
        assert 1 <= point.line < point.end
    assert len(found.passages) == len(found.outline.points) == len(found.is_own)
