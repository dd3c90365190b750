"""Drafts and where they stand: stage, round, words, what is open, when it is due."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from draftloop.loop.blocks import Gap
from draftloop.loop.errors import HistoryUnavailable, NotFound, Unreadable
from draftloop.loop.idea_text import clean_line
from draftloop.loop.iteration import Iteration
from draftloop.loop.outline import parse_outline
from draftloop.loop.settledness import Settled, advise
from draftloop.loop.stage import DraftFacts, Stage, passes_recorded, stage_of
from draftloop.loop.week import due, is_day_for, writing_day
from draftloop.steps.bundle import Bundle, folder_of, must_read, read_bundle
from draftloop.steps.files import set_fields
from draftloop.steps.lengths import draft_slugs, shipped_drafts, shipped_when, target_words, typical_words
from draftloop.steps.outline import scaffold_of
from draftloop.steps.prose import Progress, progress
from draftloop.steps.rounds import (
    Round,
    compare_texts,
    corrections_of,
    outline_text,
    rounds_of,
    settled_rounds,
)
from draftloop.steps.waiting import Recorded, record_or_queue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from draftloop.loop.iteration import Turn
    from draftloop.steps.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStatus:
    """Where a draft stands: everything a listing, Today and the stage rail need."""

    slug: str
    title: str
    stage: Stage
    iteration: int
    """The round of the outline; 0 before its first commit."""
    points: int
    words: int
    target_words: int
    gaps: tuple[Gap, ...]
    covered: int
    coverable: int
    settled: float | None
    """Settledness of the last rewrite, 0 to 1; None before the second round."""
    settled_rounds: tuple[Settled, ...]
    due: date | None
    updated: datetime | None
    shipped: datetime | None
    passes: tuple[str, ...]
    """Edit passes that still hold for the text as it is."""
    sittings: int
    """Prose sittings so far."""
    is_private: bool
    kind: str
    waiting: int = 0
    """Points that the last rewrite dropped and that have no verdict yet; prose asks for none any more."""
    trouble: str = ""
    """What cannot be read, with its reason: a file, or the history; empty when all can."""
    broken: str = ""
    """The first file that cannot be read; empty when all can."""


def survey(
    desk: Desk, slug: str, *, typical: Callable[[], int] | None = None, is_listed: bool = False
) -> DraftStatus:
    """Where one draft stands. What cannot be read is named in `trouble`, and costs only itself.

    Args:
        desk: The desk.
        slug: An exact slug.
        typical: The author's usual length, where it is known already.
        is_listed: A row among many: a shipped post is not measured against its outline again.

    Raises:
        NotFound: there is no such draft.
    """
    bundle = read_bundle(desk, slug)
    turns, no_history = _turns(desk, slug)
    rounds = rounds_of(turns)
    outline = parse_outline(bundle.outline.text)
    shipped, no_ledger = _shipped(desk, bundle)
    target = target_words(desk, bundle, typical)
    measured = progress(desk, None if shipped and is_listed else outline, bundle.post.text, target=target)
    settled, unsettled = ((), "") if shipped else _settled(desk, slug, rounds)
    waiting = 0 if bundle.has_prose or unsettled else _waiting(desk, bundle, rounds)
    trouble = "; ".join(dict.fromkeys(filter(None, (_broken(bundle), no_ledger, no_history, unsettled))))
    passes = passes_recorded(turns)
    facts = _facts(desk, bundle, measured, rounds, settled, passes, shipped, turns)
    stage = stage_of(facts)
    return DraftStatus(
        slug=slug,
        title=bundle.title,
        stage=stage,
        iteration=rounds[-1].number if rounds else 0,
        points=len(outline.points),
        words=measured.words,
        target_words=measured.target_words,
        gaps=measured.gaps,
        covered=measured.covered,
        coverable=measured.coverable,
        settled=settled[-1].total if settled else None,
        settled_rounds=settled,
        due=_due(desk, stage, rounds),
        updated=turns[-1].when if turns else None,
        shipped=shipped,
        passes=tuple(sorted(passes)),
        sittings=sum(turn.stage is Stage.PROSE for turn in turns),
        is_private=bundle.is_private,
        kind=bundle.kind,
        waiting=waiting,
        trouble=trouble,
        broken=bundle.broken[0].path if bundle.broken else "",
    )


def survey_all(desk: Desk) -> list[DraftStatus]:
    """Every draft, the most recently touched first."""
    return _latest_first(survey_some(desk, draft_slugs(desk)))


def survey_unshipped(desk: Desk) -> tuple[list[DraftStatus], int]:
    """Drafts in work, the most recently touched first, and how many others there are.

    The posts of years cost no look at their text and history.
    """
    shipped = shipped_drafts(desk)
    slugs = draft_slugs(desk)
    found = in_work(survey_some(desk, [slug for slug in slugs if slug not in shipped]))
    return _latest_first(found), len(slugs) - len(found)


def _latest_first(found: Sequence[DraftStatus]) -> list[DraftStatus]:
    return sorted(
        found, key=lambda status: (status.updated is None, status.updated and -status.updated.timestamp())
    )


def survey_some(desk: Desk, slugs: Sequence[str]) -> list[DraftStatus]:
    """The named drafts for a list, in the order given; the usual length is measured once."""
    typical = cache(lambda: typical_words(desk))
    return [survey(desk, slug, typical=typical, is_listed=True) for slug in slugs]


def in_work(statuses: Sequence[DraftStatus]) -> list[DraftStatus]:
    """Those neither shipped nor dropped."""
    return [status for status in statuses if status.stage not in (Stage.SHIPPED, Stage.DROPPED)]


def drop_draft(desk: Desk, slug: str, because: str) -> str | None:
    """Give a draft up; its files stay. The commit, or None without git. Raises Unreadable."""
    document = must_read(read_bundle(desk, slug), "notes.md")
    if not document.exists:
        raise NotFound("file", document.path)
    day = writing_day(desk.now(), desk.settings.week)
    set_fields(desk, document, {"dropped": day, "because": clean_line(because) or None})
    return _record(desk, slug, Stage.DROP, because)


def revive_draft(desk: Desk, slug: str) -> str | None:
    """Take a dropped draft back. The commit, or None when nothing changed or without git."""
    document = must_read(read_bundle(desk, slug), "notes.md")
    if set_fields(desk, document, {"dropped": None, "because": None}) == document:
        return None
    return _record(desk, slug, Stage.REVIVE, "")


def _record(desk: Desk, slug: str, stage: Stage, because: str) -> str | None:
    title = read_bundle(desk, slug).title
    iteration = Iteration(stage=stage, when=desk.now(), title=title, draft=slug, because=because)
    try:
        outcome = record_or_queue(desk, iteration, [f"{folder_of(slug)}/notes.md"])
    except HistoryUnavailable:
        return None  # the file says it; the next `done` commits it
    return outcome.commit if isinstance(outcome, Recorded) else None


def _shipped(desk: Desk, bundle: Bundle) -> tuple[datetime | None, str]:
    try:
        return shipped_when(desk, bundle.slug), ""
    except Unreadable as error:
        return None, _sentence(error)


def _turns(desk: Desk, slug: str) -> tuple[Sequence[Turn], str]:
    """The draft's history, or why it cannot be read: the files speak without it."""
    try:
        return desk.history.timeline(slug), ""
    except HistoryUnavailable as error:
        return (), f"{error.reason}; {error.remedy}"


