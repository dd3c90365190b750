"""F3: draftloop and everybody else write one file, in any order. Nothing that anyone finished is gone.

The layer below the screens, with real files, a real recovery store and a real repository; what a person
decides is drawn. `test_two_writers_app.py` does the same through the screen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from draftloop.adapters import swap
from draftloop.adapters.files import fingerprint
from draftloop.loop.errors import CannotWrite, ChangedOnDisk, Unreadable
from draftloop.loop.merge import Choice
from draftloop.steps.desk import Desk
from draftloop.tui.screens.saver import Saver
from draftloop.wiring import desk_for
from tests.faults.harness import cases, size, tier, trying
from tests.faults.two_writers import Ledger, Outsider

BASE = "".join(f"Paragraph {number} of the post as both know it.\n\n" for number in range(6))
PATH = "drafts/d/post.md"
EDITS = st.tuples(st.integers(0, 7), st.sampled_from(["put in", "take out", "new paragraph"]))
CHOICES = st.sampled_from(list(Choice))
RUNS, BATCHES = 1000, 50
FIGURE = "0 unseen versions written over"
DEEDS: tuple[str, ...] = ("append", "truncate", "rename", "backup_first", "delete", "same_size", "mode")


class TwoWriters(RuleBasedStateMachine):
    """One open file."""

    saves = runs = 0
    """Of the present batch."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="draftloop-two-"))
        root = self.base / "blog"
        (root / PATH).parent.mkdir(parents=True)
        (root / PATH).write_text(BASE)
        (root / "draftloop.toml").write_text("")
        self.env = {
            **{name: os.environ[name] for name in ("PATH",)},
            "HOME": str(self.base),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
        }  # fmt: skip
        for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Begin"]):
            subprocess.run(["git", *command], cwd=root, env=self.env, check=True, capture_output=True)
        self.desk = _desk(root, self.base / "state")
        self.saver = Saver(self.desk, self.desk.library.open(PATH))
        self.mine = self.saver.saved_text
        self.words = 0
        self.ledger = Ledger(root / PATH, self.base / "state", in_git={BASE.encode()})
        self.others = Outsider(self.ledger, self.env)
        type(self).runs += 1

    @initialize()
    def begin(self) -> None:
        self.ledger.finished(BASE.encode(), "draftloop")

    def teardown(self) -> None:
        if self.others.half is not None:
            self.others.end_half()
        shutil.rmtree(self.base, ignore_errors=True)

    # -- here ----------------------------------------------------------------------------------------------

    @rule(edits=st.lists(EDITS, min_size=1, max_size=3))
    def type_words(self, edits: list[tuple[int, str]]) -> None:
        paragraphs = self.mine.split("\n\n")
        for place, what in edits:
            self.words += 1
            at = min(place, len(paragraphs) - 1)
            if what == "put in":
                paragraphs[at] += f" mine{self.words}"
            elif what == "new paragraph":
                paragraphs.insert(at, f"mine{self.words}")
            elif len(paragraphs[at].split()) > 3:
                paragraphs[at] = paragraphs[at].rsplit(" ", 1)[0]
        self.mine = "\n\n".join(paragraphs)
        self.saver.keep(self.mine)

    @rule()
    def save(self) -> None:
        self._save()

    @rule(deed=st.sampled_from(DEEDS), is_before=st.booleans())
    def save_while_another_writes(self, deed: str, is_before: bool) -> None:
        """The other one comes between the last look at the file and the exchange, or right behind it."""
        exchange = swap.exchange
        act: list[Callable[[], None]] = [getattr(self.others, deed)]

        def exchange_meanwhile(folder: int, one: str, other: str) -> bool:
            if is_before and act:
                act.pop()()
            try:
                return exchange(folder, one, other)
            finally:
                if act:
                    act.pop()()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(swap, "exchange", exchange_meanwhile)
            self._save(is_raced=True)

    def _save(self, *, is_raced: bool = False) -> None:
        known, before = self.saver.document.fingerprint, self.ledger.stands()
        changes = self.mine != self.saver.saved_text or not self.saver.document.exists
        try:
            saved = self.saver.save(self.mine)
        except (ChangedOnDisk, CannotWrite, Unreadable):
            return
        type(self).saves += 1
        self.ledger.finished(saved.text.encode(), "draftloop")
        if changes and not is_raced and fingerprint(before or b"") != known and (before or known):
            raise AssertionError(f"wrote over an unseen version: {before!r}")

    @rule(choices=st.lists(CHOICES, min_size=8, max_size=8), decides=st.booleans())
    def look(self, choices: list[Choice], decides: bool) -> None:
        """What the screen does once a second, and what a person decides where it asks."""
        try:
            look = self.saver.look("?")
        except Unreadable:
            return
        if look is None or look.found.fingerprint == self.saver.document.fingerprint:
            return
        sides = self.saver.weigh(look, self.mine)
        text = sides.together
        if text is None and decides:
            every = (choices * (len(sides.merge.regions) // 8 + 1))[: len(sides.merge.regions)]
            text = self.mine if sides.is_gone else sides.merge.chosen(every)
        if text is not None and self.saver.go_on_from(sides):
            self.mine = text

    @rule()
    def second_draftloop_saves(self) -> None:
        desk = _desk(self.ledger.file.parents[2], self.ledger.state)
        document = desk.library.open(PATH)
        if not document.exists:
            return
        self.words += 1
        try:
            desk.library.save(document, document.text + f"second{self.words}\n")
        except (ChangedOnDisk, CannotWrite):
            return
        self.ledger.finished(self.ledger.stands() or b"", "draftloop, the second")

    # -- there ---------------------------------------------------------------------------------------------

    @rule(deed=st.sampled_from([*DEEDS, "touch", "begin_half", "commit", "checkout"]))
    def another_program(self, deed: str) -> None:
        getattr(self.others, deed)()

    @precondition(lambda self: self.others.half is not None)
    @rule()
    def the_other_half(self) -> None:
        self.others.end_half()

    # -- what always holds ---------------------------------------------------------------------------------

    @invariant()
    def nothing_is_gone(self) -> None:
        self.ledger.check()

    @invariant()
    def nothing_is_left_behind(self) -> None:
        names = sorted(os.listdir(self.ledger.file.parent))
        assert not [name for name in names if name.endswith(".tmp") and name != ".theirs.tmp"], names

    @invariant()
    def no_conflict_marker_is_written(self) -> None:
        assert b"<<<<<<<" not in (self.ledger.stands() or b"")


def _desk(root: Path, state: Path) -> Desk:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRAFTLOOP_STATE_DIR", str(state))
        desk = desk_for(str(root.resolve()))
        desk.recovery.kept()  # the lazy parts are made while the variable holds
        desk.library.list_files("")
        return desk


def test_nothing_anyone_finished_is_ever_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    for call in ("os.fsync", "os.fdatasync"):
        monkeypatch.setattr(call, lambda _: None)  # no power is cut here, and a thousand runs flush for hours
    monkeypatch.setattr(swap, "_BUSY_WAIT_S", 0.005)
    monkeypatch.setattr("draftloop.adapters.library._LOOKS_APART_S", 0.0005)
    row = trying("P4 P5", "two writers in any order (state machine)")
    saves = runs = 0
    # In batches, so that a sitting that is cut short counts.
    for case in cases("F3 two writers below the screens", fast=1, full=BATCHES):
        TwoWriters.runs = TwoWriters.saves = 0
        run = settings(
            max_examples=size(fast=12, full=RUNS // BATCHES),
            stateful_step_count=size(fast=30, full=50),
            deadline=None,
            database=None,
            phases=[Phase.generate, *([Phase.shrink] if tier() == "fast" else [])],
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        )
        run_state_machine_as_test(seed(case.random.getrandbits(64))(TwoWriters), settings=run)
        row.note(TwoWriters.runs, TwoWriters.runs, FIGURE)
        runs, saves = runs + TwoWriters.runs, saves + TwoWriters.saves
    print(f"{runs} runs, {saves} saves")
