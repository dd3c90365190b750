"""Actions of a writer, one after the other, by the real program's own code in one process.

`python -m tests.faults.power_actor type save commit ...` in a workspace; after each action that went well a
line goes to $DRAFTLOOP_TRACE. Run under strace by `test_power.py`, and with failing calls by
`test_failing_calls.py`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

SLUG = "retries-are-a-loan"
POST, NOTES = f"drafts/{SLUG}/post.md", f"drafts/{SLUG}/notes.md"
ADDED = "\n\nSentence {} about what a retry costs, typed at night.\n"

_number = 0


class Failed(Exception):
    """The program refused; what it said."""


def run(*arguments: str) -> None:
    """A command line, as `python -m draftloop` runs it."""
    from draftloop.__main__ import main

    said = io.StringIO()
    before = sys.argv
    sys.argv = ["draftloop", *arguments]
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = main()
    finally:
        sys.argv = before
    if status:
        raise Failed(f"draftloop {' '.join(arguments)}: exit {status}: {said.getvalue()}")


def _desk() -> Desk:
    from draftloop.wiring import desk_for

    return desk_for(os.getcwd())


def next_text(text: str) -> str:
    """The text with one more sentence than it had."""
    global _number
    _number += 1
    return text.rstrip("\n") + ADDED.format(_number)


def type_() -> None:
    """Sentences that are typed: into the journal, and into no file."""
    desk = _desk()
    text = desk.library.open(POST).text
    for _ in range(3):
        text = next_text(text)
        desk.recovery.keep_running(POST, text)


def save() -> None:
    """As the editor saves: first the journal, then the file."""
    from draftloop.steps.files import save_text

    desk = _desk()
    document = desk.library.open(POST)
    text = next_text(document.text)
    desk.recovery.keep_running(POST, text)
    save_text(desk, document, text)


def field() -> None:
    from draftloop.steps.files import set_fields

    desk = _desk()
    document = desk.library.open(NOTES)
    set_fields(desk, document, {"interest": str(1 + len(document.text) % 3)})


def replace() -> None:
    """Another program saves the post, as a careful editor does."""
    with open(POST, encoding="utf-8") as file:
        text = next_text(file.read())
    folder = os.open(os.path.dirname(POST), os.O_RDONLY)
    with open(POST + "~", "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.rename(POST + "~", POST)
    os.fsync(folder)
    os.close(folder)


def queue() -> None:
    """git is locked while an iteration ends; then the lock goes, and it is recorded."""
    save()
    with open(".git/index.lock", "x", encoding="ascii"):
        pass
    try:
        run("done", SLUG)
    except Failed as refused:
        if "exit 1" in str(refused):
            raise
    finally:
        os.unlink(".git/index.lock")
    run("waiting", "commit")


def autosave() -> None:
    desk = _desk()
    text = next_text(desk.library.open(POST).text)
    assert desk.autosaves is not None
    desk.autosaves.save(SLUG, {POST: text}, desk.now())


def move() -> None:
    """The post is set aside by another name, and comes back."""
    library = _desk().library
    library.move(POST, f"drafts/{SLUG}/post-old.md")
    library.move(f"drafts/{SLUG}/post-old.md", POST)


def take() -> None:
    """A text that never reached its file is put in its place."""
    desk = _desk()
    text = next_text(desk.library.open(POST).text)
    run("recover", "take", desk.recovery.keep(POST, text))


def drop() -> None:
    run("draft", "drop", SLUG, "--because", "It says nothing.")
    run("draft", "revive", SLUG)


def idea() -> None:
    run("idea", "add", f"Timeouts in layers {os.times().elapsed}", "--note", "look at the deadlines")


def commit() -> None:
    save()
    run("done", SLUG)


def ship() -> None:
    run("ship", SLUG, "--to", "site", "--anyway")


ACTIONS: dict[str, Callable[[], None]] = {
    "type": type_,
    "save": save,
    "move": move,
    "field": field,
    "commit": commit,
    "ship": ship,
    "drop": drop,
    "restore": lambda: run("restore", f"{SLUG}@2"),
    "replace": replace,
    "idea": idea,
    "jot": lambda: run("idea", "note", "exit-codes", "a thought at night"),
    "teach": lambda: run("teach", f"frobnicate{os.getpid()}"),
    "pick": lambda: run("pick", "exit-codes"),
    "export": lambda: run("export", SLUG, "--to", "site", "--out", "../exported", "--overwrite"),
    "take": take,
    "init": lambda: run("init", "../second"),
    "queue": queue,
    "autosave": autosave,
}


def main(names: list[str]) -> int:
    """Carry them out; the exit status."""
    for name in names:
        ACTIONS[name]()
        with open(os.environ["DRAFTLOOP_TRACE"], "ab", buffering=0) as marks:
            marks.write(json.dumps({"event": "done", "action": name}).encode() + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
