"""How many cases a run tries, with which seeds, and for how long.

The environment says it, so that a failure can be tried again alone:

    FAULTS_TIER     fast (default), long or full
    FAULTS_SEED     the seed of the run; the fast tier has one of its own
    FAULTS_CASE     this case only
    FAULTS_SHARE    seconds this part (one file of tests) may take in the long tier
    FAULTS_RESULTS  the file that finished cases are appended to, with all that notes.py tells
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from tests.faults import notes

Tier = Literal["fast", "long", "full"]
T = TypeVar("T")

_FAST_SEED = 20261121
"""`make test` tries the same cases every time: a failure is of the change, not of the day."""


@dataclass
class _Test:
    """The test that runs now."""

    id: str = ""
    case: Case | None = None
    ends_s: float = float("inf")
    seconds: float = 60.0


_now = _Test()
_ends_of_parts: dict[str, float] = {}


def tier() -> Tier:
    named = os.environ.get("FAULTS_TIER", "fast")
    if named not in ("fast", "long", "full"):
        raise ValueError(f"FAULTS_TIER is fast, long or full, not {named!r}")
    return named  # type: ignore[return-value] # checked above


def begin_test(test: str, tests_in_part: int) -> bool:
    """Called before every test: its time begins. False where its part has no time left for it."""
    _now.id, _now.case = test, None
    share_s = float(os.environ.get("FAULTS_SHARE", "60"))
    _now.seconds = share_s / tests_in_part
    _now.ends_s = time.monotonic() + _now.seconds
    ends_s = _ends_of_parts.setdefault(test.partition("::")[0], time.monotonic() + share_s)
    return tier() != "long" or time.monotonic() < ends_s


def seed() -> int:
    """The seed of this run."""
    named = os.environ.get("FAULTS_SEED")
    if named:
        return int(named)
    return _FAST_SEED if tier() == "fast" else int(time.time())


def how_to_replay() -> str:
    """What to type to see the running case again; empty between cases."""
    return "" if _now.case is None else _now.case.replay


@dataclass(frozen=True, kw_only=True)
class Case:
    """One try of a test, all of whose choices come from `random`."""

    name: str
    seed: int
    number: int
    random: random.Random = field(repr=False, compare=False)
    test: str = ""

    @property
    def replay(self) -> str:
        """What to type to see it again."""
        return f"FAULTS_SEED={self.seed} FAULTS_CASE={self.number} python -m pytest -s '{self.test}'"


def case_of(name: str, seed: int, number: int) -> Case:
    choices = random.Random(f"{name}/{seed}/{number}")
    return Case(name=name, seed=seed, number=number, random=choices, test=_now.id)


def cases(name: str, *, fast: int, full: int, weight: float = 1.0) -> Iterator[Case]:
    """The cases of this run, one after the other: `for case in cases("F3 races", fast=40, full=10_000): ...`

    The fast tier has `fast` of them, the full tier `full` without those of earlier sittings, the long tier
    as many as there is time for, at most `full`. A body that raises is told how to be tried again.

    Args:
        name: What is tried, the same in every run.
        fast: Cases in `make test`.
        full: Cases in `make faults-full`.
        weight: This loop's part of its test's time, where a test has several.
    """
    for case in planned(name, fast=fast, full=full, weight=weight):
        _now.case = case
        yield case
        _now.case = None
        finish(case)


def planned(name: str, *, fast: int, full: int, weight: float = 1.0) -> Iterator[Case]:
    """The same, but whoever tries them calls `finish` for each that kept its promise, or did not."""
    run_seed = seed()
    done = finished(name, run_seed) if tier() == "full" else set()
    ends_s = time.monotonic() + weight * _now.seconds
    chosen = os.environ.get("FAULTS_CASE")
    numbers: Sequence[int] = [int(chosen)] if chosen else range(fast if tier() == "fast" else full)
    print(f"{name}: seed {run_seed}, {tier()} tier, {len(done)} of {len(numbers)} cases done before")
    for number in numbers:
        if number in done:
            continue
        if tier() == "long" and number and time.monotonic() > ends_s:
            break
        yield case_of(name, run_seed, number)


def finish(case: Case) -> None:
    """A later sitting of the full tier leaves this case out."""
    notes.append({"finished": case.name, "seed": case.seed, "case": case.number})


def finished(name: str, run_seed: int) -> set[int]:
    """Numbers of the cases that earlier sittings finished."""
    return {
        row["case"] for row in notes.rows() if row.get("finished") == name and row.get("seed") == run_seed
    }


def has_time() -> bool:
    """Whether the running test may begin something more."""
    return tier() != "long" or time.monotonic() < _now.ends_s


def seconds_left() -> float:
    """Of the running test's time in the long tier."""
    return _now.ends_s - time.monotonic()


def size(*, fast: int, full: int) -> int:
    """A number that is not of cases: steps, rounds, examples; the long tier takes the full one."""
    return fast if tier() == "fast" else full


def shrink(script: Sequence[T], fails: Callable[[Sequence[T]], bool], tries: int = 12) -> list[T]:
    """A shorter script that still fails: halves are left out as long as it does."""
    best = list(script)
    size_of_cut = len(best) // 2
    while size_of_cut and tries:
        for start in range(0, len(best), size_of_cut):
            shorter = best[:start] + best[start + size_of_cut :]
            tries -= 1
            if shorter and fails(shorter):
                best = shorter
                break
            if not tries:
                break
        else:
            size_of_cut //= 2
            continue
        size_of_cut = min(size_of_cut, len(best) // 2)
    return best
