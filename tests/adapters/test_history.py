"""History on real git, in the states a real repository gets into."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import draftloop.adapters
from draftloop.adapters import git_commit, git_state
from draftloop.adapters.git_commands import Git, init_repository
from draftloop.adapters.history import GitHistory
from draftloop.adapters.run import Result, find_program
from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.iteration import Iteration
from draftloop.loop.stage import Stage

WHEN = datetime(2026, 11, 9, 20, 0, tzinfo=UTC)
OUTLINE = "drafts/x/outline.md"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def write(folder: Path, path: str, text: str) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def turn(number: int = 1, stage: Stage = Stage.OUTLINE, **facts: object) -> Iteration:
    return Iteration(stage=stage, when=WHEN, draft="x", title="X", number=number, **facts)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with one recorded outline."""
    init_repository(str(tmp_path))
    write(tmp_path, OUTLINE, "- a\n- b\n- c\n")
    GitHistory(str(tmp_path)).record(turn(), ["drafts/x"])
    return tmp_path


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


def test_forged_worktree_does_not_reach_another_repository(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    evil = tmp_path_factory.mktemp("evil")
    (evil / "dir").mkdir()
    (evil / ".git").write_text(f"gitdir: {evil}/dir\n")
    (evil / "dir" / "gitdir").write_text(f"{evil}/.git\n")
    (evil / "dir" / "commondir").write_text(f"{folder}/.git\n")
    (evil / "dir" / "HEAD").write_text("ref: refs/heads/main\n")
    write(evil, OUTLINE, "- planted\n")
    with pytest.raises(HistoryUnavailable):
        GitHistory(str(evil)).record(turn(2), ["drafts/x"])
    assert git(folder, "rev-list", "--count", "main").strip() == "1"


def test_git_folder_of_another_is_not_written_through_a_link(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / ".git").symlink_to(folder / ".git")
    assert GitHistory(str(other)).state().kind == "no-repository"


@pytest.mark.parametrize("name", ["refs", "refs/heads", "objects", "logs"])
def test_link_inside_the_git_folder_leads_nowhere(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    other = tmp_path_factory.mktemp("other")
    init_repository(str(other))
    place = other / ".git" / name
    if place.exists():
        shutil.rmtree(place)
    place.symlink_to(folder / ".git" / name)
    assert GitHistory(str(other)).state().kind == "no-repository"


def test_own_git_folder_with_the_branches_of_another_is_refused(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    init_repository(str(other))
    (other / ".git" / "commondir").write_text(f"{folder}/.git\n")
    assert GitHistory(str(other)).state().kind == "no-repository"


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
    assert (history.timeline("x"), history.changed(["drafts"]), history.tags("")) == ([], [], {})
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
    monkeypatch.setattr(git_commit, "LOCK_PATIENCE_S", 0.0)
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


HOSTILE = ("core.fsmonitor", "core.sshCommand", "diff.external", "core.pager", "core.editor", "core.askPass")


def test_settings_and_hooks_of_the_repository_start_nothing(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    canary = tmp_path_factory.mktemp("canary") / "sang"
    script = canary.with_name("run")
    script.write_text(f"#!/bin/sh\ntouch '{canary}'\n")
    script.chmod(0o755)
    for key in HOSTILE:
        git(folder, "config", key, str(script))
    git(folder, "config", "core.hooksPath", str(script.parent))
    for hook in ("pre-commit", "post-commit", "post-index-change", "prepare-commit-msg", "commit-msg"):
        for place in (folder / ".git" / "hooks", script.parent):
            place.mkdir(exist_ok=True)
            (place / hook).write_bytes(script.read_bytes())
            (place / hook).chmod(0o755)
    git(folder, "config", "core.worktree", "/tmp")
    write(folder, OUTLINE, "- b\n")
    history = GitHistory(str(folder))
    commit = history.record(turn(), ["drafts/x"])
    history.timeline("x")
    history.tag("ship/x", "Ship")
    (folder / ".git" / "draftloop" / "history.db").unlink()
    assert history.timeline("x")
    assert history.text_at(str(commit), OUTLINE) == "- b\n"
    assert not canary.exists()


def test_submodule_with_settings_of_its_own_starts_nothing(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    canary = tmp_path_factory.mktemp("canary") / "sang"
    inner = folder / "drafts" / "sub"
    inner.mkdir()
    init_repository(str(inner))
    write(inner, "post.md", "text\n")
    git(inner, "add", "-A")
    git(inner, "commit", "-q", "-m", "inner")
    git(folder, "-c", "advice.addEmbeddedRepo=false", "add", "drafts/sub")
    git(folder, "commit", "-q", "-m", "a submodule")
    git(inner, "config", "core.fsmonitor", f"touch '{canary}'; false")
    write(inner, "post.md", "changed\n")
    write(folder, OUTLINE, "- b\n")
    history = GitHistory(str(folder))
    assert history.changed(["drafts"]) == [OUTLINE]
    assert history.record(turn(), ["drafts/x"])
    assert not canary.exists()


def test_missing_objects_are_not_fetched(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    canary = tmp_path_factory.mktemp("canary") / "sang"
    git(folder, "config", "extensions.partialClone", "origin")
    git(folder, "config", "core.repositoryFormatVersion", "1")
    git(folder, "config", "remote.origin.promisor", "true")
    git(folder, "config", "remote.origin.url", f"ext::sh -c touch% {canary}")
    git(folder, "config", "protocol.ext.allow", "always")
    commit = git(folder, "rev-parse", "HEAD").strip()
    blob = git(folder, "rev-parse", f"HEAD:{OUTLINE}").strip()
    (folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with contextlib.suppress(HistoryUnavailable):
        GitHistory(str(folder)).text_at(commit, OUTLINE)
    assert not canary.exists()


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


@pytest.mark.parametrize(
    "key",
    ["filter.x.clean", "filter.x.process", "gpg.program", "gpg.ssh.program", "gpg.ssh.defaultKeyCommand"],
)
def test_repository_that_brings_its_own_filter_is_refused(folder: Path, key: str) -> None:
    git(folder, "config", key, "touch /tmp/never")
    state = GitHistory(str(folder)).state()
    assert state.kind == "programs"
    assert key.lower() in state.reason.lower()


def test_the_users_own_filters_are_trusted(folder: Path) -> None:
    git(folder, "config", "--global", "filter.lfs.clean", "cat")
    assert GitHistory(str(folder)).state().is_ready


def test_hooks_run_for_who_wants_them_and_a_changed_text_is_told(folder: Path) -> None:
    hook = folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\necho '- hook' > {OUTLINE}\ngit add {OUTLINE}\n")
    hook.chmod(0o755)
    write(folder, OUTLINE, "- mine\n")
    with pytest.raises(HistoryUnavailable) as caught:
        GitHistory(str(folder), hooks=True).record(turn(), ["drafts/x"])
    kept = re.search(r"cat-file -p ([0-9a-f]+)", caught.value.remedy)
    assert kept is not None
    assert git(folder, "cat-file", "-p", kept[1]) == "- mine\n"


def test_variables_of_the_shell_do_not_lead_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "garbage")
    write(folder, OUTLINE, "- b\n")
    history = GitHistory(str(folder))
    assert history.record(turn(), ["drafts/x"])
    (folder / ".git" / "draftloop" / "history.db").unlink()
    assert len(history.timeline("x")) == 2
    assert os.environ["GIT_DIR"] == "/nowhere"


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


def forge(folder: Path, header: bytes, message: bytes) -> None:
    """A commit object as no git would write it, put on the branch."""
    tree, parent = git(folder, "rev-parse", "HEAD^{tree}", "HEAD").split()
    raw = f"tree {tree}\nparent {parent}\n".encode() + header + b"\n" + message
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=folder, input=raw, capture_output=True, check=True,
    )  # fmt: skip
    git(folder, "update-ref", "HEAD", made.stdout.decode().strip())


@pytest.mark.parametrize(
    "header",
    [
        b"author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\nencoding klingon\n",
        b"author A <a@b> 99999999999999999 +9999\ncommitter A <a@b> 1 +0000\n",
        b"author nobody\ncommitter nobody\n",
        b"author \xff\xfe <\x1b> 1 +0000\ncommitter \xff <> 1 +0000\n",
    ],
)
def test_forged_commit_costs_that_commit_only(
    folder: Path, header: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    forge(
        folder,
        header,
        "Prose 1: \N{DIAERESIS}\n\nDraftloop-Draft: x\nDraftloop-Stage: prose\n".encode("latin-1", "replace"),
    )
    turns = GitHistory(str(folder)).timeline("x")
    assert turns[0].stage is Stage.OUTLINE
    assert capfd.readouterr() == ("", "")


def test_damaged_cache_is_built_anew(folder: Path) -> None:
    history = GitHistory(str(folder))
    history.timeline("x")
    database = folder / ".git" / "draftloop" / "history.db"
    for damage in (b"not a database" * 100, database.read_bytes()[:3000], b""):
        database.write_bytes(damage)
        assert len(history.timeline("x")) == 1


def test_link_in_place_of_the_cache_is_not_written_through(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    victim = tmp_path_factory.mktemp("victim") / "file"
    victim.write_text("precious")
    database = folder / ".git" / "draftloop" / "history.db"
    database.unlink(missing_ok=True)
    database.parent.mkdir(exist_ok=True)
    database.symlink_to(victim)
    assert len(GitHistory(str(folder)).timeline("x")) == 1
    assert victim.read_text() == "precious"


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
    assert flushed == [str(folder / ".git" / "refs" / "heads" / "drafts")]


def test_library_never_writes() -> None:
    """GitPython loses commits of two writers at once: it is for reading only."""
    forbidden = re.compile(
        r"index\.(add|commit|remove|checkout|move|reset|write)|head\.reset|remote\.|Repo\.init|\.index\b|USE_SHELL"
        r"|repo\.git\.(?!update_environment)|shell=True"
    )
    folder = Path(draftloop.adapters.__file__).parent
    for source in folder.rglob("*.py"):
        text = source.read_text(encoding="utf-8")
        imports = re.search(r"^\s*(import git\b|from git\b)", text, re.MULTILINE)
        assert not imports or source.name == "git_reading.py", source
        if imports:
            assert not forbidden.search(text), source
