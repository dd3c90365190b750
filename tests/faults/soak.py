"""A writer who does not stop: words, iterations, edits from outside, blows; the program may not grow."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from tests.faults.harness import Death, Oracle, Session, Workspace
from tests.faults.typing_case import after_the_start
from tests.faults.typing_script import word

KEYS_PER_S = 3.0
SAFE_AFTER_S = 2.0
MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long it goes on, and how many seconds lie between what happens."""

    minutes: float
    iteration_s: float
    outside_s: float
    blow_s: float
    settles_s: float
    """How long a fresh program may grow before it counts."""


@dataclass
class Measured:
    """What was seen of the program over all its lives."""

    words: int = 0
    iterations: int = 0
    outside: int = 0
    blows: int = 0
    growth: list[float] = field(default_factory=list)
    """MiB an hour, one value a life."""
    growth_mib: list[float] = field(default_factory=list)
    descriptors: list[tuple[int, int]] = field(default_factory=list)
    """At the beginning and at the end of each life."""
    children: list[tuple[int, int]] = field(default_factory=list)


class Writer:
    """Writes until the time is over."""

    def __init__(self, workspace: Workspace, pace: Pace, choose: random.Random) -> None:
        self.workspace = workspace
        self.pace = pace
        self.choose = choose
        self.measured = Measured()
        self.times: list[float] = []
        """When each word was finished."""
        self.blows: list[float] = []
        self.outside: list[str] = []
        self._session: Session | None = None
        self._began_s = 0.0
        self._first: tuple[float, int, int, int] | None = None
        self._last: tuple[float, int, int, int] | None = None

    @property
    def session(self) -> Session:
        assert self._session is not None
        return self._session

    def write(self) -> Measured:
        """Until the end of the time; then everything is checked."""
        ends_s = time.monotonic() + self.pace.minutes * 60
        due: dict[Callable[[], None], float] = {}
        now = time.monotonic()
        for act, every_s in self._acts().items():
            due[act] = now + every_s
        self._sit_down()
        while time.monotonic() < ends_s:
            self._type_a_word()
            self._look_at_it()
            for act, every_s in self._acts().items():
                if time.monotonic() >= due[act]:
                    act()
                    due[act] = time.monotonic() + every_s
        self.session.pause(3)
        self._end_of_a_life()
        assert self.session.leave() == 0
        self._check()
        return self.measured

    def _acts(self) -> dict[Callable[[], None], float]:
        pace = self.pace
        return {self._iterate: pace.iteration_s, self._edit_outside: pace.outside_s, self._blow: pace.blow_s}

    def _sit_down(self) -> None:
        self._session = Session(self.workspace, "prose", self.workspace.slug)
        self.session.wait("ctrl+r outline")
        self.session.pause(0.5)
        self._began_s = time.monotonic()
        self._first = self._last = None

    def _type_a_word(self) -> None:
        number = len(self.times)
        for key in word(number, self.choose) + (" " if number % 12 else "\r"):
            self.session.terminal.send(key)
            self.session.pause(1 / KEYS_PER_S)
        self.times.append(time.monotonic())
        self.measured.words += 1
        assert not self.session.terminal.is_closed, f"it ended by itself:\n{self.session.text}"

    def _iterate(self) -> None:
        self.session.press("ctrl+g")
        self.session.wait("Done for now")
        self.session.pause(1.2)
        self.session.press("enter")
        self.session.wait("Go on with")
        self.session.pause(0.5)
        self.session.press("enter")
        self.session.wait("ctrl+r outline")
        self.session.pause(0.5)
        self.measured.iterations += 1

    def _edit_outside(self) -> None:
        """Another program puts a line above the text, in place; what was typed meanwhile stands below."""
        self.session.pause(2.5)
        path, line = self.workspace.post, f"Line {len(self.outside)} from outside."
        head, mark, rest = self.workspace.read(path).partition("## A loan\n")
        self.workspace.write(path, f"{head}{line}\n\n{mark}{rest}")
        self.outside.append(line)
        self.measured.outside += 1
        self.session.pause(2.5)
        # Back at the end of the text, wherever the merge left the cursor.
        for _ in range(40):
            self.session.terminal.send("\x1b[6~")
        self.session.terminal.send("\x1b[F")
        self.session.pause(0.5)

    def _blow(self) -> None:
        self._end_of_a_life()
        self.blows.append(self.session.kill(Death.KILL))
        self.measured.blows += 1
        after_the_start(self.workspace)
        Oracle(self.workspace).check_sound()
        self._sit_down()

    # -- measuring -------------------------------------------------------------------------------------

    def _look_at_it(self) -> None:
        now = time.monotonic()
        if now - self._began_s < self.pace.settles_s or (self._last is not None and now - self._last[0] < 5):
            return
        process = self.session.process
        seen = (now, process.memory_info().rss, process.num_fds(), len(self.session.children()))
        self._first = self._first or seen
        self._last = seen

    def _end_of_a_life(self) -> None:
        first, last = self._first, self._last
        if first is None or last is None or last[0] - first[0] < 1:
            return
        grown = (last[1] - first[1]) / MIB
        self.measured.growth_mib.append(grown)
        self.measured.growth.append(grown / ((last[0] - first[0]) / 3600))
        self.measured.descriptors.append((first[2], last[2]))
        self.measured.children.append((first[3], last[3]))

    def _check(self) -> None:
        """Each word is there once, in order, but for those of the last two seconds before a blow."""
        text = self.workspace.read(self.workspace.post)
        found = [int(number) for number in re.findall(r"w(\d{4,})[a-z]", text)]
        assert found == sorted(set(found)), f"out of order or doubled: {_odd(found)}"
        for number in set(range(len(self.times))) - set(found):
            at_s = self.times[number]
            is_young = any(blow - SAFE_AFTER_S <= at_s <= blow for blow in self.blows)
            assert is_young, f"word {number} is lost"
        for line in self.outside:
            assert line in text, f"{line!r} is not in the file"
        Oracle(self.workspace).check_sound()


def _odd(found: list[int]) -> list[int]:
    return [two for one, two in pairwise(found) if two <= one][:10]
