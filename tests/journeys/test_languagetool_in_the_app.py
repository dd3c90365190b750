"""LanguageTool in the real app: started with an edit pass, heard, and gone when the app is left."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from tools.terminal import Terminal

from tests.journeys.commands import Shell
from tests.languagetool_jars import servers_below

pytestmark = [pytest.mark.journey, pytest.mark.languagetool, pytest.mark.xdist_group("languagetool")]

SLUG = "queues-are-loans"
POST = """---
title: "Queues are loans"
---

Every queue is a loan that the system takes from its own future.

It depend on the network, and the second server is more taller than the first.

He did not saw the log, because he has went home.
"""
ITS_MARK = "languagetool:"
"""Stands before the rule's name below an alarm: at least one of these slips is seen by nobody else."""
PATIENCE_S = 240.0
"""The server of a machine that runs other tests meanwhile takes half a minute to get ready."""


@pytest.fixture
def blog(tmp_path: Path, clean_environment: Path, languagetool_folder: str) -> Iterator[Shell]:
    """A workspace with one post, and a user who has LanguageTool switched on."""
    settings = clean_environment / ".config" / "draftloop"
    settings.mkdir(parents=True)
    (settings / "config.toml").write_text('[languagetool]\nuse = "managed"\n')
    folder = tmp_path / "blog"
    Shell(tmp_path).run("init", str(folder))
    draft = folder / "drafts" / SLUG
    draft.mkdir(parents=True)
    (draft / "outline.md").write_text("- a queue is a loan\n")
    (draft / "post.md").write_text(POST)
    yield Shell(folder, extra={"DRAFTLOOP_LANGUAGETOOL_DIR": languagetool_folder})
    assert ours(clean_environment) == []


def ours(home: Path) -> list[int]:
    """Servers and keepers of this test's own state folder."""
    return [process.pid for process in servers_below(str(home))]


@pytest.fixture
def app(blog: Shell) -> Iterator[Terminal]:
    """The edit pass of that post, on a screen."""
    terminal = Terminal(
        [sys.executable, "-m", "draftloop", "edit", SLUG],
        cwd=blog.folder,
        env={"DRAFTLOOP_NOW": blog.now, **blog.extra},
        size=(120, 36),
    )
    yield terminal
    if not terminal.is_closed:
        terminal.kill()
        terminal.end()


def test_its_alarm_is_shown_and_no_java_is_left(app: Terminal, blog: Shell, clean_environment: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while ITS_MARK not in app.text:
        assert time.monotonic() < deadline, app.text
        app.press("n")  # an alarm that comes in late does not push itself in front of another
        app.rest(0.3)
    assert len(ours(clean_environment)) == 2, "a keeper and a server"
    app.press("q")
    assert app.end(timeout_s=30) == 0
    assert ours(clean_environment) == []
    log = clean_environment / "state" / "languagetool" / "server.log"
    assert log.stat().st_mode & 0o077 == 0

    # Its answers are kept: the command gives them without starting anything, and names its engine.
    found = blog.json("check", SLUG, "--pass", "grammar", expect=1)
    assert found["engines"] == {"harper": "ok", "languagetool": "ok"}
    assert "languagetool" in [one["engine"] for one in found["alarms"]]
    assert os.path.getmtime(log) < os.path.getmtime(blog.folder / "drafts" / SLUG / "post.md") + PATIENCE_S


def test_an_app_that_is_killed_leaves_no_java_behind(app: Terminal, clean_environment: Path) -> None:
    app.wait("Queues are loans", timeout_s=60)
    processes: list[psutil.Process] = []
    while len(processes) < 2:  # killed as soon as it runs, before it is ready
        app.pump(0.05)
        processes = servers_below(str(clean_environment))
    app.kill()
    app.end()
    for process in processes:
        process.wait(timeout=60)
