"""What a run leaves behind for the report: what was tried, what survived it, what could not be tried.

A test says with `trying` what it is about to break and notes what came of it. One that fails before it
could do so is noted by conftest.py as a case that did not survive.

    FAULTS_RESULTS  the file that all of it is appended to
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of the table."""

    promise: str
    """P1 to P24, as in the design; several as `P2 P3`."""
    fault: str
    """What is done: `kill -9 while typing`."""

    def note(
        self, cases: int = 1, survived: int = 1, figure: str = "", samples: Sequence[float] = ()
    ) -> None:
        """Tell the report what was tried and what survived; as often as you like, numbers are added up.

        Say it case by case where a case takes long: what was noted survives the end of the run.

        Args:
            cases: How many were tried.
            survived: How many kept the promise.
            figure: What was measured, in words; `{median}`, `{p95}` and `{max}` stand for those of `samples`.
            samples: Measured values, one a case.
        """
        _now.row = self
        _now.has_shortfall = _now.has_shortfall or survived < cases
        append(
            {
                "promise": self.promise,
                "fault": self.fault,
                "cases": cases,
                "survived": survived,
                "figure": figure,
                "samples": list(samples),
            }
        )


@dataclass
class _Test:
    """The test that runs now."""

    id: str = ""
    row: Row | None = None
    has_shortfall: bool = False
    """Whether it noted itself that something did not survive."""


_now = _Test()


def begin_test(test: str) -> None:
    _now.id, _now.row, _now.has_shortfall = test, None, False


def trying(promise: str, fault: str) -> Row:
    """What the running test does from here on: should it fail, that is the row in which it is counted."""
    _now.row = Row(promise=promise, fault=fault)
    return _now.row


def note(
    promise: str,
    fault: str,
    cases: int = 1,
    survived: int = 1,
    figure: str = "",
    samples: Sequence[float] = (),
) -> None:
    """The same as `trying` and `Row.note` in one, where what was done is known at its end only."""
    Row(promise=promise, fault=fault).note(cases, survived, figure, samples)


def note_failure(test: str) -> None:
    """A test failed: one case more, which did not survive, unless the test has noted one itself."""
    if _now.id != test:  # it did not even begin
        begin_test(test)
    if not _now.has_shortfall:
        (_now.row or Row(promise="run", fault=f"the test {test.partition('::')[2]}")).note(survived=0)


def note_skip(fault: str, reason: str) -> None:
    """Tell the report what could not be tried here."""
    append({"fault": fault, "skipped": reason})


def rows() -> list[dict[str, Any]]:
    """What is in the results so far; a line cut short by a kill is left out."""
    name = os.environ.get("FAULTS_RESULTS")
    if not name or not Path(name).exists():
        return []
    found = []
    for line in Path(name).read_text(encoding="utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def append(row: dict[str, Any]) -> None:
    name = os.environ.get("FAULTS_RESULTS")
    if not name:
        return
    told = {"tier": os.environ.get("FAULTS_TIER", "fast"), "when": int(time.time()), **row}
    file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(file, (json.dumps(told) + "\n").encode())  # one write: several processes append to it
    finally:
        os.close(file)
