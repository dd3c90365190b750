"""Findings of a text that changes under them: kept at their places, found again, left out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
    same = [one for one in order if one.identity == wanted.identity]
    if same:
        return min(same, key=lambda one: abs(one.start - wanted.start))
    return next((one for one in order if one.start >= wanted.start), order[0] if order else None)
