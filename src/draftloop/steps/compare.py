"""Comparing the rewrite with the outline before: what was lost, and the author's verdict on each point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from draftloop.loop.errors import BadValue, ChangedOnDisk, NothingToCompare
from draftloop.loop.iteration import Iteration
from draftloop.loop.outline import Outline
from draftloop.loop.outline_diff import Link, OutlineDiff
from draftloop.loop.settledness import Advice, Settled, advise, settledness
from draftloop.loop.stage import Stage
from draftloop.loop.verdicts import comes_along, park_text, restore_points
from draftloop.loop.week import due, writing_day
from draftloop.steps.bundle import folder_of, must_read, read_bundle
from draftloop.steps.done import done
from draftloop.steps.next_step import DAYS
from draftloop.steps.outline import outline_path
from draftloop.steps.rounds import (
    Round,
    TreeDiff,
    compare_texts,
    corrections_of,
    outline_text,
    rounds_of,
    settled_pair,
    settled_rounds,
)
from draftloop.steps.waiting import Queued, Recorded, record_or_queue

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


_OFFER = "meaning"
_MUCH = 4
"""Doubtful and dropped points from which on fewer would be a relief."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The last rewrite against the round before, as far as the author has got with it."""

    slug: str
    title: str
    old_round: int
    new_round: int
    old_text: str
    new_text: str
    """outline.md as it is now, restored points included."""
    old: Outline
    new: Outline
    diff: OutlineDiff
    questions: tuple[Link, ...]
    """Doubtful matches without an answer, least sure first, at most as many as the setting allows."""
    waiting: tuple[int, ...]
    """Indices of dropped old points that have no verdict yet."""
    gone: tuple[int, ...]
    """Indices of dropped old points that were let go or parked, and can still be restored."""
    let_go: tuple[str, ...]
    restored: tuple[str, ...]
    parked: tuple[str, ...]
    settled: Settled
    history: tuple[Settled, ...]
    """Of every rewrite, this one last."""
    advice: Advice
    next_day: str
    """Name of the day of another round; empty without a schedule."""
    trouble: str = ""
    """Why points were matched by words although a sentence model is installed."""
    offers_meaning: bool = False
    """Whether there is no sentence model and it would find more here."""

    @property
    def pair(self) -> TreeDiff:
        """The two outlines and their match, as for any two rounds."""
        return TreeDiff(old=self.old, new=self.new, diff=self.diff, trouble=self.trouble)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What was decided and recorded."""

    commit: str | None
    text: str
    """outline.md after it."""
    comparison: Comparison
    queued: Queued | None = None
    """Kept, and waiting for git."""


def comparison(desk: Desk, slug: str) -> Comparison:
    """Compare the last rewrite with the round before it.

    A rewrite that is not ended yet counts: it is outline.md as it is now.

    Raises:
        NothingToCompare: there is one outline only.
        Unreadable: outline.md or corrections.toml cannot be read.
    """
    bundle = read_bundle(desk, slug)
    new_text = must_read(bundle, "outline.md").text
    rounds = rounds_of(desk.history.timeline(slug))
    before, current = _sides(desk, slug, rounds)
    old_text = outline_text(desk, slug, before.commit)
    corrections = corrections_of(desk, slug)

    def matched(text: str) -> TreeDiff:
        return compare_texts(old_text, text, corrections, meaning=desk.meaning, starts_model=True)

    pair = matched(new_text)
    decided = current or Round(number=before.number + 1, commit="", written_commit="", when=before.when)
    written = outline_text(desk, slug, decided.written_commit) if current else new_text
    settled = settled_pair(matched(written), decided.restored)
    earlier = tuple(r for r in rounds if r.number <= before.number)
    history = (*settled_rounds(desk, slug, earlier, starts_model=True), settled)
    gone = _gone(pair, decided)
    next_day = _next_day(desk, decided)
    return Comparison(
        slug=slug,
        title=bundle.title,
        old_round=before.number,
        new_round=decided.number,
        old_text=old_text,
        new_text=new_text,
        old=pair.old,
        new=pair.new,
        diff=pair.diff,
        questions=pair.diff.doubtful[: desk.settings.stages.questions],
        waiting=tuple(i for i in pair.diff.dropped if i not in gone),
        gone=gone,
        let_go=decided.let_go,
        restored=decided.restored,
        parked=decided.parked,
        settled=settled,
        history=history,
        advice=advise(history, next_day=next_day),
        next_day=next_day,
        trouble=pair.trouble,
        offers_meaning=_would_help(desk, pair.diff),
    )


def told_of_meaning(desk: Desk) -> None:
    """The offer of the sentence model was made; it is made once. Raises CannotWrite."""
    if desk.hints is not None:
        desk.hints.tell(_OFFER)


def _would_help(desk: Desk, diff: OutlineDiff) -> bool:
    """Whether to offer the sentence model: it is not there, and words alone leave much to decide."""
    if desk.meaning is None or desk.hints is None or desk.meaning.is_installed:
        return False
    return len(diff.doubtful) + len(diff.dropped) >= _MUCH and not desk.hints.is_told(_OFFER)


def with_restored(now: Comparison, restore: Collection[int]) -> Comparison:
    """The comparison as its figures will be once these dropped points are restored."""
    if (
        not restore or now.restored
    ):  # what was restored before is matched in `now.diff`, and would count twice
        return now
    settled = settledness(now.diff, now.old, now.new, restored=set(restore))
    history = (*now.history[:-1], settled)
    return replace(now, settled=settled, history=history, advice=advise(history, next_day=now.next_day))


def decide(
    desk: Desk,
    now: Comparison,
    *,
    let_go: Sequence[int] = (),
    restore: Sequence[int] = (),
    park: Sequence[int] = (),
) -> Verdicts:
    """Carry out verdicts on dropped points (indices of old points) and record them in one commit.

    Restored points come back at their old neighbors; parked ones go to parked.md. Either takes along what
    was dropped below it and is not named here. What was let go or parked before can still be restored.
    Without any verdict the author's answers about matches are recorded.

    Raises:
        BadValue: a point that is not waiting for a verdict, or one with two of them.
        ChangedOnDisk: outline.md was changed by somebody else; nothing is written.
        HistoryUnavailable: what git refuses could not be kept for it either.
    """
    _must_wait(now, let_go, restore, park)
    _record_open_rewrite(desk, now.slug)
    document = desk.library.open(outline_path(now.slug))
    if document.text != now.new_text:
        # The text below is made from what was compared: saving it would take back what came since.
        raise ChangedOnDisk(document.path, "what was compared", document.fingerprint)
    named = {*let_go, *restore, *park}
    restore = with_children(now, restore, named)
    park = with_children(now, park, named)
    text = restored_text(now, restore)
    if text != document.text:
        document = desk.library.save(document, text)
    if park:
        _park(desk, now, park)

    def texts(indices: Sequence[int]) -> tuple[str, ...]:
        return tuple(now.old.points[i].text for i in indices)

    iteration = Iteration(
        stage=Stage.COMPARE,
        when=desk.now(),
        title=now.title,
        draft=now.slug,
        number=now.new_round,
        let_go=texts(let_go),
        restored=texts(restore),
        parked=texts(park),
    )
    outcome = record_or_queue(desk, iteration, [folder_of(now.slug)], allow_empty=True)
    return Verdicts(
        commit=outcome.commit if isinstance(outcome, Recorded) else None,
        text=document.text,
        comparison=comparison(desk, now.slug),
        queued=outcome if isinstance(outcome, Queued) else None,
    )


def with_children(now: Comparison, points: Sequence[int], named: Collection[int]) -> tuple[int, ...]:
    """Points to restore or park, and what goes with them: dropped below them and not `named` itself.

    A point without a verdict takes along what has none either; one that was gone takes what is gone.
    """
    chosen: dict[int, None] = {}
    for index in sorted(points):
        among = set(now.waiting if index in now.waiting else now.waiting + now.gone) - set(named)
        chosen |= dict.fromkeys(comes_along(now.old, index, among))
    return tuple(sorted(chosen))


def _must_wait(now: Comparison, let_go: Sequence[int], restore: Sequence[int], park: Sequence[int]) -> None:
    """Raises BadValue unless each point can have the verdict, and is given one."""
    named = (*let_go, *restore, *park)
    for index in named:
        if index not in now.waiting and (index in let_go or index not in now.gone):
            raise BadValue("point", str(now.old.points[index].line), "has no open verdict")
        if named.count(index) > 1:
            raise BadValue("point", str(now.old.points[index].line), "has two verdicts: give it one")


def _gone(pair: TreeDiff, decided: Round) -> tuple[int, ...]:
    """Dropped points with a verdict, which names a text and stands for one of the points that say it."""
    left = Counter(decided.let_go + decided.parked)
    gone = []
    for index in pair.diff.dropped:
        text = pair.old.points[index].text
        if left[text]:
            left[text] -= 1
            gone.append(index)
    return tuple(gone)


def _park(desk: Desk, now: Comparison, points: Sequence[int]) -> None:
    shelf = desk.library.open(f"{folder_of(now.slug)}/parked.md")
    heading = f"Outline {now.old_round}, {desk.now().date().isoformat()}"
    stay = frozenset(range(len(now.old.points))) - set(points)
    desk.library.save(shelf, park_text(shelf.text, heading, now.old, points, without=stay))


def restored_text(now: Comparison, restore: Sequence[int]) -> str:
    """outline.md with exactly these dropped points back at their old neighbors. Writes nothing."""
    stay = frozenset(now.diff.dropped) - set(restore)
    return restore_points(now.new_text, now.old, now.new, now.diff, restore, without=stay)


def indices_of_lines(now: Comparison, lines: Sequence[int]) -> tuple[int, ...]:
    """Dropped old points named by their 1-based line. Raises BadValue for a line without one."""
    by_line = {now.old.points[index].line: index for index in (*now.gone, *now.waiting)}
    for line in lines:
        if line not in by_line:
            problem = f"no dropped point stood there; `draftloop compare {now.slug}` lists them"
            raise BadValue("line", str(line), problem)
    return tuple(by_line[line] for line in lines)


def _sides(desk: Desk, slug: str, rounds: Sequence[Round]) -> tuple[Round, Round | None]:
    """The round before, and the recorded round to compare with it; None when the rewrite is still open."""
    sitting = desk.sittings.open(slug)
    is_open = sitting is not None and sitting.stage == Stage.REWRITE
    if is_open and rounds and desk.history.changed([outline_path(slug)]):
        return rounds[-1], None
    if len(rounds) < 2:
        raise NothingToCompare(slug)
    return rounds[-2], rounds[-1]


def _record_open_rewrite(desk: Desk, slug: str) -> None:
    """A rewrite that was not ended is recorded before its verdicts, so that each has its own commit."""
    sitting = desk.sittings.open(slug)
    if sitting is not None and sitting.stage == Stage.REWRITE and desk.history.changed([outline_path(slug)]):
        done(desk, slug, stage=Stage.REWRITE)


def _next_day(desk: Desk, last: Round) -> str:
    """The name of the day of another round; empty without a schedule."""
    week = desk.settings.week
    day = due(Stage.REWRITE, writing_day(desk.now(), week), writing_day(last.when, week), week)
    return DAYS[day.weekday()] if day else ""
