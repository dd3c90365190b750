"""`done`: ends the current iteration. Commits what changed in that draft, and says what comes next."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.errors import BadValue, CannotWrite, HistoryUnavailable, Unreadable
from draftloop.loop.iteration import Iteration, next_number
from draftloop.loop.iteration import subject as subject_of
from draftloop.loop.stage import Stage, stage_of_changes
from draftloop.steps.bundle import folder_of, must_read, read_bundle
from draftloop.steps.drafts import survey
from draftloop.steps.housekeeping import commit_loose_files
from draftloop.steps.leftovers import clear_leftovers
from draftloop.steps.next_step import next_sentence
from draftloop.steps.rounds import outline_text, rounds_of
from draftloop.steps.waiting import Queued, Recorded, record_or_queue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.iteration import Turn
    from draftloop.loop.ports import Sitting
    from draftloop.steps.bundle import Bundle
    from draftloop.steps.desk import Desk

PASSES = ("grammar", "readability")

FILE_OF_SITTING: dict[str, str] = {
    Stage.OUTLINE: "outline.md",
    Stage.REWRITE: "outline.md",
    Stage.PROSE: "post.md",
    Stage.EDIT: "post.md",
}
"""What a sitting writes: one whose file did not change says nothing about what did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What the end of an iteration came to."""

    slug: str
    commit: str | None
    """None when nothing had changed and nothing was recorded, or when it is `queued`."""
    stage: Stage
    iteration: int | None
    subject: str
    next: str
    """One sentence: what comes next, and when."""
    queued: Queued | None = None
    """Kept, and waiting for git."""
    rewritten: tuple[str, ...] = ()
    """Files that a hook changed while they were committed; the author's text is kept safe."""

    @property
    def is_ended(self) -> bool:
        """Whether there was something to end: it is in git, or kept for it."""
        return self.commit is not None or self.queued is not None


def done(
    desk: Desk,
    slug: str,
    *,
    minutes: int | None = None,
    note: str = "",
    muddy: str = "",
    pass_name: str = "",
    stage: Stage | None = None,
) -> Done:
    """End the iteration: one commit of this draft's files under the stage they belong to, now or later.

    Args:
        desk: The desk.
        slug: An exact slug.
        minutes: Writing time; None takes what the open sitting counted.
        note: The author's own words about this turn.
        muddy: What is still muddy, after an outline or a rewrite.
        pass_name: Records this edit pass, changed or not.
        stage: Overrides what follows from the sitting and the files.

    Raises:
        HistoryUnavailable: a file holds both sides of a conflict, or what git refuses could not be kept
            either; the files are as they were.
        BadValue: no such pass, or a pass over a draft without prose.
        Unreadable: a pass over prose that cannot be read.
    """
    bundle = read_bundle(desk, slug)
    if pass_name:
        _must_be_a_pass(bundle, pass_name)
    commit_loose_files(desk)
    clear_leftovers(desk)
    turns = turns_of(desk, slug)
    sitting = desk.sittings.open(slug)
    changed = desk.history.changed([folder_of(slug)])
    if stage is None:
        stage = Stage.EDIT if pass_name else _stage(desk, slug, sitting, changed, turns)
    if not changed and not pass_name:
        return _nothing(desk, slug, stage)
    iteration = Iteration(
        stage=stage,
        when=desk.now(),
        title=bundle.title,
        draft=slug,
        number=next_number(turns, stage),
        minutes=_minutes(minutes, sitting),
        peeks=sitting.peeks if sitting and stage is Stage.REWRITE else None,
        muddy=muddy,
        pass_name=pass_name,
        note=note,
    )
    outcome = record_or_queue(desk, iteration, [folder_of(slug)], allow_empty=bool(pass_name))
    with suppress(CannotWrite):  # it is kept: a state folder gone read-only may not deny that
        desk.sittings.close(slug)
    if outcome is None:
        return _nothing(desk, slug, stage)
    return Done(
        slug=slug,
        commit=outcome.commit if isinstance(outcome, Recorded) else None,
        stage=stage,
        iteration=iteration.number,
        subject=subject_of(iteration),
        next=next_sentence(desk, survey(desk, slug)),
        queued=outcome if isinstance(outcome, Queued) else None,
        rewritten=outcome.rewritten if isinstance(outcome, Recorded) else (),
    )


def turns_of(desk: Desk, slug: str) -> Sequence[Turn]:
    """The turns of a draft; none where git cannot even be read: what is ended now is kept all the same."""
    try:
        return desk.history.timeline(slug)
    except HistoryUnavailable:
        return ()


def _must_be_a_pass(bundle: Bundle, pass_name: str) -> None:
    if pass_name not in PASSES:
        raise BadValue("pass", pass_name, "the passes are grammar and readability")
    if not bundle.has_prose:
        must_read(bundle, "post.md")
        raise BadValue("pass", pass_name, f"{bundle.slug} has no prose to edit yet")


def _stage(
    desk: Desk, slug: str, sitting: Sitting | None, changed: Sequence[str], turns: Sequence[Turn]
) -> Stage:
    """The stage of the open sitting, else of the furthest file that changed (formats.md section 8)."""
    if sitting is not None and FILE_OF_SITTING.get(sitting.stage, "") in {
        path.rpartition("/")[2] for path in changed
    }:
        return Stage(sitting.stage)
    status = survey(desk, slug)
    rounds = rounds_of(turns)
    folder = folder_of(slug)
    before = outline_text(desk, slug, rounds[-1].commit) if rounds else ""
    try:
        now = desk.library.open(f"{folder}/outline.md").text
    except Unreadable:
        now = before  # recorded as it is: one broken file may not keep the others out of the history
    return stage_of_changes(
        changed,
        now=status.stage,
        outline_before=before,
        outline_now=now,
    )


def _minutes(given: int | None, sitting: Sitting | None) -> int | None:
    if given is not None:
        return given
    if sitting is None or sitting.minutes < 0.5:
        return None
    return max(1, round(sitting.minutes))


def _nothing(desk: Desk, slug: str, stage: Stage) -> Done:
    return Done(
        slug=slug,
        commit=None,
        stage=stage,
        iteration=None,
        subject="",
        next=next_sentence(desk, survey(desk, slug)),
    )
