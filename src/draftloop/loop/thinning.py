"""Which autosaves stay as they grow older: the nearer in time, the closer together. Pure; no clock is read.

Each moment is looked at in the buckets of its age, a minute, ten minutes, an hour or a day wide, and stays
if it is the newest in its bucket. The buckets lie in each other and are counted from 1970, so looking often
keeps what looking once keeps. Nothing goes for its age alone: the days have no end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

AGES: tuple[tuple[timedelta, timedelta], ...] = (
    (timedelta(minutes=10), timedelta(minutes=1)),
    (timedelta(hours=6), timedelta(minutes=10)),
    (timedelta(days=2), timedelta(hours=1)),
)
"""Up to this age, one in this time."""

OLDEST = timedelta(days=1)
"""One in this time when it is older than all of these."""

MOST_AT_ONCE = 12
"""A clock that jumped ahead makes all autosaves look old: no single look costs more than these."""


def apart(moment: datetime, now: datetime) -> timedelta:
    """How long after a moment of this age the next kept one follows at the latest, if any follows."""
    age = now - moment
    return next((width for limit, width in AGES if age <= limit), OLDEST)


def thinned(moments: Sequence[datetime], now: datetime) -> list[datetime]:
    """The moments that stay, oldest first. All are aware; what lies in the future stays."""
    ordered = sorted(set(moments))
    ends = [
        moment
        for moment, after in pairwise(ordered)
        if moment > now or _bucket(moment, apart(moment, now)) != _bucket(after, apart(moment, now))
    ]
    return [*ends, *ordered[-1:]]


def to_drop(moments: Sequence[datetime], now: datetime, *, most: int = MOST_AT_ONCE) -> list[datetime]:
    """What goes now, oldest first: of all that need not stay at most `most`."""
    stay = set(thinned(moments, now))
    return [moment for moment in sorted(set(moments)) if moment not in stay][:most]


def _bucket(moment: datetime, width: timedelta) -> int:
    return int(moment.timestamp() // width.total_seconds())
