"""Reading outlines: what is a point, what belongs to it, and that nothing makes the reader fail."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.loop.outline import OutlineStyle, own_points, parse_outline, style_of
from draftloop.loop.outline_lines import read_item


def shape(text: str) -> list[tuple[int, str]]:
    return [(point.depth, point.text) for point in parse_outline(text).points]


def test_bullets_of_every_style_nest_by_indentation() -> None:
    text = "- a\n  * b\n    + c\n  1. d\n- [x] e\n\t- f\n"
    assert shape(text) == [(0, "a"), (1, "b"), (2, "c"), (1, "d"), (0, "e"), (1, "f")]


def test_headings_nest_and_hold_the_bullets_below_them() -> None:
    text = "# A\n\n## B\n- b\n### C ###\n1) c\n## D\n"
    assert shape(text) == [(0, "A"), (1, "B"), (2, "b"), (2, "C"), (3, "c"), (1, "D")]


def test_underlined_headings_are_headings() -> None:
    assert shape("Why\n===\n\n- a\n\nHow\n---\n\n- b\n") == [(0, "Why"), (1, "a"), (1, "How"), (2, "b")]


def test_text_and_code_belong_to_the_point_above() -> None:
    outline = parse_outline("- a\n\n  a thought\n\n  ```sh\n  - no point\n  ```\n- b\n")
    assert [point.text for point in outline.points] == ["a", "b"]
    assert outline.points[0].body == ("a thought", "", "```sh", "- no point", "```")
    assert (outline.points[0].line, outline.points[0].end) == (1, 8)


def test_a_wrapped_bullet_is_one_sentence() -> None:
    outline = parse_outline("- a budget,\n  not a count\n\n  more\n")
    assert outline.points[0].text == "a budget, not a count"
    assert outline.points[0].body == ("more",)


def test_a_hard_break_in_a_wrapped_bullet_is_no_word() -> None:
    assert shape("- a budget,\\\n  not a count\n- c:\\\n- d  \n  e\n") == [
        (0, "a budget, not a count"),
        (0, "c:\\"),
        (0, "d e"),
    ]


def test_front_matter_quotes_and_text_before_the_first_point_are_no_points() -> None:
    text = (
        "---\nkind: post\nlist:\n- x\n---\nloose text\n\n## Why\n\n> Why read this?\n> - really\n\n-\n- a\n"
    )
    outline = parse_outline(text)
    assert [(point.text, point.line) for point in outline.points] == [("Why", 8), ("a", 14)]


def test_a_rule_line_is_no_front_matter_and_no_point() -> None:
    assert shape("---\n\n- a\n\n---\n\n- b\n") == [(0, "a"), (0, "b")]


def test_an_unclosed_fence_hides_no_point() -> None:
    assert shape("- a\n\n```sh\n\n- b\n") == [(0, "a"), (0, "b")]


def test_a_year_inside_a_paragraph_starts_no_list() -> None:
    assert shape("# A\nthe year\n2019. was good\n") == [(0, "A")]


def test_empty_bullets_pass_their_children_on() -> None:
    assert shape("- a\n  - \n    - b\n-\n") == [(0, "a"), (1, "b")]


def test_line_numbers_hold_for_every_line_end() -> None:
    for end in ("\n", "\r\n", "\r"):
        outline = parse_outline(end.join(["\ufeff# A", "", "- a\u2028b", "- c"]))
        assert [point.line for point in outline.points] == [1, 3, 4]
    assert parse_outline("- a\r\n- b\r\n").points[0].text == "a"


def test_children_and_subtree_stand_in_reading_order() -> None:
    outline = parse_outline("- a\n  - b\n    - c\n  - d\n- e\n")
    assert outline.children(None) == (0, 4)
    assert outline.children(0) == (1, 3)
    assert list(outline.subtree(0)) == [0, 1, 2, 3]


def test_style_is_what_the_file_uses_most() -> None:
    assert style_of("* a\n\t* b\n* c\n- d\n") == OutlineStyle(bullet="*", indent="\t")
    assert style_of("") == OutlineStyle(bullet="-", indent="  ")
    assert style_of("1. a\n    + b\n") == OutlineStyle(bullet="+", indent="    ")


def test_own_points_are_those_the_scaffold_does_not_give() -> None:
    scaffold = parse_outline("## Why\n\n-\n\n## What\n")
    outline = parse_outline("## Why\n\n- a\n\n## WHAT:\n\n## Costs\n")
    assert own_points(outline, scaffold) == (1, 3)


def test_ten_thousand_points_and_five_hundred_levels_are_read() -> None:
    text = "\n".join("  " * (number % 500) + f"- point {number}" for number in range(10_000))
    outline = parse_outline(text)
    assert len(outline.points) == 10_000
    assert max(point.depth for point in outline.points) == 499


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("-*+#>~`1. \t\n\r[]xab:=|<!\x00\ufeff"), max_size=200) | st.text())
def test_any_text_is_read_and_parents_come_first(text: str) -> None:
    outline = parse_outline(text)
    for index, point in enumerate(outline.points):
        assert point.parent is None or point.parent < index
        assert point.depth == (0 if point.parent is None else outline.points[point.parent].depth + 1)
        assert point.text.strip()
        assert point.line < point.end <= len(outline.lines) + 1
    assert [point.line for point in outline.points] == sorted({point.line for point in outline.points})


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("-*+1.) \t[]xab"), max_size=30))
def test_an_item_taken_apart_is_the_line(line: str) -> None:
    item = read_item(line)
    assert item is None or item.prefix + item.text == line


def test_text_below_an_empty_bullet_belongs_to_the_last_point() -> None:
    outline = parse_outline("- a\n- \n\nthought\n- b\n")
    assert [(point.text, point.body) for point in outline.points] == [("a", ("thought",)), ("b", ())]
