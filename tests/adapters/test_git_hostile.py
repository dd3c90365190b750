"""Repositories and environments that try to start programs, to reach others, or to fool the reader."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import draftloop.adapters
from draftloop.adapters.git_commands import init_repository
from draftloop.adapters.history import GitHistory
from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.stage import Stage
from tests.git_folder import OUTLINE, git, recorded_outline, turn, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return recorded_outline(tmp_path)


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
