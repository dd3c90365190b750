"""The rules of the checks and what the author makes of them: decisions counted, tiers that follow."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.errors import DraftloopError
from draftloop.loop.settings_text import with_list
from draftloop.loop.tally import least_share, moved_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftloop.loop.finding import Finding, Tier
    from draftloop.loop.tally import RuleCount
    from draftloop.steps.desk import Desk

SETTINGS_FILE = "draftloop.toml"
_COUNTED = frozenset({"sure", "maybe", "style"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule the author has decided about."""

    rule_name: str
    """`harper:AnA`, as in `[checks] off`."""
    engine: str
    tier: Tier
    """Where its alarms are shown now."""
    taken: int
    ignored: int
    moved: str
    """Where from and why, when the counts moved it; else empty."""
    is_off: bool = False
    """Switched off in `[checks] off`, which wins over any count."""


def note_decision(desk: Desk, finding: Finding, *, taken: bool, undone: bool = False) -> None:
    """Count a fix that was taken or an alarm that was waved through.

    A tally that cannot be written is no reason to interrupt anybody: nothing is raised.

    Args:
        desk: The desk.
        finding: What was decided about. New words are no rule and do not count.
        taken: Fixed as proposed or by hand; else ignored.
        undone: The decision was taken back: it counts no more.
    """
    if desk.tally is None or finding.tier not in _COUNTED:
        return
    step = -1 if undone else 1
    with suppress(DraftloopError, OSError):
        count = desk.tally.counts().get(finding.rule_name)
        tier = _tier_before_moves(finding, count)
        desk.tally.count(finding, tier, taken=step * taken, ignored=step * (not taken))


def standing_overrides(desk: Desk) -> Mapping[str, Tier]:
    """The rules whose tier the author's own decisions have moved, by rule name."""
    if desk.tally is None:
        return {}
    moves = ((name, moved_to(count)) for name, count in desk.tally.counts().items())
    return {name: tier for name, tier in moves if tier is not None}


def rule_rows(desk: Desk) -> list[RuleRow]:
    """Every rule with a decision, the most decided first."""
    counts = {} if desk.tally is None else desk.tally.counts()
    rows = [_row(desk, name, count) for name, count in counts.items() if count.decided]
    return sorted(rows, key=lambda row: (-(row.taken + row.ignored), row.rule_name))


def forget_rule(desk: Desk, name: str) -> bool:
    """Begin anew with a rule; whether anything was known of it.

    Raises:
        CannotWrite: the tally cannot be written.
    """
    if desk.tally is None:
        return False
    known = [one for one in desk.tally.counts() if name in (one, one.partition(":")[2])]
    for one in known:
        desk.tally.forget(one)
    return bool(known)


def switch_rule(desk: Desk, name: str, *, on: bool) -> bool:
    """Switch a rule or a kind off in the workspace's settings, or on again; False: it was so already.

    Raises:
        BadValue: draftloop.toml cannot be changed safely.
        ChangedOnDisk, CannotWrite: it cannot be written.
    """
    off = desk.settings.checks.off
    if (name in off) is not on:
        return False
    left = [one for one in off if one != name] if on else [*off, name]
    document = desk.library.open(SETTINGS_FILE)
    desk.library.save(document, with_list(document.text, "checks", "off", left))
    return True


def _row(desk: Desk, name: str, count: RuleCount) -> RuleRow:
    engine, _, rule = name.partition(":")
    move = moved_to(count)
    return RuleRow(
        rule_name=name,
        engine=engine,
        tier=move or count.tier,
        taken=count.taken,
        ignored=count.ignored,
        moved="" if move is None else _why(count),
        is_off=any(off in (rule, name, count.kind) for off in desk.settings.checks.off),
    )


def _why(count: RuleCount) -> str:
    did, times = ("ignored", count.ignored) if count.tier == "sure" else ("taken", count.taken)
    share = least_share(times, count.decided)
    return (
        f"was {count.tier}: {did} {times} of {count.decided} times, at least {share:.0%} with 95 % confidence"
    )


def _tier_before_moves(finding: Finding, count: RuleCount | None) -> Tier:
    """The tier the checks give the rule by themselves, as far as alarms have shown it.

    An alarm on the screen may be older than the last move; only one that is sure of itself says more than
    what was known.
    """
    if count is None:
        return finding.tier
    is_sure = finding.tier == "sure" and moved_to(count) != "sure"
    return "sure" if is_sure else count.tier
