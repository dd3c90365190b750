"""Autosaves grow rarer with age, and no clock does them harm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.thinning import MOST_AT_ONCE, apart, thinned, to_drop

NOW = datetime(2026, 11, 14, 20, 31, tzinfo=UTC)

seconds = st.integers(min_value=-3 * 86_400, max_value=40 * 86_400)
many = st.lists(seconds.map(lambda age: NOW - timedelta(seconds=age)), max_size=80)
clocks = st.integers(min_value=-400 * 86_400, max_value=400 * 86_400).map(
    lambda jump: NOW + timedelta(seconds=jump)
)


def minutes(*ages: int) -> list[datetime]:
    return [NOW - timedelta(minutes=age) for age in ages]


def test_every_minute_of_the_last_ten_stays() -> None:
    ages = minutes(*range(9, -1, -1))
    assert thinned(ages, NOW) == ages


def test_an_evening_of_writing_keeps_one_in_ten_minutes() -> None:
    stay = thinned(minutes(*range(180)), NOW)
    older = [moment for moment in stay if NOW - moment > timedelta(minutes=20)]
    assert [moment.minute % 10 for moment in older] == [9] * len(older)
    assert len(older) == 16


def test_yesterday_keeps_one_an_hour_and_last_week_one_a_day() -> None:
    def hours(*ages: int) -> list[datetime]:
        return [NOW - timedelta(hours=age, minutes=offset) for age in ages for offset in (0, 20)]

    assert len(thinned(hours(24, 25, 26), NOW)) == 3
    week = thinned(hours(*range(24 * 3, 24 * 8)), NOW)
    assert len({moment.date() for moment in week}) == len(week)
    assert 5 <= len(week) <= 6


def test_days_have_no_end() -> None:
    years = [NOW - timedelta(days=age) for age in range(1_000, -1, -1)]
    assert thinned(years, NOW) == years


@given(many, clocks)
def test_the_newest_stays_whatever_the_clock_says(moments: list[datetime], now: datetime) -> None:
    assert thinned(moments, now)[-1:] == sorted(moments)[-1:]


@given(many, clocks)
def test_thinning_twice_is_thinning_once(moments: list[datetime], now: datetime) -> None:
    once = thinned(moments, now)
    assert thinned(once, now) == once


@given(many, st.integers(min_value=0, max_value=20 * 86_400))
def test_what_goes_is_followed_by_one_that_stays_within_its_class(
    moments: list[datetime], later: int
) -> None:
    now = NOW + timedelta(seconds=later)
    stay = thinned(moments, now)
    for moment in set(moments) - set(stay):
        assert any(moment < other < moment + apart(moment, now) for other in stay)


@given(many, st.lists(st.integers(min_value=0, max_value=5 * 86_400), max_size=6))
def test_looking_often_keeps_what_looking_once_keeps(moments: list[datetime], steps: list[int]) -> None:
    now, by_steps = NOW, list(moments)
    for step in steps:
        now += timedelta(seconds=step)
        by_steps = thinned(by_steps, now)
    assert thinned(by_steps, now) == thinned(moments, now)


@given(many, clocks)
def test_what_lies_in_the_future_stays(moments: list[datetime], now: datetime) -> None:
    assert {moment for moment in moments if moment > now} <= set(thinned(moments, now))


@given(many, clocks)
def test_one_look_costs_few_and_the_oldest_first(moments: list[datetime], now: datetime) -> None:
    gone = to_drop(moments, now)
    assert len(gone) <= MOST_AT_ONCE
    assert gone == sorted(set(moments) - set(thinned(moments, now)))[:MOST_AT_ONCE]


@given(many)
def test_a_look_under_a_wrong_clock_and_one_under_the_right_one_leave_the_days(
    moments: list[datetime],
) -> None:
    left = set(moments) - set(to_drop(moments, datetime(2106, 2, 7, tzinfo=UTC)))
    assert {moment.date() for moment in left} == {moment.date() for moment in moments}
