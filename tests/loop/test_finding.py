"""Findings: how they are told apart, shown and fixed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from draftloop.loop.errors import BadValue
from draftloop.loop.finding import Finding, apply_fix, new_since, resolve_overlaps, to_json
from tests.findings import plain_finding


def finding(start: int = 4, end: int = 11, **facts: Any) -> Finding:
    said = {"rule": "RepeatedWords", "kind": "repetition", "message": "Twice.", "fixes": ("the",)}
    base = plain_finding(start, "the the", end=end, sentence="See the the end.", **said)
    return replace(base, **facts)


def test_json_has_exactly_the_documented_keys() -> None:
    assert to_json(finding()) == {
        "file": "post.md",
        "start": 4,
        "end": 11,
        "line": 1,
        "column": 5,
        "pass": "grammar",
        "tier": "sure",
        "engine": "harper",
        "rule": "RepeatedWords",
        "message": "Twice.",
        "replacements": ["the"],
    }


def test_a_fix_replaces_its_place_only() -> None:
    assert apply_fix("See the the end.", finding(), "the") == "See the end."


def test_a_fix_is_refused_when_the_text_has_changed() -> None:
    with pytest.raises(BadValue):
        apply_fix("See  the the end.", finding(), "the")


def test_the_same_alarm_elsewhere_in_the_file_is_the_same() -> None:
    moved = finding(start=104, end=111, sentence="See  the\nthe end.", text="the\nthe")
    assert moved.identity == finding().identity
    assert finding(sentence="Another the the.").identity != finding().identity


def test_what_was_there_before_is_not_new() -> None:
    other = finding(text="teh")
    assert new_since([finding(start=40, end=47), other], [finding()]) == [other]


def test_the_surer_finding_wins_a_place() -> None:
    maybe = finding(tier="maybe", rule="Other")
    assert resolve_overlaps([maybe, finding()]) == [finding()]


def test_the_one_with_a_fix_wins_among_equals() -> None:
    bare = finding(fixes=(), rule="Bare", end=9)
    assert resolve_overlaps([bare, finding()]) == [finding()]


def test_neighbors_both_stay_in_order() -> None:
    after = finding(start=11, end=14)
    assert resolve_overlaps([after, finding()]) == [finding(), after]


def test_a_rule_speaks_before_what_was_only_counted() -> None:
    ruled = finding(4, 12, rule="ApartOf", tier="sure")
    counted = finding(10, 12, rule="DoubtfulConfusable", tier="sure")
    assert resolve_overlaps([counted, ruled]) == [ruled]
