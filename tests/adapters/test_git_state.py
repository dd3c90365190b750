"""The places and states a real repository gets into, and what is recorded in them."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

import pytest

from draftloop.adapters import git_commit, git_state
from draftloop.adapters.git_commands import init_repository
from draftloop.adapters.history import GitHistory
from draftloop.adapters.run import find_program
from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.waiting import Means
from tests.git_folder import OUTLINE, git, recorded_outline, turn, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return recorded_outline(tmp_path)


def test_workspace_may_be_a_subfolder(tmp_path: Path) -> None:
    init_repository(str(tmp_path))
    blog = tmp_path / "my blog"
    write(blog, OUTLINE, "- a\n")
    write(tmp_path, "drafts/x/outline.md", "- not ours\n")
    history = GitHistory(str(blog))
    commit = history.record(turn(), ["drafts/x"])
    assert commit is not None
    assert git(tmp_path, "ls-tree", "-r", "--name-only", "HEAD").strip() == f"my blog/{OUTLINE}"
    assert history.text_at(commit, OUTLINE) == "- a\n"
    assert [t.paths for t in history.timeline("x")] == [(OUTLINE,)]


def test_linked_worktree_has_its_own_branch(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    linked = tmp_path_factory.mktemp("linked") / "blog"
    git(folder, "worktree", "add", "-q", "-b", "side", str(linked))
    write(linked, OUTLINE, "- there\n")
    commit = GitHistory(str(linked)).record(turn(2), ["drafts/x"])
    assert git(folder, "rev-parse", "side").strip() == commit
    assert len(GitHistory(str(linked)).timeline("x")) == 2
    assert len(GitHistory(str(folder)).timeline("x")) == 1


def test_pointer_that_does_not_point_back_is_not_followed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / ".git").write_text(f"gitdir: {folder}/.git\n")
    state = GitHistory(str(other)).state()
    assert state.kind == "no-repository"
    assert "does not point back" in state.reason


def test_submodule_is_a_place_of_its_own(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outer = tmp_path_factory.mktemp("outer")
    init_repository(str(outer))
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(folder), "blog")
    write(outer / "blog", OUTLINE, "- there\n")
    commit = GitHistory(str(outer / "blog")).record(turn(2), ["drafts/x"])
    assert git(outer / "blog", "rev-parse", "main").strip() == commit


def test_no_repository_no_git_and_nothing_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history = GitHistory(str(tmp_path))
    assert history.state().kind == "no-repository"
    assert (history.timeline("x"), history.tags("")) == ([], {})
    with pytest.raises(HistoryUnavailable):
        history.changed(["drafts"])
    monkeypatch.setenv("PATH", "")
    assert history.state().kind == "no-git"
    with pytest.raises(HistoryUnavailable):
        history.record(turn(), ["drafts/x"])


def test_without_a_name_nothing_is_recorded_under_another(folder: Path, clean_environment: Path) -> None:
    (clean_environment / ".gitconfig").unlink()
    write(folder, OUTLINE, "- b\n")
    history = GitHistory(str(folder))
    assert history.state().kind == "no-identity"
    with pytest.raises(HistoryUnavailable):
        history.record(turn(), ["drafts/x"])
    assert git(folder, "rev-list", "--count", "HEAD").strip() == "1"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("MERGE_HEAD", "merge"),
        ("CHERRY_PICK_HEAD", "cherry-pick"),
        ("REVERT_HEAD", "revert"),
        ("BISECT_LOG", "bisect"),
        ("rebase-merge", "rebase"),
        ("rebase-apply", "rebase"),
    ],
)
def test_nothing_is_recorded_in_the_middle_of_something(folder: Path, name: str, kind: str) -> None:
    (folder / ".git" / name).write_text(git(folder, "rev-parse", "HEAD"))
    write(folder, OUTLINE, "- b\n")
    with pytest.raises(HistoryUnavailable) as caught:
        GitHistory(str(folder)).record(turn(), ["drafts/x"])
    assert caught.value.state == kind
    assert caught.value.remedy
    assert (folder / OUTLINE).read_text() == "- b\n"


def test_detached_head_is_named(folder: Path) -> None:
    git(folder, "checkout", "-q", "--detach")
    assert GitHistory(str(folder)).state().kind == "detached"


@pytest.mark.parametrize(
    ("branch", "said"), [("main", "`git switch main`"), ("a;$(id)", "`git switch 'a;$(id)'`")]
)
def test_the_way_back_to_a_branch_can_be_pasted_into_a_shell(folder: Path, branch: str, said: str) -> None:
    git(folder, "branch", "-m", branch)
    git(folder, "checkout", "-q", "--detach")
    assert GitHistory(str(folder)).state().remedy.startswith(said)


def test_unmerged_files_stop_the_commit(folder: Path) -> None:
    write(folder, OUTLINE, "- stashed\n")
    git(folder, "stash", "-q")
    write(folder, OUTLINE, "- other\n")
    GitHistory(str(folder)).record(turn(), ["drafts/x"])
    with pytest.raises(subprocess.CalledProcessError):
        git(folder, "stash", "pop")
    with pytest.raises(HistoryUnavailable) as caught:
        GitHistory(str(folder)).record(turn(), ["drafts/x"])
    assert caught.value.state == "merge"


def test_repository_inside_a_draft_is_refused(folder: Path) -> None:
    init_repository(str(folder))
    nested = folder / "drafts" / "y"
    nested.mkdir()
    init_repository(str(nested))
    write(nested, "post.md", "text\n")
    with pytest.raises(HistoryUnavailable) as caught:
        GitHistory(str(folder)).record(turn(), ["drafts/y"])
    assert caught.value.state == "nested"


def test_lock_is_waited_for_and_then_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = folder / ".git" / "index.lock"
    lock.touch()
    write(folder, OUTLINE, "- b\n")
    monkeypatch.setattr(git_commit, "USUAL", Means(patience_s=0))
    with pytest.raises(HistoryUnavailable) as caught:
        GitHistory(str(folder)).record(turn(), ["drafts/x"])
    assert caught.value.state == "locked"
    assert "index.lock" in caught.value.reason
    lock.unlink()
    assert GitHistory(str(folder)).record(turn(), ["drafts/x"])


def test_old_lock_is_named_before_anything_is_tried(folder: Path) -> None:
    lock = folder / ".git" / "index.lock"
    lock.touch()
    os.utime(lock, (0, 0))
    assert GitHistory(str(folder)).state().kind == "locked"


def test_lock_that_goes_away_is_no_trouble(folder: Path) -> None:
    lock = folder / ".git" / "index.lock"
    lock.touch()
    write(folder, OUTLINE, "- b\n")
    timer = threading.Timer(0.3, lock.unlink)
    timer.start()
    commit = GitHistory(str(folder)).record(turn(), ["drafts/x"])
    timer.join()
    assert commit is not None


def test_foreign_owner_is_refused_before_git_starts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_state, "is_foreign", lambda repository: True)
    state = GitHistory(str(folder)).state()
    assert state.kind == "foreign-owner"
    assert str(folder) in state.remedy


def test_folder_declared_safe_by_its_user_is_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_state, "is_foreign", lambda repository: True)
    git(folder, "config", "--global", "safe.directory", str(folder))
    assert GitHistory(str(folder)).state().is_ready


OLD_GIT = """#!/bin/sh
case " $* " in
    *" version "*) echo "git version 2.25.1"; exit 0 ;;
    *" --show-scope "*|*" --initial-branch"*) echo "error: unknown option" >&2; exit 129 ;;
esac
unset GIT_CONFIG_COUNT
exec '{git}' "$@"
"""


def test_older_git_records_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = find_program("git")
    script = tmp_path / "bin" / "git"
    script.parent.mkdir()
    script.write_text(OLD_GIT.replace("{git}", str(real)))
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    blog = tmp_path / "blog"
    blog.mkdir()
    init_repository(str(blog))
    git(blog, "config", "core.fsmonitor", f"touch '{tmp_path}/sang'; false")
    write(blog, OUTLINE, "- a\n")
    history = GitHistory(str(blog))
    assert history.state().is_ready
    assert history.record(turn(), ["drafts/x"])
    assert len(history.timeline("x")) == 1
    assert not (tmp_path / "sang").exists()
