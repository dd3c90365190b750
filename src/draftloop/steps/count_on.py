"""Numbers of sittings that were counted without git, from 1: git may have such numbers already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from draftloop.loop.iteration import next_number
from draftloop.loop.stage import Stage

if TYPE_CHECKING:
    from draftloop.loop.iteration import Turn
    from draftloop.loop.waiting import IterationQueue, WaitingIteration
    from draftloop.steps.desk import Desk

_SITTINGS = (Stage.PROSE, Stage.EDIT, Stage.SHIP)


def count_on(desk: Desk, queue: IterationQueue, entry: WaitingIteration) -> WaitingIteration:
    """The entry with a number that git has no other sitting for; a number that is free stays.

    Rounds keep theirs: verdicts and comparisons speak of them by number.

    Raises:
        HistoryUnavailable: git cannot be asked.
    """
    made = entry.iteration
    if made.stage not in _SITTINGS or made.number is None:
        return entry
    turns = [
        turn
        for turn in desk.history.timeline(made.draft)
        if turn.stage is made.stage and turn.is_recorded and not turn.is_waiting
    ]
    if made.number not in {turn.iteration for turn in turns}:
        return entry
    # It is in git already if the machine stopped between its commit and its end here: `write` finds it then.
    number = next((turn.iteration for turn in turns if _is_made_of(desk, queue, entry, turn)), None)
    number = next_number(turns, made.stage) if number is None else number
    return replace(entry, iteration=replace(made, number=number))


def _is_made_of(desk: Desk, queue: IterationQueue, entry: WaitingIteration, turn: Turn) -> bool:
    """Whether git has the entry as this turn, by its own number or by one that it was given on the way."""
    made = entry.iteration
    if turn.iteration is None or made.number is None or turn.iteration < made.number:
        return False
    if int(turn.when.timestamp()) != int(made.when.timestamp()):
        return False
    return turn.iteration == made.number or all(
        desk.history.text_at(turn.commit, file.path)
        == (queue.content(entry.id, file.path) or b"").decode("utf-8", "replace")
        for file in entry.files
        if file.state == "text"
    )
