"""No text is too odd for the second pass, and none takes longer than its length deserves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.loop.looks import look

PIECES = (
    *("in order to", "really", "very", "utilize", "QZX", "The cache", "the", "was opened", "important"),
    *("“", "”", '"', "(", ")", "`code`", "*", "**", "[here](x)", "![](a.png)", "<img>", "<!--", "-->"),
    *("{{< x >}}", "# H.\n", "\n\n", "\n", "- ", "> ", "|a|b|\n|-|-|\n", "[^1]", "\n[^1]: ", "..."),
    *(". ", "? ", "; ", ", ", "漢字。", "é", "👩‍💻", "\u2028", "\x00", "\ufeff", "\ud800", "\t", "---\n"),
    *("https://a.example/" + "x" * 50, "$x$", "&amp;"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join), st.text(max_size=30))
def test_no_text_breaks_it_and_every_mark_lies_in_the_text(text: str, title: str) -> None:
    report = look(text, title, on=["insensitive"])
    for finding in (*report.findings, *report.more):
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.line >= 1
        assert finding.tier == "style"
    assert len(report.top_changes()) <= 3


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_characters_are_fine(text: str) -> None:
    look(text, text[:20])
    look(text, is_english=False)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 200_000 + " and it.\n",
        "漢" * 40_000,
        "日本語の文章です。" * 4_500,
        "in order to utilize it really basically actually because we was opened, " * 14_000,
        "In order to see it. We utilize `x` it. It is really. " * 6_000,
        "(" * 1_000_000,
        '" “ ‘ ' * 60_000,
        "<img " * 40_000,
        "## A heading.\n\n" * 5_000,
        "The end is near here. " * 10_000,
        "is not also then " * 20_000,
    ],
    ids=[
        "word",
        "cjk",
        "japanese",
        "line",
        "sentences",
        "parentheses",
        "quotes",
        "tags",
        "headings",
        "alike",
        "verbs",
    ],
)
def test_a_giant_is_read_in_bounded_time(text: str) -> None:
    report = look(text, "A title")
    assert len(report.findings) <= 3 + report.words // 50
    assert len(report.more) <= 400
