"""A blog with an iteration in it, whose git is waited for no longer than a test can."""

from __future__ import annotations

from pathlib import Path

import pytest

from draftloop.loop.waiting import Means
from tests.blog import Blog


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blog:
    monkeypatch.setattr("draftloop.adapters.git_commit.USUAL", Means(patience_s=0.3))
    monkeypatch.setattr("draftloop.steps.waiting.USUAL", Means(patience_s=0.3))
    made = Blog(tmp_path / "blog")
    made.git("add", "draftloop.toml")
    made.git("commit", "-q", "-m", "Begin")
    made.draft()
    made.done()
    made.later()
    return made
