"""An idea as its file tells it: who asked, what signals it had, what was noted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from draftloop.loop.front_matter import body_of
from draftloop.loop.idea_text import QUESTIONS, clean_line, with_bullet

if TYPE_CHECKING:
    from draftloop.loop.ports import FieldValue

Sort = Literal["asked", "newest", "oldest", "interest", "signal", "title"]
_BULLET = re.compile(r"[-*+][ \t]|\d{1,9}[.)][ \t]")
_YES = ("true", "yes", "on", "y")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody asked this. `when` is the idea's own date where none is written."""

    when: date
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What a test in public brought: how many it reached, how many answered."""

    when: date
    where: str = ""
    reach: int = 0
    engaged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """One idea, also after it became a draft."""

    slug: str
    path: str
    title: str
    created: datetime | None = None
    tags: tuple[str, ...] = ()
    interest: int | None = None
    """1 to 3; None: not rated."""
    asked: tuple[Asked, ...] = ()
    asked_count: int = 0
    """More than `asked` has records when the number was written by hand."""
    signals: tuple[Signal, ...] = ()
    body: str = ""
    """Notes and links: the text below the front matter."""
    is_private: bool = False
    kind: str = "post"
    dropped: date | None = None
    because: str = ""
    trouble: str = ""
    """Why the file cannot be read; the other fields are then empty."""

    @property
    def is_dropped(self) -> bool:
        return self.dropped is not None

    @property
    def notes_count(self) -> int:
        return count_notes(self.body)

    @property
    def reach(self) -> int:
        return max((signal.reach for signal in self.signals), default=0)


def idea_from(slug: str, path: str, fields: Mapping[str, FieldValue], text: str) -> Idea:
    """The idea in a file.

    Args:
        slug: Its name.
        path: Relative to the workspace.
        fields: Its front matter as written.
        text: The whole file.
    """
    body = body_of(text)
    created = time_of(fields.get("created"))
    fallback = created.date() if created else date.min
    records = _records(fields.get("asked"))
    asked = tuple(
        Asked(when=day_of(record.get("when")) or fallback, who=text_of(record.get("who")))
        for record in records
    )
    signals = tuple(_signal(record, fallback) for record in _records(fields.get("signals")))
    interest = number_of(fields.get("interest"))
    dropped = day_of(fields.get("dropped"))
    is_dropped = dropped is not None or text_of(fields.get("dropped")).lower() in _YES
    return Idea(
        slug=slug,
        path=path,
        title=clean_line(text_of(fields.get("title"))) or _first_heading(body) or slug,
        created=created,
        tags=_texts(fields.get("tags")),
        interest=interest if interest in (1, 2, 3) else None,
        asked=asked,
        asked_count=len(asked) or number_of(fields.get("asked")) or 0,
        signals=signals,
        body=body.strip("\r\n"),
        is_private=text_of(fields.get("private")).lower() in _YES,
        kind=text_of(fields.get("kind")) or "post",
        dropped=(dropped or fallback) if is_dropped else None,
        because=text_of(fields.get("because")),
    )


def _signal(record: Mapping[str, FieldValue], fallback: date) -> Signal:
    return Signal(
        when=day_of(record.get("when")) or fallback,
        where=text_of(record.get("where")),
        reach=number_of(record.get("reach")) or 0,
        engaged=number_of(record.get("engaged")) or 0,
    )


def _records(value: FieldValue) -> list[Mapping[str, FieldValue]]:
    """Records of a list; a bare text in it stands for who or where it was."""
    if not isinstance(value, list):
        return []
    return [
        item if isinstance(item, dict) else {"who": text_of(item), "where": text_of(item)} for item in value
    ]


def _texts(value: FieldValue) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(text for item in value if (text := text_of(item)))
    return tuple(part for part in (tag.strip() for tag in text_of(value).split(",")) if part)


def text_of(value: FieldValue) -> str:
    """A scalar as text; nothing for lists, mappings and empty values."""
    return value.strip() if isinstance(value, str) else ""


def number_of(value: FieldValue) -> int | None:
    """A whole number, also with `_` or `,` between its digits; None for anything else."""
    digits = text_of(value).replace("_", "").replace(",", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None


def time_of(value: FieldValue) -> datetime | None:
    """A date or time in ISO form, without an offset taken as it stands; None for anything else."""
    text = text_of(value)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def day_of(value: FieldValue) -> date | None:
    """The day of a date or time; None for anything else."""
    when = time_of(value)
    return when.date() if when else None


def _first_heading(body: str) -> str:
    match = re.search(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", body, re.MULTILINE)
    return clean_line(match.group(1)) if match else ""


def count_notes(body: str) -> int:
    """Top-level bullets and paragraphs; headings are none."""
    count, after_blank = 0, True
    for line in body.splitlines():
        if not line.strip():
            after_blank = True
        elif _BULLET.match(line):
            count, after_blank = count + 1, False
        elif line[0] not in " \t":
            is_heading = line.startswith("#")
            count += after_blank and not is_heading
            after_blank = is_heading
        else:
            after_blank = False
    return count


def picked_text(text: str, day: date, answers: Sequence[str]) -> str:
    """An idea's text with what was said when it was picked: a heading, and a bullet for each answer given."""
    end = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += end
    picked = f"{text}{end}## Picked {day.isoformat()}{end}"
    for question, answer in zip(QUESTIONS, answers, strict=False):
        if answer.strip():
            picked = with_bullet(picked, f"{question} {answer.strip()}")
    return picked


def age_in_words(when: datetime | None, now: datetime) -> str:
    """`today`, `3 days`, `5 weeks`, `7 months`, `2 years`; empty when not known."""
    if when is None:
        return ""
    days = (now.date() - when.date()).days
    if days <= 0:
        return "today"
    for length, least, word in ((365, 730, "year"), (30, 60, "month"), (7, 14, "week"), (1, 1, "day")):
        if days >= least:
            number = days // length
            return f"{number} {word}" + ("s" if number > 1 else "")
    return ""


def row(idea: Idea) -> dict[str, object]:
    """The idea as a row of `idea list --json` (cli.md)."""
    return {
        "slug": idea.slug,
        "title": idea.title,
        "created": idea.created.isoformat() if idea.created else None,
        "tags": list(idea.tags),
        "asked": idea.asked_count,
        "interest": idea.interest,
        "signals": [
            {"when": one.when.isoformat(), "where": one.where, "reach": one.reach, "engaged": one.engaged}
            for one in idea.signals
        ],
        "notes": idea.notes_count,
        "private": idea.is_private,
        "status": "dropped" if idea.is_dropped else "open",
    }


def in_order(ideas: Sequence[Idea], sort: Sort) -> list[Idea]:
    """Ideas in the order asked for; equal ones by title, undated ones last."""
    by_title = sorted(ideas, key=lambda idea: (idea.title.casefold(), idea.slug))
    match sort:
        case "title":
            return by_title
        case "asked":
            return sorted(by_title, key=lambda idea: -idea.asked_count)
        case "interest":
            return sorted(by_title, key=lambda idea: -(idea.interest or 0))
        case "signal":
            return sorted(by_title, key=lambda idea: -idea.reach)
        case "newest":
            return sorted(by_title, key=lambda idea: -_stamp(idea, 0))
        case "oldest":
            return sorted(by_title, key=lambda idea: _stamp(idea, 1e12))


def _stamp(idea: Idea, unknown: float) -> float:
    # Without an offset the time is only a day's worth uncertain: good enough for an order.
    return (idea.created.replace(tzinfo=None) - datetime.min).total_seconds() if idea.created else unknown  # noqa: DTZ901
