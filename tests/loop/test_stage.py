"""The stage of a draft: the first rule that holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from draftloop.loop.iteration import Turn
from draftloop.loop.stage import (
    DraftFacts,
    Stage,
    is_rewritten,
    passes_recorded,
    stage_of,
    stage_of_changes,
    stage_of_paths,
)

BOTH = frozenset({"grammar", "readability"})
OPEN = DraftFacts(has_prose=True, gaps=1, uncovered=2)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (DraftFacts(), Stage.OUTLINE),
        (DraftFacts(is_dropped=True, is_public=True), Stage.DROPPED),
        (DraftFacts(is_public=True, has_prose=True), Stage.SHIPPED),
        (DraftFacts(has_own_points=True, round=1), Stage.REWRITE),
        (DraftFacts(has_own_points=True, round=1, allows_rewrite=False), Stage.PROSE),
        (DraftFacts(has_own_points=True, round=2, needs_another_round=True), Stage.REWRITE),
        (DraftFacts(has_own_points=True, round=2), Stage.PROSE),
        (OPEN, Stage.PROSE),
        (DraftFacts(has_prose=True), Stage.EDIT),
        (replace(OPEN, is_edit_day=True), Stage.PROSE),
        (replace(OPEN, is_edit_day=True, has_prose_recorded=True), Stage.EDIT),
        (replace(OPEN, has_edit_recorded=True), Stage.EDIT),
        (replace(OPEN, has_edit_recorded=True, passes=frozenset({"grammar"})), Stage.EDIT),
        (replace(OPEN, has_edit_recorded=True, passes=BOTH), Stage.SHIP),
    ],
)
def test_first_rule_that_holds_wins(facts: DraftFacts, expected: Stage) -> None:
    assert stage_of(facts) is expected


def turn(stage: Stage, pass_name: str = "", *paths: str) -> Turn:
    when = datetime(2026, 11, 15, tzinfo=UTC)
    return Turn(commit="a" * 40, when=when, stage=stage, subject="", pass_name=pass_name, paths=paths)


POST = "drafts/x/post.md"


def test_passes_hold_while_only_edits_and_ships_change_the_post() -> None:
    turns = [
        turn(Stage.EDIT, "grammar", POST),
        turn(Stage.EDIT, "readability", POST),
        turn(Stage.SHIP, "", POST),
    ]
    assert passes_recorded(turns) == BOTH


@pytest.mark.parametrize("stage", [Stage.PROSE, Stage.RESTORE])
def test_new_prose_undoes_the_passes(stage: Stage) -> None:
    assert passes_recorded([turn(Stage.EDIT, "grammar", POST), turn(stage, "", POST)]) == frozenset()


def test_an_outline_changed_late_leaves_the_passes_alone() -> None:
    turns = [turn(Stage.EDIT, "grammar"), turn(Stage.OUTLINE, "", "drafts/x/outline.md")]
    assert passes_recorded(turns) == {"grammar"}


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (("ideas/x.md",), Stage.IDEA),
        (("drafts/x/notes.md",), Stage.IDEA),
        (("ideas/x.md", "drafts/x/notes.md"), Stage.PICK),
        (("drafts/x/notes.md", "drafts/x/outline.md"), Stage.OUTLINE),
        (("drafts/x/parked.md",), Stage.OUTLINE),
        (("drafts/x/outline.md", "drafts/x/post.md"), Stage.PROSE),
        (("drafts/x/queue.png",), Stage.PROSE),
        ((), Stage.IDEA),
    ],
)
def test_furthest_file_gives_the_stage(paths: tuple[str, ...], expected: Stage) -> None:
    assert stage_of_paths(paths) is expected


@pytest.mark.parametrize(
    ("now", "expected"), [(Stage.PROSE, Stage.PROSE), (Stage.EDIT, Stage.EDIT), (Stage.SHIP, Stage.EDIT)]
)
def test_changed_post_is_an_edit_once_the_draft_is_there(now: Stage, expected: Stage) -> None:
    assert stage_of_changes([POST], now=now, outline_before="", outline_now="") is expected


def test_outline_with_most_lines_new_is_a_rewrite() -> None:
    before, now = "- a\n- b\n- c\n", "- a\n- d\n- e\n"
    stage = stage_of_changes(
        ["drafts/x/outline.md"], now=Stage.REWRITE, outline_before=before, outline_now=now
    )
    assert stage is Stage.REWRITE


@pytest.mark.parametrize(
    ("before", "now"), [("", "- a"), ("- a\n- b\n", "- a\n- c\n"), ("- a\n", "- a  \r\n- b\n")]
)
def test_outline_that_keeps_half_its_lines_goes_on(before: str, now: str) -> None:
    assert not is_rewritten(before, now)
