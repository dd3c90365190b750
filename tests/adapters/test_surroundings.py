"""What `doctor` learns from the disk and from git, on real files."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from draftloop.adapters import surroundings_disk
from draftloop.adapters.surroundings import SystemSurroundings
from draftloop.loop.ports import Trouble
from tests.git_folder import git, recorded_outline, write

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git settings of a writer, and nothing of this machine's."""
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\n\tname = Ada Writer\n\temail = ada@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A workspace that is in order: recorded, pushed, with a remote."""
    folder = recorded_in(tmp_path / "blog")
    git(tmp_path, "init", "--quiet", "--bare", "far.git")
    git(folder, "remote", "add", "origin", str(tmp_path / "far.git"))
    git(folder, "push", "--quiet", "-u", "origin", "main")
    return folder


def recorded_in(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return recorded_outline(folder)


def looked(blog: Path, *, hooks: bool = False) -> list[Trouble]:
    state = blog.parent / "state"
    return SystemSurroundings(str(blog), str(state), "ws", hooks=hooks, now=lambda: NOW).troubles()


def said(blog: Path) -> dict[str, str]:
    """Problems by file."""
    return {trouble.file: trouble.problem for trouble in looked(blog)}


def test_a_workspace_in_order_has_no_trouble(blog: Path) -> None:
    assert looked(blog) == []


def test_without_a_remote_everything_is_on_this_disk_only(tmp_path: Path) -> None:
    blog = recorded_in(tmp_path / "alone")
    (found,) = looked(blog)
    assert found.topic == "copies"
    assert found.problem == "there is no remote: every draft and its history are on this disk only"


def test_commits_that_were_not_pushed_are_counted(blog: Path) -> None:
    for number in (1, 2):
        write(blog, "drafts/x/outline.md", f"- {number}\n")
        git(blog, "commit", "--quiet", "-am", "more")
    assert said(blog)["."] == (
        "not pushed: 2 commits of branch main; the newest that the remote is known to have is of "
        f"{NOW.replace(day=9).astimezone():%Y-%m-%d %H:%M}"
    )


@pytest.mark.parametrize(
    "how", [["branch", "--unset-upstream"], ["update-ref", "-d", "refs/remotes/origin/main"]]
)
def test_a_branch_that_follows_none_may_be_here_only(blog: Path, how: list[str]) -> None:
    git(blog, *how)
    (found,) = looked(blog)
    assert "so its commits may be on this disk only" in found.problem
    assert found.remedy == "git push -u origin main"


def test_a_commit_of_the_future_is_named_and_does_no_harm(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, "4000000000 +0000")
    git(blog, "commit", "--quiet", "--allow-empty", "-m", "later")
    monkeypatch.delenv("GIT_COMMITTER_DATE")
    git(blog, "push", "--quiet")
    (found,) = looked(blog)
    assert found.problem.startswith("the last commit is of the future (2096-10-0")


def test_hooks_are_named_unless_they_may_run(blog: Path) -> None:
    hook = blog / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n")
    hook.with_name("post-merge.sample").write_text("#!/bin/sh\n")
    assert looked(blog) == []  # git runs none that is not executable
    hook.chmod(0o755)
    (found,) = looked(blog)
    assert found.problem == "brings hooks that draftloop does not run: pre-commit"
    assert "[git] hooks = true" in found.remedy
    assert looked(blog, hooks=True) == []


def test_settings_that_name_programs_are_named(blog: Path) -> None:
    for key, value in (
        ("core.sshCommand", "/bin/x"),
        ("filter.a.clean", "/bin/x"),
        ("alias.harmless", "log"),
        ("alias.shell", "!x"),
        ("core.fsmonitor", "true"),
        ("core.worktree", "/elsewhere"),
    ):
        git(blog, "config", key, value)
    problem = said(blog)[".git/config"]
    assert problem == (
        "names programs or places that draftloop does not use: "
        "alias.shell, core.sshcommand, core.worktree, filter.a.clean"
    )


def test_line_ends_that_git_would_change_get_the_exact_line(blog: Path) -> None:
    git(blog, "config", "core.autocrlf", "input")
    (found,) = looked(blog)
    assert found.file == ".gitattributes"
    assert found.problem.endswith("core.autocrlf=input")
    line = found.remedy.rpartition(": ")[2]
    write(blog, ".gitattributes", f"{line}\n")
    assert looked(blog) == []
    write(blog, ".gitattributes", "*.md text eol=crlf\n")
    assert "the attribute text=set and the attribute eol=crlf" in said(blog)[".gitattributes"]


def test_a_lock_that_was_left_is_named_and_a_fresh_one_is_not(blog: Path) -> None:
    lock = blog / ".git/refs/heads/main.lock"
    lock.write_text("")
    assert looked(blog) == []
    os.utime(lock, (1, 1))
    (found,) = looked(blog)
    assert found.file == str(lock)
    os.utime(lock, (4e9, 4e9))
    assert len(looked(blog)) == 1


def test_an_old_git_is_named(blog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub = tmp_path / "bin/git"
    stub.parent.mkdir()
    stub.write_text('#!/bin/sh\n[ "$1" = version ] && { echo git version 2.25.1; exit; }\nexit 1\n')
    stub.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stub.parent}:{os.environ['PATH']}")
    assert said(blog)["git"].startswith("git 2.25 is old")


def test_without_git_nothing_is_asked_of_it(
    blog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert looked(blog) == []


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("post (conflicted copy 2026-11-20).md", "sync tool"),
        ("post.sync-conflict-20261120-101010-ABCDEFG.md", "sync tool"),
        ("post.md.orig", "left behind by an editor"),
        ("post.md~", "left behind by an editor"),
        ("#post.md#", "left behind by an editor"),
        (".post.md.0a1b2c3d4e5f.tmp", "cut short"),
        (".post.md.swp", "vim died with post.md open"),
    ],
)
def test_what_others_leave_behind_is_named(blog: Path, name: str, word: str) -> None:
    write(blog, f"drafts/x/{name}", "x")
    assert word in said(blog)[f"drafts/x/{name}"]


def test_a_vim_that_has_a_draft_open_is_named(blog: Path) -> None:
    head = b"b0VIM 9.0" + bytes(15) + os.getpid().to_bytes(4, "little")
    (blog / "drafts/x/.outline.md.swp").write_bytes(head + bytes(100))
    assert said(blog)["drafts/x/.outline.md.swp"] == f"outline.md is open in vim (process {os.getpid()})"


def test_names_that_differ_in_case_only_are_named(blog: Path) -> None:
    write(blog, "ideas/Caches.md", "x")
    write(blog, "ideas/caches.md", "x")
    write(blog, "drafts/x/Post.md", "x")
    if len(os.listdir(blog / "ideas")) < 2:
        pytest.skip("this disk takes both names for the same")
    assert said(blog) == {"ideas/caches.md": "differs from Caches.md in nothing but the way it is written"}


def test_links_are_named_for_what_they_do(blog: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (blog / "drafts/x/post.md").symlink_to(tmp_path / "secret")
    (blog / "drafts/x/notes.md").symlink_to("nowhere.md")
    (blog / "drafts/y").symlink_to(tmp_path)
    (blog / "ideas").mkdir()
    (blog / "ideas/inside.md").symlink_to("../drafts/x/outline.md")
    os.link(blog / "drafts/x/outline.md", tmp_path / "peer")
    found = said(blog)
    assert "leads out of the workspace" in found["drafts/x/post.md"]
    assert "not there" in found["drafts/x/notes.md"]
    assert "leads out of the workspace" in found["drafts/y"]
    assert "hard link" in found["drafts/x/outline.md"]
    assert "ideas/inside.md" not in found


def test_a_file_of_the_future_is_named(blog: Path) -> None:
    for moment in (4_300_000_000, 2**40):
        os.utime(blog / "drafts/x/outline.md", (moment, moment))
        assert said(blog)["drafts/x/outline.md"].startswith("was changed in the future (")


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Firm", "Nextcloud"])
def test_a_git_folder_in_a_sync_folder_is_warned_of(tmp_path: Path, name: str) -> None:
    blog = recorded_in(tmp_path / name / "blog")
    assert said(blog)[".git"].startswith(name.split(" ")[0])


def test_a_folder_that_syncthing_knows_is_one(blog: Path) -> None:
    (blog / ".stfolder").mkdir()
    assert said(blog)[".git"].startswith("Syncthing copies the git folder file by file")


def test_little_room_is_told(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings_disk, "LEAST_FREE_BYTES", 1 << 62)
    found = said(blog)
    assert "MB are free on the disk of the workspace" in found[str(blog)]
    assert "MB are free on the disk of the state folder" in found[str(blog.parent / "state")]


def test_a_state_folder_that_others_can_read_is_told(blog: Path) -> None:
    kept = blog.parent / "state/recovery"
    kept.mkdir(parents=True)
    kept.chmod(0o755)
    kept.parent.chmod(0o755)
    assert "other users of this machine can read" in said(blog)[str(kept.parent)]
    kept.parent.chmod(0o700)
    assert looked(blog) == []


def test_a_large_recovery_store_is_told(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(blog.parent, "state/recovery/ws/doc/1.offered", "words")
    for folder in (blog.parent / "state", blog.parent / "state/recovery"):
        folder.chmod(0o700)
    monkeypatch.setattr(surroundings_disk, "MOST_KEPT_BYTES", 4)
    assert said(blog) == {str(blog.parent / "state/recovery/ws"): "the recovery store holds 0 MB"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folders_that_cannot_be_written_are_told(blog: Path) -> None:
    (blog.parent / "state").mkdir(mode=0o500)
    assert "cannot be written" in said(blog)[str(blog.parent / "state")]


def test_the_oldest_change_is_the_first_of_those_that_are_there(blog: Path) -> None:
    os.utime(blog / "drafts/x/outline.md", (1_000_000, 1_000_000))
    surroundings = SystemSurroundings(
        str(blog), str(blog.parent / "state"), "ws", hooks=False, now=lambda: NOW
    )
    found = surroundings.oldest_change(["drafts/x/outline.md", "drafts/x/gone.md"])
    assert found is not None
    assert found.timestamp() == 1_000_000
    assert surroundings.oldest_change(["nothing.md"]) is None
