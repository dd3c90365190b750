"""Blocks of prose, their words, and the way from rendered text back to the file."""

from __future__ import annotations

from draftloop.loop.blocks import Block, BlockKind, Run, RunKind, count_words, line_starts
from draftloop.loop.rendering import OPAQUE, render


def block(*pieces: tuple[RunKind, str, int, int], kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    runs = tuple(Run(kind=kind_, text=text, start=start, end=end) for kind_, text, start, end in pieces)
    return Block(kind=kind, runs=runs, start=runs[0].start, end=runs[-1].end, line=1)


# "Use `x` &amp; the\n> the end"
SAMPLE = block(
    (RunKind.TEXT, "Use ", 0, 4),
    (RunKind.CODE, "`x`", 4, 7),
    (RunKind.TEXT, " ", 7, 8),
    (RunKind.ENTITY, "&", 8, 13),
    (RunKind.TEXT, " the", 13, 17),
    (RunKind.BREAK, "\n> ", 17, 20),
    (RunKind.TEXT, "the end", 20, 27),
)


def test_code_renders_as_one_opaque_character() -> None:
    assert render(SAMPLE).text == f"Use {OPAQUE} & the the end"


def test_a_rendered_span_is_found_again_in_the_file() -> None:
    shown = render(SAMPLE)
    start = shown.text.index("end")
    assert shown.to_source(start, start + 3) == (24, 27)
    at = shown.text.index("&")
    assert shown.to_source(at, at + 1) == (8, 13)


def test_a_doubled_word_over_a_line_break_may_be_fixed() -> None:
    shown = render(SAMPLE)
    start = shown.text.index("the the")
    assert shown.can_replace(start, start + 7)
    assert shown.to_source(start, start + 7) == (14, 23)


def test_a_span_over_code_or_an_entity_may_not_be_fixed() -> None:
    shown = render(SAMPLE)
    assert not shown.can_replace(0, 5)
    at = shown.text.index("&")
    assert not shown.can_replace(at, at + 1)


def test_a_span_over_markup_may_not_be_fixed() -> None:
    emphasized = block((RunKind.TEXT, "the ", 0, 4), (RunKind.TEXT, "the", 5, 8))
    assert not render(emphasized).can_replace(0, 7)


def test_a_hard_break_is_kept() -> None:
    poem = block((RunKind.TEXT, "the", 0, 3), (RunKind.BREAK, "  \n", 3, 6), (RunKind.TEXT, "the", 6, 9))
    assert not render(poem).can_replace(0, 7)


def test_what_borders_on_code_is_known() -> None:
    shown = render(block((RunKind.CODE, "`n`", 0, 3), (RunKind.TEXT, "th item", 3, 10)))
    assert shown.touches_opaque(1, 3)
    assert not shown.touches_opaque(4, 8)


def test_an_empty_block_renders_as_nothing() -> None:
    empty = Block(kind=BlockKind.PARAGRAPH, runs=(), start=3, end=3, line=1)
    assert render(empty).text == ""
    assert render(empty).to_source(0, 0) == (0, 0)


def test_words_are_those_of_prose_blocks() -> None:
    title = block((RunKind.TEXT, "A title here", 0, 12), kind=BlockKind.TITLE)
    assert count_words([SAMPLE, title]) == 5


def test_contractions_versions_and_hyphens_are_one_word_each() -> None:
    assert count_words([block((RunKind.TEXT, "It's Python 3.11, a well-known one — ok?", 0, 40))]) == 7


def test_chinese_and_kana_count_by_character() -> None:
    assert count_words([block((RunKind.TEXT, "日本語 ok", 0, 6))]) == 4


def test_lines_end_at_any_kind_of_line_end() -> None:
    assert line_starts("a\r\nb\nc\rd") == [0, 3, 5, 7]
