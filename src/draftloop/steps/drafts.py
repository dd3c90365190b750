"""Drafts and where they stand: stage, round, words, what is open, when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from draftloop.loop.blocks import Gap
from draftloop.loop.errors import NotFound, Unreadable
from draftloop.loop.front_matter import remove_field, set_field
from draftloop.loop.iteration import Iteration
from draftloop.loop.outline import parse_outline
from draftloop.loop.settledness import Settled, advise
from draftloop.loop.stage import DraftFacts, Stage, passes_recorded, stage_of
from draftloop.loop.week import due, is_day_for, writing_day
from draftloop.steps.bundle import Bundle, folder_of, must_read, read_bundle
from draftloop.steps.lengths import draft_slugs, shipped_when, target_words
from draftloop.steps.outline import scaffold_of
from draftloop.steps.prose import Progress, progress
from draftloop.steps.rounds import Round, rounds_of, settled_rounds

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    verdicts_waiting: int
    is_private: bool
    kind: str
    trouble: str = ""
    """Path and reason of a file that cannot be read; empty when all can."""


def survey(desk: Desk, slug: str) -> DraftStatus:
    """Where one draft stands. Raises NotFound."""
    bundle = read_bundle(desk, slug)
    turns = desk.history.timeline(slug)
    rounds = rounds_of(turns)
    outline = parse_outline(bundle.outline.text)
    measured = progress(desk, outline, bundle.post.text, target=target_words(desk, bundle))
    shipped, trouble = _shipped(desk, bundle)
    settled = () if shipped else settled_rounds(desk, slug, rounds)
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
        verdicts_waiting=0,
        is_private=bundle.is_private,
        kind=bundle.kind,
        trouble=trouble,
    )


def survey_all(desk: Desk) -> list[DraftStatus]:
    """Every draft, the most recently touched first."""
    found = [survey(desk, slug) for slug in draft_slugs(desk)]
    return sorted(
        found, key=lambda status: (status.updated is None, status.updated and -status.updated.timestamp())
    )


def in_work(statuses: Sequence[DraftStatus]) -> list[DraftStatus]:
    """Those neither shipped nor dropped."""
    return [status for status in statuses if status.stage not in (Stage.SHIPPED, Stage.DROPPED)]


def drop_draft(desk: Desk, slug: str, because: str) -> str | None:
    """Give a draft up; its files stay. The commit, or None without git. Raises Unreadable."""
    document = must_read(read_bundle(desk, slug), "notes.md")
    if not document.exists:
        raise NotFound("file", document.path)
    text = set_field(document.text, "dropped", writing_day(desk.now(), desk.settings.week))
    if because:
        text = set_field(text, "because", because)
    desk.library.save(document, text)
    return _record(desk, slug, Stage.DROP, because)


def revive_draft(desk: Desk, slug: str) -> str | None:
    """Take a dropped draft back. The commit, or None when nothing changed or without git."""
    document = must_read(read_bundle(desk, slug), "notes.md")
    text = remove_field(remove_field(document.text, "dropped"), "because")
    if text == document.text:
        return None
    desk.library.save(document, text)
    return _record(desk, slug, Stage.REVIVE, "")


def _record(desk: Desk, slug: str, stage: Stage, because: str) -> str | None:
    if not desk.history.state().is_ready:
        return None  # the file says it; the next `done` commits it
    title = read_bundle(desk, slug).title
    iteration = Iteration(stage=stage, when=desk.now(), title=title, draft=slug, because=because)
    return desk.history.record(iteration, [f"{folder_of(slug)}/notes.md"])


def _shipped(desk: Desk, bundle: Bundle) -> tuple[datetime | None, str]:
    trouble = "; ".join(f"{error.path}: {error.reason}" for error in bundle.broken)
    try:
        return shipped_when(desk, bundle.slug), trouble
    except Unreadable as error:
        return None, trouble or f"{error.path}: {error.reason}"


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
