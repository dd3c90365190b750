"""Small figures in words and glyphs: bars, stars, ages, amounts. Pure; no widget."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

_BARS = "▁▂▃▄▅▆▇█"


def spark(values: Iterable[float]) -> str:
    """One bar per value between 0 and 1: `▃▅█`."""
    return "".join(_BARS[max(0, min(7, int(value * 7.999)))] for value in values)


def share(value: float) -> str:
    """`.64`, and `1.0` for the whole."""
    return "1.0" if round(value, 2) >= 1 else f"{value:.2f}".removeprefix("0")


def stars(interest: int | None) -> str:
    """`★★` for two; empty for not rated."""
    return "★" * (interest or 0)


def amount(number: int) -> str:
    """`310`, `4.1k`, `41k`, `1.2M`."""
    for limit, unit in ((1_000_000, "M"), (1_000, "k")):
        if number >= limit:
            value = number / limit
            return f"{value:.0f}{unit}" if value >= 10 else f"{value:.1f}".removesuffix(".0") + unit
    return str(number)


def count(number: int, noun: str, many: str = "") -> str:
    """`1 idea`, `3 ideas`, `1,412 words`; `many` where it takes more than an s."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def age(since: date | datetime | None, today: date) -> str:
    """`today`, `3 d`, `5 w`, `8 mo`, `2 y`; empty when it is not known."""
    if since is None:
        return ""
    day = since.date() if isinstance(since, datetime) else since
    days = (today - day).days
    if days <= 0:
        return "today"
    if days < 14:
        return f"{days} d"
    if days < 61:
        return f"{days // 7} w"
    return f"{days // 30} mo" if days < 730 else f"{days // 365} y"


def spent(minutes: int) -> str:
    """`58 min`, `2 h`, `9 h 40`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    parts = [word for word in words if word]
    return parts[0] if len(parts) == 1 else " and ".join([", ".join(parts[:-1]), parts[-1]]) if parts else ""