def _settled(desk: Desk, slug: str, rounds: Sequence[Round]) -> tuple[tuple[Settled, ...], str]:
    try:
        return settled_rounds(desk, slug, rounds), ""
    except HistoryUnavailable as error:
        return (), f"{error.reason}; {error.remedy}"
    except Unreadable as error:
        return (), _sentence(error)


def _waiting(desk: Desk, bundle: Bundle, rounds: Sequence[Round]) -> int:
    """How many points the last rewrite dropped without a verdict so far."""
    if len(rounds) < 2:
        return 0
    before, last = rounds[-2:]
    old_text = outline_text(desk, bundle.slug, before.commit)
    corrections = corrections_of(desk, bundle.slug)
    pair = compare_texts(old_text, bundle.outline.text, corrections, meaning=desk.meaning)
    decided = Counter((*last.let_go, *last.parked))
    dropped = Counter(pair.old.points[index].text for index in pair.diff.dropped)
    return (dropped - decided).total()


def _broken(bundle: Bundle) -> str:
    return "; ".join(_sentence(error) for error in bundle.broken)


def _sentence(error: Unreadable) -> str:
    place = error.path if error.line is None else f"{error.path}:{error.line}"
    return f"{place}: {error.reason}"


def _facts(
    desk: Desk,
    bundle: Bundle,
    measured: Progress,
    rounds: Sequence[Round],
    settled: Sequence[Settled],
    passes: frozenset[str],
    shipped: datetime | None,
    turns: Sequence[Turn],
) -> DraftFacts:
    today = writing_day(desk.now(), desk.settings.week)
    return DraftFacts(
        is_dropped=bundle.is_dropped,
        is_public=shipped is not None,
        has_prose=bundle.has_prose,
        has_prose_recorded=any(turn.stage is Stage.PROSE for turn in turns),
        has_edit_recorded=any(turn.stage is Stage.EDIT for turn in turns),
        passes=passes,
        gaps=len(measured.gaps),
        uncovered=measured.coverable - measured.covered,
        is_edit_day=is_day_for(Stage.EDIT, today, desk.settings.week),
        has_own_points=bool(rounds),
        round=rounds[-1].number if rounds else 0,
        needs_another_round=bool(settled) and advise(settled).go_on,
        allows_rewrite=_is_rewritten(desk, bundle),
    )


def _is_rewritten(desk: Desk, bundle: Bundle) -> bool:
    try:
        return scaffold_of(desk, bundle).is_rewritten
    except (NotFound, Unreadable):
        return True


def _due(desk: Desk, stage: Stage, rounds: Sequence[Round]) -> date | None:
    week = desk.settings.week
    last = writing_day(rounds[-1].when, week) if rounds else None
    return due(stage, writing_day(desk.now(), week), last, week)
