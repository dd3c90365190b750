"""F3 through the screen: the real app in a terminal, and editors, git and a second draftloop on its file."""

from __future__ import annotations

from collections import Counter

from tests.faults.harness import trying
from tests.faults.pool import outcomes
from tests.faults.two_writers_app import write_at_once


def test_whoever_writes_the_open_file_finds_the_words_again() -> None:
    row = trying("P4 P21", "the open file is written by others")
    facts: Counter[str] = Counter()
    lost = []
    for outcome in outcomes("F3 two writers in the app", write_at_once, fast=4, full=1000):
        facts.update(outcome.facts)
        is_well = not outcome.trouble
        row.note(survived=int(is_well))
        if not is_well:
            lost.append(f"{outcome.trouble}\n  again: {outcome.replay}")
    print(dict(sorted(facts.items())))
    assert not lost, "\n".join([f"{len(lost)} cases lost something:", *lost])
