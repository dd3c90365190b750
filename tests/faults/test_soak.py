"""4.8: hours of writing with iterations, edits from outside and blows. Nothing is lost and nothing grows."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

from tests.faults import tiers
from tests.faults.harness import Workspace, tier, trying
from tests.faults.soak import Pace, Writer

GROWTH_MIB_H = 20.0
LEAST_MIB = 6.0
"""What a short life may grow by: caches that fill once."""
PACES = {
    "fast": Pace(minutes=0.5, iteration_s=11, outside_s=7, blow_s=19, settles_s=3),
    "long": Pace(minutes=10, iteration_s=60, outside_s=45, blow_s=200, settles_s=40),
    "full": Pace(minutes=480, iteration_s=300, outside_s=180, blow_s=900, settles_s=120),
}


def test_a_writer_who_does_not_stop_loses_nothing_and_the_program_does_not_grow(tmp_path: Path) -> None:
    pace = PACES[tier()]
    minutes = os.environ.get("FAULTS_SOAK_MINUTES") or (tiers.seconds_left() / 60 if tier() == "long" else 0)
    if minutes:
        pace = replace(pace, minutes=float(minutes))
    row = trying("P1 P3 P4", f"a writer for {pace.minutes:.3g} minutes, 3 keys a second")
    measured = Writer(Workspace.make(tmp_path), pace, random.Random(tiers.seed())).write()
    print(measured)
    for (first, last), what in [
        *((pair, "descriptors") for pair in measured.descriptors),
        *((pair, "children") for pair in measured.children),
    ]:
        assert last <= first + 2, f"open {what} grew from {first} to {last}"
    for hourly, grown in zip(measured.growth, measured.growth_mib, strict=True):
        assert hourly <= GROWTH_MIB_H or grown <= LEAST_MIB, f"grew by {grown:.1f} MiB, {hourly:.0f} an hour"
    row.note(
        cases=measured.blows + measured.iterations + measured.outside,
        survived=measured.blows + measured.iterations + measured.outside,
        figure=(
            f"{measured.words} words, {measured.iterations} iterations, {measured.outside} edits from "
            f"outside, {measured.blows} kills; memory grew {{median}} MiB a life (most {{max}})"
        ),
        samples=measured.growth_mib,
    )
