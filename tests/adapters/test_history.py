"""History on real git: what is recorded, read back and left alone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from draftloop.adapters.git_commands import Git
from draftloop.adapters.history import GitHistory
from draftloop.adapters.run import Result
from draftloop.loop.stage import Stage
from tests.git_folder import OUTLINE, git, recorded_outline, turn, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return recorded_outline(tmp_path)


def test_commit_is_plain_git_with_both_times_the_clock_s(folder: Path) -> None:
    assert git(folder, "log", "--format=%an|%aI|%cI|%s").strip() == (
        "Ada Writer|2026-11-09T20:00:00+00:00|2026-11-09T20:00:00+00:00|Outline 1: X"
    )
    assert git(folder, "log", "--format=%(trailers:key=Draftloop-Stage,valueonly)").strip() == "outline"
    assert git(folder, "branch", "--show-current").strip() == "main"
    assert git(folder, "status", "--porcelain") == ""
    git(folder, "fsck", "--strict", "--no-dangling")


def test_staging_area_of_the_user_is_left_as_it_was(folder: Path) -> None:
    write(folder, "mine.txt", "staged\n")
    write(folder, "drafts/y/post.md", "also staged\n")
    git(folder, "add", "mine.txt", "drafts/y/post.md")
    write(folder, "mine.txt", "staged, then changed\n")
    before = git(folder, "ls-files", "--stage", "mine.txt", "drafts/y")
    write(folder, OUTLINE, "- a\n")
    GitHistory(str(folder)).record(turn(), ["drafts/x"])
    GitHistory(str(folder)).record(turn(2, Stage.COMPARE), ["drafts/x"], allow_empty=True)
    assert git(folder, "ls-files", "--stage", "mine.txt", "drafts/y") == before
    assert git(folder, "show", "--name-only", "--format=", "HEAD~1").split() == [OUTLINE]
    assert git(folder, "show", "--name-only", "--format=", "HEAD").split() == []


def test_move_staged_by_hand_is_recorded(folder: Path) -> None:
    git(folder, "mv", OUTLINE, "drafts/x/post.md")
    GitHistory(str(folder)).record(turn(), ["drafts/x"])
    assert git(folder, "ls-tree", "-r", "--name-only", "HEAD").split() == ["drafts/x/post.md"]
    assert git(folder, "status", "--porcelain") == ""


NAMES = [
    "with blank.md", "new\nline.md", "ünï.md", "*", "[a].md", ":(top)x.md", "-x.md", "--output=pwn",
    "\x1b[31m.md", "a" * 250, "'quote\".md", "?", "\\back.md",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_odd_file_names_are_names(folder: Path, name: str) -> None:
    write(folder, f"drafts/x/{name}", "text\n")
    write(folder, "other.md", "stays\n")
    history = GitHistory(str(folder))
    assert history.changed(["drafts/x"]) == [f"drafts/x/{name}"]
    commit = history.record(turn(), ["drafts/x"])
    assert commit is not None
    assert git(folder, "ls-tree", "-r", "-z", "--name-only", "HEAD").strip("\0").split("\0") == sorted(
        [f"drafts/x/{name}", OUTLINE]
    )
    assert f"drafts/x/{name}" in history.timeline("x")[-1].paths


def test_undecodable_name_survives(folder: Path) -> None:
    path = os.path.join(os.fsencode(folder), b"drafts/x/\xff\xfe.md")
    with open(path, "wb") as file:
        file.write(b"text\n")
    assert GitHistory(str(folder)).record(turn(), ["drafts/x"])
    assert git(folder, "status", "--porcelain") == ""


def test_ignored_files_are_no_change(folder: Path) -> None:
    write(folder, ".gitignore", "*.swp\n")
    write(folder, "drafts/x/.outline.swp", "x")
    assert GitHistory(str(folder)).changed(["drafts/x"]) == []


def test_what_no_author_made_is_never_recorded(folder: Path) -> None:
    for name in (".outline.md.0123456789ab.tmp", ".outline.md.swp", "outline.md~", ".sync/outline.md"):
        write(folder, f"drafts/x/{name}", "left behind")
    history = GitHistory(str(folder))
    assert history.changed(["drafts/x"]) == []
    write(folder, "drafts/x/outline.md", OUTLINE + "- new\n")
    assert history.record(turn(2), ["drafts/x"])
    assert git(folder, "show", "--name-only", "--format=", "HEAD").split() == ["drafts/x/outline.md"]


def test_two_writers_lose_nothing(folder: Path) -> None:
    made: list[str | None] = []

    def work(name: str) -> None:
        history = GitHistory(str(folder))
        for count in range(6):
            write(folder, f"drafts/{name}/post.md", f"{count}\n")
            made.append(history.record(turn(count, Stage.PROSE), [f"drafts/{name}"]))

    workers = [threading.Thread(target=work, args=(name,)) for name in "pq"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    reachable = set(git(folder, "rev-list", "HEAD").split())
    assert len(made) == 12
    assert set(made) <= reachable
    assert [len(GitHistory(str(folder)).timeline(slug)) for slug in "pq"] == [6, 6]


def test_many_threads_may_read_at_once(folder: Path) -> None:
    (folder / ".git" / "draftloop" / "history.db").unlink(missing_ok=True)
    history, counts = GitHistory(str(folder)), []
    readers = [threading.Thread(target=lambda: counts.append(len(history.timeline("x")))) for _ in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert counts == [1] * 6


def test_commits_by_hand_are_turns_too(folder: Path) -> None:
    write(folder, OUTLINE, "- a\n- d\n- e\n- f\n")
    git(folder, "commit", "-q", "-am", "wrote it again")
    write(folder, "drafts/x/post.md", "Prose.\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "wip")
    told = [(t.stage.value, t.iteration, t.is_recorded) for t in GitHistory(str(folder)).timeline("x")]
    assert told == [("outline", 1, True), ("rewrite", 2, False), ("prose", 1, False)]


def test_a_commit_by_hand_of_two_drafts_speaks_of_each_by_its_own_files(folder: Path) -> None:
    write(folder, "drafts/y/outline.md", "- one point\n")
    write(folder, "drafts/z/post.md", "Some prose.\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Two at once")
    history = GitHistory(str(folder))
    assert [turn.stage for turn in history.timeline("y")] == [Stage.OUTLINE]
    assert [turn.stage for turn in history.timeline("z")] == [Stage.PROSE]


def test_draft_renamed_by_hand_keeps_its_history(folder: Path) -> None:
    git(folder, "mv", "drafts/x", "drafts/z")
    git(folder, "commit", "-q", "-m", "better name")
    assert [t.subject for t in GitHistory(str(folder)).timeline("z")] == ["Outline 1: X", "better name"]


def test_slug_used_again_does_not_inherit(folder: Path) -> None:
    git(folder, "mv", "drafts/x", "drafts/z")
    git(folder, "commit", "-q", "-m", "better name")
    write(folder, OUTLINE, "- new\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "another x")
    assert [t.subject for t in GitHistory(str(folder)).timeline("x")] == ["another x"]


def test_rewritten_history_is_read_anew(folder: Path) -> None:
    history = GitHistory(str(folder))
    history.timeline("x")
    git(folder, "commit", "-q", "--amend", "-m", "said differently")
    assert [t.subject for t in history.timeline("x")] == ["said differently"]


def test_merged_branches_are_both_told(folder: Path) -> None:
    git(folder, "switch", "-q", "-c", "laptop")
    write(folder, "drafts/x/post.md", "Prose.\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "on the laptop")
    git(folder, "switch", "-q", "main")
    write(folder, OUTLINE, "- a\n- b\n")
    git(folder, "commit", "-q", "-am", "at home")
    history = GitHistory(str(folder))
    assert len(history.timeline("x")) == 2
    git(folder, "merge", "-q", "--no-edit", "laptop")
    assert sorted(t.subject for t in history.timeline("x")) == ["Outline 1: X", "at home", "on the laptop"]


def test_damaged_cache_is_built_anew(folder: Path) -> None:
    history = GitHistory(str(folder))
    history.timeline("x")
    database = folder / ".git" / "draftloop" / "history.db"
    for damage in (b"not a database" * 100, database.read_bytes()[:3000], b""):
        database.write_bytes(damage)
        assert len(history.timeline("x")) == 1


COUNT_STARTS = """
import subprocess, sys
from draftloop.adapters.history import GitHistory
started, original = [], subprocess.Popen.__init__
def count(self, argv, *a, **k):
    started.append(argv)
    original(self, argv, *a, **k)
