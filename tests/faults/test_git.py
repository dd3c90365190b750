"""F2: draftloop, its git, or both are killed around an iteration, in repositories in every state."""

from __future__ import annotations

from collections import Counter

from tests.faults.git_case import kill_around_git
from tests.faults.harness import note
from tests.faults.pool import outcomes
from tests.faults.striking import Who

FAULTS = {
    Who.ALONE: "draftloop alone is killed around git",
    Who.ALL: "draftloop with all it started is killed around git",
    Who.GIT: "git is killed under draftloop",
    Who.STOPPED: "draftloop and git stand still for 3 s and are killed",
}


def test_no_acknowledged_iteration_is_missing_and_none_waits_in_silence() -> None:
    facts: Counter[str] = Counter()
    lost = []
    for outcome in outcomes("F2 kill around git", kill_around_git, fast=8, full=1400):
        facts.update(outcome.facts)
        is_well = not outcome.trouble
        who = list(Who)[outcome.number % len(Who)]
        strikes = outcome.facts.get(f"strikes {who}", 0) if is_well else 1
        note(
            "P3 P12 P13 P14 P15",
            FAULTS[who],
            cases=strikes,
            survived=strikes if is_well else 0,
            figure="0 acknowledged iterations missing, git sound, queue as shown",
        )
        if not is_well:
            lost.append(f"{outcome.trouble}\n  again: {outcome.replay}")
    print(dict(facts))
    assert not lost, "\n".join([f"{len(lost)} cases went wrong:", *lost])
