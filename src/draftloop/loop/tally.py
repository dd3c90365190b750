"""How the author decided about each rule, and what follows: a rule that is always waved off gets quiet.

Counts are the author's own, over all posts. A rule moves between `sure` and `maybe` only when its counts
leave little doubt, and moves back when they change. Words are judged one by one: spelling never moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftloop.loop.finding import Finding, Tier

FEWEST = 5
"""Decisions below which nothing moves, however they went."""
SURE_IS_RIGHT = 0.8
"""What `sure` promises. A doubtful rule must be above it with 95 % confidence: 16 taken of 16."""
MOST_KEPT = 64
"""Decisions remembered of a rule: beyond, both counts are halved, so that the latest weigh more."""
_Z = 1.96
_NEVER_MOVE = frozenset({"spelling", "style"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """What became of one rule's alarms."""

    taken: int = 0
    ignored: int = 0
    tier: Tier = "sure"
    """Where the rule's alarms stood when the last one was decided, before any move."""
    kind: str = ""

    @property
    def decided(self) -> int:
        """All decisions."""
        return self.taken + self.ignored


class RuleTally(Protocol):
    """The port: counts by rule name (`harper:AnA`), kept for the user and not for a workspace."""

    def counts(self) -> Mapping[str, RuleCount]:
        """All counts; empty when there are none or they cannot be read."""

    def count(self, finding: Finding, tier: Tier, *, taken: int, ignored: int) -> None:
        """Add to a rule's counts; negative numbers take back. Raises CannotWrite."""

    def forget(self, rule_name: str) -> bool:
        """Drop a rule's counts; whether there were any. Raises CannotWrite."""


def after_deciding(count: RuleCount, *, taken: int, ignored: int) -> RuleCount:
    """The counts with some more decisions, or fewer: none falls below 0."""
    taken, ignored = max(0, count.taken + taken), max(0, count.ignored + ignored)
    if taken + ignored > MOST_KEPT:
        taken, ignored = (taken + 1) // 2, (ignored + 1) // 2
    return RuleCount(taken=taken, ignored=ignored, tier=count.tier, kind=count.kind)


def moved_to(count: RuleCount) -> Tier | None:
    """The tier that the counts move a rule to; None when they leave it where it is."""
    if count.kind in _NEVER_MOVE or count.tier not in ("sure", "maybe") or count.decided < FEWEST:
        return None
    if count.tier == "sure":
        return "maybe" if least_share(count.ignored, count.decided) > 0.5 else None
    return "sure" if least_share(count.taken, count.decided) > SURE_IS_RIGHT else None


def least_share(part: int, whole: int) -> float:
    """What the share is at least with 95 % confidence: the lower end of Wilson's interval."""
    if whole == 0:
        return 0.0
    share, z2 = part / whole, _Z * _Z
    middle = share + z2 / (2 * whole)
    spread = _Z * sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole))
    return max(0.0, (middle - spread) / (1 + z2 / whole))
