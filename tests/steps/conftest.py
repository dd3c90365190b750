"""A real workspace for the steps that only show on files and git."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blog import Blog


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    return Blog(tmp_path / "blog")


@pytest.fixture
def compared(blog: Blog) -> Blog:
    """A blog whose draft has two rounds: the second lost the point about jitter."""
    from tests.blog import REWRITTEN

    blog.draft()
    blog.done()
    blog.later()
    blog.write("drafts/retries/outline.md", REWRITTEN)
    from draftloop.loop.stage import Stage

    blog.done(stage=Stage.REWRITE)
    return blog
