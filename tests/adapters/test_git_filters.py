"""Filters that a repository brings do not run, whatever is asked of git; those of the user do."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from draftloop.adapters.git_commands import Git


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose every file goes through the filter x."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@example.org\n")
    script = tmp_path / "sings.sh"
    script.write_text(f'#!/bin/sh\ntouch "{tmp_path}/sang"\ncat\n')
    script.chmod(0o755)
    blog = tmp_path / "blog"
    blog.mkdir()
    git(blog, "init", "-q", "--initial-branch=main")
    (blog / "post.md").write_text("words\n")
    git(blog, "add", "post.md")
    git(blog, "commit", "-q", "-m", "First")
    (blog / ".gitattributes").write_text("* filter=x\n")
    (blog / "post.md").write_text("other words\n")
    return blog


def ask_everything(folder: Path) -> None:
    here = Git(top=str(folder), git_dir=str(folder / ".git"))
    here.call("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all")
    here.call("hash-object", "-w", "--stdin-paths", stdin=b"post.md\n")
    here.call("add", "--intent-to-add", "--", ".gitattributes")
    here.call("commit", "--only", "--cleanup=verbatim", "--file=-", "--", "post.md", stdin=b"Second\n")


@pytest.mark.parametrize("keys", [("clean", "smudge"), ("process",), ("clean", "required")])
@pytest.mark.parametrize("by", ["config", "include", "worktree"])
def test_a_filter_of_the_repository_does_not_run(folder: Path, keys: tuple[str, ...], by: str) -> None:
    script = str(folder.parent / "sings.sh")
    rows = "".join(f"\t{key} = {'true' if key == 'required' else script}\n" for key in keys)
    section = f'[filter "x"]\n{rows}'
    if by == "config":
        with (folder / ".git" / "config").open("a") as file:
            file.write(section)
    elif by == "include":
        (folder.parent / "evil").write_text(section)
        git(folder, "config", "include.path", "../../evil")
    else:
        git(folder, "config", "extensions.worktreeConfig", "true")
        (folder / ".git" / "config.worktree").write_text(section)
    ask_everything(folder)
    assert not (folder.parent / "sang").exists()


def test_a_filter_of_the_user_runs(folder: Path) -> None:
    with (folder.parent / "gitconfig").open("a") as file:
        file.write(f'[filter "x"]\n\tclean = {folder.parent}/sings.sh\n')
    ask_everything(folder)
    assert (folder.parent / "sang").exists()


def test_a_repository_cannot_put_its_own_in_the_place_of_the_users(folder: Path) -> None:
    with (folder.parent / "gitconfig").open("a") as file:
        file.write('[filter "x"]\n\tclean = cat\n')
    git(folder, "config", "filter.x.clean", f"{folder.parent}/sings.sh")
    ask_everything(folder)
    assert not (folder.parent / "sang").exists()
