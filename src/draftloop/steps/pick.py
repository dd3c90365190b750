"""Pick: a few candidates with what speaks for each, and an idea becomes a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import log10
from typing import TYPE_CHECKING

from draftloop.loop.errors import AlreadyThere, NotFound
from draftloop.loop.idea import Idea, age_in_words, idea_from, picked_text
from draftloop.loop.iteration import Iteration
from draftloop.loop.near_titles import near_slugs
from draftloop.loop.stage import Stage
from draftloop.steps.capture import list_ideas
from draftloop.steps.housekeeping import commit_loose_files
from draftloop.steps.waiting import record_or_queue

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

FORGOTTEN_DAYS = 90
"""An idea this old, that nothing speaks for loudly, counts as forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An idea, and in words what speaks for it."""

    idea: Idea
    reasons: tuple[str, ...]


def candidates(desk: Desk, *, count: int = 3, skip: int = 0) -> list[Candidate]:
    """The few ideas that most speaks for, one forgotten idea brought back among them as the last.

    Args:
        desk: The desk.
        count: How many.
        skip: How many were shown before; those are passed over.
    """
    now = desk.now()
    ranked = sorted(
        (idea for idea in list_ideas(desk, sort="oldest") if not idea.trouble), key=_weight, reverse=True
    )
    if not ranked or count < 1:
        return []
    turn = skip // count
    best_each = count - 1 if count > 1 and len(ranked) > count else count
    best = ranked[turn * best_each : (turn + 1) * best_each]
    forgotten = _forgotten(ranked[best_each:], best, now, turn) if best_each < count else None
    if forgotten is None:
        best = ranked[turn * best_each : turn * best_each + count]
    drafts = [name[:-1] for name in desk.library.list_files("drafts") if name.endswith("/")]
    found = [Candidate(idea=idea, reasons=_reasons(idea, drafts, now)) for idea in best]
    if forgotten is not None:
        age = age_in_words(forgotten.created, now)
        reasons = (f"forgotten: noted {age} ago", *_reasons(forgotten, drafts, now, with_age=False))
        found.append(Candidate(idea=forgotten, reasons=reasons))
    return found


def _weight(idea: Idea) -> float:
    """Only an order: it is never shown."""
    interest = 3.0 * (idea.interest or 0)
    asked = 2.0 * min(idea.asked_count, 6)
    signal = log10(1 + idea.reach + 10 * sum(signal.engaged for signal in idea.signals))
    return interest + asked + signal + 0.5 * min(idea.notes_count, 8)


def _forgotten(others: list[Idea], best: list[Idea], now: datetime, turn: int) -> Idea | None:
    """Another one each week and each time others are asked for, so that in the end each has its turn."""
    old = [
        idea
        for idea in others
        if idea not in best and idea.created and (now.date() - idea.created.date()).days >= FORGOTTEN_DAYS
    ]
    return old[(now.date().toordinal() // 7 + turn) % len(old)] if old else None


def _reasons(idea: Idea, drafts: Sequence[str], now: datetime, *, with_age: bool = True) -> tuple[str, ...]:
    reasons = []
    if idea.interest:
        reasons.append(
            {1: "it interests you a little", 2: "it interests you", 3: "it interests you most"}[idea.interest]
        )
    if idea.asked_count:
        last = max((asked.when for asked in idea.asked), default=None)
        when = f", last on {last.isoformat()}" if last and last.year > 1 and idea.asked_count > 1 else ""
        reasons.append("asked once" if idea.asked_count == 1 else f"asked {idea.asked_count}×{when}")
    if idea.reach:
        loudest = max(idea.signals, key=lambda signal: signal.reach)
        reasons.append(f"reached {loudest.reach:,} on {loudest.where or 'a test'}")
    if idea.notes_count:
        reasons.append("one note" if idea.notes_count == 1 else f"{idea.notes_count} notes")
    near = near_slugs(idea.slug, drafts, most=1)
    reasons.append(f"close to your draft {near[0]}" if near else "nothing written on this yet")
    age = age_in_words(idea.created, now)
    if with_age and age:
        reasons.append("noted today" if age == "today" else f"noted {age} ago")
    return tuple(reasons)


def pick(desk: Desk, slug: str, answers: Sequence[str] = ("", "", "")) -> str:
    """Make a draft of an idea; the draft's slug, which is the idea's.

    Changed ideas are recorded first, then the pick by itself. While git cannot record, the files are moved
    all the same, and the pick waits for it.

    Raises:
        NotFound: no such idea.
        AlreadyThere: a draft of that name has notes already.
        ChangedOnDisk, CannotWrite: the answers could not be saved; they are in the recovery store.
    """
    old, new = f"ideas/{slug}.md", f"drafts/{slug}/notes.md"
    document = desk.library.open(old)
    if not document.exists:
        raise NotFound("idea", slug)
    if desk.library.open(new).exists:
        raise AlreadyThere(new, "rename the idea, or merge the two by hand")
    title = idea_from(slug, old, desk.library.fields(document), document.text).title
    commit_loose_files(desk)
    desk.library.move(old, new)
    day = desk.now().date()
    desk.library.save(replace(document, path=new), picked_text(document.text, day, answers))
    iteration = Iteration(stage=Stage.PICK, when=desk.now(), title=title, draft=slug)
    record_or_queue(desk, iteration, [old, f"drafts/{slug}"], also=[old])
    return slug
