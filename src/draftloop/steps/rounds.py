"""The outlines of a draft, round by round, and how settled each was against the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from draftloop.loop.corrections import latest, read_corrections
from draftloop.loop.errors import MeaningUnavailable
from draftloop.loop.outline import Outline, normalized, parse_outline
from draftloop.loop.outline_diff import Correction, OutlineDiff
from draftloop.loop.settledness import Settled, settledness
from draftloop.loop.stage import Stage
from draftloop.steps.bundle import folder_of
from draftloop.steps.matching import match, usable

if TYPE_CHECKING:
    from datetime import datetime

    from draftloop.loop.engine_ports import Meaning
    from draftloop.loop.iteration import Turn
    from draftloop.steps.desk import Desk

OUTLINE_STAGES = (Stage.OUTLINE, Stage.REWRITE, Stage.COMPARE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of the outline, with what its compare decided."""

    number: int
    commit: str
    """The last commit of the round: what `SLUG@number` names."""
    written_commit: str
    """The last commit before its compare: what the author wrote."""
    when: datetime
    """When the round was last written."""
    let_go: tuple[str, ...] = ()
    """Texts of points; one that was let go and restored later is only restored."""
    restored: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()


def rounds_of(turns: Sequence[Turn]) -> tuple[Round, ...]:
    """The rounds in a timeline (oldest first), in order. Of two with one number the later has it."""
    found: dict[int, Round] = {}
    for turn in turns:
        if turn.stage not in OUTLINE_STAGES or turn.iteration is None:
            continue
        known = found.get(turn.iteration)
        if turn.stage is Stage.COMPARE:
            if known is not None:
                found[turn.iteration] = Round(
                    number=known.number,
                    commit=turn.commit if turn.paths else known.commit,
                    written_commit=known.written_commit,
                    when=known.when,
                    let_go=_without(known.let_go, turn.restored + turn.parked) + turn.let_go,
                    restored=known.restored + turn.restored,
                    parked=_without(known.parked, turn.restored) + turn.parked,
                )
            continue
        found[turn.iteration] = Round(
            number=turn.iteration, commit=turn.commit, written_commit=turn.commit, when=turn.when
        )
    return tuple(found[number] for number in sorted(found))


def _without(texts: tuple[str, ...], taken: Sequence[str]) -> tuple[str, ...]:
    """The texts but for those that got a later verdict, each as often as it got one."""
    left = list(texts)
    for text in taken:
        if text in left:
            left.remove(text)
    return tuple(left)


def outline_text(desk: Desk, slug: str, commit: str) -> str:
    """The outline at a commit; empty when it was not there."""
    return desk.history.text_at(commit, f"{folder_of(slug)}/outline.md") or ""


def corrections_of(desk: Desk, slug: str) -> tuple[Correction, ...]:
    """The author's answers about matches in this draft. Raises Unreadable."""
    document = desk.library.open(f"{folder_of(slug)}/corrections.toml")
    return latest(read_corrections(document.text, document.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeDiff:
    """Two outlines and how they match."""

    old: Outline
    new: Outline
    diff: OutlineDiff
    trouble: str = ""
    """Why it is not by meaning although that is installed."""


def compare_texts(
    old_text: str,
    new_text: str,
    corrections: tuple[Correction, ...] = (),
    *,
    meaning: Meaning | None = None,
    starts_model: bool = False,
) -> TreeDiff:
    """Match two outline texts, remembered so that a screen and a listing pay once for the same pair.

    Answers about texts that do not occur in both leave an earlier result as it is: after an answer only the
    rounds it is about are matched again.
    """
    old_keys, new_keys = _parsed(old_text)[1], _parsed(new_text)[1]
    concerned = []
    for answer in corrections:
        one, other = normalized(answer.old), normalized(answer.new)
        if (one in old_keys and other in new_keys) or (other in old_keys and one in new_keys):
            concerned.append(answer)
    old, new = _parsed(old_text)[0], _parsed(new_text)[0]
    model = usable(meaning, old, new, starts_model=starts_model)
    try:
        return _matched(old_text, new_text, tuple(concerned), model)
    except MeaningUnavailable as error:
        # Words are always there; whoever shows the result says why it goes by them.
        return replace(_matched(old_text, new_text, tuple(concerned), None), trouble=error.reason)


def compare_trees(
    old: Outline,
    new: Outline,
    corrections: tuple[Correction, ...] = (),
    *,
    meaning: Meaning | None = None,
) -> TreeDiff:
    """Match two outlines that are no files: by meaning where that is installed."""
    try:
        diff, trouble = match(old, new, corrections, usable(meaning, old, new, starts_model=True)), ""
    except MeaningUnavailable as error:
        diff, trouble = match(old, new, corrections), error.reason
    return TreeDiff(old=old, new=new, diff=diff, trouble=trouble)


@lru_cache(maxsize=64)
def _matched(
    old_text: str, new_text: str, corrections: tuple[Correction, ...], meaning: Meaning | None
) -> TreeDiff:
    old, new = _parsed(old_text)[0], _parsed(new_text)[0]
    return TreeDiff(old=old, new=new, diff=match(old, new, corrections, meaning))


@lru_cache(maxsize=64)
def _parsed(text: str) -> tuple[Outline, frozenset[str]]:
    """An outline, and what its points say, as answers name them."""
    outline = parse_outline(text)
    return outline, frozenset(normalized(point.text) for point in outline.points)


def settled_rounds(
    desk: Desk, slug: str, rounds: Sequence[Round], *, starts_model: bool = False
) -> tuple[Settled, ...]:
    """How settled each round was against the one before: one value for every round from the second on."""
    corrections = corrections_of(desk, slug)
    values = []
    for before, after in pairwise(rounds):
        old_text = outline_text(desk, slug, before.commit)
        new_text = outline_text(desk, slug, after.written_commit)
        pair = compare_texts(old_text, new_text, corrections, meaning=desk.meaning, starts_model=starts_model)
        values.append(settled_pair(pair, after.restored))
    return tuple(values)


def settled_pair(pair: TreeDiff, restored: Sequence[str]) -> Settled:
    """Settledness of one rewrite; `restored` are old texts the author took back."""
    back = {index for index in pair.diff.dropped if pair.old.points[index].text in set(restored)}
    return settledness(pair.diff, pair.old, pair.new, restored=back)
