"""The harness itself: what it would not notice, no test would."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import tiers
from tests.faults.harness import Death, Oracle, Session, Workspace, shrink


def test_a_workspace_has_a_draft_with_three_outlines_and_prose_and_nothing_waits(tmp_path: Path) -> None:
    workspace = Workspace.make(tmp_path)
    assert [subject.split(":")[0] for subject in workspace.iterations()[:4]] == [
        "Prose 1",
        "Rewrite 3",
        "Rewrite 2",
        "Outline 1",
    ]
    assert workspace.offers() == []
    assert workspace.git("status", "--porcelain") == ""
    Oracle(workspace).check_sound()


def test_a_session_types_and_is_killed_and_the_oracle_finds_what_is_gone(tmp_path: Path) -> None:
    workspace = Workspace.make(tmp_path)
    oracle = Oracle(workspace)
    oracle.remember_tree()
    session = Session(workspace, "prose", workspace.slug)
    session.wait("A retry is a loan")
    session.kill(Death.KILL)
    assert session.status == -9
    oracle.acknowledge(workspace.post, workspace.read(workspace.post))
    oracle.check()
    oracle.acknowledge(workspace.post, "never written")
    with pytest.raises(AssertionError, match="nowhere"):
        oracle.check_acknowledged()
    workspace.write(workspace.notes, "another\n")
    with pytest.raises(AssertionError, match=r"notes\.md"):
        oracle.check_nothing_else_changed()


def test_a_script_shrinks_to_what_fails() -> None:
    assert shrink(list(range(40)), lambda script: 7 in script and 31 in script, tries=200) == [7, 31]


def test_a_case_makes_the_same_choices_again() -> None:
    assert tiers.case_of("x", 1, 2).random.random() == tiers.case_of("x", 1, 2).random.random()
    assert tiers.case_of("x", 1, 2).random.random() != tiers.case_of("x", 1, 3).random.random()


def test_the_full_tier_leaves_out_what_earlier_sittings_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAULTS_RESULTS", str(tmp_path / "results.jsonl"))
    monkeypatch.setenv("FAULTS_TIER", "full")
    monkeypatch.setenv("FAULTS_SEED", "5")
    first = []
    for case in tiers.cases("x", fast=1, full=6):
        first.append(case.number)
        if len(first) == 3:
            break
    with (tmp_path / "results.jsonl").open("a") as file:
        file.write('{"finished": "x", "se')  # killed while writing
    again = [case.number for case in tiers.cases("x", fast=1, full=6)]
    assert (first, again) == ([0, 1, 2], [2, 3, 4, 5])
