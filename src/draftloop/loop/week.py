"""The calendar of the loop: writing days, weeks, what is due, streaks. Nothing here is ever overdue.

Days are counted as dates on the writer's wall clock, never as spans of hours, so that a change to summer time
neither adds nor loses one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from draftloop.loop.errors import BadValue
from draftloop.loop.stage import Stage

if TYPE_CHECKING:
    from draftloop.loop.settings import WeekSettings

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MONDAY = date(1970, 1, 5)
"""Loops of two weeks are counted from here, because the numbers of weeks jump at the end of some years."""

_ONE_DAY = timedelta(days=1)

_SCHEDULED = (Stage.PICK, Stage.OUTLINE, Stage.REWRITE, Stage.PROSE, Stage.EDIT, Stage.SHIP)


@dataclass(frozen=True, slots=True, kw_only=True)
class RailDay:
    """One day of the week and what it is for."""

    date: date
    stages: tuple[Stage, ...]
    is_paused: bool = False


def writing_day(when: datetime, week: WeekSettings) -> date:
    """The day a moment belongs to: until `day_ends` it is still the day before."""
    is_late = when.time() < _clock(week.day_ends)
    if is_late and when.date() > date.min:
        return when.date() - _ONE_DAY
    return when.date()


def week_of(day: date, week: WeekSettings) -> tuple[date, date]:
    """First and last day of the loop's week (or two weeks) around `day`; a plain week without a schedule."""
    length = 7 * max(week.weeks, 1)
    anchor = _MONDAY + _ONE_DAY * _weekday(week.starts)
    back = (day - anchor).days % length
    first = day - _ONE_DAY * min(back, (day - date.min).days)
    return first, first + _ONE_DAY * min(length - 1, (date.max - first).days)


def week_label(day: date, week: WeekSettings) -> str:
    """`2026-W47`, by the first day; empty without a schedule."""
    if week.weeks == 0:
        return ""
    calendar = week_of(day, week)[0].isocalendar()
    return f"{calendar.year}-W{calendar.week:02}"


def stages_on(day: date, week: WeekSettings) -> tuple[Stage, ...]:
    """What a day is for, in the order of the loop; empty for a free day and without a schedule."""
    if week.weeks == 0:
        return ()
    name = _name(day, week)
    return tuple(stage for stage in _SCHEDULED if name in _days_of(stage, week))


def is_day_for(stage: Stage, day: date, week: WeekSettings) -> bool:
    """Whether the schedule gives `stage` to `day`."""
    return stage in stages_on(day, week)


def rail_of(day: date, week: WeekSettings) -> tuple[RailDay, ...]:
    """Every day of the week around `day`; none without a schedule."""
    if week.weeks == 0:
        return ()
    first, last = week_of(day, week)
    days = (first + _ONE_DAY * offset for offset in range((last - first).days + 1))
    pauses = parse_pauses(week.pauses)
    return tuple(
        RailDay(date=each, stages=stages_on(each, week), is_paused=_touches(pauses, each, each))
        for each in days
    )


def due(stage: Stage, today: date, last_round: date | None, week: WeekSettings) -> date | None:
    """The first day from `today` on that the schedule gives `stage`.

    Args:
        stage: What the draft asks for.
        today: A writing day.
        last_round: The writing day of the last round; a rewrite is never due on it.
        week: The schedule.

    Returns:
        None without a schedule, and for a stage that no day is given to.
    """
    for offset in range(7 * week.weeks * 2):
        day = today + _ONE_DAY * offset
        is_too_early = stage is Stage.REWRITE and day == last_round
        if is_day_for(stage, day, week) and not is_too_early:
            return day
    return None


def streak(shipped: Iterable[datetime], today: date, week: WeekSettings) -> int:
    """Weeks in a row in which a draft was first shipped.

    Counts back from the last whole week, and this one once something shipped in it. A week touched by a pause
    does not break the row. What is dated in the future does not count.
    """
    weeks = {week_of(day, week)[0] for when in shipped if (day := writing_day(when, week)) <= today}
    if not weeks:
        return 0
    pauses = parse_pauses(week.pauses)
    current, earliest = week_of(today, week)[0], min(weeks)
    count = int(current in weeks)
    while current > earliest:
        current, last = week_of(current - _ONE_DAY, week)
        if current in weeks:
            count += 1
        elif not _touches(pauses, current, last):
            break
    return count


def parse_pauses(written: Iterable[str]) -> tuple[tuple[date, date], ...]:
    """Pauses as first and last day, both included.

    Raises:
        BadValue: one that is not `2026-12-21/2027-01-03` or one day.
    """
    pauses = []
    for text in written:
        first, _, last = text.partition("/")
        try:
            pause = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
        except ValueError:
            raise BadValue("[week] pauses", text, "write it as 2026-12-21/2027-01-03") from None
        pauses.append((min(pause), max(pause)))
    return tuple(pauses)


def _touches(pauses: Sequence[tuple[date, date]], first: date, last: date) -> bool:
    return any(begin <= last and first <= end for begin, end in pauses)


def _days_of(stage: Stage, week: WeekSettings) -> tuple[str, ...]:
    match stage:
        case Stage.PICK:
            return week.pick
        case Stage.OUTLINE:
            return week.outline
        case Stage.REWRITE:
            return week.rewrite
        case Stage.PROSE:
            return week.prose
        case Stage.EDIT:
            return week.edit
        case Stage.SHIP:
            return week.ship
        case _:
            return ()


def _name(day: date, week: WeekSettings) -> str:
    """`mon` .. `sun`; in the second week of a loop of two `mon2` .. `sun2`."""
    number = (day - week_of(day, week)[0]).days // 7 + 1
    name = DAY_NAMES[day.weekday()]
    return name if number == 1 else f"{name}{number}"


def _weekday(name: str) -> int:
    if name not in DAY_NAMES:
        raise BadValue("[week] starts", name, f"write one of {', '.join(DAY_NAMES)}")
    return DAY_NAMES.index(name)


def _clock(text: str) -> time:
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text)
    if match is None:
        raise BadValue("[week] day_ends", text, "write it as 04:00")
    return time(int(match[1]), int(match[2]))
