"""The harness itself: what it would not notice, no test would."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.faults import __main__ as runner
from tests.faults import report, tiers
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


def test_a_row_of_the_table_adds_up_what_was_noted_and_shows_the_distribution(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    rows: list[dict[str, object]] = [
        {"sitting": 1_795_000_000, "seed": 5, "commit": "abc", "cores": "2", "kernel": "Linux 6.1"},
        {
            "promise": "P1",
            "fault": "killed",
            "cases": 1,
            "survived": 1,
            "figure": "{median} s",
            "samples": [0.25],
        },
        {
            "promise": "P1",
            "fault": "killed",
            "cases": 2,
            "survived": 1,
            "figure": "{median} s",
            "samples": [0.5],
        },
        {
            "promise": "P2",
            "fault": "a | b",
            "cases": 1000,
            "survived": 1000,
            "figure": "0 lost",
            "samples": [],
        },
        {"fault": "vfat", "skipped": "needs root"},
    ]
    rows[0] |= {"git": "2.39.5", "python": "3.11.2"}
    results.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert report.table(results) == (
        "| promise | cases | faults survived | figure |\n| --- | ---: | ---: | --- |\n"
        "| P1: killed | 3 | 2 | 0.5 s |\n"
        "| P2: a \\| b | 1,000 | 1,000 | 0 lost |\n"
        "\nNot tried on this machine:\n\n- vfat: needs root\n"
    )
    page = tmp_path / "page.md"
    page.write_text("above\n<!-- faults:long -->\nold\n<!-- /faults:long -->\nbelow\n")
    report.write("long", results, page)
    written = page.read_text()
    assert written.startswith(
        "above\n<!-- faults:long -->\n2026-11-18; commit abc; 2 cores, Linux 6.1, git 2.39.5"
    )
    assert written.endswith("- vfat: needs root\n<!-- /faults:long -->\nbelow\n")
    assert "old" not in written


def test_the_page_has_a_place_for_both_runs() -> None:
    page = report.PAGE.read_text()
    for tier in ("long", "full"):
        assert page.count(f"<!-- faults:{tier} -->\n") == page.count(f"<!-- /faults:{tier} -->\n") == 1


def test_every_part_has_its_share_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAULTS_PARTS", raising=False)
    parts = runner.plan(3600)
    assert {part.name for part in parts} >= {"typing", "git", "soak", "harness"}
    wide = sum(part.seconds for part in parts if part.is_wide)
    narrow = sum(part.seconds for part in parts if not part.is_wide)
    assert wide + narrow / (os.cpu_count() or 1) == pytest.approx(3600)
