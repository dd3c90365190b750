from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from draftloop.adapters.conflict_refs import KEEP, GitConflicts
from draftloop.loop.thinning import MOST_AT_ONCE
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


def conflicts(folder: Path) -> list[str]:
    """The dates of which both sides are kept."""
    refs = git(folder, "for-each-ref", "--format=%(refname)", "refs/draftloop/conflict/").split()
    dates = {ref.split("/")[-2] for ref in refs}
    assert len(refs) == 2 * len(dates)
    return sorted(dates)


def keep_more(folder: Path, *whens: datetime) -> list[str]:
    """As if there had been conflicts at these times, too; their dates."""
    (date,) = conflicts(folder)
    dates = [f"{when.astimezone(WHEN.tzinfo) - timedelta(hours=1):%Y%m%dT%H%M%SZ}" for when in whens]
    for side in ("mine", "theirs"):
        tree = git(folder, "rev-parse", f"refs/draftloop/conflict/{date}/{side}").strip()
        for other in dates:
            git(folder, "update-ref", f"refs/draftloop/conflict/{other}/{side}", tree)
    return dates


def test_of_conflicts_older_than_ninety_days_the_last_of_each_day_stays(tmp_path: Path) -> None:
    folder = recorded_outline(tmp_path)
    store = GitConflicts(str(tmp_path))
    store.keep("drafts/d/post.md", "mine", "theirs", WHEN)
    long_ago = WHEN - KEEP - timedelta(days=2)
    morning, noon, next_day = keep_more(
        folder, long_ago - timedelta(hours=8), long_ago - timedelta(hours=3), long_ago + timedelta(days=1)
    )
    last = store.keep("drafts/d/post.md", "mine, later", "theirs", WHEN + timedelta(minutes=1))
    assert conflicts(folder) == [noon, next_day, "20261114T203100Z", last]
    assert morning not in conflicts(folder)


def test_every_conflict_of_ninety_days_stays(tmp_path: Path) -> None:
    folder = recorded_outline(tmp_path)
    store = GitConflicts(str(tmp_path))
    store.keep("drafts/d/post.md", "mine", "theirs", WHEN)
    keep_more(folder, *(WHEN - KEEP + timedelta(hours=number) for number in range(1, 7)))
    store.keep("drafts/d/post.md", "mine, later", "theirs", WHEN + timedelta(minutes=1))
    assert len(conflicts(folder)) == 8


def test_a_clock_that_jumped_ahead_costs_no_conflict_at_once(tmp_path: Path) -> None:
    folder = recorded_outline(tmp_path)
    store = GitConflicts(str(tmp_path))
    store.keep("drafts/d/post.md", "mine", "theirs", WHEN)
    keep_more(folder, *(WHEN - timedelta(minutes=number) for number in range(1, 7)))
    store.keep("drafts/d/post.md", "mine, later", "theirs", WHEN + timedelta(days=9_000))
    assert len(conflicts(folder)) == 8


def test_few_go_at_once(tmp_path: Path) -> None:
    folder = recorded_outline(tmp_path)
    store = GitConflicts(str(tmp_path))
    store.keep("drafts/d/post.md", "mine", "theirs", WHEN)
    long_ago = (WHEN - KEEP - timedelta(days=9)).replace(hour=12)
    keep_more(folder, *(long_ago + timedelta(minutes=number) for number in range(MOST_AT_ONCE + 5)))
    store.keep("drafts/d/post.md", "mine, later", "theirs", WHEN + timedelta(minutes=1))
    assert len(conflicts(folder)) == 2 + 5
