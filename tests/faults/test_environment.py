"""F8: the real program on machines that lack something, forbid something, or are strange."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.faults.environment import (
    PYTHON,
    Place,
    app,
    commands,
    is_open,
    is_safe,
    start,
    until,
)
from tests.faults.harness import Workspace, tier, trying
from tests.faults.machines import ENVIRONMENTS, Environment

FAST = {
    "no git": ("done",),
    "LC_ALL=C without UTF-8 mode": ("add", "doctor"),
    "a terminal of 1x1": (),
    "a HOME that takes nothing, and no state folder": ("doctor",),
    "a workspace that can only be read": ("add",),
}
"""What the fast tier tries, with these commands; the others try all of both."""
WORDS = ("Wörterbuch", "Zettelkästen")


def chosen() -> list[Environment]:
    return [one for one in ENVIRONMENTS if tier() != "fast" or one.name in FAST]


@pytest.mark.parametrize("environment", chosen(), ids=lambda one: one.name)
def test_words_are_safe_and_nothing_breaks(environment: Environment, tmp_path: Path) -> None:
    row = trying("P22", "a strange machine")
    workspace = Workspace.make(tmp_path)
    is_fast = tier() == "fast"
    with environment.enter(workspace) as place:
        if is_fast:
            commands(place, FAST[environment.name])
            number = list(FAST).index(environment.name) % 2
            app(place, WORDS[number], ends_by_kill=bool(number))
        else:
            commands(place)
            for number, word in enumerate(WORDS):
                app(place, word, ends_by_kill=bool(number))
    row.note(figure="commands and the app on each: no traceback, every word kept")


def test_every_name_of_the_fast_tier_is_on_the_list() -> None:
    assert set(FAST) <= {one.name for one in ENVIRONMENTS}


def test_growing_and_shrinking_while_typing_loses_no_letter(tmp_path: Path) -> None:
    row = trying("P22", "a terminal resized while typing")
    workspace = Workspace.make(tmp_path)
    place = Place(workspace=workspace)
    terminal = start(place, "prose", workspace.slug)
    assert is_open(terminal)
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    sizes = [(1, 1), (0, 0), (200, 3), (20, 5), (3, 200), (80, 24), (140, 40), (2, 2), (300, 80), (80, 24)]
    for word, (columns, rows) in zip(words, sizes, strict=True):
        terminal.type(f" {word}")
        # The emulator of the tests cannot be smaller than one cell; the program is told the truth.
        terminal._set_size(columns, rows)
        until(terminal, lambda: False, 0.1)
    wanted = " ".join(words)
    assert until(terminal, lambda: wanted in place.text_of(workspace.post), 20), place.text_of(workspace.post)
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    row.note()


@pytest.mark.parametrize("how", ["removed"] if tier() == "fast" else ["removed", "unmounted", "shut"])
def test_a_workspace_that_goes_away_while_it_is_open_costs_no_word(how: str, tmp_path: Path) -> None:
    if how == "shut" and os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    row = trying("P1 P22", f"the workspace {how} while it is open")
    workspace = Workspace.make(tmp_path)
    place = Place(workspace=workspace)
    terminal = start(place, "prose", workspace.slug)
    assert is_open(terminal)
    terminal.type(" Anfang")
    assert until(terminal, lambda: "Anfang" in place.text_of(workspace.post), 20)
    aside = tmp_path / "aside"
    if how == "shut":
        (workspace.folder / "drafts" / workspace.slug).chmod(0o500)
    else:
        workspace.folder.rename(aside)
    if how == "unmounted":
        workspace.folder.mkdir()  # the empty mount point
    terminal.type(" Fortsetzung")
    assert until(terminal, lambda: is_safe(place, "Fortsetzung"), 20), terminal.text
    shown = terminal.rest(1.0)
    assert "saved" not in shown.splitlines()[0], shown
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw
    if how == "shut":
        (workspace.folder / "drafts" / workspace.slug).chmod(0o700)
    else:
        if workspace.folder.exists():
            shutil.rmtree(workspace.folder)
        aside.rename(workspace.folder)
    assert any("Fortsetzung" in offer["text"] for offer in workspace.offers())
    row.note()


def test_without_a_terminal_the_app_says_so(tmp_path: Path) -> None:
    done = Place(workspace=Workspace.make(tmp_path)).run()
    assert done.returncode == 2
    assert done.stderr.decode().strip() == (
        "draftloop: terminal: the app needs one; every step is a command too: `draftloop --help`"
    )


STREAMS = ["<&- >&- 2>&-", ">/dev/full", "<&-", ">&-", "2>&-", "2>/dev/full"]


@pytest.mark.parametrize("closed", STREAMS[:2] if tier() == "fast" else STREAMS)
def test_streams_that_are_closed_or_full_lose_nothing(closed: str, tmp_path: Path) -> None:
    row = trying("P22", "standard streams closed or full")
    workspace = Workspace.make(tmp_path)
    words = [
        "idea list",
        "draft show retries-are-a-loan",
        "doctor",
        "recover",
        "done caches-lie",
        "idea add New",
    ]
    for line in words if tier() != "fast" else words[-1:]:
        done = subprocess.run(
            ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", *PYTHON, *line.split()],
            cwd=workspace.folder,
            env=workspace.env,
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stdout + done.stderr, done
        assert b"a fault of its own" not in done.stderr, done
    assert (workspace.folder / "ideas/new.md").exists()
    row.note()
