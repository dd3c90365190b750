"""What several adapters are tried with: a blog with an iteration in it, and a Harper that runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from draftloop.adapters.checkers.harper import HarperChecker
from draftloop.loop.waiting import Means
from tests.blog import Blog


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """Git is waited for no longer than a test can."""
    monkeypatch.setattr("draftloop.adapters.git_commit.USUAL", Means(patience_s=0.3))
    monkeypatch.setattr("draftloop.steps.waiting.USUAL", Means(patience_s=0.3))
    made = Blog(tmp_path / "blog")
    made.git("add", "draftloop.toml")
    made.git("commit", "-q", "-m", "Begin")
    made.draft()
    made.done()
    made.later()
    return made


@pytest.fixture(scope="module")
def harper() -> Iterator[HarperChecker]:
    checker = HarperChecker(block_limit_s=20)
    checker.start()
    yield checker
    checker.close()
