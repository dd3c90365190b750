from __future__ import annotations

from datetime import datetime
from pathlib import Path

from draftloop.adapters.conflict_refs import GitConflicts
from tests.git_folder import git, recorded_outline

WHEN = datetime.fromisoformat("2026-11-14T21:31:00+01:00")


def test_both_sides_are_kept_where_no_branch_is_touched(tmp_path: Path) -> None:
    folder = recorded_outline(tmp_path)
    before = git(folder, "log", "--all", "--format=%H")
    date = GitConflicts(str(tmp_path)).keep("drafts/d/post.md", "mine é\n", "theirs\r\n", WHEN)
    assert date == "20261114T203100Z"
    assert git(folder, "show", f"refs/draftloop/conflict/{date}/mine:{date}/post.md") == "mine é\n"
    assert git(folder, "show", f"refs/draftloop/conflict/{date}/theirs:{date}/post.md")
    assert git(folder, "log", "--all", "--format=%H") == before
    assert git(folder, "status", "--porcelain") == ""


def test_without_a_repository_nothing_is_kept_and_nothing_goes_wrong(tmp_path: Path) -> None:
    assert GitConflicts(str(tmp_path)).keep("drafts/d/post.md", "mine", "theirs", WHEN) is None
