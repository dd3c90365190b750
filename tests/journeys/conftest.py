"""A workspace for the journeys through bad things to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.journeys.commands import Shell
from tests.journeys.refusing import OUTLINE, POST, SECOND


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an idea, a draft of two rounds and a post, and a second draft; made once."""
    home = tmp_path_factory.mktemp("home")
    blog = tmp_path_factory.mktemp("pattern") / "blog"
    identity = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org"}
    identity |= {"GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org"}
    place = {"HOME": str(home), "DRAFTLOOP_STATE_DIR": str(home / "state")}
    shell = Shell(blog.parent, extra=identity | place)
    shell.run("init", "blog")
    shell.folder = blog
    for title in ("Caches lie", "Retries", "Other"):
        shell.run("idea", "add", title)
    for slug in ("retries", "other"):
        shell.run("pick", slug)
        (blog / f"drafts/{slug}/outline.md").write_text(OUTLINE)
        shell.run("done", slug)
    shell.now = "2026-11-10T20:14:00+01:00"
    (blog / "drafts/retries/outline.md").write_text(SECOND)
    shell.run("done", "retries")
    (blog / "drafts/retries/post.md").write_text(POST)
    shell.run("done", "retries")
    return blog


@pytest.fixture
def shell(pattern: Path, tmp_path: Path) -> Shell:
    blog = tmp_path / "blog"
    shutil.copytree(pattern, blog, symlinks=True)
    return Shell(blog, now="2026-11-14T10:00:00+01:00")
