"""One case of "two writers" through the screen: a person at the app, and everybody else on its file."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.faults.harness import Session, Workspace, size
from tests.faults.pool import Outcome
from tests.faults.tiers import Case
from tests.faults.two_writers import WRITER, Ledger, Outsider

ASKED = "take theirs"
GONE = "write mine again"
DECIDING = "two versions"
WRITING = "ctrl+g"
"""In the bottom line of every screen where this file is written."""
OFFERED = "Kept safe, and in no file"
DEEDS = (
    "append", "append", "truncate", "truncate", "rename", "rename", "backup_first", "same_size", "touch",
    "mode", "half", "commit", "checkout", "delete", "vim", "second",
)  # fmt: skip
"""What others do; twice what is done most."""


def write_at_once(case: Case, folder: Path) -> Outcome:
    """Try one case."""
    workspace = Workspace.make(folder)
    random = case.random
    room, path = random.choice([("prose", workspace.post), ("outline", workspace.outline)])
    ledger = Ledger(workspace.folder / path, workspace.state)
    ledger.in_git.add((workspace.folder / path).read_bytes())
    player = _Player(workspace, room, ledger, random)
    try:
        for _ in range(size(fast=12, full=50)):
            player.step()
        player.come_to_an_end()
    finally:
        player.session.end()
    try:
        ledger.check()
    except AssertionError as error:
        raise AssertionError("\n".join([str(error), *player.log[-40:]])) from error
    assert b"<<<<<<<" not in (ledger.stands() or b""), "a conflict marker"
    left = [name for name in workspace.tree() if name.endswith(".tmp")]
    assert not left, f"left behind: {left}"
    return Outcome(number=case.number, facts=player.facts)


class _Player:
    """Whoever sits there, and whoever else writes."""

    def __init__(self, workspace: Workspace, room: str, ledger: Ledger, random: Random) -> None:
        self.workspace, self.ledger, self.random = workspace, ledger, random
        self.others = Outsider(ledger, workspace.env)
        self.facts: dict[str, int] = {}
        self.log: list[str] = []
        """What was done, for whoever has to find out why a text is gone."""
        self.words = 0
        self.room = room
        self.session = Session(workspace, room, workspace.slug)
        self.session.wait(WRITING)

    def step(self) -> None:
        """One thing somebody does, then a moment."""
        text = self.session.text
        if DECIDING in text:
            self._decide()
        elif WRITING not in text:
            self._sit_down_again()
        elif (ASKED in text or GONE in text) and self.random.random() < 0.5:
            self._answer(is_gone=GONE in text)
        elif self.random.random() < 0.5:
            self._another()
        else:
            self._type()
        assert not self.session.terminal.is_closed, f"the app ended\n{self.session.text}"
        self.session.pause(self.random.choice([0.0, 0.05, 0.2, 0.5, 1.2]))

    def come_to_an_end(self) -> None:
        """What is asked is answered, what is typed is saved, then the app is left."""
        for _ in range(6):
            self.session.pause(2.5)
            self.session.terminal.rest(0.3)
            text = self.session.text
            if DECIDING in text:
                self._decide(to_the_end=True)
            elif ASKED in text or GONE in text:
                self._answer(is_gone=GONE in text)
            else:
                break
        self._count("left")
        status = self.session.leave()
        assert status == 0, f"left with {status}\n{self.session.text}"

    def _sit_down_again(self) -> None:
        """The file was let go, or left: it is there again, and opened again."""
        self._count("sat down again")
        assert self.session.leave() == 0
        if not self.ledger.file.exists():
            self.others.truncate()
        self.session = Session(self.workspace, self.room, self.workspace.slug)
        for _ in range(5):
            self.session.pause(1.0)
            if WRITING in self.session.text and OFFERED not in self.session.text:
                return
            self.session.press("esc" if OFFERED in self.session.text else "shift+tab")
        raise AssertionError(f"it does not open:\n{self.session.text}")

    def _count(self, fact: str) -> None:
        self.facts[fact] = self.facts.get(fact, 0) + 1
        self.log.append(f"{time.monotonic():.2f} {fact}")

    def _type(self) -> None:
        self._count("typed")
        if self.random.random() < 0.15:
            self.session.press("ctrl+s")
            return
        self.words += 1
        word = f"mine{self.words}x"
        moves = ["", "", "<up>", "<down>", "<up><up><up>", "<home>", "<end>"]
        self.log.append(f"{time.monotonic():.2f} {word}")
        self.session.type(f"{self.random.choice(moves)} {word}")
        self.ledger.words[word.encode()] = WRITER

    def _answer(self, *, is_gone: bool) -> None:
        key = "f9" if is_gone else self.random.choice(["f7", "f7", "f8", "f9"])
        self._count(f"answered {key}")
        self.session.press(key)
        # A hand waits for what it asked for; keys in between would be decisions.
        self._until(key, lambda text: DECIDING in text or (ASKED not in text and GONE not in text))

    def _decide(self, *, to_the_end: bool = False) -> None:
        keys = self.random.choice([["M"], ["T"], ["B"], ["b", "m", "t", "B"], ["esc"]])
        if to_the_end:
            keys = ["B"]
        self._count(f"decided {keys[-1]}")
        for key in keys:
            self.session.press(key)
        if keys != ["esc"]:
            self.session.press("enter")
        self._until(keys[-1], lambda text: DECIDING not in text)

    def _until(self, key: str, is_shown: Callable[[str], bool]) -> None:
        for _ in range(30):
            if is_shown(self.session.text):
                return
            self.session.pause(0.1)
        self._count(f"asked again after {key}")  # about a version that came in between

    def _another(self) -> None:
        deed = self.random.choice(DEEDS)
        self._count(deed)
        match deed:
            case "half":
                self.others.begin_half()
                self.session.pause(0.3)
                self.others.end_half()
            case "vim":
                self._vim()
            case "second":
                self.workspace.draftloop("draft", "show", self.workspace.slug)
                self.workspace.draftloop("restore", f"{self.workspace.slug}@prose")
            case _:
                with suppress(subprocess.CalledProcessError):  # git: the file is not there
                    getattr(self.others, deed)()

    def _vim(self) -> None:
        """The real one, where there is one, with either way of writing."""
        vim = shutil.which("vim")
        if vim is None or not self.ledger.file.exists():
            return
        word = self.others.word().decode() + "vim"
        copy = self.random.choice(["yes", "no"])
        command = [vim, "-u", "NONE", "-es", "-n", "-c", f"set backupcopy={copy} writebackup", "-c",
                   f"normal Go{word}", "-c", "wq!", self.ledger.file.name]  # fmt: skip
        self.ledger.overwritten_by_another(self.ledger.stands())
        done = subprocess.run(
            command,
            cwd=self.ledger.file.parent,
            env={**self.workspace.env, "TERM": "dumb"},
            capture_output=True,
            timeout=20,
            check=False,
        )
        if done.returncode == 0:
            self._count(f"vim, backupcopy={copy}")
            self.ledger.words[word.encode()] = "vim"
