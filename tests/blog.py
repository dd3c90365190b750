"""A real workspace with a clock the test moves: for what only shows on files and git."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from draftloop import wiring
from draftloop.loop.engine_ports import RawAlarm
from draftloop.steps.desk import Desk
from draftloop.steps.done import Done, done

MONDAY = datetime.fromisoformat("2026-11-09T20:14:00+01:00")

OUTLINE = """\
## Why

- every outage review ends with the retries
- people think retries are free
  - three layers with three tries make 27 calls

## What

- a budget instead of a count
- jitter without a budget only spreads the load

## How

- measure the share of calls that are retries
"""

REWRITTEN = """\
## Why

- each outage review ends with the retries
- people think that retries are free
  - three layers with three tries make 27 calls

## What

- a budget instead of a count

## How

- measure which share of the calls are retries
- ask what the client libraries do
"""


class _SilentEngine:
    """In place of Harper: no test of the app or of a step starts a process by passing an edit stage."""

    name = "harper"

    def start(self) -> None:
        """Nothing to start."""

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        return [[] for _ in texts]

    def close(self) -> None:
        """Nothing to end."""


class Blog:
    """The workspace, its desk, and a person who writes in it."""

    def __init__(self, folder: Path, *, has_git: bool = True, settings: str = "") -> None:
        self.folder = folder
        for name in ("ideas", "drafts"):
            (folder / name).mkdir(parents=True)
        (folder / "draftloop.toml").write_text(settings)
        if has_git:
            wiring.make_workspace(str(folder))
        self.now = MONDAY

    @property
    def desk(self) -> Desk:
        desk = wiring.desk_for(str(self.folder.resolve()))
        return replace(desk, now=lambda: self.now, checkers={"harper": _SilentEngine()})

    def write(self, path: str, text: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return file

    def read(self, path: str) -> str:
        return (self.folder / path).read_bytes().decode()

    def draft(self, slug: str = "retries", outline: str = OUTLINE) -> str:
        """A draft with notes and an outline, nothing recorded yet."""
        created = "created: 2026-03-04T21:10:00+01:00"
        self.write(
            f"drafts/{slug}/notes.md", f'---\ntitle: "Retries are a loan"\n{created}\n---\n\n- 27 calls\n'
        )
        self.write(f"drafts/{slug}/outline.md", outline)
        return slug

    def done(self, slug: str = "retries", **options: object) -> Done:
        return done(self.desk, slug, **options)  # type: ignore[arg-type]  # the test names real options

    def later(self, *, days: int = 1, hours: int = 0) -> None:
        self.now += timedelta(days=days, hours=hours)

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, capture_output=True, text=True, check=True
        ).stdout