subprocess.Popen.__init__ = count
turns = GitHistory(sys.argv[1]).timeline("x")
print(len(turns), len(started), "git" in sys.modules)
"""


def test_second_look_starts_nothing_and_imports_no_library(folder: Path) -> None:
    GitHistory(str(folder)).timeline("x")
    write(folder, OUTLINE, "- b\n")
    GitHistory(str(folder)).record(turn(), ["drafts/x"])
    told = subprocess.run(
        [sys.executable, "-c", COUNT_STARTS, str(folder)], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["2", "0", "False"]


def test_branch_in_packed_refs_is_found(folder: Path) -> None:
    history = GitHistory(str(folder))
    history.timeline("x")
    git(folder, "pack-refs", "--all")
    assert len(history.timeline("x")) == 1
    write(folder, OUTLINE, "- b\n")
    assert history.record(turn(), ["drafts/x"])


def test_texts_at_many_commits_come_from_one_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = git(folder, "rev-parse", "HEAD").strip()
    started: list[str] = []
    real = Git.call

    def counting(self: Git, command: str, *arguments: str, **options: Any) -> Result:
        started.append(command)
        return real(self, command, *arguments, **options)

    monkeypatch.setattr(Git, "call", counting)
    places = [(first, OUTLINE), (first, "missing"), (first, "drafts"), ("--evil", OUTLINE), (first, "a\nb")]
    assert GitHistory(str(folder)).texts_at(places) == ["- a\n- b\n- c\n", None, None, None, None]
    assert started == ["cat-file"]


def test_branch_is_flushed_before_a_commit_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    real = os.fsync

    def flush(descriptor: int) -> None:
        flushed.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", flush)
    git(folder, "switch", "-q", "-c", "drafts/of-mine")
    write(folder, OUTLINE, "- b\n")
    GitHistory(str(folder)).record(turn(), ["drafts/x"])
    branch_and_log = {folder / ".git" / "refs" / "heads" / "drafts", folder / ".git" / "logs" / "HEAD"}
    assert {str(path) for path in branch_and_log} <= set(flushed)
