"""Machines as writers have them: what is missing, strange or forbidden around a workspace (F8).

A `Place` says how a program is started there; machines.py makes them. `commands` and `app` do what a writer
does and check what must hold everywhere: no traceback, one sentence, every word somewhere.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.terminal import Terminal

from tests.faults.harness import Workspace

PYTHON = (sys.executable, "-m", "draftloop")
EXITS = (0, 1, 2, 3)
LONGEST_S = 60


@dataclass(frozen=True, kw_only=True)
class Place:
    """How a program is started in an environment."""

    workspace: Workspace
    env: Mapping[str, str | None] = field(default_factory=dict)
    """Changes to the workspace's environment; None takes a name out."""
    before: tuple[str, ...] = ()
    """What stands before the program's own argv."""
    folder: str = ""
    """Where the workspace is reached; empty: where it was made."""
    size: tuple[int, int] = (80, 24)
    saves: bool = True
    """Whether the files can be written."""
    keeps: bool = True
    """Whether the state folder can be written."""

    @property
    def cwd(self) -> str:
        return self.folder or str(self.workspace.folder)

    @property
    def environment(self) -> dict[str, str]:
        both = {**self.workspace.env, "LANG": "C.UTF-8", **self.env}
        return {name: value for name, value in both.items() if value is not None}

    def argv(self, *arguments: str) -> list[str]:
        return [*self.before, *PYTHON, *arguments]

    def run(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """A command; what holds for each of them is checked."""
        done = subprocess.run(
            self.argv(*arguments),
            cwd=self.cwd,
            env=self.environment,
            input=stdin,
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
        )
        said = done.stdout + b"\n" + done.stderr
        shown = f"draftloop {' '.join(arguments)}: exit {done.returncode}\n{said.decode(errors='replace')}"
        assert b"Traceback" not in said, shown
        assert b"a fault of its own" not in done.stderr, shown
        assert done.returncode in EXITS, shown
        if done.returncode > 1:
            assert done.stderr.strip(), f"no sentence: {shown}"
        return done

    def text_of(self, path: str) -> str:
        with contextlib.suppress(OSError):
            return (Path(self.cwd) / path).read_bytes().decode("utf-8", "replace")
        return ""

    def everything_kept(self) -> str:
        """All that the state folder holds."""
        found = []
        for folder in (self.workspace.state, self.workspace.home):
            for place, _, names in os.walk(folder):
                for name in names:
                    with contextlib.suppress(OSError):
                        found.append(Path(place, name).read_bytes().decode("utf-8", "replace"))
        return "\n".join(found)


# -- what a writer does there ----------------------------------------------------------------------------


def commands(
    place: Place, wanted: Sequence[str] = ("add", "list", "show", "done", "doctor", "recover")
) -> None:
    """The daily commands; an idea that was acknowledged is there."""
    slug = place.workspace.slug
    if "add" in wanted:
        added = place.run("idea", "add", "Grüße, 世界")
        if added.returncode == 0:
            name = added.stdout.decode().strip()
            assert "Grüße, 世界" in place.text_of(f"ideas/{name}.md")
        else:
            assert not place.saves, added.stderr
    if "list" in wanted:
        place.run("idea", "list")
        assert b"exit-codes" in place.run("idea", "list", "--json").stdout
    if "show" in wanted:
        assert place.run("draft", "show", slug).returncode == 0
    if "done" in wanted:
        place.run("done", slug)
    if "doctor" in wanted:
        place.run("doctor")
    if "recover" in wanted:
        place.run("recover")


def start(place: Place, *arguments: str) -> Terminal:
    """The app, in the place's own environment and nothing of the tests'."""
    whole = {"TERM": "xterm-256color", **place.environment}
    argv = ["/usr/bin/env", "-i", *(f"{name}={value}" for name, value in whole.items())]
    return Terminal([*argv, *place.argv(*arguments)], cwd=place.cwd, size=place.size)


def app(place: Place, word: str, *, ends_by_kill: bool) -> None:
    """Write a word in the app, then leave or be killed: it is in the file, or kept safe."""
    is_asked = not place.saves and offered(place) != ""  # what was kept of the time before is asked about
    terminal = start(place, "prose", place.workspace.slug)
    has_ended = False
    try:
        assert is_open(terminal), f"never opened: {bytes(terminal.raw)[-2000:]!r}"
        if is_asked and until(terminal, lambda: "z later" in terminal.text, 20):
            terminal.press("z")
        terminal.type(f" {word} ")
        until(terminal, lambda: is_safe(place, word, in_file=place.saves and not ends_by_kill), 8.0)
        if ends_by_kill:
            terminal.kill()
        else:
            terminal.press("ctrl+q")
        has_ended = True
        status = terminal.end(20)
        assert status == (-9 if ends_by_kill else 0), (status, bytes(terminal.raw)[-2000:])
    finally:
        if not has_ended:
            terminal.end(0.1)
    assert b"Traceback" not in terminal.raw, bytes(terminal.raw)[-4000:]
    is_in_file = is_safe(place, word, in_file=True)
    assert is_in_file or not place.saves or ends_by_kill, f"{word} is not in the file"
    assert is_in_file or word in offered(place), f"{word} is nowhere"


def is_open(terminal: Terminal) -> bool:
    """Wait until the app has a picture and rests; keys typed before wait for the screen, for a while."""
    has_begun = until(terminal, lambda: b"\x1b[?1049h" in terminal.raw, LONGEST_S)
    until(terminal, lambda: "saved" in terminal.text, 3.0)  # a terminal of 1x1 never says so
    return has_begun and until(terminal, lambda: not terminal.pump(0.3), 10)


def offered(place: Place) -> str:
    """What `draftloop recover` gives back, all of it."""
    found = json.loads(place.run("recover", "--json").stdout or b"[]")
    return "".join(place.run("recover", "show", row["id"]).stdout.decode() for row in found)


def is_safe(place: Place, word: str, *, in_file: bool = False) -> bool:
    """Whether a word is in the file, or, unless it has to be there, in the net."""
    return word in place.text_of(place.workspace.post) or (not in_file and word in place.everything_kept())


def until(terminal: Terminal, holds: Callable[[], bool], timeout_s: float) -> bool:
    """Read on until something holds; whether it does."""
    ends_s = time.monotonic() + timeout_s
    while not holds():
        left = ends_s - time.monotonic()
        if left <= 0 or terminal.is_closed:
            return holds()
        terminal.pump(min(0.05, left))
    return True
