"""Harper as a checker: in a child process that may die at any time.

Every block goes alone, in harmless pieces, with a time limit. A block that killed the child twice is given
back as unchecked, then and whenever it comes again; the others go on. Of several requests the newest goes
first, block by block, and one that nobody wants any more (`loop/wanted.py`) stops behind its block.
"""

from __future__ import annotations

import sys
from importlib import metadata
from typing import TYPE_CHECKING

from draftloop.adapters.checkers.guards import Guarded, guard
from draftloop.adapters.checkers.turns import Turns
from draftloop.adapters.child import Child, ChildEnded, ChildTooSlow
from draftloop.loop.errors import CheckerFailed, CheckerUnavailable
from draftloop.loop.ports import RawAlarm
from draftloop.loop.wanted import is_wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

START_LIMIT_S = 60.0
"""A cold, busy machine took 6 s; importing from a slow disk takes longer."""
MAX_STARTS_IN_A_ROW = 3
DEADLY = 2
"""So often a piece may end the child before nobody sends it again."""
MAX_DEADLY = 200
"""Pieces that ended the child and are remembered."""
_DIALECTS = {
    "en-us": "american",
    "en-gb": "british",
    "en-au": "australian",
    "en-nz": "australian",
    "en-ie": "british",
    "en-ca": "canadian",
    "en-in": "indian",
}


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
        """How often a piece, by its hash, ended the child or overran its time."""

    @property
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
        with self._turns.turn(self._turns.number()):
            self._running_child()

    def check(self, texts: Sequence[str], *, dialect: str = "en-US") -> list[list[RawAlarm] | None]:
        """Alarms of each rendered block; None for one that could not be checked, or is no longer wanted.

        Raises:
            CheckerUnavailable: the engine cannot start here.
            CheckerFailed: it died and did not come back.
        """
        name = _DIALECTS.get(dialect.replace("_", "-").lower(), "american")
        number = self._turns.number()
        results: list[list[RawAlarm] | None] = []
        closings = self._closings
        for text in texts:
            if closings != self._closings or not is_wanted():
                break
            with self._turns.turn(number):
                results.append(self._check_block(text, name))
        return results + [None] * (len(texts) - len(results))

    def close(self) -> None:
        """End the child, also one that starts or is busy. The checker can be used again: it starts a new one.

        Whoever leaves the app must not wait for seconds until an engine is warm that nobody needs any more.
        """
        self._closings += 1
        child = self._child
        if child is not None:
            child.signal_end()
        with self._turns.turn(self._turns.number()):
            self._drop_child()

    def _check_block(self, text: str, dialect: str) -> list[RawAlarm] | None:
        alarms: list[RawAlarm] = []
        for piece in guard(text):
            found = self._check_piece(piece, dialect) if piece.text.strip() else []
            if found is None:
                return None
            alarms += found
        return alarms

    def _check_piece(self, piece: Guarded, dialect: str) -> list[RawAlarm] | None:
        limit_s = max(self._block_limit_s, self._block_limit_s * len(piece.text) / 4000)
        name = hash((piece.text, dialect))
        closings = self._closings
        while closings == self._closings and self._deaths.get(name, 0) < DEADLY:
            child = self._running_child()
            self._next_id += 1
            question = {"id": self._next_id, "text": piece.text, "dialect": dialect}
            try:
                answer = child.ask(question, limit_s)
                if answer.get("id") != self._next_id:
                    raise ChildEnded("answer to another question")
                return _alarms(answer, piece)
            except (ChildEnded, ChildTooSlow):
                self._drop_child()
                if closings == self._closings:
                    self._remember_death(name)
        return None

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


def _alarms(answer: dict[str, object], piece: Guarded) -> list[RawAlarm]:
    """The child's rows as values, with places in the block; rows that touch what was cut out are left out."""
    rows = answer.get("alarms")
    if not isinstance(rows, list):
        raise ChildEnded("no alarms in the answer")
    found: list[RawAlarm] = []
    for start, end, rule, kind, message, replacements in rows:
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
