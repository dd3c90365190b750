"""The real program as a person in a shell calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Shell:
    """A shell in a folder, at a time."""

    folder: Path
    now: str = "2026-11-09T20:14:00+01:00"
    extra: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, stdin: str = "", expect: int = 0, **extra: str) -> str:
        """Run `draftloop ARGUMENTS`; its standard output. Fails when the exit status is another."""
        done = self.raw(*arguments, stdin=stdin, **extra)
        shown = f"draftloop {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        assert done.returncode == expect, f"exit {done.returncode}, expected {expect}: {shown}"
        assert "Traceback" not in done.stderr, shown
        return done.stdout

    def raw(self, *arguments: str, stdin: str = "", **extra: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "DRAFTLOOP_NOW": self.now, **self.extra, **extra}
        return subprocess.run(
            [sys.executable, "-m", "draftloop", *arguments],
            cwd=self.folder,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    def json(self, *arguments: str, expect: int = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", expect=expect))

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, capture_output=True, text=True, check=True
        ).stdout


def editor_that_writes(folder: Path, name: str, text: str) -> str:
    """An $EDITOR that puts `text` in the file it is given, and keeps what it saw beside it as NAME.saw."""
    source = folder / f"{name}.text"
    source.write_text(text)
    script = folder / f"{name}.sh"
    script.write_text(f'#!/bin/sh\ncp "$1" "{folder / name}.saw"\ncp "{source}" "$1"\n')
    script.chmod(0o755)
    return str(script)
