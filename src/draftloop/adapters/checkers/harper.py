"""Harper as a checker: in a child process that may die at any time.

Every block goes alone, in harmless pieces, with a time limit. A block that killed the child twice is given
back as unchecked, then and whenever it comes again; the others go on. Of several requests the newest goes
first, block by block, and one that nobody wants any more (`loop/wanted.py`) stops behind its block.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from typing import TYPE_CHECKING, cast

from draftloop.adapters.checkers.guards import Guarded, guard
from draftloop.adapters.checkers.turns import Turns, request_number
from draftloop.adapters.child import Child, ChildEnded, ChildTooSlow
from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.errors import CheckerFailed, CheckerUnavailable
from draftloop.loop.wanted import is_wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

START_LIMIT_S = 60.0
"""A cold, busy machine took 6 s; importing from a slow disk takes longer."""
MAX_STARTS_IN_A_ROW = 3
GROUP = 1_500
"""Characters of small blocks that go in one question: 30 ms of work, what a newer request waits at most."""
DEADLY = 2
"""So often a block may end the child before it is not sent again."""
MAX_DEADLY = 200
"""Blocks that ended the child and are remembered."""
_DIALECTS = {
    "en-us": "american",
    "en-gb": "british",
    "en-au": "australian",
    "en-nz": "australian",
    "en-ie": "british",
    "en-ca": "canadian",
    "en-in": "indian",
}


_Row = tuple[int, int, str, str, str, list[str]]
"""Start, end, rule, kind, message, replacements: what the child says of one alarm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What belongs to one call of `check`."""

    number: int
    """In the order of asking."""
    dialect: str
    closings: int
    """How often the checker had been closed when it came."""


class HarperChecker:
    """Fills the `Checker` port. Safe to use from several threads; the newest request goes first."""

    name = "harper"

    def __init__(self, *, command: Sequence[str] = (), block_limit_s: float = 2.0) -> None:
        self._command = (*command,) or (sys.executable, "-m", "draftloop.adapters.checkers.worker")
        self._block_limit_s = block_limit_s
        self._turns = Turns()
        self._child: Child | None = None
        self._next_id = 0
        self._failed_starts = 0
        self._closings = 0
        """Counts `close`: what was asked before one is not asked again after it."""
        self._deaths: dict[int, int] = {}
        """How often a block, by its hash, ended the child or overran its time."""

    @cached_property
    def version(self) -> str:
        """Of the engine, for cache keys. Known without starting it."""
        try:
            return metadata.version("harper-py")
        except metadata.PackageNotFoundError:
            return "none"

    def start(self) -> None:
        """Start the child and wait until it is warm; `check` does it by itself.

        Raises:
            CheckerUnavailable: it cannot start here, with the reason.
        """
        with self._turns.turn(request_number()):
            self._running_child()

    def check(self, texts: Sequence[str], *, dialect: str = "en-US") -> list[list[RawAlarm] | None]:
        """Alarms of each rendered block; None for one that could not be checked, or is no longer wanted.

        Raises:
            CheckerUnavailable: the engine cannot start here.
            CheckerFailed: it died and did not come back.
        """
        name = _DIALECTS.get(dialect.replace("_", "-").lower(), "american")
        request = _Request(number=request_number(), dialect=name, closings=self._closings)
        results: list[list[RawAlarm] | None] = []
        for some in _groups(texts):
            if request.closings != self._closings or not is_wanted():
                break
            with self._turns.turn(request.number):
                results += self._check_group(some, request)
        return results + [None] * (len(texts) - len(results))

    def close(self) -> None:
        """End the child, also one that starts or is busy. The checker can be used again: it starts a new one.

        Whoever leaves the app must not wait for seconds until an engine is warm that nobody needs any more.
        """
        self._closings += 1
        child = self._child
        if child is not None:
            child.signal_end()
        with self._turns.turn(request_number()):
            self._drop_child()

    def _check_group(self, texts: Sequence[str], request: _Request) -> list[list[RawAlarm] | None]:
        """Small blocks in one question: on a busy machine waiting for answers costs more than the work."""
        if len(texts) > 1 and not any(hash((text, request.dialect)) in self._deaths for text in texts):
            pieces = [guard(text)[0] for text in texts]
            asked = [piece.text if piece.text.strip() else "" for piece in pieces]
            answers = self._ask({"texts": asked}, self._block_limit_s, request)
            if isinstance(answers, list) and len(answers) == len(texts):
                return [_alarms(rows, piece) for rows, piece in zip(answers, pieces, strict=True)]
        return [self._check_block(text, request) for text in texts]

    def _check_block(self, text: str, request: _Request) -> list[RawAlarm] | None:
        name = hash((text, request.dialect))
        alarms: list[RawAlarm] = []
        for piece in guard(text):
            found = self._check_piece(piece, name, request) if piece.text.strip() else []
            if found is None:
                return None
            alarms += found
        return alarms

    def _check_piece(self, piece: Guarded, name: int, request: _Request) -> list[RawAlarm] | None:
        limit_s = max(self._block_limit_s, self._block_limit_s * len(piece.text) / 4000)
        while request.closings == self._closings and self._deaths.get(name, 0) < DEADLY:
            rows = self._ask({"text": piece.text}, limit_s, request)
            if rows is not None:
                return _alarms(rows, piece)
            if request.closings == self._closings:
                self._remember_death(name)
        return None

    def _ask(self, what: dict[str, object], limit_s: float, request: _Request) -> object:
        """The child's alarms for a question; None when it died of it or took too long."""
        child = self._running_child()
        self._next_id += 1
        try:
            answer = child.ask({"id": self._next_id, "dialect": request.dialect, **what}, limit_s)
            if answer.get("id") != self._next_id or not _are_alarms(
                answer.get("alarms"), of_many="texts" in what
            ):
                raise ChildEnded("no answer to this question")
        except (ChildEnded, ChildTooSlow):
            self._drop_child()
            return None
        return answer["alarms"]

    def _remember_death(self, name: int) -> None:
        if name not in self._deaths and len(self._deaths) >= MAX_DEADLY:
            del self._deaths[next(iter(self._deaths))]
        self._deaths[name] = self._deaths.get(name, 0) + 1

    def _running_child(self) -> Child:
        closings = self._closings
        if self._child is not None and self._child.is_running:
            return self._child
        self._drop_child()
        if self._failed_starts >= MAX_STARTS_IN_A_ROW:
            raise CheckerFailed("harper", "it does not stay alive", "restart draftloop, or switch it off")
        try:
            child = Child(self._command)
        except OSError as problem:
            raise CheckerUnavailable("harper", f"its process does not start: {problem}") from problem
        self._child = child
        if closings != self._closings:
            child.signal_end()
        try:
            ready = child.answer(START_LIMIT_S)
        except (ChildEnded, ChildTooSlow) as problem:
            self._drop_child()
            self._failed_starts += closings == self._closings
            reason = "it ended while starting" if isinstance(problem, ChildEnded) else "it did not get ready"
            raise CheckerUnavailable("harper", reason, "pip install --force-reinstall harper-py") from problem
        if not ready.get("ready"):
            self._drop_child()
            raise CheckerUnavailable("harper", str(ready.get("problem")), "pip install harper-py")
        self._failed_starts = 0
        return child

    def _drop_child(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None


def _groups(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in their order, small ones together."""
    group: list[str] = []
    size = 0
    for text in texts:
        if group and size + len(text) > GROUP:
            yield group
            group, size = [], 0
        group.append(text)
        size += len(text)
    if group:
        yield group


def _are_alarms(found: object, *, of_many: bool) -> bool:
    """Whether an answer has the shape that was agreed on: compiled code may have gone mad in the child."""
    if not isinstance(found, list):
        return False
    if of_many:
        return all(_are_alarms(rows, of_many=False) for rows in found)
    return all(isinstance(row, list) and _is_row(row) for row in found)


def _is_row(row: list[object]) -> bool:
    match row:
        case [int(start), int(end), str(), str(), str(), list(replacements)]:
            return 0 <= start <= end and all(isinstance(one, str) for one in replacements)
    return False


def _alarms(rows: object, piece: Guarded) -> list[RawAlarm]:
    """The child's rows as values, with places in the block; rows that touch what was cut out are left out."""
    found: list[RawAlarm] = []
    for start, end, rule, kind, message, replacements in cast("list[_Row]", rows):
        place = piece.to_given(start, end)
        if place is not None:
            alarm = RawAlarm(
                start=place[0],
                end=place[1],
                rule=rule,
                kind=kind,
                message=message,
                replacements=tuple(replacements),
            )
            found.append(alarm)
    return found
