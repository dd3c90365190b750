"""Autosaves over real git: kept in every state that has objects, and seen by nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from draftloop.adapters.autosave import GitAutosaves
from draftloop.adapters.git_commands import init_repository
from draftloop.loop.errors import HistoryUnavailable
from tests.git_folder import OUTLINE, WHEN, git, recorded_outline, write

REF = "refs/draftloop/autosave/x"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return recorded_outline(tmp_path / "work")


def save(folder: Path, text: str, minutes: int = 0) -> str | None:
    return GitAutosaves(str(folder)).save("x", {OUTLINE: text}, WHEN + timedelta(minutes=minutes))


def texts(folder: Path) -> list[str | None]:
    store = GitAutosaves(str(folder))
    return store.texts("x", [(found.id, OUTLINE) for found in store.list("x")])


def files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything in the folder but objects and the refs of ours."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.relpath(os.path.join(place, name), folder)
            if not path.startswith((".git/objects/", ".git/refs/draftloop/")):
                yield path, (folder / path).read_bytes()


def test_nothing_else_of_the_repository_changes(folder: Path) -> None:
    write(folder, OUTLINE, "- changed\n")
    write(folder, "staged.md", "x\n")
    git(folder, "add", "staged.md")
    before = dict(files_of(folder))
    assert save(folder, "- autosaved\n")
    assert dict(files_of(folder)) == before
    assert git(folder, "log", "--all", "--format=%s").splitlines() == ["Outline 1: X"]
    assert git(folder, "stash", "list") == ""
    assert git(folder, "fsck", "--strict", "--no-dangling") == ""


def test_garbage_collection_keeps_it(folder: Path) -> None:
    save(folder, "- one\n")
    save(folder, "- two\n", 1)
    git(folder, "pack-refs", "--all")
    git(folder, "reflog", "expire", "--expire=now", "--all")
    git(folder, "gc", "--prune=now", "--quiet")
    save(folder, "- three\n", 2)
    assert texts(folder) == ["- one\n", "- two\n", "- three\n"]


def test_a_copy_of_the_folder_has_it(folder: Path, tmp_path: Path) -> None:
    save(folder, "- one\n")
    shutil.copytree(folder, tmp_path / "copy")
    assert texts(tmp_path / "copy") == ["- one\n"]


def test_a_plain_push_and_a_clone_leave_it_at_home(folder: Path, tmp_path: Path) -> None:
    save(folder, "- one\n")
    git(folder, "init", "--quiet", "--bare", str(tmp_path / "far"))
    git(folder, "push", "--quiet", str(tmp_path / "far"), "main")
    git(folder, "remote", "add", "origin", str(tmp_path / "far"))
    git(folder, "push", "--quiet", "--all", "--follow-tags", "origin")
    assert "draftloop" not in git(tmp_path / "far", "for-each-ref")


@pytest.mark.parametrize("state", ["merge", "rebase", "detached", "unborn", "no-identity", "locked"])
def test_it_is_kept_where_nothing_can_be_committed(
    folder: Path, tmp_path: Path, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if state == "merge":
        (folder / ".git" / "MERGE_HEAD").write_text(git(folder, "rev-parse", "HEAD"))
    elif state == "rebase":
        (folder / ".git" / "rebase-merge").mkdir()
    elif state == "detached":
        git(folder, "checkout", "--quiet", "--detach")
    elif state == "unborn":
        folder = tmp_path / "unborn"
        folder.mkdir()
        init_repository(str(folder))
    elif state == "no-identity":
        monkeypatch.setenv("HOME", str(tmp_path))
    else:
        (folder / ".git" / "index.lock").touch()
    save(folder, "- one\n")
    assert texts(folder) == ["- one\n"]


def test_hooks_and_filters_of_the_repository_do_not_run(folder: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    hook = folder / ".git" / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {canary}\n")
    hook.chmod(0o755)
    (folder / ".gitattributes").write_text("*.md text eol=crlf ident\n")
    save(folder, "- $Id$\n")
    assert texts(folder) == ["- $Id$\n"]
    assert not canary.exists()


def test_a_repository_that_brings_programs_is_not_entered(folder: Path, tmp_path: Path) -> None:
    git(folder, "config", "filter.x.clean", f"touch {tmp_path}/canary")
    assert save(folder, "- one\n") is None
    assert GitAutosaves(str(folder)).state().kind == "programs"
    assert texts(folder) == []


def test_a_ref_that_points_to_a_branch_is_replaced_and_not_followed(folder: Path) -> None:
    before = git(folder, "rev-parse", "main")
    git(folder, "symbolic-ref", REF, "refs/heads/main")
    save(folder, "- one\n")
    assert git(folder, "rev-parse", "main") == before
    assert texts(folder) == ["- one\n"]


def test_a_link_in_place_of_the_refs_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / ".git" / "refs" / "draftloop").symlink_to(tmp_path / "elsewhere")
    assert save(folder, "- one\n") is None
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_without_git_or_repository_it_is_silently_off(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bare").mkdir()
    assert save(tmp_path / "bare", "- one\n") is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert save(folder, "- one\n") is None
    assert GitAutosaves(str(folder)).state().kind == "no-git"


def test_two_programs_at_once_lose_none(folder: Path) -> None:
    def write_some(start: int) -> list[str | None]:
        store = GitAutosaves(str(folder), "trash")
        return [store.save("x", {OUTLINE: f"- {n}\n"}, WHEN) for n in range(start, start + 6)]

    with ThreadPoolExecutor(3) as pool:
        given = [id_ for ids in pool.map(write_some, (0, 100, 200)) for id_ in ids]
    store = GitAutosaves(str(folder), "trash")
    kept = store.texts("x", [(found.id, OUTLINE) for found in store.list("x")])
    assert len(set(given)) == 18
    assert sorted(map(str, kept)) == sorted(f"- {n}\n" for s in (0, 100, 200) for n in range(s, s + 6))


def test_a_lock_that_stays_is_an_error_with_its_name(folder: Path) -> None:
    lock = folder / ".git" / f"{REF}.lock"
    lock.parent.mkdir(parents=True)
    lock.touch()
    with pytest.raises(HistoryUnavailable, match=r"autosave/x\.lock"):
        save(folder, "- one\n")


def test_a_pipe_in_place_of_the_ref_is_not_waited_for(folder: Path) -> None:
    pipe = folder / ".git" / REF
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)
    with pytest.raises(HistoryUnavailable, match="autosave/x"):
        save(folder, "- one\n")
    with pytest.raises(HistoryUnavailable, match="autosave/x"):
        texts(folder)


def test_what_is_not_ours_in_the_tree_stays(folder: Path) -> None:
    tree = git(folder, "rev-parse", "HEAD^{tree}").strip()
    git(folder, "update-ref", REF, tree)
    save(folder, "- one\n")
    assert git(folder, "ls-tree", "--name-only", REF).split() == ["20261109T200000Z", "drafts"]
    assert texts(folder) == ["- one\n"]


def test_a_sha_256_repository_has_autosaves_too(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--object-format=sha256", ".")
    save(tmp_path, "- one\n")
    save(tmp_path, "- two\n", 1)
    assert texts(tmp_path) == ["- one\n", "- two\n"]
