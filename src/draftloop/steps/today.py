"""Today: what this day of the loop asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from draftloop.loop.stage import Stage
from draftloop.loop.week import RailDay, rail_of, streak, week_label, week_of, writing_day
from draftloop.steps.capture import list_ideas
from draftloop.steps.drafts import DraftStatus, in_work, survey_some
from draftloop.steps.lengths import draft_slugs, shipped_drafts
from draftloop.steps.next_step import NextStep, asks_for_verdicts, next_step
from draftloop.steps.pick import Candidate, candidates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.steps.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What now? Everything the first screen says."""

    date: date
    """The writing day, which may be yesterday's until the day ends."""
    week: str
    """`2026-W47`; empty without a schedule."""
    rail: tuple[RailDay, ...]
    draft: DraftStatus | None
    """The draft of the newest iteration that is neither shipped nor dropped."""
    next: tuple[NextStep, ...]
    also: tuple[DraftStatus, ...]
    """Other drafts in work."""
    ideas_open: int
    asked_again: int
    """Open ideas that somebody asked about within the last seven days."""
    picks: tuple[Candidate, ...]
    """Candidates for a pick, when nothing is in work or this is the day for it."""
    streak_weeks: int
    shipped: tuple[tuple[str, datetime], ...]
    """Posts first shipped in this week."""
    shipped_in_all: int

    def to_json(self) -> dict[str, object]:
        """As cli.md fixes it."""
        return {
            "date": self.date.isoformat(),
            "week": self.week or None,
            "draft": self.draft.slug if self.draft else None,
            "stage": self.draft.stage if self.draft else Stage.PICK,
            "due": self.draft.due.isoformat() if self.draft and self.draft.due else None,
            "next": [step.to_json() for step in self.next],
            "streak_weeks": self.streak_weeks,
        }


def today(desk: Desk) -> Today:
    """What this day asks for. Reads the files, and the history of the drafts in work."""
    week = desk.settings.week
    day = writing_day(desk.now(), week)
    shipped = shipped_drafts(desk)
    working = _working(desk, shipped)
    draft = working[0] if working else None
    ideas = list_ideas(desk)
    picks = tuple(candidates(desk)) if draft is None and ideas else ()
    first, last = week_of(day, week)
    return Today(
        date=day,
        week=week_label(day, week),
        rail=rail_of(day, week),
        draft=draft,
        next=_next(desk, draft, has_ideas=bool(ideas)),
        also=tuple(working[1:]),
        ideas_open=len(ideas),
        asked_again=sum(any((day - asked.when).days in range(7) for asked in idea.asked) for idea in ideas),
        picks=picks,
        streak_weeks=streak(shipped.values(), day, week),
        shipped=tuple(
            (slug, when) for slug, when in shipped.items() if first <= writing_day(when, week) <= last
        ),
        shipped_in_all=len(shipped),
    )


def short(now: Today) -> str:
    """One line for a shell prompt: `prose: retry-storms 612/1400`; empty when nothing is asked."""
    if now.draft is None:
        return "pick" if now.ideas_open else ""
    if asks_for_verdicts(now.draft):
        return f"compare: {now.draft.slug} {now.draft.waiting}"
    line = f"{now.draft.stage}: {now.draft.slug}"
    if now.draft.stage is Stage.PROSE:
        line += f" {now.draft.words}/{now.draft.target_words}"
    return line


def _working(desk: Desk, shipped: Sequence[str] | dict[str, datetime]) -> list[DraftStatus]:
    """Drafts in work, the newest iteration first. Shipped ones cost no look at their history."""
    found = in_work(survey_some(desk, [slug for slug in draft_slugs(desk) if slug not in shipped]))
    return sorted(
        found, key=lambda s: (s.updated is not None, s.updated and s.updated.timestamp()), reverse=True
    )


def _next(desk: Desk, draft: DraftStatus | None, *, has_ideas: bool) -> tuple[NextStep, ...]:
    if draft is not None:
        return (next_step(desk, draft),)
    if has_ideas:
        return (
            NextStep(
                stage=Stage.PICK,
                slug="",
                command="draftloop pick SLUG",
                sentence="Pick the title that pulls you most",
            ),
        )
    return (
        NextStep(
            stage=Stage.IDEA,
            slug="",
            command="draftloop idea add TITLE",
            sentence="Ten titles are enough to begin",
        ),
    )
