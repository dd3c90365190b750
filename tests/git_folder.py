"""A git repository made by hand, for tests of what draftloop makes of it."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from draftloop.adapters.git_commands import init_repository
from draftloop.adapters.history import GitHistory
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


def recorded_outline(folder: Path) -> Path:
    """A workspace with one recorded outline."""
    init_repository(str(folder))
    write(folder, OUTLINE, "- a\n- b\n- c\n")
    GitHistory(str(folder)).record(turn(), ["drafts/x"])
    return folder
