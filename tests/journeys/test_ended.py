"""The app is ended in the middle of a sentence, and started again."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tools.terminal import Terminal

pytestmark = pytest.mark.journey

POST = "drafts/retries/post.md"
TEXT = '---\ntitle: "Retries"\n---\n\nA retry is a loan.\n'
_HANG = """
import sys, time
from draftloop.adapters import files

write = files.write_file

def hang(root, path, *rest, **options):
    if path.endswith("post.md"):
        time.sleep(600)
    return write(root, path, *rest, **options)

files.write_file = hang
from draftloop.__main__ import main
sys.exit(main())
"""
"""The program on a disk that does not answer once the post is saved."""


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    place = tmp_path / "blog"
    (place / "ideas").mkdir(parents=True)
    (place / "drafts/retries").mkdir(parents=True)
    (place / "drafts/retries/outline.md").write_text("## Why\n\n- a loan\n")
    (place / POST).write_text(TEXT)
    return place


@contextmanager
def prose(blog: Path, *program: str) -> Iterator[Terminal]:
    """The editor with the post, the cursor behind its last word."""
    argv = [sys.executable, *(program or ("-m", "draftloop")), "-C", str(blog), "prose", "retries"]
    with _session(blog, argv) as terminal:
        terminal.wait("A retry is a loan.")
        terminal.wait("ctrl+g")
        yield terminal


@contextmanager
def _session(blog: Path, argv: list[str]) -> Iterator[Terminal]:
    state = {
        "HOME": str(blog.parent),
        "DRAFTLOOP_STATE_DIR": str(blog.parent / "state"),
        "DRAFTLOOP_TRACE": str(blog.parent / "trace"),
    }
    terminal = Terminal(argv, cwd=blog, env=state)
    try:
        yield terminal
    finally:
        if not terminal.is_closed:
            terminal.kill()
            terminal.end()


def wait_until_kept(terminal: Terminal, blog: Path, text: str) -> None:
    """Until the app says that this text of the post is on the disk outside its file."""
    mark = hashlib.sha256(text.encode()).hexdigest()
    for _ in range(1000):
        trace = blog.parent / "trace"
        if trace.exists() and mark in trace.read_text():
            return
        terminal.pump(0.02)
    raise AssertionError("never kept")


def _kept(blog: Path) -> str:
    """What `draftloop recover` offers, in full."""
    environment = {**os.environ, "DRAFTLOOP_STATE_DIR": str(blog.parent / "state")}

    def run(*arguments: str) -> str:
        argv = [sys.executable, "-m", "draftloop", "-C", str(blog), "recover", *arguments]
        return subprocess.run(argv, env=environment, capture_output=True, text=True, check=True).stdout

    listed = run().split()
    return run("show", listed[0]) if listed else ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_saves_and_ends_with_its_number(blog: Path, number: signal.Signals) -> None:
    with prose(blog) as terminal:
        terminal.type(" Until it is due")
        terminal.wait("Until it is due")
        terminal.kill(number)
        assert terminal.end() == 128 + number
        # A save that was under way on a slow disk is not waited for: then the net has them.
        assert "A retry is a loan. Until it is due\n" in (blog / POST).read_text() + _kept(blog)
        assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")


def test_a_save_that_hangs_keeps_nobody_from_leaving(blog: Path, tmp_path: Path) -> None:
    program = tmp_path / "hanging.py"
    program.write_text(_HANG)
    with prose(blog, str(program)) as terminal:
        terminal.type(" Until it is due")
        terminal.wait("Until it is due")
        terminal.rest(1.5, timeout_s=3.0)  # the save is under way, and stays so
        terminal.type(" or")
        terminal.wait("is due or")
        terminal.kill(signal.SIGTERM)
        assert terminal.end(timeout_s=8.0) == 128 + signal.SIGTERM
        assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")
    assert _kept(blog).endswith("A retry is a loan. Until it is due or\n")


def test_after_a_kill_one_key_goes_on_in_the_middle_of_the_sentence(blog: Path) -> None:
    with prose(blog) as terminal:
        terminal.type(" Until it is due")
        terminal.wait("Until it is due")
        wait_until_kept(terminal, blog, TEXT.replace("loan.", "loan. Until it is due"))
        terminal.kill()
        terminal.end()
    with _session(blog, [sys.executable, "-m", "draftloop", "-C", str(blog)]) as terminal:
        if "due" not in (blog / POST).read_text():
            terminal.wait("never reached post.md")
        terminal.wait("enter")
        terminal.rest()
        terminal.type("<enter>")
        terminal.wait("A retry is a loan. Until it is due")
        terminal.wait("ctrl+g")
        terminal.rest()
        terminal.type(", and then")
        terminal.wait("Until it is due, and then")
        terminal.kill(signal.SIGTERM)
        terminal.end()
    assert (blog / POST).read_text().endswith("A retry is a loan. Until it is due, and then\n")
