"""F1: the app is killed while somebody types. What is older than two seconds is there again."""

from __future__ import annotations

from collections import Counter
from statistics import median

from tests.faults.harness import trying
from tests.faults.pool import outcomes
from tests.faults.typing_case import kill_while_typing

MEDIAN_TAIL_S = 0.6


def test_every_key_older_than_two_seconds_survives_the_end_of_the_app() -> None:
    row = trying("P1 P6 P17", "killed while typing (SIGKILL, TERM, HUP, QUIT, SEGV, terminal closed)")
    tails: list[float] = []
    facts: Counter[str] = Counter()
    lost = []
    for outcome in outcomes("F1 kill while typing", kill_while_typing, fast=12, full=1000):
        found = outcome.samples.get("tail", [])
        tails += found
        facts.update(outcome.facts)
        is_well = not outcome.trouble
        row.note(
            survived=int(is_well),
            figure="unrecovered tail: median {median} s, p95 {p95} s, most {max} s",
            samples=found,
        )
        if not is_well:
            lost.append(f"{outcome.trouble}\n  again: {outcome.replay}")
    print(dict(facts))
    assert not lost, "\n".join([f"{len(lost)} cases lost something:", *lost])
    assert not tails or median(tails) <= MEDIAN_TAIL_S, f"median tail {median(tails):.2f} s"
