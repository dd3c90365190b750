"""The lines around a dropped point as they would be with it."""

from __future__ import annotations

from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_diff import diff_outlines
from draftloop.loop.way_back import place_of

OLD = "## Why\n\n- a budget\n- jitter alone\n  - even full jitter\n- quotas\n- backoff curves\n"
NEW = "## Why\n\n- a budget\n- backoff curves\n"


def lines(index: int, *, others: tuple[int, ...] = (), without: tuple[int, ...] = (), most: int = 3) -> str:
    old, new = parse_outline(OLD), parse_outline(NEW)
    found = place_of(
        NEW,
        old,
        new,
        diff_outlines(old, new),
        index,
        others=others,
        without=frozenset(without),
        most=most,
    )
    return "\n".join(f"{'+' if one.is_back else ' '}{'  ' * one.depth}{one.text}" for one in found)


def test_a_point_stands_between_its_neighbors() -> None:
    assert lines(4) == "   a budget\n+  quotas\n   backoff curves"


def test_its_children_come_along_unless_they_are_let_go() -> None:
    assert lines(2) == "   a budget\n+  jitter alone\n+    even full jitter"
    assert lines(2, without=(3,)) == "   a budget\n+  jitter alone\n   backoff curves"


def test_what_else_comes_back_near_it_is_counted_in() -> None:
    assert lines(4, others=(2,), without=(3,)) == "+  jitter alone\n+  quotas\n   backoff curves"


def test_one_line_is_the_point_alone() -> None:
    assert lines(4, most=1) == "+  quotas"
