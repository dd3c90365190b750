"""Blocks asked about together: each gets its own alarms back, at its own places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from draftloop.adapters.checkers.lt_groups import MOST, Group, groups_of
from draftloop.loop.engine_ports import RawAlarm


def groups(*texts: str, alone: str = "") -> list[Group]:
    return list(groups_of(texts, lambda text: text == alone))


def alarm(start: int, end: int) -> RawAlarm:
    return RawAlarm(start=start, end=end, rule="R", kind="K", message="Odd.")


@given(st.lists(st.text(min_size=0, max_size=60) | st.integers(1, 9000).map("word ".__mul__), max_size=12))
def test_every_block_is_asked_about_once_and_in_order(texts: list[str]) -> None:
    made = groups(*texts)
    assert [text for group in made for text in group.texts] == texts
    assert all(len(group.whole.text) <= MOST + 2 * len(group.texts) for group in made if group.pieces)


@given(st.lists(st.text(alphabet="ab 😀字\ud800", min_size=1, max_size=20), min_size=1, max_size=6))
def test_what_is_found_in_a_block_is_told_at_its_place_there(texts: list[str]) -> None:
    for group in groups(*texts):
        whole = group.whole.text
        places = [alarm(n, n + 1) for n, char in enumerate(whole) if char in "ab😀"] if group.pieces else []
        found = group.split(places)
        for text, alarms in zip(group.texts, found, strict=False):
            expected = [n for n, char in enumerate(text) if char in "ab😀"]
            assert [one.start for one in alarms] == expected


def test_what_lies_across_two_blocks_is_nobodys() -> None:
    (group,) = groups("one", "two")
    assert group.whole.text == "one\n\ntwo"
    assert group.split([alarm(0, 3), alarm(1, 6), alarm(5, 8)]) == [[alarm(0, 3)], [alarm(0, 3)]]


def test_long_empty_and_known_bad_blocks_stand_alone() -> None:
    long = "word " * 900
    made = groups("one", "two", long, "three", "  ", "four", "bad", "five", alone="bad")
    assert [group.texts for group in made] == [
        ("one", "two"), (long,), ("three",), ("  ",), ("four",), ("bad",), ("five",)
    ]  # fmt: skip
