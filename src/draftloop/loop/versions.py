"""Names of versions, `SLUG@3`, `SLUG@prose2`, `SLUG@ship`, `SLUG@1a2b3c4`, `SLUG@12:30`: read and written.

Which commit a name means needs the history; that is `steps/history.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.iteration import Turn

MIN_COMMIT_DIGITS = 7
"""Fewer digits name a round, not a commit."""

ROUND_STAGES = ("outline", "rewrite", "compare")
"""Stages whose commits belong to a round of the outline."""

SITTING_STAGES = ("prose", "edit", "ship")
"""Stages that count their own sittings."""

_ROUND = re.compile(r"[0-9]{1,6}")
_SITTING = re.compile(r"(prose|edit|ship)([0-9]{0,6})")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_AUTOSAVE = re.compile(r"(trash-)?([0-9]{8}T[0-9]{6}Z)", re.IGNORECASE)
_MOMENT = re.compile(r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]|$))?([0-9]{1,2}:[0-9]{2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionName:
    """A version as it was written on the command line."""

    slug: str
    kind: Literal["now", "round", "sitting", "commit", "autosave", "trash", "moment"]
    stage: str = ""
    """For a sitting: prose, edit or ship."""
    number: int | None = None
    """The round, or the sitting; None: the last sitting."""
    commit: str = ""
    """At least seven hexadecimal digits."""
    autosave: str = ""
    """Its id, `20261114T203100Z`; also of a text in the trash."""
    day: date | None = None
    """Of a moment; None: the day on which its time was last."""
    clock: time | None = None
    """Of a moment, to the minute; None: the end of the day."""

    def __str__(self) -> str:
        match self.kind:
            case "now":
                return self.slug
            case "round":
                return f"{self.slug}@{self.number}"
            case "sitting":
                return f"{self.slug}@{self.stage}{'' if self.number is None else self.number}"
            case "commit":
                return f"{self.slug}@{self.commit}"
            case "autosave":
                return f"{self.slug}@{self.autosave}"
            case "trash":
                return f"{self.slug}@trash-{self.autosave}"
            case "moment":
                parts = [f"{self.day}" if self.day else "", f"{self.clock:%H:%M}" if self.clock else ""]
                return f"{self.slug}@{'T'.join(filter(None, parts))}"

    def moment(self, now: datetime) -> datetime:
        """The end of the minute or day that is meant, without a zone.

        Args:
            now: The present in the writer's zone; a time without a day is the last one before it.
        """
        here = now.replace(tzinfo=None)
        clock = self.clock or time(23, 59)
        meant = datetime.combine(self.day or here.date(), clock.replace(second=59, microsecond=999_999))
        if self.day is None and meant.replace(second=0, microsecond=0) > here:
            meant -= timedelta(days=1)
        return meant


def parse_version(name: str) -> VersionName | None:
    """A name as a version; None when what follows the `@` is none. A name without `@` is the present."""
    slug, at, rest = name.rpartition("@")
    if not at:
        return VersionName(slug=name, kind="now") if name else None
    if not slug:
        return None
    if _COMMIT.fullmatch(rest.lower()):
        return VersionName(slug=slug, kind="commit", commit=rest.lower())
    if _ROUND.fullmatch(rest):
        return VersionName(slug=slug, kind="round", number=int(rest))
    sitting = _SITTING.fullmatch(rest)
    if sitting:
        number = int(sitting[2]) if sitting[2] else None
        return VersionName(slug=slug, kind="sitting", stage=sitting[1], number=number)
    kept = _AUTOSAVE.fullmatch(rest)
    if kept:
        return VersionName(slug=slug, kind="trash" if kept[1] else "autosave", autosave=kept[2].upper())
    return _moment(slug, rest)


def _moment(slug: str, written: str) -> VersionName | None:
    """`12:30`, `2026-11-14T12:30` or `2026-11-14`; None for what no clock or calendar shows."""
    found = _MOMENT.fullmatch(written)
    if found is None or not written or not written[-1].isdigit():
        return None
    try:
        day = date.fromisoformat(found[1]) if found[1] else None
        clock = time.fromisoformat(found[2].zfill(5)) if found[2] else None
    except ValueError:
        return None
    return VersionName(slug=slug, kind="moment", day=day, clock=clock)


def find_turn(turns: Sequence[Turn], name: VersionName) -> Turn | None:
    """The turn a name means; None when there is none. Of several the latest in the order of `turns`."""
    for turn in reversed(turns):
        match name.kind:
            case "round":
                fits = turn.stage in ROUND_STAGES and turn.iteration == name.number
            case "sitting":
                fits = turn.stage == name.stage and name.number in (None, turn.iteration)
            case "commit":
                fits = turn.commit.startswith(name.commit)
            case "now" | "autosave" | "trash" | "moment":
                fits = False
        if fits:
            return turn
    return None


def name_turns(slug: str, turns: Sequence[Turn]) -> list[str]:
    """For each turn the first form that names it: a round, a sitting, else its commit."""
    forms = [_forms(slug, turn) for turn in turns]
    latest = {form: index for index, own in enumerate(forms) for form in own}
    starts = Counter(turn.commit[:MIN_COMMIT_DIGITS] for turn in turns)
    names: list[str] = []
    for index, (turn, own) in enumerate(zip(turns, forms, strict=True)):
        name = next((form for form in own if latest[form] == index), "")
        if not name:
            start = turn.commit[:MIN_COMMIT_DIGITS]
            name = f"{slug}@{start if starts[start] == 1 else turn.commit}"
        names.append(name)
    return names


def _forms(slug: str, turn: Turn) -> list[str]:
    if turn.stage in ROUND_STAGES and turn.iteration is not None:
        return [f"{slug}@{turn.iteration}"]
    if turn.stage in SITTING_STAGES:
        numbered = [] if turn.iteration is None else [f"{slug}@{turn.stage.value}{turn.iteration}"]
        return [f"{slug}@{turn.stage.value}", *numbered]
    return []
