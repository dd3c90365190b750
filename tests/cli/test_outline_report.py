"""The outline diff on a terminal: it fits, it says everything once, and nothing in it is obeyed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.cli.outline_report import diff_lines, settled_line, summary, summary_lines
from draftloop.cli.output import columns
from draftloop.cli.wrapping import hang
from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_diff import diff_outlines
from draftloop.loop.plain import safe
from draftloop.loop.settledness import settledness
from tests.loop.outlines import both_sides, read_pairs

OLD = """\
## Why

- people think retries are free
- jitter without a budget only spreads the load
  - nobody measures it

## What

- three layers with three tries make 27 calls
- a budget instead of a count

## How

- measure the share of calls that are retries
- ask what the client libraries do
- write down the three numbers
"""
NEW = """\
## Why

- people think that retries are free
- three layers with three tries make 27 calls

## What

- a budget instead of a count

## How

- measure the share of calls that are retries
- ask what the client libraries do
- write down the three numbers
- say when to stop
"""


def told(old: str, new: str, width: int = 80, *, folds: bool = True) -> list[str]:
    before, after = parse_outline(old), parse_outline(new)
    return diff_lines(before, after, diff_outlines(before, after), width=width, folds=folds)


def test_each_change_is_told_with_what_it_was() -> None:
    assert told(OLD, NEW) == [
        "=  Why",
        "~    people think that retries are free",
        "         was: people think retries are free",
        "→    three layers with three tries make 27 calls",
        "         moved: from What",
        "",
        "=  What",
        "=    a budget instead of a count",
        "",
        "=  How",
        "=    (3 kept)",
        "+    say when to stop",
        "",
        "− dropped 2, with their lines in the old outline",
        "",
        "  Why",
        "  − 4  jitter without a budget only spreads the load",
        "  − 5    nobody measures it",
    ]


def test_kept_points_are_shown_when_asked_for() -> None:
    lines = told(OLD, NEW, folds=False)
    assert "=    ask what the client libraries do" in lines
    assert not any("kept)" in line for line in lines)


def test_an_outline_against_itself_is_one_line() -> None:
    assert told(OLD, OLD) == ["=  (11 kept)"]


def test_a_point_that_changed_its_place_among_its_siblings_says_so() -> None:
    lines = told("- alpha one\n- beta two\n- gamma three\n", "- gamma three\n- alpha one\n- beta two\n")
    assert lines[:2] == ["→  gamma three", "       moved: further up, it stood after: beta two"]


def test_counts_are_the_legend_and_break_between_two_of_them() -> None:
    before, after = parse_outline(OLD), parse_outline(NEW)
    diff = diff_outlines(before, after)
    assert summary(diff) == "− dropped 2  + added 1  → moved 1  ~ reworded 1  = kept 7"
    assert summary_lines(diff, 30) == ["− dropped 2  + added 1", "→ moved 1  ~ reworded 1", "= kept 7"]
    assert summary(diff_outlines(parse_outline(""), parse_outline(""))) == "nothing to compare"


def test_the_settled_figure_has_its_three_parts() -> None:
    before = parse_outline(OLD)
    settled = settledness(diff_outlines(before, before), before, before)
    assert settled_line(settled) == "settled 1.00   ideas 1.00  place 1.00  wording 1.00"


@pytest.mark.parametrize("pair", read_pairs()[:12], ids=lambda pair: str(pair["id"]))
def test_real_outlines_fit_and_lose_no_word(pair: dict[str, object]) -> None:
    old, new = both_sides(pair)
    diff = diff_outlines(old, new)
    for width in (40, 80, 100):
        lines = diff_lines(old, new, diff, width=width, folds=False)
        assert max(columns(line) for line in lines) <= width
        text = "".join("".join(lines).split())
        for told_point in (*new.points, *(old.points[index] for index in diff.dropped)):
            assert "".join(told_point.text.split()) in text


def test_what_joins_several_names_them_all() -> None:
    old = "- retries cost money for everyone\n- the budget lives in the client library\n"
    new = "- retries cost money for everyone, so the budget lives in the client library\n"
    lines = told(old, new)
    assert lines[0].startswith("λ")
    assert [line.strip() for line in lines if ": " in line] == [
        "joins: retries cost money for everyone",
        "and: the budget lives in the client library",
    ]


def test_a_deep_point_still_has_room_for_its_words() -> None:
    deep = "\n".join("  " * depth + f"- level {depth} of them" for depth in range(300)) + "\n"
    lines = told("", deep)
    assert max(columns(line) for line in lines) <= 80
    assert len(lines) < 400


def test_texts_of_users_are_shown_and_not_obeyed() -> None:
    lines = told("- \x1b[31mred\x07 and \u202eback\n", "- [bold]x[/bold] \x1b]0;title\x07\n")
    assert "\x1b" not in "".join(lines)
    assert any("␛[31mred␇" in line for line in lines)


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(20, 100), st.integers(0, 10))
def test_any_text_wraps_within_its_width_and_loses_nothing(text: str, width: int, indent: int) -> None:
    lead = " " * indent
    lines = hang(lead, text, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(safe(text).split())
    assert all(line.startswith(lead) for line in lines if line)
