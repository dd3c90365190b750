"""The pre-commit hook as pre-commit runs it, and the files the docs tell people to copy."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from draftloop.cli.main import draftloop
from draftloop.cli.main import run as run_draftloop

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/checking-in-ci.md").read_text(encoding="utf-8")


@pytest.fixture
def hook() -> dict[str, Any]:
    (only,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert isinstance(only, dict)
    return only


@pytest.fixture
def repository(tmp_path: Path, clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blog without a workspace, where no engine is asked but our own rules."""
    config = clean_environment / ".config/draftloop"
    config.mkdir(parents=True)
    (config / "config.toml").write_text("[checks]\nengines = []\n")
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q"], check=True)
    return tmp_path


def commit_with(hook: dict[str, Any], *staged: str) -> subprocess.CompletedProcess[str]:
    """Stage files and run the hook on them as pre-commit does: entry, args, the names it lets through."""
    subprocess.run(["git", "add", "--", *staged], check=True)
    names = [name for name in staged if not re.search(hook["exclude"], name)]
    program, *entry = shlex.split(hook["entry"])
    assert program in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    command = [sys.executable, "-m", program, *entry, *hook["args"], *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        subprocess.run(["git", "commit", "-qm", "post"], check=True)
    return done


def test_the_hook_has_what_pre_commit_asks_for(hook: dict[str, Any]) -> None:
    assert set(hook) >= {"id", "name", "entry", "language"}
    assert (hook["id"], hook["language"], hook["types"]) == ("draftloop-check", "python", ["markdown"])
    assert hook["require_serial"] is True


def test_only_what_a_commit_brings_stops_it(hook: dict[str, Any], repository: Path) -> None:
    post = repository / "a post.md"
    post.write_text("It is fine.\n")
    assert commit_with(hook, "a post.md").returncode == 0
    post.write_text("It is fine.\n\nSee the the end.\n")
    refused = commit_with(hook, "a post.md")
    assert refused.returncode == 1
    assert refused.stdout.startswith("a post.md:3:5: The word stands twice.")
    post.write_text("It is fine.\n\nSee the end.\n")
    assert commit_with(hook, "a post.md").returncode == 0


def test_what_stood_there_before_stops_nobody(hook: dict[str, Any], repository: Path) -> None:
    post = repository / "post.md"
    post.write_text("See the the end.\n")
    subprocess.run(["git", "add", "."], check=True)
    subprocess.run(["git", "commit", "-qm", "as it was"], check=True)
    post.write_text("See the the end.\n\nAnd more.\n")
    assert commit_with(hook, "post.md").returncode == 0


def test_the_first_commit_of_a_repository_is_all_new(hook: dict[str, Any], repository: Path) -> None:
    (repository / "post.md").write_text("See the the end.\n")
    assert commit_with(hook, "post.md").returncode == 1


@pytest.mark.parametrize(
    ("name", "is_checked"),
    [
        ("post.md", True),
        ("drafts/retries/post.md", True),
        ("content/ideas/post.md", True),
        ("ideas/caches.md", False),
        ("drafts/retries/notes.md", False),
        ("blog/drafts/retries/outline.md", False),
        ("notes.md", True),
    ],
)
def test_only_posts_are_prose_for_readers(hook: dict[str, Any], name: str, is_checked: bool) -> None:
    assert (re.search(hook["exclude"], name) is None) is is_checked


def test_what_is_new_since_a_commit(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post = repository / "post.md"
    post.write_text("See the the end.\n")
    subprocess.run(["git", "add", "."], check=True)
    subprocess.run(["git", "commit", "-qm", "one"], check=True)
    asked = ["git", "rev-parse", "HEAD"]
    base = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    post.write_text("See the the end.\n\nAnd and more.\n")
    subprocess.run(["git", "commit", "-qam", "two"], check=True)
    assert run_draftloop(["check", "post.md", "--new"]) == 0
    assert run_draftloop(["check", "post.md", "--since", base]) == 1
    assert "post.md:3:1:" in capsys.readouterr().out
    assert run_draftloop(["check", "post.md", "--since", "main; rm"]) == 2


BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_files_to_copy_are_yaml() -> None:
    loaded = [yaml.safe_load(block) for block in BLOCKS]
    assert len(loaded) == 4
    assert loaded[0]["repos"][0]["hooks"] == [{"id": "draftloop-check"}]
    for workflow in loaded[1:3]:
        assert workflow["jobs"]["check"]["steps"]


def test_every_option_the_page_names_is_there() -> None:
    check = draftloop.get_command(click.Context(draftloop), "check")
    assert check is not None
    known = {name for parameter in check.params for name in parameter.opts}
    named = set(re.findall(r"draftloop check[^\n`|]*?(--[a-z]+)", PAGE)) | {
        "--since",
        "--new",
        "--format",
        "--json",
    }
    assert named <= known
