"""The calendar of the loop."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.errors import BadValue
from draftloop.loop.settings import WeekSettings
from draftloop.loop.stage import Stage
from draftloop.loop.week import (
    DAY_NAMES,
    due,
    is_day_for,
    rail_of,
    stages_on,
    streak,
    week_label,
    week_of,
    writing_day,
)

WEEK = WeekSettings()
MONDAY = date(2026, 11, 16)
SATURDAY = date(2026, 11, 21)
ONE_WEEK = timedelta(weeks=1)


def sunday_evening(weeks_ago: int) -> datetime:
    return datetime(2026, 11, 22, 22, 30, tzinfo=UTC) - ONE_WEEK * weeks_ago


def test_half_past_midnight_is_still_the_day_before() -> None:
    assert writing_day(datetime(2026, 11, 23, 0, 30, tzinfo=UTC), WEEK) == date(2026, 11, 22)
    assert writing_day(datetime(2026, 11, 23, 4, 0, tzinfo=UTC), WEEK) == date(2026, 11, 23)


@pytest.mark.parametrize("month_day", [(3, 29), (10, 25)])
def test_change_of_clocks_changes_no_day(month_day: tuple[int, int]) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for hour, minute in ((1, 59), (2, 30), (3, 1), (3, 59)):
        when = datetime(2026, *month_day, hour, minute, tzinfo=berlin)
        assert writing_day(when, WEEK) == date(2026, *month_day) - timedelta(days=1)
        assert writing_day(when.replace(fold=1), WEEK) == date(2026, *month_day) - timedelta(days=1)
    assert writing_day(datetime(2026, *month_day, 4, 0, tzinfo=berlin), WEEK) == date(2026, *month_day)


def test_week_is_named_by_its_first_day() -> None:
    assert week_label(SATURDAY, WEEK) == "2026-W47"
    assert week_label(date(2027, 1, 2), WEEK) == "2026-W53"
    assert week_label(SATURDAY, WeekSettings(weeks=0)) == ""


def test_week_may_start_on_any_day() -> None:
    assert week_of(SATURDAY, WeekSettings(starts="wed")) == (date(2026, 11, 18), date(2026, 11, 24))


def test_rail_shows_what_each_day_is_for() -> None:
    shown = [
        (DAY_NAMES[day.date.weekday()], [str(stage) for stage in day.stages])
        for day in rail_of(SATURDAY, WEEK)
    ]
    assert shown == [
        ("mon", ["pick", "outline"]),
        ("tue", ["rewrite"]),
        ("wed", []),
        ("thu", ["rewrite"]),
        ("fri", []),
        ("sat", ["prose"]),
        ("sun", ["edit", "ship"]),
    ]


def test_days_of_a_pause_are_marked() -> None:
    rail = rail_of(SATURDAY, WeekSettings(pauses=("2026-11-20/2026-11-25",)))
    assert [day.is_paused for day in rail] == [False] * 4 + [True] * 3


def test_without_a_schedule_there_is_no_rail_and_nothing_is_due() -> None:
    free = WeekSettings(weeks=0)
    assert rail_of(SATURDAY, free) == ()
    assert due(Stage.PROSE, SATURDAY, None, free) is None
    assert not is_day_for(Stage.PROSE, SATURDAY, free)


def test_second_week_of_a_long_loop_has_names_of_its_own() -> None:
    slow = WeekSettings(weeks=2, prose=("sat",), ship=("sun2",))
    first, last = week_of(SATURDAY, slow)
    assert (last - first).days == 13
    assert len(rail_of(SATURDAY, slow)) == 14
    ship = due(Stage.SHIP, first, None, slow)
    assert ship == last


@pytest.mark.parametrize(
    ("stage", "today", "last_round", "expected"),
    [
        (Stage.PROSE, SATURDAY, None, SATURDAY),
        (Stage.PROSE, SATURDAY + timedelta(days=1), None, SATURDAY + ONE_WEEK),
        (Stage.REWRITE, MONDAY, MONDAY, date(2026, 11, 17)),
        (Stage.REWRITE, date(2026, 11, 17), date(2026, 11, 17), date(2026, 11, 19)),
        (Stage.SHIPPED, SATURDAY, None, None),
    ],
)
def test_due_is_the_first_fitting_day_from_today_on(
    stage: Stage, today: date, last_round: date | None, expected: date | None
) -> None:
    assert due(stage, today, last_round, WEEK) == expected


def test_rewrite_with_one_day_a_week_waits_a_week_after_its_round() -> None:
    weekly = WeekSettings(rewrite=("tue",))
    tuesday = date(2026, 11, 17)
    assert due(Stage.REWRITE, tuesday, tuesday, weekly) == tuesday + ONE_WEEK


def test_stage_without_a_day_is_never_due() -> None:
    assert due(Stage.EDIT, SATURDAY, None, WeekSettings(edit=())) is None


def test_streak_counts_whole_weeks_and_this_one_once_shipped() -> None:
    assert streak([sunday_evening(1), sunday_evening(2)], SATURDAY, WEEK) == 2
    assert streak([sunday_evening(0), sunday_evening(1), sunday_evening(2)], date(2026, 11, 22), WEEK) == 3


def test_week_without_a_ship_ends_the_streak() -> None:
    assert streak([sunday_evening(1), sunday_evening(3)], SATURDAY, WEEK) == 1
    assert streak([sunday_evening(2)], SATURDAY, WEEK) == 0
    assert streak([], SATURDAY, WEEK) == 0


def test_pause_bridges_a_streak() -> None:
    paused = WeekSettings(pauses=("2026-11-03/2026-11-04",))
    assert streak([sunday_evening(1), sunday_evening(3)], SATURDAY, paused) == 2


def test_ship_after_midnight_belongs_to_the_sunday_before() -> None:
    late = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)
    assert streak([late], SATURDAY, WEEK) == 1


def test_what_is_dated_in_the_future_does_not_count() -> None:
    assert streak([datetime(2106, 1, 1, tzinfo=UTC)], SATURDAY, WEEK) == 0


@pytest.mark.parametrize(
    "settings", [WeekSettings(day_ends="4"), WeekSettings(starts="monday"), WeekSettings(pauses=("soon",))]
)
def test_setting_that_is_no_time_or_day_is_named(settings: WeekSettings) -> None:
    with pytest.raises(BadValue):
        streak([sunday_evening(1)], SATURDAY, settings)


days = st.dates(min_value=date(1970, 2, 1), max_value=date(2200, 1, 1))
schedules = st.builds(
    WeekSettings, weeks=st.sampled_from([1, 2]), starts=st.sampled_from(DAY_NAMES), day_ends=st.just("04:00")
)


@given(day=days, week=schedules)
def test_weeks_divide_the_calendar(day: date, week: WeekSettings) -> None:
    first, last = week_of(day, week)
    assert first <= day <= last
    assert DAY_NAMES[first.weekday()] == week.starts
    assert (last - first).days == 7 * week.weeks - 1
    assert week_of(first, week) == week_of(last, week) == (first, last)
    assert week_of(last + timedelta(days=1), week)[0] == last + timedelta(days=1)


@given(day=days, week=schedules, stage=st.sampled_from(list(Stage)))
def test_due_day_is_for_its_stage_and_none_before_it_is(day: date, week: WeekSettings, stage: Stage) -> None:
    found = due(stage, day, None, week)
    assert (found is None) == (
        stage not in (Stage.PICK, Stage.OUTLINE, Stage.REWRITE, Stage.PROSE, Stage.EDIT, Stage.SHIP)
    )
    if found is not None:
        assert stage in stages_on(found, week)
        assert not any(stage in stages_on(day + timedelta(days=n), week) for n in range((found - day).days))


@given(when=st.datetimes(min_value=datetime(1970, 2, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001
def test_writing_day_is_today_or_yesterday(when: datetime) -> None:
    assert (when.date() - writing_day(when.replace(tzinfo=UTC), WEEK)).days == (when.hour < 4)


@given(today=days, week=schedules, weeks_ago=st.sets(st.integers(0, 12)))
def test_streak_is_the_unbroken_row(today: date, week: WeekSettings, weeks_ago: set[int]) -> None:
    length = timedelta(days=7 * week.weeks)
    firsts = [week_of(today, week)[0] - length * ago for ago in weeks_ago]
    shipped = [datetime(first.year, first.month, first.day, 12, tzinfo=UTC) for first in firsts]
    row = 0
    while row + 1 in weeks_ago:
        row += 1
    assert streak(shipped, today, week) == row + (0 in weeks_ago)
