"""A hand that types by a script until a blow falls, and how much of it has to be there afterwards."""

from __future__ import annotations

import re
import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.harness import Session, Workspace
from tests.faults.typing_script import Do, Room, Script, Step, size_of

SAFE_AFTER_S = 2.0
"""A key older than this survives whatever happens (P1)."""
_UNDO_KEYS = 160
"""More keys than one undo takes back; after it the text may be that much shorter until it is redone."""
_UNDO_S = 1.5


def letters(text: str) -> str:
    """The letters and digits of a text, in order: what was typed, without bullets and line ends."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())


@dataclass
class Typed:
    """What went into one document, each letter with its time."""

    path: str
    before: tuple[str, ...]
    """Letters of the texts the typing may have begun with."""
    stream: str = ""
    times: list[float] = field(default_factory=list)
    floors: list[tuple[float, float, int]] = field(default_factory=list)
    """From when to when an undo was open, and how many letters stood all the while."""

    def add(self, text: str, at_s: float) -> None:
        new = letters(text)
        self.stream += new
        self.times += [at_s] * len(new)

    def must_have(self, killed_s: float) -> int:
        """How many letters have to be somewhere after a blow at `killed_s`."""
        least_s = killed_s - SAFE_AFTER_S
        wanted = bisect_right(self.times, least_s)
        for begun_s, ended_s, floor in self.floors:
            if begun_s <= killed_s and ended_s >= least_s:
                wanted = min(wanted, floor)
        return wanted

    def is_undone(self, killed_s: float) -> bool:
        """Whether an undo was open in the last seconds."""
        return any(begun <= killed_s and ended >= killed_s - SAFE_AFTER_S for begun, ended, _ in self.floors)

    def found_in(self, text: str) -> int | None:
        """How many of the letters a text has; None when it is neither the old text nor a newer one."""
        whole = letters(text)
        for before in sorted(self.before, key=len, reverse=True):
            if whole.startswith(before) and self.stream.startswith(whole[len(before) :]):
                return len(whole) - len(before)
        return None

    def tail_s(self, count: int, killed_s: float) -> float:
        """How long before the blow the first missing letter was typed."""
        return killed_s - self.times[count] if count < len(self.times) else 0.0


class Blow(Exception):
    """The moment has come."""


class Hand:
    """Types by a script until the blow."""

    def __init__(self, workspace: Workspace, script: Script) -> None:
        self.workspace = workspace
        self.script = script
        self.typed: list[Typed] = []
        self.lines: list[tuple[str, float, bool]] = []
        """In one-line fields: each line, when its last key came, whether enter followed."""
        self._line: Typed | None = None
        self._ends_s = float("inf")
        self._room = script.room
        arguments = {
            Room.PROSE: ("prose", workspace.slug),
            Room.FIELDS: ("prose", workspace.slug),
            Room.OUTLINE: ("outline", workspace.slug),
            Room.REWRITE: ("rewrite", workspace.slug),
        }.get(script.room, ())
        self.session = Session(workspace, *arguments, size=script.size)
        self._open = _OPENINGS[script.room]

    # -- getting there ---------------------------------------------------------------------------------

    def sit_down(self) -> None:
        """Until words can be typed."""
        self._open(self)
        self._ends_s = time.monotonic() + self.script.kill_after_s

    def open_editor(self, mark: str, path: str, *before: str) -> None:
        self._wait(mark)
        self._pause(0.3)
        self.typed.append(Typed(path, tuple(letters(text) for text in before)))

    def type(self) -> None:
        """Step by step, until there are no more or the blow falls."""
        try:
            for step in self.script.steps:
                _STEPS[step.do](self, step)
            while True:
                self._pause(1.0)
        except Blow:
            return

    # -- steps -----------------------------------------------------------------------------------------

    def word(self, step: Step) -> None:
        for key in step.text + " ":
            self._pause(1 / self.script.keys_per_s)
            self.session.terminal.send(key)
            self._note(key)

    def line(self, _: Step) -> None:
        self.session.terminal.send("\r")
        if self._line is not None:
            self._end_line()
        self._pause(1 / self.script.keys_per_s)

    def paste(self, step: Step) -> None:
        self.session.paste(step.text)
        self._note(step.text)
        self._pause(0.2)

    def undo(self, _: Step) -> None:
        typed, begun_s = self.typed[-1], time.monotonic()
        floor = max(0, len(typed.stream) - _UNDO_KEYS - self._pasted)
        typed.floors.append((begun_s, begun_s + 60, floor))
        self.session.terminal.send("\x1a")
        self._pause(0.3)
        self.session.terminal.send("\x19")
        self._pause(0.3)
        typed.floors[-1] = (begun_s, time.monotonic() + _UNDO_S, floor)

    def rest(self, step: Step) -> None:
        self._pause(0.4 + step.number)

    def resize(self, step: Step) -> None:
        self.session.terminal.resize(*size_of(step))
        self._pause(0.2)

    def look(self, _: Step) -> None:
        self._press("\x1bh")
        self._wait_gone_from_editor()
        self._press("\x1b", 0.4)
        self._back_in_editor()

    def away(self, _: Step) -> None:
        if self._room is not Room.PROSE:
            return  # the start screen leads to the step that is next
        self._press("\x1b", 0.4)
        self._wait("Go on with")
        self._press("\r")
        self._back_in_editor()

    def switch(self, _: Step) -> None:
        """Between prose and outline by the list of drafts."""
        self._press("\x1b", 0.4)
        self._press("3")
        self._wait("in work")
        self._pause(0.3)
        self._press("\x1b[B")  # of the two drafts the second one is ours
        self._room = Room.OUTLINE if self._room is Room.PROSE else Room.PROSE
        self._press("o" if self._room is Room.OUTLINE else "p")
        path = self.workspace.outline if self._room is Room.OUTLINE else self.workspace.post
        self._back_in_editor()
        known = next((typed for typed in self.typed if typed.path == path), None)
        if known is None:
            known = Typed(path, (letters(self.workspace.read(path)),))
        else:
            self.typed.remove(known)
        self.typed.append(known)

    def side(self, _: Step) -> None:
        self._press("\x12")
        if self._room is Room.PROSE:
            self._press("\x1b", 0.4)  # out of the pane and back to the text
        else:
            self._press("\x12")

    # -- hands and eyes --------------------------------------------------------------------------------

    def _note(self, text: str) -> None:
        target = self._line if self._line is not None else self.typed[-1]
        target.add(text, time.monotonic())

    @property
    def _pasted(self) -> int:
        """Letters of the longest paste: one undo takes a paste back whole."""
        return max((len(letters(step.text)) for step in self.script.steps if step.do is Do.PASTE), default=0)

    def begin_line(self) -> None:
        self._line = Typed("", ("",))

    def _end_line(self) -> None:
        assert self._line is not None
        if self._line.stream:
            self.lines.append((self._line.stream, time.monotonic(), True))
        self.begin_line()

    @property
    def open_line(self) -> Typed | None:
        """The line that was being typed."""
        return self._line

    def _press(self, keys: str, rest_s: float = 0.15) -> None:
        self.session.terminal.send(keys)
        self._pause(rest_s)

    def _pause(self, seconds: float) -> None:
        self.session.pause(min(seconds, max(0.0, self._ends_s - time.monotonic())))
        if time.monotonic() >= self._ends_s:
            raise Blow
        assert not self.session.terminal.is_closed, f"it ended by itself:\n{self.session.text}"

    def _wait(self, mark: str) -> None:
        self._until(lambda: mark in self.session.text, mark)

    def _wait_gone_from_editor(self) -> None:
        mark = _MARKS[self._room]
        self._until(lambda: mark not in self.session.text, f"no {mark}")

    def _back_in_editor(self) -> None:
        self._wait(_MARKS[self._room])
        self._pause(0.4)

    def _until(self, is_so: Callable[[], bool], what: str) -> None:
        gives_up_s = time.monotonic() + 30
        while not is_so():
            assert time.monotonic() < gives_up_s, f"{what!r} did not come:\n{self.session.text}"
            self._pause(0.05)


def _open_prose(hand: Hand) -> None:
    hand.open_editor(_MARKS[Room.PROSE], hand.workspace.post, hand.workspace.read(hand.workspace.post))
    hand.session.terminal.send("\r\r")


def _open_outline(hand: Hand) -> None:
    hand.open_editor(
        _MARKS[Room.OUTLINE], hand.workspace.outline, hand.workspace.read(hand.workspace.outline)
    )
    hand.session.terminal.send("\r")


def _open_rewrite(hand: Hand) -> None:
    old = hand.workspace.read(hand.workspace.outline)
    hand._wait("put it away and write")
    hand._press("\r", 0.3)
    headings = " ".join(line for line in old.splitlines() if line.startswith("#"))
    hand.open_editor(_MARKS[Room.REWRITE], hand.workspace.outline, old, headings)


def _open_note(hand: Hand) -> None:
    hand._wait("Go on with")
    hand._press("2")
    hand._wait("Nothing noted yet")
    hand._pause(0.3)
    hand._press("n", 0.5)
    hand.begin_line()


def _open_fields(hand: Hand) -> None:
    hand._wait(_MARKS[Room.PROSE])
    hand._pause(0.3)
    hand._press("\x1bOQ")
    hand._wait("description")
    hand._press("\t")
    hand.begin_line()


def _open_capture(hand: Hand) -> None:
    hand._wait("Go on with")
    hand._press("a")
    hand._wait("keeps it")
    hand.begin_line()


_MARKS = {Room.PROSE: "ctrl+r outline", Room.OUTLINE: "tab deeper", Room.REWRITE: "ctrl+r peek"}
_OPENINGS: dict[Room, Callable[[Hand], None]] = {
    Room.PROSE: _open_prose,
    Room.OUTLINE: _open_outline,
    Room.REWRITE: _open_rewrite,
    Room.NOTE: _open_note,
    Room.FIELDS: _open_fields,
    Room.CAPTURE: _open_capture,
}
_STEPS: dict[Do, Callable[[Hand, Step], None]] = {
    Do.WORD: Hand.word,
    Do.LINE: Hand.line,
    Do.PASTE: Hand.paste,
    Do.UNDO: Hand.undo,
    Do.REST: Hand.rest,
    Do.RESIZE: Hand.resize,
    Do.LOOK: Hand.look,
    Do.AWAY: Hand.away,
    Do.SWITCH: Hand.switch,
    Do.SIDE: Hand.side,
}
