"""The harness itself: what it would not notice, no test would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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
        "| P1: killed | 3 | 2 | **1 did not survive**; 0.5 s |\n"
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


FAILING = """
import pytest
from tests.faults.harness import cases, note, trying

def test_one_case_fails():
    row = trying("P1", "killed")
    for case in cases("killed", fast=3, full=3):
        assert case.number < 2
        row.note(figure="0 lost")

def test_nothing_was_noted_yet():
    trying("P2", "cut")
    pytest.fail("at once")

def test_it_noted_it_itself():
    trying("P3", "stopped").note(4, 3)
    raise AssertionError

def test_nobody_said_what_is_tried():
    raise ValueError

@pytest.fixture
def broken():
    raise ValueError

def test_it_did_not_begin(broken):
    pass

@pytest.fixture
def left():
    yield
    raise ValueError

def test_it_did_not_end(left):
    trying("P6", "leaving").note()

def test_all_is_well():
    trying("P4", "nothing").note()

def test_it_was_left_out():
    trying("P5", "nothing")
    pytest.skip("not here")
"""


def test_every_failure_is_counted_and_nothing_is_counted_twice(tmp_path: Path) -> None:
    folder = tmp_path / "failing"
    folder.mkdir()
    here = Path(__file__).parent
    (folder / "conftest.py").write_text((here / "conftest.py").read_text())
    (folder / "test_failing.py").write_text(FAILING)
    results = tmp_path / "results.jsonl"
    env = {
        **os.environ,
        "FAULTS_RESULTS": str(results),
        "FAULTS_TIER": "full",
        "PYTHONPATH": str(runner.ROOT),
    }
    argv = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--import-mode=importlib", str(folder)]
    done = subprocess.run(argv, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    counts: dict[str, tuple[int, int]] = {}
    for row in report.read(results):
        if "promise" in row:
            cases, survived = counts.get(f"{row['promise']} {row['fault']}", (0, 0))
            counts[f"{row['promise']} {row['fault']}"] = (cases + row["cases"], survived + row["survived"])
    assert counts == {
        "P1 killed": (3, 2),
        "P2 cut": (1, 0),
        "P3 stopped": (4, 3),
        "run the test test_nobody_said_what_is_tried": (1, 0),
        "run the test test_it_did_not_begin": (1, 0),
        "P6 leaving": (2, 1),
        "P4 nothing": (1, 1),
    }


def test_a_part_whose_time_is_over_leaves_the_rest_to_another_run(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = 0.0
    monkeypatch.setattr(tiers, "_now", tiers._Test())
    monkeypatch.setattr("tests.faults.tiers.time.monotonic", lambda: now_s)
    monkeypatch.setenv("FAULTS_TIER", "long")
    monkeypatch.setenv("FAULTS_SHARE", "60")
    assert tiers.begin_test("a part::test_one", 3)
    assert tiers.seconds_left() == 20
    now_s = 59
    assert tiers.begin_test("a part::test_two", 3)
    now_s = 61
    assert not tiers.begin_test("a part::test_three", 3)
    assert tiers.begin_test("another part::test_one", 3)


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
    assert 3200 < wide + narrow / (os.cpu_count() or 1) < 3400, "the rest is for what is under way by then"
