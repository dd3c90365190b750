"""Several cases at a time, each in a process that does nothing else: typing is mostly waiting."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.faults import tiers
from tests.faults.harness import pattern
from tests.faults.tiers import Case


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a case."""

    number: int
    trouble: str = ""
    """What was lost or wrong; empty when nothing was."""
    samples: dict[str, list[float]] = field(default_factory=dict)
    """Measured, by name."""
    facts: dict[str, int] = field(default_factory=dict)
    """Counted, by name."""
    replay: str = ""


Try = Callable[[Case, Path], Outcome]


def at_a_time() -> int:
    """How many cases share the machine: three a core, as each mostly waits; one beside other tests."""
    named = os.environ.get("FAULTS_AT_A_TIME")
    each = 1 if tiers.tier() == "fast" else 3
    return int(named) if named else each * (os.cpu_count() or 1)


def outcomes(name: str, attempt: Try, *, fast: int, full: int, weight: float = 1.0) -> Iterator[Outcome]:
    """Each case of this run with what became of it, in the order in which they end.

    Args:
        name: As in `tiers.cases`.
        attempt: Gets a case and an empty folder, in another process: a function of a module.
        fast: As in `tiers.cases`.
        full: As in `tiers.cases`.
        weight: As in `tiers.cases`.
    """
    waiting = tiers.planned(name, fast=fast, full=full, weight=weight)
    running: dict[Future[Outcome], Case] = {}
    os.environ["FAULTS_PATTERN"] = str(pattern())
    context = multiprocessing.get_context("spawn")
    workers = ProcessPoolExecutor(max_workers=at_a_time(), mp_context=context)
    try:
        for case in waiting:
            running[workers.submit(_one, attempt, case)] = case
            if len(running) >= at_a_time():
                yield from _ended(running)
        while running:
            yield from _ended(running)
    finally:
        workers.shutdown(wait=True, cancel_futures=True)
        del os.environ["FAULTS_PATTERN"]


def _ended(running: dict[Future[Outcome], Case]) -> Iterator[Outcome]:
    ended, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in ended:
        case = running.pop(future)
        outcome = replace(future.result(), replay=case.replay)
        if outcome.trouble:
            print(f"{case.name} {case.number}: {outcome.trouble}\n  again: {case.replay}", file=sys.stderr)
        yield outcome
        tiers.finish(case)


def _one(attempt: Try, case: Case) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="draftloop-fault-", ignore_cleanup_errors=True) as folder:
        began = time.monotonic()
        try:
            outcome = attempt(case, Path(folder))
        except AssertionError as error:
            return Outcome(number=case.number, trouble=str(error) or traceback.format_exc())
        except Exception:
            # Whatever breaks in a test is a failed case with its own replay, not the end of an hour's run.
            return Outcome(number=case.number, trouble=traceback.format_exc())
        return replace(outcome, samples={**outcome.samples, "seconds": [time.monotonic() - began]})
