"""How the author decided about each rule, as one JSON file in the state folder, for all workspaces.

Several programs may count at once: each reads, adds and writes under a lock. A file of a later draftloop, or
one that is no tally, is left as it is and counts for nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from draftloop.adapters import files
from draftloop.loop.errors import CannotWrite, Unreadable
from draftloop.loop.tally import RuleCount, after_deciding

if TYPE_CHECKING:
    from draftloop.loop.finding import Finding, Tier

NAME = "tally.json"
VERSION = 1
_TIERS = ("sure", "maybe", "style")
_FOREIGN = "is no tally this draftloop can read"

Counts = dict[str, RuleCount]


class TallyFile:
    """`STATE/tally.json`; fills the port `RuleTally`."""

    def __init__(self, state: str) -> None:
        self._state = os.path.realpath(state)
        self._read: tuple[tuple[int, int, int], Counts] | None = None

    def counts(self) -> Mapping[str, RuleCount]:
        """All counts. Read again only when the file changed: every pause in an edit pass asks."""
        mark = self._mark()
        if mark is None:
            return {}
        if self._read is None or self._read[0] != mark:
            try:
                counts = self._load()[0]
            except Unreadable:
                counts = {}
            self._read = (mark, counts)
        return self._read[1]

    def count(self, finding: Finding, tier: Tier, *, taken: int, ignored: int) -> None:
        """Add to a rule's counts. Raises CannotWrite."""

        def change(counts: Counts) -> bool:
            before = counts.get(finding.rule_name, RuleCount())
            known = RuleCount(taken=before.taken, ignored=before.ignored, tier=tier, kind=finding.kind)
            counts[finding.rule_name] = after_deciding(known, taken=taken, ignored=ignored)
            return True

        self._change(change)

    def forget(self, rule_name: str) -> bool:
        """Drop a rule's counts; whether there were any. Raises CannotWrite."""
        return self._change(lambda counts: counts.pop(rule_name, None) is not None)

    def _change(self, change: Callable[[Counts], bool]) -> bool:
        with self._locked():
            try:
                counts, old = self._load()
            except Unreadable as error:
                raise CannotWrite(NAME, error.reason, "move it away") from error
            if not change(counts):
                return False
            expected = "" if old is None else files.fingerprint(old)
            files.write_file(self._state, NAME, _dump(counts), expected=expected, private=True)
        return True

    @contextmanager
    def _locked(self) -> Iterator[None]:
        folder = os.path.join(self._state, "locks")
        files.make_folder(folder)
        try:
            lock = os.open(os.path.join(folder, "tally"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise files.cannot_write(folder, error) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _mark(self) -> tuple[int, int, int] | None:
        try:
            found = os.stat(os.path.join(self._state, NAME))
        except OSError:
            return None
        return (found.st_ino, found.st_size, found.st_mtime_ns)

    def _load(self) -> tuple[Counts, bytes | None]:
        """The counts and the bytes they were read from. Raises Unreadable."""
        data = files.read_file(self._state, NAME) if os.path.isdir(self._state) else None
        return ({} if data is None else _parse(data), data)


def _parse(data: bytes) -> Counts:
    """Raises Unreadable."""
    try:
        kept = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(NAME, _FOREIGN) from error
    rules = kept.get("rules") if isinstance(kept, dict) and kept.get("version") == VERSION else None
    if not isinstance(rules, dict):
        raise Unreadable(NAME, _FOREIGN)
    return {name: _count(row) for name, row in rules.items() if isinstance(row, dict)}


def _count(row: dict[str, object]) -> RuleCount:
    tier, kind = row.get("tier"), row.get("kind")
    return RuleCount(
        taken=_whole(row.get("taken")),
        ignored=_whole(row.get("ignored")),
        tier=cast("Tier", tier) if tier in _TIERS else "sure",
        kind=kind if isinstance(kind, str) else "",
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1_000_000 else 0


def _dump(counts: Counts) -> bytes:
    rules = {
        name: {"taken": one.taken, "ignored": one.ignored, "tier": one.tier, "kind": one.kind}
        for name, one in sorted(counts.items())
    }
    return json.dumps({"version": VERSION, "rules": rules}, indent=1).encode() + b"\n"
