"""Comparing the rewrite with the outline before: what was lost, and the author's verdict on each point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.corrections import add_correction
from draftloop.loop.errors import BadValue, ChangedOnDisk, NothingToCompare
from draftloop.loop.iteration import Iteration
from draftloop.loop.outline import Outline
from draftloop.loop.outline_diff import Correction, Link, OutlineDiff
from draftloop.loop.settledness import Advice, Settled, advise
from draftloop.loop.stage import Stage
from draftloop.loop.verdicts import park_text, restore_points
from draftloop.loop.week import due, writing_day
from draftloop.steps.bundle import folder_of, must_read, read_bundle
from draftloop.steps.done import done, must_be_ready
from draftloop.steps.next_step import DAYS
from draftloop.steps.outline import outline_path
from draftloop.steps.rounds import (
    Round,
    compare_texts,
    corrections_of,
    outline_text,
    rounds_of,
    settled_pair,
    settled_rounds,
)

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


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
    let_go: tuple[str, ...]
    restored: tuple[str, ...]
    parked: tuple[str, ...]
    settled: Settled
    history: tuple[Settled, ...]
    """Of every rewrite, this one last."""
    advice: Advice


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What was decided and recorded."""

    commit: str | None
    text: str
    """outline.md after it."""
    comparison: Comparison


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
    pair = compare_texts(old_text, new_text, corrections)
    decided = current or Round(number=before.number + 1, commit="", written_commit="", when=before.when)
    settled = settled_pair(
        old_text,
        outline_text(desk, slug, decided.written_commit) if current else new_text,
        corrections,
        decided.restored,
    )
    earlier = tuple(r for r in rounds if r.number <= before.number)
    history = (*settled_rounds(desk, slug, earlier), settled)
    gone = set(decided.let_go) | set(decided.parked)
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
        waiting=tuple(i for i in pair.diff.dropped if pair.old.points[i].text not in gone),
        let_go=decided.let_go,
        restored=decided.restored,
        parked=decided.parked,
        settled=settled,
        history=history,
        advice=advise(history, next_day=_next_day(desk, decided)),
    )


def answer(desk: Desk, now: Comparison, old: int, new: int, *, same: bool) -> Comparison:
    """Keep the author's answer to "same point?" with the draft, and compare again.

    Args:
        desk: The desk.
        now: The comparison on the table.
        old: Index of the old point.
        new: Index of the new point.
        same: Whether the two are the same idea.
    """
    path = f"{folder_of(now.slug)}/corrections.toml"
    document = desk.library.open(path)
    correction = Correction(
        old=now.old.points[old].text,
        new=now.new.points[new].text,
        same=same,
        old_under=_under_if_twice(now.old, old),
        new_under=_under_if_twice(now.new, new),
    )
    desk.library.save(document, add_correction(document.text, correction))
    return comparison(desk, now.slug)


def unanswer(desk: Desk, now: Comparison, corrections_text: str) -> Comparison:
    """Take answers back: corrections.toml as it was before them."""
    document = desk.library.open(f"{folder_of(now.slug)}/corrections.toml")
    desk.library.save(document, corrections_text)
    return comparison(desk, now.slug)


def decide(
    desk: Desk,
    now: Comparison,
    *,
    let_go: Sequence[int] = (),
    restore: Sequence[int] = (),
    park: Sequence[int] = (),
) -> Verdicts:
    """Carry out verdicts on dropped points (indices of old points) and record them in one commit.

    Restored points come back at their old neighbors; parked ones go to parked.md with their children.

    Raises:
        BadValue: a point that is not waiting for a verdict, or one with two of them.
        ChangedOnDisk: outline.md was changed by somebody else; nothing is written.
        HistoryUnavailable: git cannot record now; nothing is written.
    """
    _must_wait(now, (*let_go, *restore, *park))
    must_be_ready(desk)
    _record_open_rewrite(desk, now.slug)
    document = desk.library.open(outline_path(now.slug))
    if document.text != now.new_text:
        # The text below is made from what was compared: saving it would take back what came since.
        raise ChangedOnDisk(document.path, "what was compared", document.fingerprint)
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
    commit = desk.history.record(iteration, [folder_of(now.slug)], allow_empty=True)
    return Verdicts(commit=commit, text=document.text, comparison=comparison(desk, now.slug))


def _must_wait(now: Comparison, named: Sequence[int]) -> None:
    """Raises BadValue unless each point waits for a verdict and is given one."""
    for index in named:
        if index not in now.waiting:
            raise BadValue("point", str(now.old.points[index].line), "has no open verdict")
        if named.count(index) > 1:
            raise BadValue("point", str(now.old.points[index].line), "has two verdicts: give it one")


def _park(desk: Desk, now: Comparison, points: Sequence[int]) -> None:
    shelf = desk.library.open(f"{folder_of(now.slug)}/parked.md")
    heading = f"Outline {now.old_round}, {desk.now().date().isoformat()}"
    desk.library.save(shelf, park_text(shelf.text, heading, now.old, points))


def restored_text(now: Comparison, restore: Sequence[int]) -> str:
    """outline.md with these dropped points back at their old neighbors. Writes nothing: also the preview."""
    return restore_points(now.new_text, now.old, now.new, now.diff, restore)


def indices_of_lines(now: Comparison, lines: Sequence[int]) -> tuple[int, ...]:
    """Old points named by their 1-based line. Raises BadValue for a line without a waiting point."""
    by_line = {now.old.points[index].line: index for index in now.waiting}
    for line in lines:
        if line not in by_line:
            problem = f"no dropped point waits there; `draftloop compare {now.slug}` lists them"
            raise BadValue("line", str(line), problem)
    return tuple(by_line[line] for line in lines)


def indices_of_pair(now: Comparison, pair: str) -> tuple[int, int]:
    """An old and a new point named as `OLD:NEW`, 1-based lines. Raises BadValue."""
    old_line, colon, new_line = pair.partition(":")
    olds = {str(point.line): index for index, point in enumerate(now.old.points)}
    news = {str(point.line): index for index, point in enumerate(now.new.points)}
    if not colon or old_line not in olds or new_line not in news:
        raise BadValue("pair", pair, "must name a line of the old and one of the new outline, like 14:9")
    return olds[old_line], news[new_line]


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


def _under_if_twice(outline: Outline, index: int) -> str | None:
    """The parent's text where the point's own text occurs twice, so that the answer is about this one."""
    point = outline.points[index]
    if sum(other.text == point.text for other in outline.points) < 2 or point.parent is None:
        return None
    return outline.points[point.parent].text
