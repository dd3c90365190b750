"""Rewriting the outline from memory: the old one is safe, then it goes away, and the page is empty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from draftloop.loop.document import Document
from draftloop.loop.errors import BadValue, NotFound, SameDay
from draftloop.loop.outline import parse_outline
from draftloop.loop.ports import Sitting
from draftloop.loop.scaffold import empty_page
from draftloop.loop.stage import Stage
from draftloop.loop.week import writing_day
from draftloop.steps.autosaves import put_in_trash
from draftloop.steps.bundle import must_read, read_bundle
from draftloop.steps.done import done
from draftloop.steps.outline import outline_path
from draftloop.steps.rounds import outline_text, rounds_of
from draftloop.steps.waiting import NO_GIT

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

KEPT = "kept:"
"""Marks a base that is in the recovery store because there is no git to hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One rewrite from memory."""

    slug: str
    title: str
    old_text: str
    """The last outline: for the scan and for peeks, and for nothing else."""
    document: Document
    """outline.md as it is now."""
    page: str
    """What the writing begins with: an empty page, or what an interrupted attempt had written."""
    round: int
    """The number of the round being written."""
    peeks: int
    is_resumed: bool
    """True when something of this attempt is written already."""
    wants_scan: bool
    """False only when the scan of today is behind."""


def begin_rewrite(desk: Desk, slug: str, *, today_anyway: bool = False) -> Attempt:
    """Begin or resume a rewrite. The old outline is committed first; outline.md itself is not touched yet.

    Raises:
        SameDay: the last round was written today; `today_anyway` goes on.
        BadValue: there is no outline to rewrite.
        HistoryUnavailable: git cannot record the old outline now (without git it is kept safe instead).
    """
    bundle = read_bundle(desk, slug)
    document = must_read(bundle, "outline.md")
    sitting = desk.sittings.open(slug)
    if sitting is not None and sitting.stage == Stage.REWRITE and sitting.base_commit:
        old_text = _base_text(desk, slug, sitting.base_commit)
        if old_text is not None:
            return _resume(desk, bundle.title, document, sitting, old_text)
    if not parse_outline(document.text).points:
        raise BadValue(
            "outline", outline_path(slug), "has no points to rewrite yet; `draftloop outline` first"
        )
    if not today_anyway and _was_written_today(desk, slug, sitting):
        raise SameDay(slug)
    number = _secure(desk, slug)
    rounds = rounds_of(desk.history.timeline(slug))
    base = rounds[-1].commit if rounds else KEPT + desk.recovery.keep(document.path, document.text)
    old_text = outline_text(desk, slug, base) if rounds else document.text
    desk.sittings.keep(Sitting(slug=slug, stage=Stage.REWRITE, began=desk.now(), base_commit=base))
    return Attempt(
        slug=slug,
        title=bundle.title,
        old_text=old_text,
        document=document,
        page=_page(desk, old_text),
        round=number,
        peeks=0,
        is_resumed=False,
        wants_scan=True,
    )


def take_away(desk: Desk, attempt: Attempt) -> Attempt:
    """The scan is over: outline.md becomes the empty page, unless something is written already."""
    sitting = _sitting(desk, attempt.slug)
    desk.sittings.keep(replace(sitting, scanned=_today(desk)))
    if attempt.is_resumed:
        return replace(attempt, wants_scan=False)
    document = desk.library.save(attempt.document, attempt.page)
    return replace(attempt, document=document, wants_scan=False)


def peek(desk: Desk, slug: str) -> int:
    """Count one look at the old outline; how many there were in this attempt."""
    sitting = _sitting(desk, slug)
    desk.sittings.keep(replace(sitting, peeks=sitting.peeks + 1))
    return sitting.peeks + 1


def give_up(desk: Desk, attempt: Attempt) -> Document:
    """End the attempt without a round: the old outline comes back; what was written is in the trash first."""
    now = desk.library.open(attempt.document.path)
    if now.text not in (attempt.old_text, attempt.page):
        put_in_trash(desk, attempt.slug, {now.path: now.text})
    document = desk.library.save(now, attempt.old_text) if now.text != attempt.old_text else now
    desk.sittings.close(attempt.slug)
    return document


def _resume(desk: Desk, title: str, document: Document, sitting: Sitting, old_text: str) -> Attempt:
    slug = sitting.slug
    page = _page(desk, old_text)
    is_written = document.text not in (old_text, page)
    rounds = rounds_of(desk.history.timeline(slug))
    return Attempt(
        slug=slug,
        title=title,
        old_text=old_text,
        document=document,
        page=document.text if is_written else page,
        round=(rounds[-1].number if rounds else 1) + 1,
        peeks=sitting.peeks,
        is_resumed=is_written,
        wants_scan=sitting.scanned != _today(desk),
    )


def _was_written_today(desk: Desk, slug: str, sitting: Sitting | None) -> bool:
    """Whether the last round, recorded or still open, is of this writing day."""
    rounds = rounds_of(desk.history.timeline(slug))
    times = [rounds[-1].when] if rounds else []
    if sitting is not None and sitting.stage == Stage.OUTLINE:
        times.append(sitting.began)
    week = desk.settings.week
    return any(writing_day(when, week) == writing_day(desk.now(), week) for when in times)


def _secure(desk: Desk, slug: str) -> int:
    """Have the old outline recorded first, or kept for git; the number of the next round."""
    has_history = desk.queue is not None or desk.history.state().kind not in NO_GIT
    if has_history and desk.history.changed([outline_path(slug)]):
        done(desk, slug, stage=Stage.OUTLINE)
    rounds = rounds_of(desk.history.timeline(slug))
    return (rounds[-1].number if rounds else 1) + 1


def _base_text(desk: Desk, slug: str, base: str) -> str | None:
    """The outline an attempt began from; None when that round is not the last one any more, or is gone."""
    if base.startswith(KEPT):
        try:
            return desk.recovery.text(base.removeprefix(KEPT))
        except NotFound:
            return None
    rounds = rounds_of(desk.history.timeline(slug))
    if desk.queue is not None:
        base = desk.queue.committed_as(base) or base  # it waited for git when the attempt began
    if not rounds or rounds[-1].commit != base:
        return None
    return outline_text(desk, slug, base)


def _page(desk: Desk, old_text: str) -> str:
    return empty_page(old_text) if desk.settings.stages.rewrite_headings else "- \n"


def _sitting(desk: Desk, slug: str) -> Sitting:
    sitting = desk.sittings.open(slug)
    if sitting is None:
        raise NotFound("open rewrite", slug)
    return sitting


def _today(desk: Desk) -> str:
    return writing_day(desk.now(), desk.settings.week).isoformat()


def finish_in_editor(desk: Desk, attempt: Attempt, text: str) -> bool:
    """Put what an editor came back with in the outline's place; False when nothing was written in it.

    Raises:
        ChangedOnDisk: outline.md was changed meanwhile; the text is kept safe.
    """
    # Emptied is called off; an attempt written before is still in its place.
    if not text.strip() or (text.strip() == attempt.page.strip() and not attempt.is_resumed):
        if not attempt.is_resumed:
            desk.sittings.close(attempt.slug)
        return False
    if text != attempt.document.text:
        desk.library.save(attempt.document, text)
    return True
