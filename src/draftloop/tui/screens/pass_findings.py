"""Findings of a text that changes under them: kept at their places, found again, merged, left out. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from draftloop.loop.blocks import Span
from draftloop.loop.finding import Finding


def without(findings: Sequence[Finding], gone: Finding) -> list[Finding]:
    """All but one."""
    return [one for one in findings if one is not gone]


def moved(findings: Sequence[Finding], start: int, end: int, new: str) -> list[Finding]:
    """The findings after `new` was put in place of start to end; those that touched it are gone."""
    by = len(new) - (end - start)
    kept: list[Finding] = []
    for one in findings:
        if one.end <= start and (one.end < start or one.start < one.end):
            kept.append(one)
        elif one.start >= end and (one.start > end or end > start):
            kept.append(replace(one, start=one.start + by, end=one.end + by))
    return kept


def nearest(order: Sequence[Finding], wanted: Finding) -> Finding | None:
    """The same alarm in another report, else the one behind its place, else the first."""
    return same_as(order, wanted) or next(
        (one for one in order if one.start >= wanted.start), order[0] if order else None
    )


def same_as(findings: Sequence[Finding], wanted: Finding) -> Finding | None:
    """The same alarm in another report, at the place nearest to where it stood."""
    same = [one for one in findings if one.identity == wanted.identity]
    return min(same, key=lambda one: abs(one.start - wanted.start)) if same else None


def merged(old: Sequence[Finding], new: Sequence[Finding], piece: Span | None) -> list[Finding]:
    """The findings after one piece of the text was read anew; None: all of it was.

    Args:
        old: What was known, at its places in the same text.
        new: What was found in the blocks that meet the piece.
        piece: Start and end offset.
    """
    if piece is None:
        return list(new)
    kept = [one for one in old if one.end < piece[0] or one.start > piece[1]]
    places = {(one.rule_name, one.start, one.end) for one in kept}
    terms = {one.text.lower() for one in kept if one.tier == "term"}
    added = [
        one
        for one in new
        if (one.rule_name, one.start, one.end) not in places
        and not (one.tier == "term" and one.text.lower() in terms)
    ]
    return in_text_order([*kept, *added])


def kept_from(old: Sequence[Finding], new: Sequence[Finding], engines: Collection[str]) -> list[Finding]:
    """A report in which `engines` were not asked, and what they said before.

    What they alone saw stays where nothing else stands now. An alarm that was sure because two agreed stays
    sure until both were asked again.
    """
    agreed = {(one.identity, one.start) for one in old if one.tier == "sure"}
    raised = [
        replace(one, tier="sure") if one.tier == "maybe" and (one.identity, one.start) in agreed else one
        for one in new
    ]
    alone = [one for one in old if one.engine in engines and not any(_meet(one, other) for other in raised)]
    return in_text_order([*raised, *alone])


def with_in_front(findings: Sequence[Finding], shown: Finding) -> tuple[list[Finding], Finding | None]:
    """The findings of a new report, and which of them the author is looking at.

    Another engine's word about the same place does not take the place of the alarm that is being read: its
    keys would do something else from one moment to the next. None: the alarm is gone.
    """
    same = same_as(findings, shown)
    if same is not None:
        return list(findings), same
    rest = [one for one in findings if not _meet(one, shown)]
    if len(rest) == len(findings):
        return list(findings), None
    return in_text_order([*rest, shown]), shown


def in_text_order(findings: Sequence[Finding]) -> list[Finding]:
    """As a reader meets them."""
    return sorted(findings, key=lambda one: (one.start, one.end, one.rule))


def _meet(one: Finding, other: Finding) -> bool:
    return one.start < max(other.end, other.start + 1) and other.start < max(one.end, one.start + 1)
